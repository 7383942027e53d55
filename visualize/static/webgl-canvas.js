"use strict";
// The canvas of a large map: WebGL where it works, else a plain one; over it, what is chosen and its neighbours.
const MapCanvas = (() => {
  const { data, nodes, links } = MapModel;
  const { lines } = data;
  const holder = document.getElementById("canvas");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const narrow = window.matchMedia("(max-width: 760px)");
  const SMALLEST = 0.3; // below this zoom, symbols shrink less than the map
  const LARGEST = 2;
  const few = nodes.length + lines.length <= 2000; // WebGL draws so few fast enough without a graphics card
  const PROGRAMS = /swiftshader|llvmpipe|softpipe|software|basic render/i; // what stands in for a card
  const SLOW = 200; // milliseconds a frame from which a plain canvas does better
  const NAMED = 60; // names of neighbours at most
  const over = document.createElement("canvas"); // what is chosen
  const sheet = WebglLabels.sheet();
  const chosenSheet = WebglLabels.sheet();
  const growth = (scale) => Math.min(LARGEST, Math.max(Math.min(SMALLEST, 3 * scale), scale));
  const strength = Math.min(0.7, Math.max(0.05, 24 / Math.sqrt(lines.length + 1))); // of lines: many show through one another
  let painter = null;
  let kind = "";
  let choice = null; // { nodes, lines, focus } that are lit
  let pointed = null;
  let cursorAt = null;
  let covered = () => [0, 0];
  let heard = { pick() {}, clear() {}, fallen() {}, whole() {} };

  nodes.forEach((node, i) => {
    [node.x, node.y, node.radius, node.seen] = [data.places[2 * i], data.places[2 * i + 1], data.radii[i], true];
    node.label = node.lines[0];
  });
  over.className = "over";

  const around = nearest();
  function nearest() {
    const SIDE = 64;
    const squares = new Map();
    const key = (x, y) => `${Math.floor(x / SIDE)},${Math.floor(y / SIDE)}`;
    for (const node of nodes) {
      const at = key(node.x, node.y);
      if (!squares.has(at)) squares.set(at, []);
      squares.get(at).push(node);
    }
    // Nodes whose centre is at most `far` units away, across and down.
    return function* (x, y, far) {
      for (let left = x - far; left < x + far + SIDE; left += SIDE) {
        for (let top = y - far; top < y + far + SIDE; top += SIDE) yield* squares.get(key(left, top)) || [];
      }
    };
  }

  // The node under a point of the holder, or the nearest within a finger's width.
  function nodeAt({ x, y }) {
    const view = painter.view();
    const [atX, atY] = [view.x + (x - holder.clientWidth / 2) / view.scale, view.y + (y - holder.clientHeight / 2) / view.scale];
    const reach = (narrow.matches ? 22 : 12) / view.scale;
    const grown = growth(view.scale) / view.scale;
    let best = null;
    let least = reach;
    for (const node of around(atX, atY, reach + 30 * grown)) {
      if (!node.seen || (choice && !choice.nodes.has(node.i))) continue;
      const far = Math.max(0, Math.hypot(node.x - atX, node.y - atY) - node.radius * grown);
      if (far < least || (far === least && best && node.radius < best.radius)) [best, least] = [node, far];
    }
    return best;
  }

  const listeners = {
    clicked(point) {
      const node = nodeAt(point);
      if (node) heard.pick(node);
      else heard.clear();
    },
    hovered(point) {
      const node = nodeAt(point);
      holder.classList.toggle("on-node", node !== null);
      if (node === pointed) return;
      pointed = node;
      drawOver();
    },
    started: () => sheet.clear(),
    drawn: () => drawOver(),
    whole: () => heard.whole(),
    lost: (event) => {
      event.preventDefault();
      if (kind === "webgl") fall("lost");
    },
  };

  const label = (context, x, y, radius, words) => choice === null && sheet.draw(context, x, y, radius, words);

  // Why not to draw with WebGL: "flat", there is none; "slow", a program in place of a card does it, too slowly for
  // so much; "" when nothing speaks against it.
  function against() {
    try {
      const gl = document.createElement("canvas").getContext("webgl");
      if (!globalThis.MaillageWebgl || !gl || gl.isContextLost()) return "flat";
      const named = gl.getExtension("WEBGL_debug_renderer_info");
      const card = gl.getParameter(named ? named.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
      const lose = gl.getExtension("WEBGL_lose_context");
      if (lose) lose.loseContext();
      return !few && PROGRAMS.test(card) ? "slow" : "";
    } catch {
      return "flat";
    }
  }

  // Draw with "webgl" or "flat" from now on, at the same place.
  function use(wanted) {
    const view = painter && painter.view();
    if (painter) painter.destroy();
    holder.replaceChildren();
    kind = wanted;
    const given = { holder, nodes, lines, growth, label, strength, calm, symbols: WebglSymbols.canvas, across: WebglSymbols.across };
    painter = kind === "webgl" ? MaillageWebgl.create(given) : WebglFlat.create(given);
    for (const canvas of [...holder.querySelectorAll("canvas"), over]) canvas.setAttribute("aria-hidden", "true");
    holder.append(over);
    painter.listen(listeners);
    if (view) painter.move(view, false);
  }

  function open() {
    const why = against();
    if (why) fall(why);
    else {
      try {
        use("webgl");
      } catch {
        painter = null;
        fall("flat");
      }
      if (kind === "webgl" && !few && painter.frame() > SLOW) fall("slow");
    }
  }

  function fall(why) {
    use("flat");
    heard.fallen(why);
  }

  // Show the nodes and lines for which `seen` and `drawn` hold.
  function show(seen, drawn) {
    for (const node of nodes) node.seen = seen(node);
    for (const line of lines) line.seen = nodes[line.a].seen && nodes[line.b].seen && drawn(line);
    if (!painter) return;
    painter.show();
    painter.redraw();
  }

  // Light some nodes (numbers) and lines, and ring those in `focus`; null for all.
  function light(next) {
    choice = next;
    holder.classList.toggle("faint", choice !== null);
    painter.redraw();
  }

  function drawOver() {
    if (!painter) return;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(holder.clientWidth * ratio), Math.round(holder.clientHeight * ratio)];
    if (over.width !== width || over.height !== height) [over.width, over.height] = [width, height];
    const pen = over.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, holder.clientWidth, holder.clientHeight);
    const grown = growth(painter.view().scale);
    chosenSheet.clear();
    if (choice) drawChoice(pen, grown);
    for (const [node, dash] of [[cursorAt, [6, 4]], [pointed, []]]) if (node && node.seen) drawRinged(pen, node, grown, dash);
  }

  function drawChoice(pen, grown) {
    for (const line of choice.lines) drawLine(pen, line);
    const lit = [...choice.nodes].map((i) => nodes[i]).sort((a, b) => a.radius - b.radius);
    for (const node of lit) {
      const { x, y } = painter.screen(node);
      WebglSymbols.draw(pen, node, x, y, Math.max(5, node.radius * grown));
    }
    for (const i of choice.focus) drawRinged(pen, nodes[i], grown, []);
    for (const node of lit.slice(-NAMED).reverse()) {
      const { x, y } = painter.screen(node);
      if (!choice.focus.has(node.i)) chosenSheet.draw(pen, x, y, Math.max(5, node.radius * grown), node.label);
    }
  }

  function drawLine(pen, line) {
    const [from, to] = [painter.screen(nodes[line.a]), painter.screen(nodes[line.b])];
    const statuses = line.links.map((i) => links[i].status);
    const status = Object.keys(data.dashes).find((one) => statuses.includes(one));
    pen.beginPath();
    pen.setLineDash(data.dashes[status] || []);
    pen.lineWidth = line.width;
    pen.strokeStyle = line.color;
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x, to.y);
    pen.stroke();
    pen.setLineDash([]);
  }

  function drawRinged(pen, node, grown, dash) {
    const { x, y } = painter.screen(node);
    const radius = Math.max(6, node.radius * grown);
    WebglSymbols.draw(pen, node, x, y, radius);
    pen.beginPath();
    pen.setLineDash(dash);
    pen.lineWidth = 3;
    pen.strokeStyle = MapPaint.RING;
    pen.arc(x, y, radius * 1.2 + 4, 0, 2 * Math.PI);
    pen.stroke();
    pen.setLineDash([]);
    chosenSheet.draw(pen, x, y, radius * 1.2 + 5, node.label, { bold: true });
  }

  // Bring `wanted` nodes into what the panel does not cover.
  function fit(wanted, { most = 2, animate = true } = {}) {
    const shown = wanted.filter((node) => node.seen);
    if (!shown.length || !holder.clientWidth) return;
    const [low, high] = [[Infinity, Infinity], [-Infinity, -Infinity]];
    for (const { x, y } of shown) {
      [low[0], low[1]] = [Math.min(low[0], x), Math.min(low[1], y)];
      [high[0], high[1]] = [Math.max(high[0], x), Math.max(high[1], y)];
    }
    const [right, bottom] = covered();
    const edge = narrow.matches ? 24 : 44;
    const room = [holder.clientWidth - right - 2 * edge, holder.clientHeight - bottom - 2 * edge].map((side) => Math.max(side, 40));
    const scale = Math.min(most, room[0] / Math.max(1, high[0] - low[0]), room[1] / Math.max(1, high[1] - low[1]));
    place((low[0] + high[0]) / 2, (low[1] + high[1]) / 2, scale, animate);
  }

  function place(x, y, scale, animate = true) {
    const [right, bottom] = covered();
    painter.move({ x: x + right / 2 / scale, y: y + bottom / 2 / scale, scale }, animate);
  }

  function zoom(factor) {
    const { x, y, scale } = painter.view();
    painter.move({ x, y, scale: Math.min(6, Math.max(0.01, scale * factor)) }, true);
  }

  function cursor(node) {
    cursorAt = node;
    drawOver();
    if (!node) return;
    const at = painter.screen(node);
    const [right, bottom] = covered();
    const inside = at.x > 40 && at.y > 40 && at.x < holder.clientWidth - right - 40 && at.y < holder.clientHeight - bottom - 40;
    if (!inside) place(node.x, node.y, painter.view().scale);
  }

  // Where a node is on screen, for tests and tools.
  const screen = (node) => painter.screen(node);

  function listen(told, cover) {
    heard = told;
    covered = cover;
  }

  return {
    open, use, show, light, fit, zoom, cursor, screen, listen, holder, narrow,
    resize: () => {},
    get kind() { return kind; },
    get painter() { return painter; },
    get choice() { return choice; },
  };
})();
