"use strict";
// What is said of a group and of the links between groups, and the choice of how to group.
const MapGroupPanel = (() => {
  const { data, nodes, links, say } = MapModel;
  const { el, go, opening, sentence, badge, reasons } = MapDetails;
  const SAID = 40; // links of a bundle told one by one; the list holds all
  const panel_ = MapDetails.panel;
  const open = (group) => MapState.set({ picked: [group.id], edge: null, open: [...MapState.now.open, group.key], around: false });
  const close = (group) => MapState.set({ picked: [group.id], edge: null, open: MapState.now.open.filter((key) => key !== group.key), around: false });

  function show(...parts) {
    const held = panel_.contains(document.activeElement) ? document.activeElement.id : "";
    panel_.replaceChildren(...parts.filter(Boolean));
    panel_.hidden = false;
    panel_.scrollTop = 0;
    if (held) (document.getElementById(held) || panel_).focus({ preventScroll: true });
  }

  // The panel of what is chosen when it is a group or a bundle: what is said aloud, and where arrows start from.
  function panel(state, acts) {
    const chosen = MapScene.thing(state.picked[state.picked.length - 1]);
    if (chosen && chosen.group) return ofGroup(chosen, acts);
    const edge = state.edge === null ? null : MapScene.line(state.edge);
    if (!edge || MapBundles.real(edge.id)) return null;
    return ofBundle(edge, acts);
  }

  function ofGroup(group, { close: leave, pick }) {
    const opened = MapScene.isOpen(group);
    const turn = el("button", { type: "button", id: "turn", "aria-expanded": String(opened), onclick: () => (opened ? close(group) : open(group)) }, say(opened ? "group.close" : "group.open"));
    const hidden = group.count - (opened ? group.shownCount : Math.min(group.count, drawable(group)));
    show(
      ...opening(leave, MapPaint.icon({ ...group.style, path: data.group.path, fill: data.group.fill }), say("group.kind")),
      el("h2", {}, group.name),
      el("p", {}, say("group.members", { count: MapScene.figure(group.count), })),
      hidden > 0 ? el("p", { class: "note" }, say("group.drawn", { count: MapScene.figure(group.count - hidden), total: MapScene.figure(hidden) })) : null,
      group.gathered ? el("p", { class: "note" }, say("group.gathered", { count: group.gathered })) : null,
      el("div", { class: "tools" }, turn),
      el("h3", {}, say("group.holds")),
      kinds(group),
      el("h3", {}, say("group.linked")),
      linked(group, pick),
      el("p", { class: "citation" }, say("group.inside", { count: MapBundles.inside(group) })),
    );
    return { cursor: group, said: say(opened ? "group.opened" : "group.closed", { name: group.name, count: MapScene.figure(group.shownCount), total: MapScene.figure(group.count) }) };
  }

  const drawable = (group) => group.drawn.filter((i) => MapLegend.seen(nodes[i])).length;

  function kinds(group) {
    const lines = data.styles.flatMap((style, k) => {
      const count = nodes.filter((node) => group.holds(node.i) && data.styleOf[node.i] === k).length;
      return count ? [el("li", {}, MapPaint.icon(style), el("span", {}, style.label, style.shown ? null : ` (${say("group.hidden")})`), el("span", { class: "count" }, MapScene.figure(count)))] : [];
    });
    return el("ul", { class: "keys" }, ...lines);
  }

  // The groups that a group has most links with, whatever is open.
  function linked(group, pick) {
    const counts = new Map();
    const way = MapScene.wayOf(group.by);
    links.forEach(({ from, to }, i) => {
      if (group.holds(from) === group.holds(to) || !MapLegend.linked(i) || !MapLegend.seen(nodes[from]) || !MapLegend.seen(nodes[to])) return;
      const other = way.groups[way.of[group.holds(from) ? to : from]];
      counts.set(other, (counts.get(other) || 0) + 1);
    });
    if (!counts.size) return el("p", { class: "citation" }, say("group.none-linked"));
    const ranked = [...counts].sort((a, b) => b[1] - a[1] || a[0].number - b[0].number);
    return el("ul", { class: "links" }, ...ranked.map(([other, count]) => el("li", {}, el("button", { type: "button", class: "go", onclick: () => MapState.set({ picked: [other.id], edge: null, around: false }) }, MapPaint.icon({ ...other.style, path: data.group.path, fill: data.group.fill }, 22), el("span", {}, other.name), el("span", { class: "count" }, say("group.bundle", { count }))))));
  }

  function ofBundle(edge, { close: leave, pick }) {
    const [one, other] = [MapScene.thing(edge.from), MapScene.thing(edge.to)];
    const kept = edge.links.filter(MapLegend.linked);
    const choose = (thing) => (thing.group ? MapState.set({ picked: [thing.id], edge: null, around: false }) : pick(thing));
    show(
      ...opening(leave, say("group.bundle", { count: kept.length })),
      el("h2", {}, say("between", { name: one.card.name, other: other.card.name })),
      el("div", { class: "pair" }, go(one, choose), go(other, choose)),
      ...kept.slice(0, SAID).flatMap((i) => [el("h3", {}, sentence(links[i])), el("div", {}, badge(links[i].status), reasons(links[i]))]),
      kept.length > SAID ? el("p", { class: "note" }, say("group.more", { count: kept.length - SAID })) : null,
    );
    return { cursor: one, said: `${say("between", { name: one.card.name, other: other.card.name })} : ${say("group.bundle", { count: kept.length })}` };
  }

  // What else can be done with a node: see it with its neighbours, wherever they are grouped.
  function tools(state) {
    const pressed = MapScene.alone(state);
    const button = el("button", { type: "button", id: "around", "aria-pressed": String(pressed), onclick: () => MapState.set(pressed ? { around: false, degree: 1, path: false, ...home(state) } : { around: true }) }, say("group.around"));
    return [button, ...(pressed && MapScene.left ? [el("p", { class: "note" }, say("group.left", { count: MapScene.left }))] : [])];
  }

  // Back among the groups, those of the nodes picked are open.
  function home(state) {
    return { open: [...state.open, ...state.picked.map((id) => MapScene.groupOf(MapScene.thing(id)).key)] };
  }

  function told(state) {
    if (!MapScene.alone(state) || state.path) return "";
    const name = MapScene.thing(state.picked[state.picked.length - 1]).card.name;
    return ` ${say("group.around.told", { name, count: MapScene.things.length - state.picked.length })}`;
  }

  function choose(way) {
    MapState.set({ by: way.by, open: [], picked: [], edge: null, around: false, degree: 1, path: false });
    MapPage.announce(say("group.chosen", { name: way.label, count: MapScene.things.length }));
  }

  function start() {
    const ways = [...MapScene.ways.values()];
    const boxes = ways.map((way) => {
      const box = el("input", { type: "radio", name: "way", value: way.by });
      box.addEventListener("change", () => choose(way));
      return { way, box };
    });
    document.getElementById("ways").replaceChildren(...boxes.map(({ way, box }) => el("label", {}, box, el("span", {}, way.label))));
    const follow = (state) => {
      for (const { way, box } of boxes) box.checked = way.by === state.by;
      document.getElementById("how-grouped").textContent = MapScene.wayOf(state.by).sentence;
      if (!MapList.view.hidden) MapList.build(MapPage.pick);
    };
    MapState.listen(follow);
    follow(MapState.now);
    key();
  }

  // What the symbol of a group and the width of a line between groups say.
  function key() {
    const widths = [1, 10, 100].map((count) => el("span", { class: "sample" }, MapLegend.stroke(MapBundles.COLOUR, MapBundles.width(count)), MapScene.figure(count)));
    document.getElementById("group-key").replaceChildren(
      el("p", { class: "sample" }, MapPaint.icon({ path: data.group.path, fill: data.group.fill }), el("span", {}, say("group.symbol"))),
      el("p", {}, say("group.width")),
      el("p", { class: "samples" }, ...widths),
    );
  }

  return { panel, tools, told, start };
})();
