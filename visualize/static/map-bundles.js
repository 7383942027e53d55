"use strict";
// Lines between what is visible: a line of the network between two nodes, a bundle of links where a group stands.
const MapBundles = (() => {
  const { data, nodes, links, edges, edgeById } = MapModel;
  const COLOUR = "#7b8699";
  const WIDEST = 10;
  const ends = edges.map((edge) => edge.id.split("-").map(Number));
  const width = (count) => Math.min(WIDEST, 1.25 + 0.75 * Math.log2(count));

  // `stands` holds, for each node's number, the node or group that stands for it, or null.
  function between(stands) {
    const lines = [];
    const bundles = new Map();
    edges.forEach((edge, e) => {
      const [a, b] = ends[e];
      const [one, other] = stands[a] && stands[b] && stands[a].i > stands[b].i ? [stands[b], stands[a]] : [stands[a], stands[b]];
      if (!one || !other || one === other) return;
      if (!one.group && !other.group) {
        lines.push(edge);
        return;
      }
      const kept = edge.links.filter(MapLegend.linked);
      if (!kept.length) return;
      const id = `${name(one)}~${name(other)}`;
      if (!bundles.has(id)) bundles.set(id, { id, from: one.id, to: other.id, color: COLOUR, dashes: false, links: [] });
      bundles.get(id).links.push(...kept);
    });
    for (const bundle of bundles.values()) bundle.width = width(bundle.links.length);
    return [...[...bundles.values()].sort((a, b) => b.links.length - a.links.length), ...lines];
  }

  const name = (thing) => (thing.group ? `${thing.by}.${thing.number}` : String(thing.i));

  // The bundle that an address names, whether or not it is visible; null where it names none.
  function named(id, groupAt) {
    const thing = (words) => {
      const [by, number] = words.split(".");
      return number === undefined ? nodes[Number(by)] : groupAt(by, Number(number));
    };
    const both = typeof id === "string" ? id.split("~").map(thing) : [];
    if (both.length !== 2 || !both[0] || !both[1] || both[0] === both[1]) return null;
    const under = (one, i) => (one.group ? one.holds(i) : one.i === i);
    const found = links.flatMap((link, i) => ((under(both[0], link.from) && under(both[1], link.to)) || (under(both[1], link.from) && under(both[0], link.to)) ? [i] : []));
    return found.length ? { id, from: both[0].id, to: both[1].id, color: COLOUR, dashes: false, links: found, width: width(found.length) } : null;
  }

  // How many links are inside what a group holds.
  const inside = (group) => links.filter((link, i) => group.holds(link.from) && group.holds(link.to) && MapLegend.linked(i) && [link.from, link.to].every((end) => MapLegend.seen(nodes[end]))).length;

  return { between, named, inside, width, COLOUR, real: (id) => edgeById.get(id) };
})();
