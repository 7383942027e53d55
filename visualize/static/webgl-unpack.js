"use strict";
// The data block of a large map, as `visualize/packing.py` packs it, read when it is asked for.
const MapPack = { open(data) {
  const { strings, nodes, links, relations, statuses } = data.packed;
  const word = (one) => (typeof one === "number" ? strings[one] : one);
  const source = (packed) => (packed ? [packed[0], word(packed[1]) || ""] : null);

  class Card {
    constructor(i) { this.i = i; }
    get name() { return word(nodes.name[this.i]); }
    get status() { return statuses[nodes.status[this.i] || 0]; }
    get note() { return word(nodes.note[this.i]) || null; }
    get alt() { return (nodes.alt[this.i] || []).map(word); }
    get sources() { return nodes.sources[this.i].map(source); }
    get facts() {
      return nodes.facts[this.i].map(([label, value, status = 0, note = null]) =>
        ({ label: word(label), value: word(value), status: statuses[status], note: word(note) }));
    }
  }

  class Link {
    constructor(i) {
      this.i = i;
      this.from = links.from[i];
      this.to = links.to[i];
    }
    get relation() { return relations[links.relation[this.i]][0]; }
    get label() { return relations[links.relation[this.i]][1]; }
    get status() { return statuses[links.status[this.i] || 0]; }
    get reasons() {
      return links.reasons[this.i].map(([text, cited, status = 0, note = null]) =>
        ({ text: this.told(text), status: statuses[status], note: word(note), source: source(cited) }));
    }
    told(text) {
      if (Array.isArray(text)) return text[0];
      return word(text).replace(/[\ue000\ue001]/g, (end) => word(nodes.name[end === "\ue000" ? this.from : this.to]));
    }
  }

  const cards = nodes.name.map((_, i) => new Card(i));
  const made = links.from.map((_, i) => new Link(i));

  // One line for all links of two nodes, in the look of the widest.
  const lines = [];
  const byPair = new Map();
  const byLabel = new Map();
  for (const link of made) {
    const [color, width] = data.lines[links.look[link.i]];
    if (!byLabel.has(link.label)) byLabel.set(link.label, { color, width, links: [] });
    byLabel.get(link.label).links.push(link.i);
    if (link.from === link.to) continue;
    const [a, b] = [Math.min(link.from, link.to), Math.max(link.from, link.to)];
    const pair = a * cards.length + b;
    if (!byPair.has(pair)) {
      byPair.set(pair, lines.length);
      lines.push({ a, b, color, width, links: [], seen: true });
    }
    const line = lines[byPair.get(pair)];
    line.links.push(link.i);
    if (width > line.width) Object.assign(line, { color, width });
  }

  return {
    ...data,
    cards,
    links: made,
    lines,
    edges: [...byLabel.values()].map((edge) => ({ id: null, ...edge })), // the legend counts links by their label
    nodes: nodes.rest.map((rest, i) => ({ id: word(nodes.root[i]) + rest, label: data.shorts[i] || cards[i].name })),
    measures: [],
    sizedBy: -1,
  };
} };
