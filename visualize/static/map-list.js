"use strict";
// The list view: every node, every link, every reason and source, for keyboards, screen readers and paper.
const MapList = (() => {
  const { data, nodes, links, say, kindOf } = MapModel;
  const { el, badge, note, reasons, facts, sources, also, groups } = MapDetails;
  const view = document.getElementById("list-view");
  let built = false;

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

  function build(pick) {
    if (built) return;
    built = true;
    const parts = [el("p", { class: "summary" }, say("summary", { count: nodes.length, links: links.length }))];
    data.styles.forEach((style, i) => {
      const members = nodes.filter((node) => data.styleOf[node.i] === i);
      parts.push(
        el("h2", {}, MapPaint.icon(style), `${style.kind === "Structure" ? kindOf(members[0]) : style.label} (${members.length})`),
        el("ul", { class: "cards" }, ...members.map((node) => card(node, pick))),
      );
    });
    const columns = ["from", "link", "to", "status", "reason"].map((key) => el("th", { scope: "col" }, say(`column.${key}`)));
    parts.push(
      el("h2", {}, say("all-links", { count: links.length })),
      el("table", { class: "ledger" }, el("thead", {}, el("tr", {}, ...columns)), el("tbody", {}, ...links.map(row))),
    );
    view.replaceChildren(...parts);
  }

  function reveal(node) {
    const item = [...view.querySelectorAll("[data-node]")].find((one) => one.dataset.node === node.id);
    item.scrollIntoView({ block: "start" });
    item.focus({ preventScroll: true });
  }

  return { build, reveal, view };
})();
