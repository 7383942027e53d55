"use strict";
// The list view: every node, every link, every reason and source, for keyboards, screen readers and paper.
const MapList = (() => {
  const { data, nodes, links, say, kindOf } = MapModel;
  const { el, badge, note, reasons, facts, sources, also, groups } = MapDetails;
  const view = document.getElementById("list-view");
  let built = ""; // the sections that stand there: all, or those of a grouping

  function card(node, pick) {
    const linked = groups(node).map(({ label, out, members }) =>
      el("p", { class: "linked" }, el("strong", {}, say(out ? "listed" : "listed.in", { label })), " ", members.map(({ other }) => other.card.name).join(" · ")));
    return el("li", { "data-node": node.id, tabindex: "-1", class: node.links.length > 12 ? "full" : null },
      el("h3", {}, node.card.name),
      el("p", { class: "meta" }, kindOf(node), " ", badge(node.card.status)),
      note(node.card.note), also(node.card), facts(node.card), ...sources(node.card),
      ...(linked.length ? linked : [el("p", { class: "linked" }, say("no-link"))]),
      el("button", { type: "button", class: "to-map", onclick: () => pick(node), "aria-label": say("to-map.named", { name: node.card.name }) }, say("to-map")));
  }

  function row(link, i) {
    const cell = (key, ...children) => el("td", { "data-column": say(`column.${key}`), class: key === "status" ? "state" : null }, ...children);
    return el("tr", { "data-link": i },
      el("th", { scope: "row" }, nodes[link.from].card.name),
      cell("link", link.label),
      cell("to", nodes[link.to].card.name),
      cell("status", badge(link.status) || say("status.stated")),
      cell("reason", reasons(link)));
  }

  // The table of some links, the first of which has the number `first`.
  function ledger(some, first = 0) {
    const columns = ["from", "link", "to", "status", "reason"].map((key) => el("th", { scope: "col" }, say(`column.${key}`)));
    return el("table", { class: "ledger" }, el("thead", {}, el("tr", {}, ...columns)), el("tbody", {}, ...some.map((link, i) => row(link, first + i))));
  }

  const summary = () => el("p", { class: "summary" }, say("summary", { count: nodes.length, links: links.length }));

  function build(pick, { whole = false } = {}) {
    const wanted = MapScene.sections ? MapState.now.by : "all";
    if (built !== wanted && MapScene.sections) view.replaceChildren(summary(), ...MapScene.sections(pick));
    else if (built !== wanted) all(pick);
    built = wanted;
    if (whole) MapScene.unfold(null);
  }

  function all(pick) {
    const parts = [summary()];
    data.styles.forEach((style, i) => {
      const members = nodes.filter((node) => data.styleOf[node.i] === i);
      parts.push(
        el("h2", {}, MapPaint.icon(style), `${style.kind === "Structure" ? kindOf(members[0]) : style.label} (${members.length})`),
        el("ul", { class: "cards" }, ...members.map((node) => card(node, pick))),
      );
    });
    parts.push(el("h2", {}, say("all-links", { count: links.length })), ledger(links));
    view.replaceChildren(...parts);
  }

  function reveal(node) {
    MapScene.unfold(node);
    const item = [...view.querySelectorAll(node.group ? "[data-group]" : "[data-node]")].find((one) => (node.group ? one.dataset.group === node.key : one.dataset.node === node.id));
    item.scrollIntoView({ block: "start" });
    item.focus({ preventScroll: true });
  }

  return { build, reveal, card, row, ledger, view };
})();
