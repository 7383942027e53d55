"use strict";
// What is chosen on the map, as a value: kept in the address, stepped back by Escape, replayed by a story.
const MapState = (() => {
  const { byId } = MapModel;
    const DEEPEST = 3;
  const EMPTY = Object.freeze({ picked: [], edge: null, degree: 1, path: false, hidden: [], ...MapScene.clean({ picked: [] }) });
  const past = [];
  const listeners = [];
  let now = EMPTY;

  // A type of node and a kind of link, as the address names them.
  const typeKey = (style) => `${style.kind}/${style.kind === "Structure" ? style.label : ""}`;

  function clean(state) {
    const picked = [...new Set(state.picked || [])].filter((id) => MapScene.thing(id));
    const edge = MapScene.line(state.edge) ? state.edge : null;
    const degree = Math.min(DEEPEST, Math.max(1, Math.round(Number(state.degree)) || 1));
    return { picked, edge: picked.length ? null : edge, degree, path: Boolean(state.path) && picked.length > 1, hidden: [...new Set(state.hidden || [])].sort(), ...MapScene.clean({ ...state, picked }) };
  }

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  function set(change, { record = true, remember = true } = {}) {
    const next = clean({ ...now, ...change });
    if (same(next, now)) return false;
    if (remember) past.push(now);
    now = next;
    if (record) history.pushState(null, "", address());
    for (const listener of listeners) listener(now);
    return true;
  }

  // The state before the last change; false when there is none.
  function back() {
    if (!past.length) return false;
    const before = past.pop();
    return set(before, { remember: false });
  }

  function query(state = now) {
    const words = new URLSearchParams();
    for (const id of state.picked) words.append(byId.has(id) ? "node" : "group", id);
    if (state.edge !== null) words.set("link", state.edge);
    if (state.degree > 1) words.set("degree", String(state.degree));
    if (state.path) words.set("path", "1");
    for (const name of state.hidden) words.append("hide", name);
    MapScene.write(state, words);
    return words.toString().replace(/\+/g, "%20");
  }

  const address = () => (query() ? `#${query()}` : location.pathname + location.search);

  function read(hash) {
    const words = new URLSearchParams(hash.replace(/^#/, "").replace(/\+/g, "%2B"));
    return clean({ picked: [...words.getAll("node"), ...words.getAll("group")], edge: words.get("link"), degree: words.get("degree"), path: words.get("path") === "1", hidden: words.getAll("hide"), ...MapScene.read(words) });
  }

  // Numbers of nodes -> how many drawn links away they are from those picked, as far as `degree`.
  function reached(state, drawn) {
    const far = new Map(state.picked.map((id) => [MapScene.thing(id).i, 0]));
    let ring = new Set(far.keys());
    for (let step = 1; step <= state.degree; step += 1) {
      const next = new Set();
      for (const edge of MapScene.lines) {
        if (!drawn(edge)) continue;
        const [a, b] = [MapScene.thing(edge.from).i, MapScene.thing(edge.to).i];
        for (const [from, to] of [[a, b], [b, a]]) {
          if (ring.has(from) && !far.has(to)) {
            far.set(to, step);
            next.add(to);
          }
        }
      }
      ring = next;
    }
    return far;
  }

  // The shortest chain of drawn links between each node picked and the next: edges in order, null where none.
  function path(state, drawn) {
    const chain = [];
    for (let k = 1; k < state.picked.length; k += 1) {
      const part = between(state.picked[k - 1], state.picked[k], drawn);
      if (!part) return null;
      chain.push(...part);
    }
    return chain;
  }

  function between(start, end, drawn) {
    const near = new Map([start, end, ...MapScene.things.map((thing) => thing.id)].map((id) => [id, []]));
    for (const edge of MapScene.lines) {
      if (!drawn(edge)) continue;
      near.get(edge.from).push([edge.to, edge]);
      near.get(edge.to).push([edge.from, edge]);
    }
    const from = new Map([[start, null]]);
    const waiting = [start];
    for (const id of waiting) {
      if (id === end) break;
      for (const [other, edge] of near.get(id)) {
        if (from.has(other)) continue;
        from.set(other, [id, edge]);
        waiting.push(other);
      }
    }
    if (!from.has(end)) return null;
    const chain = [];
    for (let id = end; id !== start; id = from.get(id)[0]) chain.unshift({ edge: from.get(id)[1], from: from.get(id)[0], to: id });
    return chain;
  }

  return {
    set, back, query, read, reached, path, typeKey, DEEPEST, EMPTY,
    listen: (listener) => listeners.push(listener),
    get now() { return now; },
  };
})();
