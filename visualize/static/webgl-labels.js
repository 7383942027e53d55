"use strict";
// Names beside symbols: never smaller than a reader can read, never over one another.
const WebglLabels = (() => {
  const FACE = getComputedStyle(document.body).fontFamily;
  const LONGEST = 34; // letters; the panel and the list say all of a name
  const narrow = window.matchMedia("(max-width: 760px)");
  const widths = new Map();
  const size = () => (narrow.matches ? 13 : 16);

  function shortened(words) {
    return words.length > LONGEST ? `${words.slice(0, LONGEST - 1).trimEnd()}…` : words;
  }

  function wide(context, words) {
    const key = `${context.font} ${words}`;
    if (!widths.has(key)) widths.set(key, context.measureText(words).width);
    return widths.get(key);
  }

  // A page of names: `draw` puts one below its symbol and returns true, unless another name or a button is there.
  function sheet() {
    const taken = [];
    return {
      clear() {
        const [map, zoom] = ["#canvas", ".zoom"].map((name) => document.querySelector(name).getBoundingClientRect());
        taken.splice(0, taken.length, [zoom.left - map.left, zoom.top - map.top, zoom.right - map.left, zoom.bottom - map.top]);
      },
      taken,
      draw(context, at, y, radius, words, { bold = false } = {}) {
        const name = shortened(words);
        context.font = `${bold ? 650 : 450} ${size()}px ${FACE}`;
        const half = wide(context, name) / 2 + 4;
        const right = context.canvas.width / (window.devicePixelRatio || 1);
        const x = at < 0 || at > right ? at : Math.max(half, Math.min(right - half, at));
        const top = y + radius + 2;
        const box = [x - half, top, x + half, top + size() * 1.25];
        if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) return false;
        taken.push(box);
        context.textAlign = "center";
        context.textBaseline = "top";
        context.lineJoin = "round";
        context.lineWidth = 4;
        context.strokeStyle = "rgba(255,255,255,.9)";
        context.fillStyle = MapPaint.INK;
        context.strokeText(name, x, top + 1);
        context.fillText(name, x, top + 1);
        return true;
      },
    };
  }

  return { sheet, size };
})();
