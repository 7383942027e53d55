"use strict";
// A picture of each look of a node, in one canvas: a graphics card and a plain canvas draw the same ones.
const WebglSymbols = (() => {
  const { data, nodes } = MapModel;
  const SIDE = 64;
  const REACH = 1.3; // half the side of a picture over the radius of its symbol
  const looks = new Map();
  for (const node of nodes) {
    const key = `${data.styleOf[node.i]} ${node.card.status}`;
    if (!looks.has(key)) looks.set(key, { rank: looks.size, style: node.style, status: node.card.status });
    node.symbol = looks.get(key).rank;
  }
  const across = 2 ** Math.ceil(Math.log2(Math.max(1, Math.sqrt(looks.size)))); // textures want powers of two
  const canvas = square(across * SIDE);
  const pen = canvas.getContext("2d");
  for (const { rank, style, status } of looks.values()) {
    const [left, top] = corner(rank);
    const shape = new Path2D(style.path);
    pen.setTransform(SIDE / 2 / REACH, 0, 0, SIDE / 2 / REACH, left + SIDE / 2, top + SIDE / 2);
    pen.fillStyle = style.fill;
    pen.fill(shape);
    pen.lineWidth = 0.16;
    pen.lineJoin = "round";
    pen.strokeStyle = MapPaint.INK;
    pen.setLineDash({ inferred: [0.5, 0.3], disputed: [0.16, 0.28] }[status] || []);
    pen.stroke(shape);
  }

  // The same pictures at half the size, and again, so that small symbols are as clear.
  const sizes = [canvas];
  while (sizes.length < 4) {
    const [larger, smaller] = [sizes.at(-1), square(sizes.at(-1).width / 2)];
    smaller.getContext("2d").drawImage(larger, 0, 0, smaller.width, smaller.height);
    sizes.push(smaller);
  }

  function square(side) {
    const one = document.createElement("canvas");
    one.width = one.height = side;
    return one;
  }

  function corner(rank) {
    return [(rank % across) * SIDE, Math.floor(rank / across) * SIDE];
  }

  // The symbol of `node` around (x, y), `radius` pixels high and low.
  function draw(context, node, x, y, radius) {
    const [left, top] = corner(node.symbol);
    const half = radius * REACH;
    const wanted = SIDE / (2 * half * (window.devicePixelRatio || 1));
    const level = Math.max(0, Math.min(sizes.length - 1, Math.floor(Math.log2(wanted))));
    const part = 2 ** level;
    context.drawImage(sizes[level], left / part, top / part, SIDE / part, SIDE / part, x - half, y - half, 2 * half, 2 * half);
  }

  return { canvas, across, draw };
})();
