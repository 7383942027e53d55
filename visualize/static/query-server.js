// What the page asks of the server, and the answers as it draws them:
// { columns: [{ name, header, unit }], rows: [{ name: term }], graph, boolean, cut } with the terms of the
// SPARQL results in JSON: { type: "uri" | "literal" | "bnode", value }.
import { say } from "./query-words.js";

const RESULTS = "application/sparql-results+json";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const TRIPLES = "application/n-triples";

// A refusal, in the server's own words, with the place in the query where it is known.
export class Fault extends Error {
  constructor(message, { line, column } = {}) {
    super(message);
    Object.assign(this, { line, column });
  }
}

// The answer to a text; `terms` are name -> term, as N-Triples write it.
export async function run(text, terms = {}) {
  const form = new URLSearchParams({ query: text });
  for (const [name, term] of Object.entries(terms)) form.set(`$${name}`, term);
  const answer = await sent(`/sparql?lang=${document.documentElement.lang}`, { method: "POST", body: form, headers: { Accept: `${RESULTS}, ${TRIPLES};q=0.9` } });
  const cut = answer.headers.has("Maillage-Cut");
  if ((answer.headers.get("Content-Type") || "").includes("triples")) return { ...triples(await answer.text()), cut };
  const said = await answer.json();
  if ("boolean" in said) return { boolean: said.boolean, columns: [], rows: [], cut };
  const columns = said.head.vars.map((name) => ({ name, header: name, unit: "" }));
  return { columns, rows: said.results.bindings, cut };
}

// The answer to a question of the catalogue, the same as `maillage ask` gives.
export async function ask(question, params) {
  const asked = new URLSearchParams({ ...params, lang: document.documentElement.lang });
  const answer = await sent(`/ask/${encodeURIComponent(question.name)}?${asked}`, { headers: { Accept: "application/json" } });
  const columns = question.columns.map(({ name, unit, header }) => ({ name, unit, header: header[document.documentElement.lang] }));
  const rows = (await answer.json()).map((cells) => Object.fromEntries(
    columns.map(({ name, unit }) => [name, asTerm(cells[name], unit)]).filter(([, term]) => term)));
  return { columns, rows, cut: answer.headers.has("Maillage-Cut") };
}

// A cell of an answer in plain values, as a term.
function asTerm(cell, unit) {
  if (cell === null || cell === undefined || cell === "") return null;
  if (typeof cell === "number") return { type: "literal", value: String(cell), datatype: `${XSD}decimal` };
  if (typeof cell === "boolean") return { type: "literal", value: String(cell), datatype: `${XSD}boolean` };
  const iri = ["iri", "any"].includes(unit) && /^[a-z][a-z0-9+.-]*:\S+$/i.test(cell);
  return { type: iri ? "uri" : "literal", value: cell };
}

// What people wrote for the parameters of a question, as terms.
export async function resolve(question, params) {
  const asked = new URLSearchParams({ ...params, lang: document.documentElement.lang });
  return (await sent(`/resolve/${encodeURIComponent(question.name)}?${asked}`, { headers: { Accept: "application/json" } })).json();
}

export async function json(path) {
  return (await sent(path, { headers: { Accept: "application/json" } })).json();
}

async function sent(path, options) {
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: { "Accept-Language": document.documentElement.lang, ...options.headers } });
  } catch {
    throw new Fault(say("offline"));
  }
  if (answer.ok) return answer;
  throw fault(await answer.text(), answer.status);
}

function fault(body, status) {
  try {
    const said = JSON.parse(body);
    return new Fault(said.detail, said);
  } catch {
    return new Fault(body.trim() || say("failed", { value: status }));
  }
}

const TERM = /\s*(?:<([^>]*)>|_:([^\s]+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?)/y;
const SIGNS = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f", '"': '"', "'": "'", "\\": "\\" };
const unescaped = (words) =>
  words.replace(/\\(?:u([\da-f]{4})|U([\da-f]{8})|(.))/gi, (_, four, eight, sign) =>
    sign ? (SIGNS[sign] ?? sign) : String.fromCodePoint(parseInt(four ?? eight, 16)));

function triples(text) {
  const rows = [];
  for (const line of text.split("\n")) {
    const terms = [];
    TERM.lastIndex = 0;
    for (let found; terms.length < 3 && (found = TERM.exec(line)); ) terms.push(term(found));
    if (terms.length === 3) rows.push({ subject: terms[0], predicate: terms[1], object: terms[2] });
  }
  const columns = ["subject", "predicate", "object"].map((name) => ({ name, header: say(name), unit: "any" }));
  return { columns, rows, graph: true };
}

function term([, iri, blank, words, language, datatype]) {
  if (iri !== undefined) return { type: "uri", value: unescaped(iri) };
  if (blank !== undefined) return { type: "bnode", value: blank };
  return { type: "literal", value: unescaped(words), ...(language ? { "xml:lang": language } : {}), ...(datatype ? { datatype } : {}) };
}
