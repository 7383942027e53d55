"use strict";
// The data block of a large map, as `visualize/packing.py` packs it: what it says is read when it is asked for.
const MapPack = { open(data) {
  const { strings, statuses, relations, looks, nodes, cards: told, edges, links: said } = data;
  const word = (one) => (typeof one === "number" ? strings[one] : one);
  const source = (packed) => (packed ? [packed[0], word(packed[1]) || ""] : null);

  class Card {
    constructor(i) { this.i = i; }
    get name() { return word(told.name[this.i]); }
    get status() { return statuses[told.status[this.i] || 0]; }
    get note() { return word(told.note[this.i]) || null; }
    get alt() { return (told.alt[this.i] || []).map(word); }
    get sources() { return told.sources[this.i].map(source); }
    get facts() {
      return told.facts[this.i].map(([label, value, status = 0, note = null]) =>
        ({ label: word(label), value: word(value), status: statuses[status], note: word(note) }));
    }
  }

  class Link {
    constructor(i, from) {
      this.i = i;
      this.from = from;
      this.to = edges.to[i];
    }
    get relation() { return relations[said.relation[this.i]][0]; }
    get label() { return relations[said.relation[this.i]][1]; }
    get status() { return statuses[said.status[this.i] || 0]; }
    get reasons() {
      return said.reasons[this.i].map(([text, cited, status = 0, note = null]) =>
        ({ text: this.named(text), status: statuses[status], note: word(note), source: source(cited) }));
    }
    named(text) {
      if (Array.isArray(text)) return text[0];
      return word(text).replace(/[\ue000\ue001]/g, (end) => word(told.name[end === "\ue000" ? this.from : this.to]));
    }
  }

  const cards = told.name.map((_, i) => new Card(i));
  let start = 0;
  const links = edges.from.map((step, i) => new Link(i, (start += step)));
  const ids = nodes.rest.map((rest, i) => nodes.roots[nodes.root[i]] + rest);

  // A label: the name, the name cut after lines of some lengths, or other words.
  function label(i) {
    const lengths = nodes.label[i];
    if (!Array.isArray(lengths)) return lengths || cards[i].name;
    let at = 0;
    const lines = lengths.map((length) => cards[i].name.slice(at, (at += length + 1) - 1));
    return [...lines, cards[i].name.slice(at)].join("\n");
  }

  // One line for all links of two nodes, in the look of the widest.
  const byPair = new Map();
  for (const { i, from, to } of links) {
    const [a, b] = [Math.min(from, to), Math.max(from, to)];
    const [color, width, dashes = false] = looks[edges.look[i]];
    const pair = a * cards.length + b;
    const line = byPair.get(pair);
    if (!line) {
      byPair.set(pair, { id: `${a}-${b}`, a, b, from: ids[a], to: ids[b], color, width, dashes, links: [i], seen: true });
      continue;
    }
    line.links.push(i);
    if (width > line.width) [line.color, line.width] = [color, width];
  }
  const lines = Array.from(Float64Array.from(byPair.keys()).sort(), (pair) => byPair.get(pair));

  return {
    ...data,
    cards,
    links,
    edges: lines,
    lines: lines.filter(({ a, b }) => a !== b),
    nodes: ids.map((id, i) => ({ id, label: label(i), fontSize: nodes.room?.[i][0], room: nodes.room?.[i].slice(1) })),
  };
} };
