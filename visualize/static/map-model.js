"use strict";
// What the page knows: nodes, links and styles from the data block, and the words to say them.
const MapModel = (() => {
  const written = JSON.parse(document.getElementById("data").textContent);
  const data = typeof MapPack === "undefined" ? written : MapPack.open(written);
  const PLURAL = new Intl.PluralRules(data.language);

  const nodes = data.nodes.map((drawn, i) => ({
    i,
    id: drawn.id,
    lines: drawn.label.split("\n"),
    font: drawn.fontSize,
    room: drawn.room,
    style: data.styles[data.styleOf[i]],
    card: data.cards[i],
    links: [],
    near: new Set(),
  }));
  data.styles.forEach((style, i) => {
    style.count = data.styleOf.filter((one) => one === i).length;
  });
  data.links.forEach((link, i) => {
    nodes[link.from].links.push(i);
    if (link.to !== link.from) nodes[link.to].links.push(i);
    nodes[link.from].near.add(link.to);
    nodes[link.to].near.add(link.from);
  });
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const edgeById = new Map(data.edges.map((edge) => [edge.id, edge]));

  // "map.links.count" exists as ".one" and ".other" when it counts something.
  function say(key, values = {}) {
    let words = data.words[key];
    if (words === undefined) words = data.words[`${key}.${PLURAL.select(values.count) === "one" ? "one" : "other"}`];
    return words.replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));
  }

  // Letters without accents or case; apostrophes and hyphens part words.
  function plain(words) {
    return words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
      .replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  }

  const spellings = nodes.map((node) => [node.card.name, node.lines.join(" "), ...node.card.alt].map((name) => ({ name, plain: plain(name) })));

  // Best first: names that hold the query as whole words, from their start then farther on; names that start with
  // it, then words that do; then names that hold it.
  function search(query, limit = 8) {
    const sought = plain(query);
    if (!sought) return [];
    const found = [];
    nodes.forEach((node, i) => {
      let best = 5;
      let as = null;
      for (const spelling of spellings[i]) {
        if (!spelling.plain.includes(sought)) continue;
        const at = ` ${spelling.plain}`.indexOf(` ${sought}`);
        const whole = ` ${spelling.plain} `.indexOf(` ${sought} `);
        const rank = whole >= 0 ? Number(whole > 0) : at === 0 ? 2 : at > 0 ? 3 : 4;
        if (rank < best) [best, as] = [rank, spelling.name];
      }
      if (best < 5) found.push({ node, rank: best, as: plain(as) === spellings[i][0].plain ? null : as });
    });
    return found.sort((a, b) => a.rank - b.rank || b.node.near.size - a.node.near.size || a.node.i - b.node.i).slice(0, limit);
  }

  function number(value) {
    return new Intl.NumberFormat(data.language, { maximumSignificantDigits: 3 }).format(value);
  }

  function kindOf(node) {
    const { kindLabel, label, kind } = node.style;
    return kind === "Structure" ? `${kindLabel} · ${label}` : kindLabel;
  }

  return { data, nodes, links: data.links, edges: data.edges, byId, edgeById, say, plain, search, number, kindOf };
})();
