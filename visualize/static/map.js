"use strict";
// The page: what is chosen, said in the address, the panel, the canvas and aloud.
const MapPage = (() => {
  const { links, say, kindOf } = MapModel;
  const live = document.getElementById("live");
  const mapView = document.getElementById("map-view");
  const legend = document.getElementById("legend");
  const [seeMap, seeList, seeLegend] = ["see-map", "see-list", "see-legend"].map((id) => document.getElementById(id));
  const all = () => MapScene.things.filter((node) => node.seen);
  const drawn = (edge) => MapLegend.drawn(edge) && MapScene.thing(edge.from).seen && MapScene.thing(edge.to).seen;
  let adding = false; // whether the next node is picked beside those that are
  let cursor = null;
  let back = null; // what had the focus before the panel opened

  function announce(words) {
    live.textContent = words;
  }

  function sync() {
    MapCanvas.show(MapLegend.seen, drawn);
    light();
  }

  // What the state lights: numbers of nodes, and ids of lines.
  function lit(state) {
    const own = MapScene.lit(state);
    if (own) return own;
    const numberOf = (id) => MapScene.thing(id).i;
    if (state.edge !== null) {
      const { from, to } = MapScene.line(state.edge);
      return { near: new Set([numberOf(from), numberOf(to)]), lines: new Set([state.edge]) };
    }
    const chain = state.path ? MapState.path(state, drawn) : null;
    if (chain) {
      return { near: new Set(chain.flatMap(({ from, to }) => [numberOf(from), numberOf(to)])), lines: new Set(chain.map(({ edge }) => edge.id)) };
    }
    const far = MapState.reached(state, drawn);
    const kept = MapScene.lines.filter((edge) => {
      const ends = [edge.from, edge.to].map((id) => far.get(numberOf(id)));
      return ends.every((end) => end !== undefined) && Math.min(...ends) < state.degree;
    });
    return { near: new Set(far.keys()), lines: new Set(kept.map((edge) => edge.id)) };
  }

  const chosen = (state = MapState.now) => state.picked.length > 0 || state.edge !== null;

  function light() {
    const state = MapState.now;
    if (!chosen(state)) {
      MapCanvas.light(null, new Set(), null);
      return;
    }
    const { near, lines, clear: plain } = lit(state);
    const focus = state.edge === null ? new Set(state.picked.map((id) => MapScene.thing(id).i)) : near;
    MapCanvas.light(plain ? null : near, lines, focus);
  }

  // Choose a node: from the list with `reveal`, the list stays; elsewhere the map shows it.
  function pick(node, { reveal = false } = {}) {
    if (reveal && !MapList.view.hidden) {
      MapList.reveal(node);
      return;
    }
    see("map");
    const picked = adding ? [...MapState.now.picked.filter((id) => id !== node.id), node.id] : [node.id];
    const degree = adding ? MapState.now.degree : 1;
    adding = false;
    if (!MapDetails.panel.contains(document.activeElement)) back = document.activeElement;
    const hidden = node.style.shown ? MapState.now.hidden : MapLegend.hiddenBut(node.style);
    if (!MapState.set({ picked, edge: null, degree, path: false, hidden, ...MapScene.toward(node, { turn: !reveal }) })) render(MapState.now);
    MapDetails.panel.focus({ preventScroll: true });
  }

  function pickEdge(id) {
    if (!MapState.set({ picked: [], edge: id, path: false })) render(MapState.now);
  }

  function clear() {
    adding = false;
    if (!chosen()) return;
    MapState.set({ picked: [], edge: null, degree: 1, path: false });
  }

  // Show a state: filters, panel, lights and view; and say it aloud.
  function render(state) {
    MapLegend.hide(state.hidden);
    sync();
    const own = MapScene.panel(state, { close: clear, pick });
    if (own) {
      cursor = own.cursor;
      announce(own.said);
    } else if (state.edge !== null) {
      const edge = MapScene.line(state.edge);
      MapDetails.showEdge(edge, { close: clear, pick });
      announce(MapDetails.sentence(links[edge.links[0]]));
    } else if (state.picked.length) {
      const node = MapScene.thing(state.picked[state.picked.length - 1]);
      cursor = node;
      const held = MapDetails.panel.contains(document.activeElement) ? document.activeElement.id : "";
      MapDetails.showNode(node, { close: clear, pick, tools: tools(state) });
      const again = held && document.getElementById(held);
      if (held) (again && !again.disabled ? again : MapDetails.panel).focus({ preventScroll: true });
      announce(`${say("focused", { name: node.card.name, type: kindOf(node), count: node.links.length })}${MapScene.told(state)}`);
    } else {
      MapDetails.hide();
      MapSearch.empty();
      announce(say("everything", { count: all().length }));
      if (back && back.isConnected) back.focus({ preventScroll: true });
      back = null;
    }
    const near = chosen(state) ? [...lit(state).near].map(MapScene.at) : MapScene.framed(all());
    MapCanvas.fit(near, { roomy: chosen(state) && near.length < 12 });
  }

  // What can be done with the nodes picked: reach farther or nearer, pick one more, follow the path.
  function tools(state) {
    const { el } = MapDetails;
    const degree = (change) => () => {
      MapState.set({ degree: state.degree + change, path: false });
      announce(say("reach", { count: state.degree + change }));
    };
    const nearer = el("button", { type: "button", id: "nearer", disabled: state.degree === 1, "aria-label": say("reach.less"), onclick: degree(-1) }, "−");
    const farther = el("button", { type: "button", id: "farther", disabled: state.degree === MapState.DEEPEST, "aria-label": say("reach.more"), onclick: degree(1) }, "+");
    const more = el("button", { type: "button", id: "add", "aria-pressed": String(adding), onclick: () => {
      adding = !adding;
      more.setAttribute("aria-pressed", String(adding));
      announce(say(adding ? "add.told" : "add.left"));
    } }, say("add"));
    const rows = [el("div", { class: "reach", role: "group", "aria-label": say("reach.name") }, nearer, el("span", {}, say("reach", { count: state.degree })), farther), more, ...MapScene.tools(state)];
    if (state.picked.length > 1) {
      const path = el("button", { type: "button", id: "path", "aria-pressed": String(state.path), onclick: () => MapState.set({ path: !state.path }) }, say("path"));
      rows.push(path, ...(state.path ? [steps(state)] : []), others(state));
    }
    return el("div", { class: "tools" }, ...rows);
  }

  function steps(state) {
    const { el } = MapDetails;
    const chain = MapState.path(state, drawn);
    if (!chain) return el("p", { class: "note" }, say("path.none"));
    return el("ol", { class: "path" }, ...chain.map(({ edge }) => el("li", {}, MapDetails.sentence(links[edge.links[0]]))));
  }

  function others(state) {
    const { el } = MapDetails;
    const drop = (id) => () => MapState.set({ picked: state.picked.filter((other) => other !== id), path: false });
    return el("ul", { class: "picked", "aria-label": say("picked") }, ...state.picked.map((id) => el("li", {}, el("button", { type: "button", onclick: drop(id) }, `${MapScene.thing(id).card.name} ✕`))));
  }

  // How much of the canvas is covered, on the right and at the bottom.
  function covered(phone, panel) {
    if (document.body.classList.contains("presenting")) return [0, document.getElementById("story").offsetHeight];
    if (panel.hidden) return [0, 0];
    return phone ? [0, panel.offsetHeight] : [panel.offsetWidth, 0];
  }

  // Show again the same state, once what covers the canvas has changed.
  function refit() {
    render(MapState.now);
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

  // A filter was changed in the legend.
  function changed(words) {
    MapState.set({ hidden: MapLegend.hidden() });
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
    MapState.set(MapState.read(location.hash), { record: false, remember: false });
  }

  function start() {
    const on = (id, act) => document.getElementById(id).addEventListener("click", act);
    MapLegend.draw(changed);
    MapSearch.start();
    sync();
    MapState.listen(render);
    MapStory.start();
    MapSession.start();
    MapScene.start();
    const phone = () => MapCanvas.narrow.matches;
    const panel = MapDetails.panel;
    MapCanvas.listen({ pick, pickEdge, clear, cover: () => covered(phone(), panel) });
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
      if (event.target.closest(".board")) return;
      if (legend.classList.contains("open")) unfold(false);
      else if (!MapState.back()) clear();
    });
    MapCanvas.narrow.addEventListener("change", () => { sync(); MapCanvas.fit(all(), { animate: false }); });
    MapCanvas.network.on("resize", () => { if (!chosen()) MapCanvas.fit(all(), { animate: false }); });
    window.addEventListener("hashchange", follow);
    window.addEventListener("popstate", follow);
    window.addEventListener("beforeprint", () => MapList.build(pick, { whole: true }));
    follow();
    MapStory.begin();
    if (MapCanvas.narrow.matches && !chosen() && !MapScene.asked() && !document.body.classList.contains("presenting")) see("list");
    MapCanvas.network.once("afterDrawing", () => { document.documentElement.dataset.ready = String(Math.round(performance.now())); });
    MapCanvas.network.redraw();
  }

  return { start, pick, pickEdge, clear, announce, see, refit };
})();
MapPage.start();
