"use strict";
// The page: what is chosen, said in the address, the panel, the canvas and aloud.
const MapPage = (() => {
  const { nodes, links, edges, byId, edgeById, say, kindOf } = MapModel;
  const live = document.getElementById("live");
  const mapView = document.getElementById("map-view");
  const legend = document.getElementById("legend");
  const [seeMap, seeList, seeLegend] = ["see-map", "see-list", "see-legend"].map((id) => document.getElementById(id));
  const all = () => nodes.filter((node) => node.seen);
  let chosen = null; // a node or an edge
  let cursor = null;
  let back = null; // what had the focus before the panel opened

  function announce(words) {
    live.textContent = words;
  }

  function sync() {
    MapCanvas.show(MapLegend.seen, (edge) => MapLegend.drawn(edge) && byId.get(edge.from).seen && byId.get(edge.to).seen);
    light();
  }

  function light() {
    if (!chosen) MapCanvas.light(null, new Set(), null);
    else if (chosen.links && chosen.near) {
      const kept = edges.filter((edge) => edge.from === chosen.id || edge.to === chosen.id).map((edge) => edge.id);
      MapCanvas.light(new Set([chosen.i, ...chosen.near]), new Set(kept), new Set([chosen.i]));
    } else {
      const ends = new Set([byId.get(chosen.from).i, byId.get(chosen.to).i]);
      MapCanvas.light(ends, new Set([chosen.id]), ends);
    }
  }

  function address(node) {
    const hash = node ? `#node=${encodeURIComponent(node.id)}` : " ";
    if (decodeURIComponent(location.hash) !== decodeURIComponent(hash.trim())) history.pushState(null, "", node ? hash : location.pathname + location.search);
  }

  // Choose a node: from the list with `reveal`, the list stays; elsewhere the map shows it.
  function pick(node, { reveal = false, record = true } = {}) {
    if (reveal && !MapList.view.hidden) {
      MapList.reveal(node);
      return;
    }
    see("map");
    if (!node.style.shown) {
      node.style.shown = true;
      MapLegend.draw(changed);
      sync();
      MapCanvas.fit(all(), { animate: false });
    }
    if (!MapDetails.panel.contains(document.activeElement)) back = document.activeElement;
    [chosen, cursor] = [node, node];
    MapDetails.showNode(node, { close: clear, pick });
    light();
    const around = [node, ...[...node.near].map((i) => nodes[i])];
    MapCanvas.fit(around, { roomy: around.length < 12 });
    if (record) address(node);
    MapDetails.panel.focus({ preventScroll: true });
    announce(say("focused", { name: node.card.name, type: kindOf(node), count: node.links.length }));
  }

  function pickEdge(id) {
    const edge = edgeById.get(id);
    chosen = edge;
    MapDetails.showEdge(edge, { close: clear, pick });
    light();
    announce(MapDetails.sentence(links[edge.links[0]]));
  }

  function clear() {
    if (!chosen) return;
    chosen = null;
    MapDetails.hide();
    MapSearch.empty();
    address(null);
    light();
    MapCanvas.fit(all());
    announce(say("everything", { count: all().length }));
    if (back && back.isConnected) back.focus({ preventScroll: true });
    back = null;
  }

  function see(view) {
    const list = view === "list";
    if (list) MapList.build(pick);
    MapList.view.hidden = !list;
    mapView.classList.toggle("away", list);
    seeMap.setAttribute("aria-pressed", String(!list));
    seeList.setAttribute("aria-pressed", String(list));
    unfold(false);
  }

  function unfold(open) {
    legend.classList.toggle("open", open);
    seeLegend.setAttribute("aria-expanded", String(open));
  }

  function changed(words) {
    sync();
    if (!chosen) MapCanvas.fit(all());
    announce(say("filtered", { value: words, count: all().length }));
  }

  // The nearest node in the direction of an arrow key, sideways steps counting double.
  function beside(from, dx, dy) {
    let best = null;
    let least = Infinity;
    for (const node of all()) {
      const [x, y] = [node.x - from.x, node.y - from.y];
      const ahead = x * dx + y * dy;
      const cost = ahead + 2 * Math.abs(x * dy - y * dx);
      if (ahead > 1 && cost < least) [best, least] = [node, cost];
    }
    return best;
  }

  function step(key) {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    const first = all().reduce((a, b) => (b.near.size > a.near.size ? b : a));
    cursor = cursor && cursor.seen ? beside(cursor, dx, dy) || cursor : first;
    MapCanvas.cursor(cursor);
    announce(say("at", { name: cursor.card.name, type: kindOf(cursor), count: cursor.links.length }));
  }

  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith("Arrow")) step(event.key);
    else if (event.key === "Enter" && cursor) pick(cursor);
    else if (event.key === "+" || event.key === "=") MapCanvas.zoom(1.3);
    else if (event.key === "-") MapCanvas.zoom(1 / 1.3);
    else if (event.key === "0") MapCanvas.fit(all());
    else return;
    event.preventDefault();
  }

  function follow() {
    const wanted = new URLSearchParams(location.hash.slice(1).replace(/\+/g, "%2B")).get("node");
    const node = wanted && byId.get(wanted);
    if (node) pick(node, { record: false });
    else clear();
  }

  function start() {
    const on = (id, act) => document.getElementById(id).addEventListener("click", act);
    MapLegend.draw(changed);
    MapSearch.start();
    sync();
    const phone = () => MapCanvas.narrow.matches;
    const panel = MapDetails.panel;
    MapCanvas.listen({ pick, pickEdge, clear, cover: () => (panel.hidden ? [0, 0] : phone() ? [0, panel.offsetHeight] : [panel.offsetWidth, 0]) });
    MapCanvas.fit(all(), { animate: false });
    on("zoom-in", () => MapCanvas.zoom(1.3));
    on("zoom-out", () => MapCanvas.zoom(1 / 1.3));
    on("zoom-fit", () => MapCanvas.fit(all()));
    on("see-map", () => see("map"));
    on("see-list", () => see("list"));
    on("see-legend", () => unfold(!legend.classList.contains("open")));
    on("skip-to-map", () => { see("map"); MapCanvas.holder.focus(); });
    on("skip", () => { see("list"); MapList.view.focus(); });
    MapCanvas.holder.addEventListener("keydown", keys);
    MapCanvas.holder.addEventListener("blur", () => MapCanvas.cursor(null));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (legend.classList.contains("open")) unfold(false);
      else clear();
    });
    MapCanvas.narrow.addEventListener("change", () => { sync(); MapCanvas.fit(all(), { animate: false }); });
    MapCanvas.network.on("resize", () => { if (!chosen) MapCanvas.fit(all(), { animate: false }); });
    window.addEventListener("hashchange", follow);
    window.addEventListener("popstate", follow);
    window.addEventListener("beforeprint", () => MapList.build(pick));
    follow();
    MapCanvas.network.once("afterDrawing", () => { document.documentElement.dataset.ready = String(Math.round(performance.now())); });
    MapCanvas.network.redraw();
  }

  return { start, pick, pickEdge, announce };
})();
MapPage.start();
