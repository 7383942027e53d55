"use strict";
// How a node is painted: its shape, its label, and which labels there is room for at this zoom.
const MapPaint = (() => {
  const INK = "#16213a";
  const PAPER = "#ffffff";
  const RING = "#d55e00";
  const FACE = getComputedStyle(document.body).fontFamily;
  const LEADING = 1.2;
  const DIM = 0.13;
  const paths = new Map();

  function path(d) {
    if (!paths.has(d)) paths.set(d, new Path2D(d));
    return paths.get(d);
  }

  function font(node, grow) {
    return `${node.style.boxed ? "650" : node.emphasis ? "600" : "450"} ${node.font * grow}px ${FACE}`;
  }

  // How much labels grow so that they never get smaller on screen than a reader can read.
  function growth(node, scale, least) {
    return Math.max(1, least / (node.font * scale));
  }

  function radius(node, scale) {
    return Math.max(node.radius, (node.floor || 4.5) / scale);
  }

  // The rectangle that a node and its label fill around (x, y), in the map's units: [left, top, right, bottom].
  function frame(node, scale, least) {
    const grow = growth(node, scale, least);
    const [width, height] = node.room;
    if (node.style.boxed) {
      return [node.x - (width * grow) / 2, node.y - (height * grow) / 2, node.x + (width * grow) / 2, node.y + (height * grow) / 2];
    }
    const r = radius(node, scale);
    const half = Math.max(r, ((width - 8) * grow) / 2);
    return [node.x - half, node.y - r, node.x + half, node.y + r + 5 * grow + node.lines.length * node.font * LEADING * grow];
  }

  // Which nodes show their label: all where there is room, else the most important first. `seen` in that order.
  function label(seen, scale, least, taken = []) {
    const crowded = seen.some((node) => growth(node, scale, least) > 1);
    if (!crowded) {
      for (const node of seen) node.labelled = true;
      return;
    }
    const grid = boxGrid(160 / scale);
    for (const box of taken) grid.add(box, null);
    for (const node of seen) {
      const r = radius(node, scale);
      grid.add([node.x - r, node.y - r, node.x + r, node.y + r], node, true);
    }
    for (const node of seen) {
      const box = frame(node, scale, least);
      node.labelled = grid.free(box, node);
      if (node.labelled) grid.add(box, node);
    }
  }

  // Boxes found by the squares they touch; the foremost labels may hide symbols, others may not.
  function boxGrid(cell) {
    const squares = new Map();
    const around = (box) => {
      const keys = [];
      for (let x = Math.floor(box[0] / cell); x <= Math.floor(box[2] / cell); x += 1) {
        for (let y = Math.floor(box[1] / cell); y <= Math.floor(box[3] / cell); y += 1) keys.push(`${x},${y}`);
      }
      return keys;
    };
    const apart = (a, b) => a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
    return {
      add(box, owner, symbol = false) {
        for (const key of around(box)) {
          if (!squares.has(key)) squares.set(key, []);
          squares.get(key).push({ box, owner, symbol });
        }
      },
      free: (box, owner) => around(box).every((key) => (squares.get(key) || []).every((other) =>
        other.owner === owner || (owner.foremost && other.symbol) || apart(box, other.box))),
    };
  }

  function outline(ctx, node, width) {
    ctx.lineWidth = width;
    ctx.strokeStyle = INK;
    ctx.setLineDash(node.card.status === "inferred" ? [4 * width, 2.5 * width] : node.card.status === "disputed" ? [width, 1.8 * width] : []);
  }

  function symbol(ctx, node, scale) {
    const r = radius(node, scale);
    ctx.save();
    ctx.translate(node.x, node.y);
    if (node.ring) {
      ctx.beginPath();
      ctx.arc(0, 0, r + 7, 0, 2 * Math.PI);
      ctx.lineWidth = Math.max(3.5, 2.5 / scale);
      ctx.strokeStyle = RING;
      ctx.setLineDash(node.ring === "cursor" ? [6, 4] : []);
      ctx.stroke();
    }
    ctx.scale(r, r);
    ctx.fillStyle = node.style.fill;
    ctx.fill(path(node.style.path));
    outline(ctx, node, (node.emphasis ? 2.4 : 1.5) / r);
    ctx.lineJoin = "round";
    ctx.stroke(path(node.style.path));
    ctx.restore();
  }

  function caption(ctx, node, scale, least) {
    const grow = growth(node, scale, least);
    const size = node.font * grow;
    const widest = (node.room[0] - 4) * grow;
    ctx.save();
    ctx.font = font(node, grow);
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 5 * grow;
    ctx.strokeStyle = "rgba(255,255,255,.92)";
    ctx.fillStyle = INK;
    let y = node.y + radius(node, scale) + 5 * grow + (size * LEADING) / 2;
    for (const line of node.lines) {
      ctx.strokeText(line, node.x, y, widest);
      ctx.fillText(line, node.x, y, widest);
      y += size * LEADING;
    }
    ctx.restore();
  }

  function cartouche(ctx, node, scale, least) {
    const grow = growth(node, scale, least);
    const [left, top, right, bottom] = frame(node, scale, least);
    const corner = node.style.kind === "Initiative" ? Math.min((bottom - top) / 2, 26 * grow) : 8 * grow;
    ctx.save();
    if (node.ring) {
      ctx.beginPath();
      ctx.roundRect(left - 6, top - 6, right - left + 12, bottom - top + 12, corner + 6);
      ctx.lineWidth = Math.max(3.5, 2.5 / scale);
      ctx.strokeStyle = RING;
      ctx.setLineDash(node.ring === "cursor" ? [6, 4] : []);
      ctx.stroke();
    }
    ctx.beginPath();
    ctx.roundRect(left, top, right - left, bottom - top, corner);
    ctx.fillStyle = node.style.fill;
    ctx.fill();
    if (node.card.status !== "stated") {
      outline(ctx, node, 2.5);
      ctx.stroke();
    }
    ctx.font = font(node, grow);
    ctx.fillStyle = node.style.ink;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    const step = node.font * grow * LEADING;
    let y = (top + bottom) / 2 - (step * (node.lines.length - 1)) / 2;
    for (const line of node.lines) {
      ctx.fillText(line, node.x, y, (node.room[0] - 0.9 * node.font) * grow);
      y += step;
    }
    ctx.restore();
  }

  // White under a dimmed node, so that lines do not show through it.
  function blank(ctx, node, scale, least) {
    const [left, top, right, bottom] = frame(node, scale, least);
    const r = radius(node, scale);
    ctx.fillStyle = PAPER;
    ctx.beginPath();
    if (node.style.boxed && node.labelled) ctx.roundRect(left, top, right - left, bottom - top, 8);
    else ctx.arc(node.x, node.y, r * 0.8, 0, 2 * Math.PI);
    ctx.fill();
  }

  function paint(ctx, node, scale, least) {
    const alpha = node.dim ? DIM : 1;
    return {
      drawNode() {
        ctx.save();
        if (node.dim) blank(ctx, node, scale, least);
        ctx.globalAlpha = alpha;
        if (node.style.boxed && node.labelled) cartouche(ctx, node, scale, least);
        else symbol(ctx, node, scale);
        ctx.restore();
      },
      drawExternalLabel() {
        if (node.style.boxed || !node.labelled || node.dim) return;
        caption(ctx, node, scale, least);
      },
      nodeDimensions: { width: 2 * radius(node, scale), height: 2 * radius(node, scale) },
    };
  }

  // The same shape in the page: an SVG of `side` pixels.
  function icon(style, side = 24, status = "stated") {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "-1.3 -1.3 2.6 2.6");
    svg.setAttribute("class", "icon");
    svg.setAttribute("width", side);
    svg.setAttribute("height", side);
    svg.setAttribute("aria-hidden", "true");
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
    shape.setAttribute("d", style.path);
    shape.setAttribute("fill", style.fill);
    shape.setAttribute("stroke", INK);
    shape.setAttribute("stroke-width", "0.16");
    shape.setAttribute("stroke-linejoin", "round");
    if (status !== "stated") shape.setAttribute("stroke-dasharray", status === "inferred" ? ".5 .3" : ".16 .28");
    svg.append(shape);
    return svg;
  }

  return { paint, frame, label, icon, INK, PAPER, RING };
})();
