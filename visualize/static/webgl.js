"use strict";
// The page of a large map: what is chosen, said in the address, the panel, the canvas and aloud.
const MapPage = (() => {
  const { data, nodes, byId, say, kindOf } = MapModel;
  const { lines } = data;
  const live = document.getElementById("live");
  const mapView = document.getElementById("map-view");
  const legend = document.getElementById("legend");
  const [seeMap, seeList, seeLegend] = ["see-map", "see-list", "see-legend"].map((id) => document.getElementById(id));
  const linesOf = nodes.map(() => []);
  for (const line of lines) for (const end of [line.a, line.b]) linesOf[end].push(line);
  const all = () => nodes.filter((node) => node.seen);
  const chosen = (state = MapState.now) => (state.picked.length ? byId.get(state.picked[state.picked.length - 1]) : null);
  let shown = ""; // the filters that the canvas shows
  let ready = false;
  let cursor = null;
  let back = null; // what had the focus before the panel opened

  function announce(words) {
    live.textContent = words;
  }

  // Choose a node: from the list with `reveal`, the list stays; elsewhere the map shows it.
  function pick(node, { reveal = false } = {}) {
    if (reveal && !WebglList.view.hidden) {
      WebglList.reveal(node);
      return;
    }
    see("map");
    if (!MapDetails.panel.contains(document.activeElement)) back = document.activeElement;
    const hidden = node.style.shown ? MapState.now.hidden : MapLegend.hiddenBut(node.style);
    if (!MapState.set({ picked: [node.id], hidden })) render(MapState.now);
    MapDetails.panel.focus({ preventScroll: true });
  }

  function clear() {
    if (chosen()) MapState.set({ picked: [] });
  }

  // Show a state: filters, panel and lights; and say it aloud.
  function render(state) {
    MapLegend.hide(state.hidden);
    const filters = state.hidden.join("\n");
    if (filters !== shown) MapCanvas.show(MapLegend.seen, MapLegend.drawn);
    shown = filters;
    const node = chosen(state);
    if (!node) {
      MapDetails.hide();
      MapCanvas.light(null);
      announce(say("everything", { count: all().length }));
      if (back && back.isConnected) back.focus({ preventScroll: true });
      back = null;
      MapCanvas.fit(all());
      return;
    }
    MapDetails.showNode(node, { close: clear, pick });
    const kept = linesOf[node.i].filter((line) => line.seen);
    const near = new Set([node.i, ...kept.flatMap((line) => [line.a, line.b])]);
    MapCanvas.light({ nodes: near, lines: kept, focus: new Set([node.i]) });
    announce(say("focused", { name: node.card.name, type: kindOf(node), count: node.links.length }));
    MapCanvas.fit([...near].map((i) => nodes[i]));
  }

  // How much of the canvas the panel covers, on the right and at the bottom.
  function covered() {
    const { panel } = MapDetails;
    if (panel.hidden) return [0, 0];
    return MapCanvas.narrow.matches ? [0, panel.offsetHeight] : [panel.offsetWidth, 0];
  }

  function see(view) {
    const list = view === "list";
    if (list) WebglList.open(pick);
    WebglList.view.hidden = !list;
    mapView.classList.toggle("away", list);
    seeMap.setAttribute("aria-pressed", String(!list));
    seeList.setAttribute("aria-pressed", String(list));
    unfold(false);
  }

  function unfold(open) {
    legend.classList.toggle("open", open);
    seeLegend.setAttribute("aria-expanded", String(open));
  }

  // A filter was changed in the legend.
  function changed(words) {
    MapState.set({ hidden: MapLegend.hidden() });
    announce(say("filtered", { value: words, count: all().length }));
  }

  // The nearest node in the direction of an arrow key, sideways steps counting double: of neighbours if one is chosen.
  function beside(from, dx, dy) {
    const near = MapCanvas.choice ? [...MapCanvas.choice.nodes].map((i) => nodes[i]) : nodes;
    let best = null;
    let least = Infinity;
    for (const node of near) {
      const [x, y] = [node.x - from.x, node.y - from.y];
      const ahead = x * dx + y * dy;
      const cost = ahead + 2 * Math.abs(x * dy - y * dx);
      if (node.seen && ahead > 1 && cost < least) [best, least] = [node, cost];
    }
    return best;
  }

  function step(key) {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    const start = chosen() || all().reduce((a, b) => (b.near.size > a.near.size ? b : a));
    cursor = cursor && cursor.seen ? beside(cursor, dx, dy) || cursor : chosen() ? beside(start, dx, dy) || start : start;
    MapCanvas.cursor(cursor);
    announce(say("at", { name: cursor.card.name, type: kindOf(cursor), count: cursor.links.length }));
  }

  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith("Arrow")) step(event.key);
    else if (event.key === "Enter" && cursor) pick(cursor);
    else if (event.key === "+" || event.key === "=") MapCanvas.zoom(1.5);
    else if (event.key === "-") MapCanvas.zoom(1 / 1.5);
    else if (event.key === "0") MapCanvas.fit(all());
    else return;
    event.preventDefault();
  }

  function follow() {
    MapState.set(MapState.read(location.hash), { record: false, remember: false });
  }

  // Say that the map is drawn without WebGL, and why.
  function plainly(why) {
    const line = document.getElementById("drawn-plainly");
    line.textContent = say(why);
    line.hidden = false;
    document.getElementById("notices").hidden = false;
    if (why === "lost") announce(say(why));
  }

  // A picture is whole: the first one that is seen says when the page was ready.
  function whole() {
    const { dataset } = document.documentElement;
    if (ready && !dataset.ready) dataset.ready = String(Math.round(performance.now()));
  }

  function start() {
    const on = (id, act) => document.getElementById(id).addEventListener("click", act);
    MapLegend.draw(changed);
    MapSearch.start();
    MapState.listen(render);
    MapCanvas.listen({ pick, clear, fallen: plainly, whole }, covered);
    MapCanvas.open();
    MapCanvas.fit(all(), { animate: false });
    on("zoom-in", () => MapCanvas.zoom(1.5));
    on("zoom-out", () => MapCanvas.zoom(1 / 1.5));
    on("zoom-fit", () => MapCanvas.fit(all()));
    on("see-map", () => see("map"));
    on("see-list", () => see("list"));
    on("see-legend", () => unfold(!legend.classList.contains("open")));
    on("skip-to-map", () => { see("map"); MapCanvas.holder.focus(); });
    on("skip", () => { see("list"); WebglList.view.focus(); });
    MapCanvas.holder.addEventListener("keydown", keys);
    MapCanvas.holder.addEventListener("blur", () => { cursor = null; MapCanvas.cursor(null); });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (legend.classList.contains("open")) unfold(false);
      else if (!MapState.back()) clear();
    });
    window.addEventListener("hashchange", follow);
    window.addEventListener("popstate", follow);
    window.addEventListener("beforeprint", () => WebglList.open(pick));
    follow();
    if (MapCanvas.narrow.matches && !chosen()) see("list");
    ready = true;
  }

  return { start, pick, clear, announce, see };
})();
MapPage.start();
