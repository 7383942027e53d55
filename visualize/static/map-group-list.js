"use strict";
// The list of a large network, group by group: a section is made when it is opened, in slices.
const MapGroupList = (() => {
  const { nodes, links, say } = MapModel;
  const { el } = MapDetails;
  const SLICE = 60; // entries or links made at once
  let parts = [];

  function sections(pick) {
    const way = MapScene.wayOf(MapState.now.by);
    const members = way.groups.map(() => []);
    for (const node of nodes) members[way.of[node.i]].push(node);
    const own = way.groups.map(() => []);
    links.forEach((link, i) => own[way.of[link.from]].push(i));
    parts = way.groups.map((group, k) => part(group, members[k], own[k], pick));
    return [el("p", { class: "summary" }, say("group.list")), ...parts.map(({ section }) => section)];
  }

  function part(group, members, own, pick) {
    const inside = el("div", { class: "inside", hidden: true });
    const button = el("button", { type: "button", class: "unfold", "aria-expanded": "false" }, MapPaint.icon(group.style), el("span", {}, group.name), el("span", { class: "count" }, say("group.members", { count: MapScene.figure(members.length) })));
    const section = el("section", { class: "part", "data-group": group.key, tabindex: "-1" }, el("h2", {}, button), inside);
    const made = { group, section, inside, button, rest: null };
    button.addEventListener("click", () => turn(made, inside.hidden));
    made.fill = () => {
      if (made.rest) return;
      const cards = el("ul", { class: "cards" });
      const table = MapList.ledger([]);
      inside.append(cards, ...(own.length ? [el("h3", { class: "of-links" }, say("all-links", { count: own.length })), table] : []));
      made.rest = [...members.map((node) => [cards, () => MapList.card(node, pick), node]), ...own.map((i) => [table.tBodies[0], () => MapList.row(links[i], i)])];
    };
    return made;
  }

  function turn(made, open) {
    made.inside.hidden = !open;
    made.button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    made.fill();
    go(made);
  }

  // A slice now, the others as the browser finds time.
  function go(made) {
    for (const [into, make] of made.rest.splice(0, SLICE)) into.append(make());
    made.inside.setAttribute("aria-busy", String(made.rest.length > 0));
    if (made.rest.length) setTimeout(() => go(made));
  }

  // Make the sections of all groups, for paper, or that of a group, or of a node as far as its card.
  function unfold(node) {
    const group = node && (node.group ? node : MapScene.groupOf(node));
    for (const made of parts.filter((one) => !group || one.group === group)) {
      turn(made, true);
      const last = made.rest.findIndex(([, , member]) => member === node);
      const some = node ? made.rest.splice(0, last + 1) : made.rest.splice(0);
      for (const [into, make] of some) into.append(make());
    }
  }

  return { sections, unfold };
})();
