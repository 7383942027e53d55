"use strict";
// The canvas: vis-network draws links and follows gestures; nodes are painted by MapPaint, placed by Python.
const MapCanvas = (() => {
  const { data, nodes, say } = MapModel;
  const holder = document.getElementById("canvas");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = window.matchMedia("(max-width: 760px)");
  let order = ranked();
  let scale = 0;
  let fresh = false;
  let alone = [];
  let covered = () => [0, 0];

  // Pixels of the smallest label: on a phone, on a screen, read from the back of a room.
  const least = () => (narrow.matches ? 12 : document.body.classList.contains("presenting") ? 24 : 16);
  for (const node of nodes) Object.assign(node, { x: 0, y: 0, radius: data.radii[1], seen: true, labelled: true });

  // The most important first: those whose labels come before others.
  function ranked() {
    const found = MapScene.things.slice().sort((a, b) => Number(Boolean(b.group)) - Number(Boolean(a.group)) || Number(b.style.boxed) - Number(a.style.boxed) || b.near.size - a.near.size || a.i - b.i);
    found.forEach((node, rank) => { node.foremost = node.style.boxed || rank < 14; });
    return found;
  }

  const bare = ({ id }) => ({ id, shape: "custom", x: 0, y: 0 });
  const stroke = ({ id, from, to, color, width, dashes }) => ({ id, from, to, width, dashes, color: { color, inherit: false } });
  const spot = ({ id, x, y, seen }) => ({ id, x, y, hidden: !seen });
  const inked = ({ id, color }, width, opacity) => ({ id, width, color: { color, opacity, inherit: false } });
  const drawnNodes = new vis.DataSet(order.slice().reverse().map(bare));
  const drawnEdges = new vis.DataSet(MapScene.lines.map(stroke));
  const network = new vis.Network(holder, { nodes: drawnNodes, edges: drawnEdges }, {
    physics: false,
    layout: { improvedLayout: false },
    interaction: { dragNodes: false, hover: false, selectable: false, keyboard: false, zoomSpeed: 0.7 },
    nodes: {
      chosen: false,
      ctxRenderer: ({ ctx, id }) => {
        const now = ctx.getTransform().a / (window.devicePixelRatio || 1);
        return MapPaint.paint(ctx, MapScene.thing(id), now, least());
      },
    },
    edges: { smooth: false, chosen: false },
  });
  holder.querySelector(".vis-network").tabIndex = -1;
  holder.querySelector("canvas").setAttribute("aria-hidden", "true");
  network.on("beforeDrawing", (ctx) => {
    const now = network.getScale();
    MapScene.backdrop(ctx, now, least());
    if (fresh && now === scale) return;
    [scale, fresh] = [now, true];
    for (const node of order) node.labelled = false;
    MapPaint.label(order.filter((node) => node.seen && !node.dim), now, least(), alone.length ? [captionBox()] : []);
    if (now * Math.min(...order.map((node) => node.font)) >= least()) for (const node of order) node.labelled = true;
  });

  const captionSize = () => Math.max(16, least() / scale);
  function captionBox() {
    const left = Math.min(...alone.map((node) => node.x - node.room[0] / 2));
    const bottom = Math.min(...alone.map((node) => node.y)) - 22;
    return [left, bottom - captionSize() * 1.2, left + say("alone").length * captionSize() * 0.62, bottom];
  }

  // A caption over the nodes that no drawn line reaches, when they stand apart below the others.
  network.on("afterDrawing", (ctx) => {
    if (!alone.length) return;
    const size = captionSize();
    const [left, , , bottom] = captionBox();
    ctx.save();
    ctx.globalAlpha = nodes.some((node) => node.dim) ? 0.3 : 1;
    ctx.font = `600 ${size}px ${getComputedStyle(holder).fontFamily}`;
    ctx.fillStyle = "#4a566e";
    ctx.textAlign = "left";
    ctx.textBaseline = "bottom";
    ctx.fillText(say("alone"), left, bottom);
    ctx.restore();
  });

  function apart(lines) {
    if (!MapScene.whole) return [];
    const reached = new Set(lines.flatMap((edge) => [edge.from, edge.to]));
    const found = nodes.filter((node) => node.seen && !reached.has(node.id));
    const low = Math.max(...nodes.filter((node) => node.seen && reached.has(node.id)).map((node) => node.y));
    return found.every((node) => node.y > low) ? found : [];
  }

  // Those of `items` that are not as they were given last: vis-network is slow to take many.
  const told = new Map();
  function changed(items) {
    return items.filter((item) => {
      if (!told.has(item.id)) told.set(item.id, new Map());
      const [given, key, words] = [told.get(item.id), Object.keys(item).join(), JSON.stringify(item)];
      const same = given.get(key) === words;
      given.set(key, words);
      return !same;
    });
  }

  // Give vis-network what came into the scene, and take what left it.
  function turn() {
    order = ranked();
    for (const [drawn, items] of [[drawnEdges, MapScene.lines], [drawnNodes, order]]) {
      const wanted = new Set(items.map((item) => item.id));
      const gone = drawn.getIds().filter((id) => !wanted.has(id));
      if (gone.length) drawn.remove(gone);
      for (const id of gone) told.delete(id);
    }
    const added = order.slice().reverse().filter(({ id }) => !told.has(id));
    changed(added.map(spot));
    if (added.length) drawnNodes.add(added.map((node) => ({ ...bare(node), ...spot(node) })));
    const lines = MapScene.lines.filter(({ id }) => !told.has(id));
    changed(lines.flatMap((edge) => [{ id: edge.id, hidden: false }, inked(edge, edge.width, 1)]));
    if (lines.length) drawnEdges.add(lines.map(stroke));
  }

  // Show the nodes and lines for which `seen` and `drawn` hold, at the places computed for what is shown.
  function show(seen, drawn) {
    MapScene.compose(seen, drawn, narrow.matches);
    if (!MapScene.whole) turn();
    drawnNodes.update(changed(MapScene.things.map(spot)));
    drawnEdges.update(changed(MapScene.lines.map((edge) => ({ id: edge.id, hidden: !drawn(edge) }))));
    alone = apart(MapScene.lines.filter(drawn));
    fresh = false;
  }

  // Dim all but `lit` (a set of nodes' numbers, or null for none) and but the lines in `kept`.
  function light(lit, kept, focus) {
    for (const node of order) {
      node.dim = lit !== null && !lit.has(node.i);
      node.ring = focus && focus.has(node.i) ? "focus" : null;
      node.emphasis = node.ring !== null;
    }
    drawnEdges.update(changed(MapScene.lines.map((edge) => {
      const faint = lit !== null && !kept.has(edge.id);
      const bold = lit !== null && !faint ? 1 : 0;
      return inked(edge, edge.width + bold, faint ? 0.08 : 1);
    })));
    fresh = false;
    network.redraw();
  }

  function resize(radiusOf) {
    for (const node of nodes) node.radius = radiusOf(node);
    fresh = false;
    network.redraw();
  }

  // Bring `wanted` nodes into what the details do not cover.
  function fit(wanted, { most = 1.25, animate = true, roomy = false } = {}) {
    const chosen = wanted.filter((node) => node.seen);
    if (!chosen.length) return;
    const [right, bottom] = covered();
    const edge = roomy && !narrow.matches ? 90 : 16;
    const view = (top) => {
      const room = [holder.clientWidth - right - edge * 2, holder.clientHeight - bottom - top - edge * 2];
      let zoom = most;
      let position = null;
      let boxes = [];
      for (let pass = 0; pass < 3; pass += 1) {
        // Labels grow as the zoom gets smaller: measured at the zoom of the pass before.
        MapPaint.label(order.filter((node) => chosen.includes(node)), zoom, least());
        boxes = chosen.map((node) => MapScene.extent(node, zoom, pass ? least() : 1) || (node.labelled ? MapPaint.frame(node, zoom, pass ? least() : 1) : [node.x, node.y, node.x, node.y]));
        const low = [0, 1].map((k) => Math.min(...boxes.map((box) => box[k])));
        const high = [2, 3].map((k) => Math.max(...boxes.map((box) => box[k])));
        zoom = Math.max(0.02, Math.min(most, room[0] / (high[0] - low[0]), room[1] / (high[1] - low[1])));
        position = { x: (low[0] + high[0]) / 2, y: (low[1] + high[1]) / 2 };
      }
      // On screen, where the middle of what is shown stands.
      const middle = [(holder.clientWidth - right) / 2, (holder.clientHeight - bottom + top) / 2];
      const hidden = boxes.some((box) => middle[0] + (box[0] - position.x) * zoom < buttons.right && middle[1] + (box[1] - position.y) * zoom < buttons.bottom);
      return { position, scale: zoom, offset: { x: -right / 2, y: (top - bottom) / 2 }, hidden };
    };
    const { left: x0, top: y0 } = holder.getBoundingClientRect();
    const corner = document.querySelector(".zoom").getBoundingClientRect();
    const buttons = { right: corner.right - x0 + 6, bottom: corner.bottom - y0 + 6 };
    const plain = view(narrow.matches ? 48 : 0);
    const { hidden, ...shown } = plain.hidden ? view(Math.max(0, buttons.bottom - edge)) : plain;
    fresh = false;
    move(shown, animate);
  }

  function move(view, animate = true) {
    network.moveTo({ ...view, animation: animate && !calm.matches ? { duration: 320, easingFunction: "easeInOutQuad" } : false });
  }

  function zoom(factor) {
    move({ scale: Math.min(4, Math.max(0.05, network.getScale() * factor)) });
  }

  // The node under a point of the screen, its label included, or the nearest within a finger's width.
  function nodeAt({ x, y }) {
    const at = network.DOMtoCanvas({ x, y });
    const now = network.getScale();
    let best = null;
    let nearest = 22 / now;
    for (const node of order) {
      if (!node.seen) continue;
      const box = MapPaint.frame(node, now, least());
      if (node.labelled && !node.dim && at.x >= box[0] && at.x <= box[2] && at.y >= box[1] && at.y <= box[3]) return node;
      const far = Math.hypot(at.x - node.x, at.y - node.y) - (node.style.boxed ? 0 : node.radius);
      if (far < nearest) [best, nearest] = [node, far];
    }
    return best;
  }

  function listen({ pick, pickEdge, clear, cover }) {
    covered = cover;
    network.on("click", ({ pointer }) => {
      const node = nodeAt(pointer.DOM);
      const line = node ? undefined : network.getEdgeAt(pointer.DOM);
      if (node) pick(node);
      else if (line !== undefined) pickEdge(line);
      else clear();
    });
    holder.addEventListener("mousemove", (event) => {
      const from = holder.getBoundingClientRect();
      const point = { x: event.clientX - from.left, y: event.clientY - from.top };
      const found = nodeAt(point) !== null || network.getEdgeAt(point) !== undefined;
      holder.classList.toggle("on-node", found);
    });
  }

  function cursor(node) {
    for (const other of order) if (other.ring === "cursor") other.ring = null;
    if (node && !node.ring) node.ring = "cursor";
    network.redraw();
    if (!node) return;
    const at = network.canvasToDOM({ x: node.x, y: node.y });
    const [right, bottom] = covered();
    const inside = at.x > 40 && at.y > 40 && at.x < holder.clientWidth - right - 40 && at.y < holder.clientHeight - bottom - 40;
    if (!inside) move({ position: { x: node.x, y: node.y }, offset: { x: -right / 2, y: -bottom / 2 } });
  }

  // Where things are on screen, for tests and tools.
  function screen(node) {
    const [left, top, right, bottom] = MapPaint.frame(node, network.getScale(), least());
    const [a, b] = [network.canvasToDOM({ x: left, y: top }), network.canvasToDOM({ x: right, y: bottom })];
    const centre = network.canvasToDOM({ x: node.x, y: node.y });
    return { left: a.x, top: a.y, right: b.x, bottom: b.y, x: centre.x, y: centre.y, labelled: node.labelled };
  }

  return { show, light, resize, fit, zoom, listen, cursor, screen, network, narrow, holder };
})();
