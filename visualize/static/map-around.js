"use strict";
// Around a node: it in the middle, its neighbours on ellipses, each near the one that leads to it, none over another.
const MapAround = (() => {
  const [ACROSS, DOWN] = [1.6, 1];
  const GAP = 14;
  const STEP = 58; // pixels from an ellipse to the next, downwards

  // The places of an ellipse, from the top, clockwise; rings are counted from the middle.
  function seats(ring) {
    const around = Math.max(8, 9 * ring);
    return Array.from({ length: around }, (_, k) => {
      const turn = (2 * Math.PI * (k + (ring % 2) / 2)) / around - Math.PI / 2;
      return { x: Math.cos(turn) * ring * STEP * ACROSS, y: Math.sin(turn) * ring * STEP * DOWN, ring, turn };
    });
  }

  function box(node, { x, y }) {
    const [width, height] = node.room;
    const above = node.style.boxed ? height / 2 : node.radius + 1;
    return [x - width / 2 - GAP, y - above - GAP, x + width / 2 + GAP, y - above + height + GAP];
  }

  const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const apart = (one, other) => Math.abs(Math.atan2(Math.sin(one - other), Math.cos(one - other)));

  // `far` holds node -> how many links away it is, nearest first; `leader` the node that leads to it, or null.
  function place(far, leader) {
    const free = [];
    const taken = [];
    const turns = new Map();
    const rings = new Map([[0, 0]]);
    const middle = [...far].filter(([, steps]) => steps === 0).map(([node]) => node);
    middle.forEach((node, i) => put(node, { x: (i - (middle.length - 1) / 2) * 320, y: 0, ring: 0, turn: null }, 0));

    function put(node, seat, steps) {
      [node.x, node.y] = [seat.x, seat.y];
      taken.push(box(node, seat));
      turns.set(node, seat.turn);
      rings.set(steps, Math.max(rings.get(steps) || 0, seat.ring));
    }

    for (const [node, steps] of far) {
      if (steps === 0) continue;
      const inner = (rings.get(steps - 1) || 0) + 1;
      const ahead = turns.get(leader.get(node));
      const cost = (seat) => seat.ring + (ahead === null || ahead === undefined ? 0 : 5 * apart(seat.turn, ahead));
      let best = null;
      let least = Infinity;
      for (let ring = Math.max(1, inner); ring - inner < least; ring += 1) {
        if (ring > free.length) free.push(seats(ring));
        for (const seat of free[ring - 1]) {
          const price = cost(seat) - inner;
          if (seat.used || price >= least) continue;
          const wanted = box(node, seat);
          if (taken.some((other) => meet(wanted, other))) continue;
          [best, least] = [seat, price];
        }
      }
      best.used = true;
      put(node, best, steps);
    }
  }

  return { place };
})();
