"use strict";
// A large network as it was packed (grouping/packing.py), made again what the page works with.
const MapPack = (() => {
  function open(data) {
    const names = data.cards.map(([name]) => name);
    const statusOf = (value) => value || "stated";
    const cited = (number, locator) => (number === undefined || number < 0 ? null : [number, locator || ""]);
    const told = (text, from, to) => (Array.isArray(text) ? text[0].replace(/[\ue000\ue001]/g, (end) => names[end === "\ue000" ? from : to]) : text);
    const cards = data.cards.map(([name, sources = [], facts = [], alt = [], status = 0, note = 0]) => ({
      name,
      status: statusOf(status),
      note: note || null,
      facts: (facts || []).map(([label, value, sure = 0, why = 0]) => ({ label: label || "", value: value || "", status: statusOf(sure), note: why || null })),
      alt: alt || [],
      sources: sources || [],
    }));
    const links = data.links.map(([from = 0, to = 0, kind = 0, reasons = [], status = 0]) => ({
      from,
      to,
      relation: data.relations[kind][0],
      label: data.relations[kind][1],
      status: statusOf(status),
      reasons: (reasons || []).map(([text = 0, document_ = 0, locator = "", sure = 0, note = 0]) => ({
        text: told(data.texts[text], from, to), status: statusOf(sure), note: note || null, source: cited(document_, locator),
      })),
    }));
    const nodes = data.nodes.map(([id, label, fontSize, width, height]) => ({ id, label, fontSize, room: [width, height] }));
    const edges = data.edges.map(([a, b, look, members]) => {
      const [color, width, dashes] = data.looks[look];
      return { id: `${a}-${b}`, from: nodes[a].id, to: nodes[b].id, color, width, dashes, links: members };
    });
    return { ...data, nodes, edges, cards, links };
  }

  return { open };
})();
