"use strict";
// What hands do on a canvas: drag with a mouse or a finger, zoom with the wheel or two fingers, click, point.
const WebglGestures = (() => {
  const STILL = 6; // pixels that a click may move

  function follow(holder, { drag, zoomAt, click, hover }) {
    const down = new Map(); // pointers held down -> where they are
    let travelled = 0;
    const place = (event) => {
      const { left, top } = holder.getBoundingClientRect();
      return { x: event.clientX - left, y: event.clientY - top };
    };
    const span = () => {
      const [one, other] = [...down.values()];
      return { middle: { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 }, width: Math.hypot(one.x - other.x, one.y - other.y) };
    };

    const listeners = {
      pointerdown(event) {
        if (event.button) return;
        if (!down.size) travelled = 0;
        down.set(event.pointerId, place(event));
        holder.setPointerCapture(event.pointerId);
      },
      pointermove(event) {
        const now = place(event);
        if (!down.has(event.pointerId)) {
          hover(now);
          return;
        }
        const before = down.get(event.pointerId);
        const [dx, dy] = [now.x - before.x, now.y - before.y];
        travelled += Math.hypot(dx, dy);
        if (down.size === 1) {
          down.set(event.pointerId, now);
          if (travelled > STILL) drag(dx, dy);
          return;
        }
        const was = span();
        down.set(event.pointerId, now);
        const is = span();
        drag(is.middle.x - was.middle.x, is.middle.y - was.middle.y);
        zoomAt(is.middle, is.width / Math.max(1, was.width));
      },
      pointerup(event) {
        if (!down.delete(event.pointerId)) return;
        if (!down.size && travelled <= STILL) click(place(event));
      },
      pointercancel: (event) => down.delete(event.pointerId),
      wheel(event) {
        event.preventDefault();
        zoomAt(place(event), Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)));
      },
    };
    for (const [name, act] of Object.entries(listeners)) holder.addEventListener(name, act, { passive: false });
    return {
      leave() {
        for (const [name, act] of Object.entries(listeners)) holder.removeEventListener(name, act);
      },
    };
  }

  return { follow };
})();
