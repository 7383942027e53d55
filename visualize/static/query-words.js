// What the page says, and small means to draw it; text enters the page as text, never as markup.
export const data = JSON.parse(document.getElementById("page-data").textContent);
export const lang = document.documentElement.lang;
const plurals = new Intl.PluralRules(lang);
const numbers = new Intl.NumberFormat(lang, { maximumFractionDigits: 4 });
const live = document.getElementById("live");

export const figure = (number) => numbers.format(number);

// "rows" exists as "rows.one" and "rows.other" when it counts something.
export function say(key, values = {}) {
  const form = plurals.select(values.count) === "one" ? "one" : "other";
  const words = data.words[key] ?? data.words[`${key}.${form}`];
  return words.replace(/\{(\w+)\}/g, (place, name) =>
    !(name in values) ? place : typeof values[name] === "number" ? figure(values[name]) : String(values[name]));
}

export function tell(words) {
  live.textContent = words;
}

export function make(tag, properties = {}, ...inside) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
}

export function draw(tag, attributes = {}, words = null) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (words !== null) element.textContent = words;
  return element;
}

export const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// The address of a page of this server, in the language that the visitor chose.
export function to(path, parameters = {}) {
  const [before, fragment] = path.split("#");
  const asked = new URLSearchParams({ ...parameters, ...(data.chosen ? { lang: data.chosen } : {}) }).toString();
  return before + (asked ? `?${asked}` : "") + (fragment === undefined ? "" : `#${fragment}`);
}

// The page that tells of an IRI; null for what is neither ours nor an address.
export function pageOf(iri) {
  for (const [start, path] of Object.entries(data.pages)) {
    if (iri.startsWith(start) && iri.length > start.length) {
      return to(path + iri.slice(start.length).split("/").map(encodeURIComponent).join("/"));
    }
  }
  return /^https?:\/\//.test(iri) ? to("/resource", { iri }) : null;
}

// An IRI as one writes it in a query: with its prefix, where there is one.
export function short(iri) {
  for (const [prefix, namespace] of Object.entries(data.prefixes)) {
    if (iri.startsWith(namespace) && /^[\w.-]+$/.test(iri.slice(namespace.length))) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return iri;
}

// French punctuation keeps to its word.
export const fine = (words) => words.replace(/(«) | (?=[:;?!»])/g, (_, opening) => `${opening ?? ""}\u00a0`);

export function save(content, type, name) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    const field = make("textarea", { value: words, className: "unseen" });
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  tell(say("copied"));
}
