"use strict";
// Where a browser has no WebGL: the same map on a plain canvas. While it moves, its last picture is moved; once it
// rests, a new one is painted by parts, so that nothing waits.
const WebglFlat = (() => {
  const SLICE = 12; // milliseconds of painting between two frames
  const STROKE = 400; // lines in one stroke
  const NAMES = [45, 4000]; // names on a picture at most, nodes tried for them

  function create({ holder, nodes, lines, growth, label, strength, calm }) {
    const [canvas, picture, next] = [0, 0, 0].map(() => document.createElement("canvas"));
    holder.append(canvas);
    const order = nodes.slice().sort((a, b) => a.radius - b.radius || b.i - a.i);
    const view = { x: 0, y: 0, scale: 1 };
    let painted = null; // the view of `picture`
    let job = null;
    let frame = 0;
    let heard = { clicked() {}, hovered() {}, drawn() {}, started() {}, whole() {} };

    const ratio = () => window.devicePixelRatio || 1;
    const size = { width: 0, height: 0 }; // of the holder, which is slow to ask
    const screen = ({ x, y }, from = view) => ({ x: size.width / 2 + (x - from.x) * from.scale, y: size.height / 2 + (y - from.y) * from.scale });

    function resize() {
      [size.width, size.height] = [holder.clientWidth, holder.clientHeight];
      for (const one of [canvas, next]) {
        one.width = Math.max(1, Math.round(size.width * ratio()));
        one.height = Math.max(1, Math.round(size.height * ratio()));
      }
      moved();
    }

    // Show what there is now; paint anew once the view rests.
    function moved() {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        show();
        job = paint({ ...view });
        frame = requestAnimationFrame(work);
      });
    }

    function show() {
      const pen = canvas.getContext("2d");
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, canvas.width, canvas.height);
      if (painted && picture.width && picture.height) {
        const grown = view.scale / painted.scale;
        const { x, y } = screen(painted);
        const [left, top] = [x * ratio() - (picture.width * grown) / 2, y * ratio() - (picture.height * grown) / 2];
        pen.drawImage(picture, left, top, picture.width * grown, picture.height * grown);
      }
      heard.drawn();
    }

    function work() {
      const end = performance.now() + SLICE;
      while (job && performance.now() < end) if (job.next().done) job = null;
      if (job) frame = requestAnimationFrame(work);
    }

    // Paint the picture of a view, a part at each step, and show it when it is whole.
    function* paint(from) {
      const pen = next.getContext("2d");
      pen.setTransform(ratio(), 0, 0, ratio(), 0, 0);
      pen.clearRect(0, 0, size.width, size.height);
      const at = nodes.map((node) => screen(node, from));
      yield;
      yield* paintLines(pen, at);
      yield* paintNodes(pen, at, from.scale);
      [picture.width, picture.height] = [next.width, next.height];
      picture.getContext("2d").drawImage(next, 0, 0);
      painted = from;
      show();
      heard.whole();
    }

    function* paintLines(pen, at) {
      const { width: right, height: bottom } = size;
      pen.globalAlpha = strength;
      pen.lineWidth = 1;
      for (const color of new Set(lines.map((line) => line.color))) {
        pen.strokeStyle = color;
        let count = 0;
        pen.beginPath();
        for (const line of lines) {
          const [a, b] = [at[line.a], at[line.b]];
          const away = Math.max(a.x, b.x) < 0 || Math.min(a.x, b.x) > right || Math.max(a.y, b.y) < 0 || Math.min(a.y, b.y) > bottom;
          if (!line.seen || line.color !== color || away) continue;
          pen.moveTo(a.x, a.y);
          pen.lineTo(b.x, b.y);
          count += 1;
          if (count % STROKE) continue;
          pen.stroke();
          pen.beginPath();
          yield;
        }
        pen.stroke();
      }
      pen.globalAlpha = 1;
    }

    function* paintNodes(pen, at, scale) {
      const grown = growth(scale);
      const { width: right, height: bottom } = size;
      const inside = order.filter((node) => node.seen && at[node.i].x > -40 && at[node.i].y > -40 && at[node.i].x < right + 40 && at[node.i].y < bottom + 40);
      for (const [k, node] of inside.entries()) {
        WebglSymbols.draw(pen, node, at[node.i].x, at[node.i].y, node.radius * grown);
        if (k % STROKE === 0) yield;
      }
      heard.started();
      let written = 0;
      for (const node of inside.slice(-NAMES[1]).reverse()) {
        written += Number(label(pen, at[node.i].x, at[node.i].y, node.radius * grown, node.label));
        if (written === NAMES[0]) break;
      }
    }

    function move(wanted, animate) {
      const [from, start] = [{ ...view }, performance.now()];
      const step = (now) => {
        const part = animate && !calm ? Math.min(1, Math.max(0, (now - start) / 250)) : 1;
        for (const key of ["x", "y"]) view[key] = from[key] + (wanted[key] - from[key]) * part;
        view.scale = from.scale * (wanted.scale / from.scale) ** part;
        moved();
        if (part < 1) requestAnimationFrame(step);
      };
      step(start);
    }

    // Zoom so that what is under a point of the holder stays there.
    function zoomAt(point, factor) {
      const [x, y] = [(point.x - size.width / 2) / view.scale, (point.y - size.height / 2) / view.scale];
      const scale = Math.min(6, Math.max(0.01, view.scale * factor));
      view.x += x - (x * view.scale) / scale;
      view.y += y - (y * view.scale) / scale;
      view.scale = scale;
      moved();
    }

    const gestures = WebglGestures.follow(holder, {
      drag(dx, dy) {
        view.x -= dx / view.scale;
        view.y -= dy / view.scale;
        moved();
      },
      zoomAt,
      click: (point) => heard.clicked(point),
      hover: (point) => heard.hovered(point),
    });
    const watch = new ResizeObserver(resize);
    watch.observe(holder);
    resize();

    return {
      show: () => {},
      move,
      view: () => ({ ...view }),
      screen,
      redraw: moved,
      destroy() {
        cancelAnimationFrame(frame);
        watch.disconnect();
        gestures.leave();
        canvas.remove();
      },
      listen(listeners) {
        heard = listeners;
        moved();
      },
    };
  }

  return { create };
})();
