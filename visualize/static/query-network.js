// An answer as a network: two columns of things and the links between them, or the triples of a CONSTRUCT.
import { data, make, pageOf, say, short } from "./query-words.js";
import { drawnColumns, wordsOf } from "./query-table.js";

const MOST = 400; // nodes: a browser draws no more at ease
const NAMES = ["http://www.w3.org/2004/02/skos/core#prefLabel", "http://www.w3.org/2000/01/rdf-schema#label"];
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
// Okabe and Ito's colours, told apart without colour vision
const FROM = { background: "#56b4e9", border: "#16213a" };
const TO = { background: "#e69f00", border: "#16213a" };
let library = null;

function loaded() {
  library ??= new Promise((resolve, reject) => {
    const script = make("script", { src: data.vis });
    script.onload = () => resolve(globalThis.vis);
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

// Nodes and links: IRI -> name and side, and [from, to, words].
function ofGraph(rows) {
  const names = new Map();
  const links = [];
  for (const { subject, predicate, object } of rows) {
    if (NAMES.includes(predicate.value) && object.type === "literal") names.set(subject.value, object.value);
    else if (object.type !== "literal" && predicate.value !== TYPE) links.push([subject.value, object.value, short(predicate.value)]);
  }
  return { links, name: (iri) => names.get(iri) ?? short(iri) };
}

function ofColumns(rows, from, to, link) {
  const names = new Map();
  const links = [];
  for (const row of rows) {
    const [one, other] = [row[from.name], row[to.name]];
    for (const [term, column] of [[one, from], [other, to]]) {
      if (term && !names.has(term.value)) names.set(term.value, wordsOf(row, column));
    }
    if (one && other) links.push([one.value, other.value, link ? wordsOf(row, link) : ""]);
  }
  return { links, name: (iri) => names.get(iri) };
}

export function drawNetwork(place, answer) {
  const isThing = (term) => term === undefined || term.type !== "literal";
  const things = drawnColumns(answer).filter((column) =>
    !column.cited && !column.status && answer.rows.some((row) => row[column.name]) && answer.rows.every((row) => isThing(row[column.name])));
  if (!answer.graph && things.length < 2) {
    place.replaceChildren(make("p", { className: "empty" }, say("network.none")));
    return;
  }
  const others = [null, ...drawnColumns(answer).filter((column) => !column.cited)];
  const chosen = { from: things[0], to: things[1], link: null };
  const drawing = make("div", { className: "drawn" });
  drawing.setAttribute("role", "img");
  const node = make("p", { className: "picked-node" }, say("network.choose"));
  const told = make("p", { className: "silent" });

  function pick(name, list) {
    const select = make("select", {}, ...list.map((column, i) => make("option", { value: i, selected: column === chosen[name] }, column ? column.header : "—")));
    select.addEventListener("change", () => {
      chosen[name] = list[Number(select.value)];
      fill();
    });
    return make("label", {}, say(`network.${name}`), select);
  }

  async function fill() {
    const network = answer.graph ? ofGraph(answer.rows) : ofColumns(answer.rows, chosen.from, chosen.to, chosen.link);
    const { nodes, edges, whole } = shapes(network);
    told.textContent = say("network.read", { count: nodes.length, links: edges.length })
      + (whole > nodes.length ? ` ${say("network.shown", { count: nodes.length, total: whole })}` : "");
    drawing.setAttribute("aria-label", told.textContent);
    const vis = await loaded().catch(() => null);
    if (vis === null) {
      told.textContent = say("network.failed");
      return;
    }
    const view = new vis.Network(drawing, { nodes, edges }, options(nodes.length, edges.length));
    view.on("click", ({ nodes: [iri] }) => {
      if (iri === undefined) return;
      const page = pageOf(iri);
      node.replaceChildren(page ? make("a", { href: page }, network.name(iri)) : network.name(iri), " ", make("code", { className: "number" }, short(iri)));
    });
    view.once("stabilizationIterationsDone", () => view.setOptions({ physics: false }));
  }

  const picks = answer.graph ? [] : [make("div", { className: "pick" }, pick("from", things), pick("to", things), pick("link", others))];
  place.replaceChildren(...picks, drawing, node, told);
  fill();
}

function shapes({ links, name }) {
  const sources = new Set(links.map(([from]) => from));
  const all = [...new Set(links.flatMap(([from, to]) => [from, to]))];
  const kept = new Set(all.slice(0, MOST));
  const cut = (words) => (words.length > 40 ? `${words.slice(0, 39)}…` : words);
  const nodes = [...kept].map((id) => ({ id, label: cut(name(id)), color: sources.has(id) ? FROM : TO, shape: sources.has(id) ? "dot" : "square" }));
  const once = new Map(links.filter(([from, to]) => kept.has(from) && kept.has(to)).map((each) => [each.join("\n"), each]));
  const edges = [...once.values()].map(([from, to, label]) => ({ from, to, label: cut(label) }));
  return { nodes, edges, whole: all.length };
}

function options(count, links) {
  const dense = links > 4 * count;
  return {
    autoResize: true,
    nodes: { size: dense ? 20 : 11, borderWidth: 1.2, font: { size: dense ? 30 : 15, color: "#16213a", face: "system-ui, sans-serif", strokeWidth: 4, strokeColor: "#fff" } },
    edges: {
      width: dense ? 0.6 : 1.2,
      color: { color: dense ? "#c3cad6" : "#7b8699", highlight: "#0b5cad" },
      arrows: { to: { enabled: !dense, scaleFactor: 0.5 } },
      font: { size: 12, color: "#4a566e", strokeWidth: 3 },
      smooth: false,
    },
    physics: {
      solver: "forceAtlas2Based",
      forceAtlas2Based: { gravitationalConstant: dense ? -700 : -70, springLength: dense ? 220 : 100, centralGravity: dense ? 0.02 : 0.01, springConstant: dense ? 0.02 : 0.08 },
      stabilization: { iterations: count > 150 ? 120 : 250 },
    },
    interaction: { hover: false, navigationButtons: false, keyboard: false },
    layout: { randomSeed: 1, improvedLayout: count < 120 },
  };
}
