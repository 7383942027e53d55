"use strict";
// What the map draws, all nodes and all lines. A page of groups has a scene of its own: map-groups.js.
const MapScene = (() => {
  const { data, nodes, edges, byId, edgeById, say } = MapModel;

  // Put what is seen where it was computed to stand.
  function compose(seen, drawn, narrow) {
    const frames = data.places[narrow && data.places.tall ? "tall" : "wide"];
    for (const node of nodes) node.seen = seen(node);
    const places = nodes.every((node) => !node.seen || frames.first[node.i]) ? frames.first : frames.every;
    for (const node of nodes) [node.x, node.y] = places[node.i] || [0, 0];
  }

  return {
    compose, things: nodes, lines: edges, whole: true, thing: (id) => byId.get(id), line: (id) => edgeById.get(id), at: (i) => nodes[i],
    why: () => say("not-drawn"), told: () => "", panel: () => null, lit: () => null, tools: () => [], toward: () => ({}), asked: () => false, framed: (things) => things,
    clean: () => ({}), write: () => {}, read: () => ({}), start: () => {}, backdrop: () => {}, sections: null, unfold: () => {}, found: () => [], extent: () => null,
  };
})();
