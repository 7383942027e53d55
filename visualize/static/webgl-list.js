"use strict";
// The list of a large map: everything, a page at a time, by type and first letter; and all links.
const WebglList = (() => {
  const { data, nodes, links, say, plain, kindOf } = MapModel;
  const { el } = MapDetails;
  const { view } = MapList;
  const PAGE = 60;
  const LINKS = -1; // in place of the number of a type
  const whole = new Intl.NumberFormat(data.language);
  const number = (value) => whole.format(value);
  const letterOf = (node) => plain(node.card.name).charAt(0).toUpperCase() || "?";
  const bounded = (value, most) => Math.max(0, Math.min(value, most));
  let what = 0;
  let letter = "";
  let page = 0;
  let pick = () => {};

  const members = () => (what === LINKS ? links : nodes.filter((node) => data.styleOf[node.i] === what && (!letter || letterOf(node) === letter)));
  const words = (style, i) => (style.kind === "Structure" ? kindOf(nodes[data.styleOf.indexOf(i)]) : style.label);

  function choice(id, key, options, chosen, change) {
    const select = el("select", { id }, ...options.map(([value, text]) => el("option", { value }, text)));
    select.value = chosen;
    select.addEventListener("change", () => change(select.value));
    return el("label", { class: "choice" }, el("span", {}, say(key)), select);
  }

  function choices() {
    const types = data.styles.map((style, i) => [String(i), `${words(style, i)} (${number(style.count)})`]);
    const first = choice("list-what", "what", [...types, [String(LINKS), say("all-links", { count: number(links.length) })]], String(what), (value) => turn({ what: Number(value), letter: "", page: 0 }, "list-what"));
    if (what === LINKS) return [first];
    const found = [...new Set(nodes.filter((node) => data.styleOf[node.i] === what).map(letterOf))].sort();
    return [first, choice("list-letter", "letters", [["", say("every")], ...found.map((one) => [one, one])], letter, (value) => turn({ letter: value, page: 0 }, "list-letter"))];
  }

  function pager(name, count) {
    const last = Math.max(0, Math.ceil(count / PAGE) - 1);
    const go = (key, step) => {
      const id = `${name}-${key}`;
      return el("button", { type: "button", id, disabled: step < 0 ? page === 0 : page === last, onclick: () => turn({ page: page + step }, id) }, say(key));
    };
    return el("nav", { class: "pager", "aria-label": say(`pages.${name}`) }, go("previous", -1), el("p", {}, say("page", { rank: number(page + 1), total: number(last + 1) })), go("next", 1));
  }

  function heading(count) {
    if (what === LINKS) return el("h2", {}, say("all-links", { count: number(count) }));
    return el("h2", {}, MapPaint.icon(data.styles[what]), `${words(data.styles[what], what)} (${number(count)})`);
  }

  function draw() {
    const found = members();
    page = bounded(page, Math.ceil(found.length / PAGE) - 1);
    const shown = found.slice(page * PAGE, (page + 1) * PAGE);
    const body = what === LINKS ? MapList.ledger(shown, page * PAGE) : el("ul", { class: "cards" }, ...shown.map((node) => MapList.card(node, pick)));
    view.replaceChildren(
      el("p", { class: "summary" }, say("summary", { count: number(nodes.length), links: number(links.length) })),
      el("div", { class: "choices" }, ...choices()),
      pager("above", found.length), heading(found.length), body, pager("below", found.length));
    view.scrollTop = 0;
  }

  // Change what is listed, keep the focus on what was used, and say where one is.
  function turn(change, used = "") {
    ({ what, letter, page } = { what, letter, page, ...change });
    draw();
    const again = used && document.getElementById(used);
    if (again) (again.disabled ? view : again).focus({ preventScroll: true });
    MapPage.announce(view.querySelector(".pager p").textContent);
  }

  function open(act) {
    pick = act;
    if (!view.childElementCount) draw();
  }

  // The page that lists a node, with the focus on its card.
  function reveal(node) {
    [what, letter] = [data.styleOf[node.i], ""];
    page = Math.floor(members().indexOf(node) / PAGE);
    draw();
    MapList.reveal(node);
  }

  return { open, reveal, view };
})();
