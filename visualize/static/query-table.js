// An answer as a table: names in place of IRIs, sources as people cite them, sorted and filtered on demand.
import { figure, fine, lang, make, pageOf, plain, say, short, tell } from "./query-words.js";

const STEP = 500; // rows drawn at once
const BETWEEN = " | "; // what a question of the catalogue sets between the values of a cell
const order = new Intl.Collator(lang, { numeric: true, sensitivity: "base" });
const NUMERIC = /#(?:integer|decimal|double|float|int|long|short|byte|nonNegativeInteger|positiveInteger|unsignedInt)$/;

export const isNumber = (term) => term !== undefined && term.value !== "" && NUMERIC.test(term.datatype ?? "") && Number.isFinite(Number(term.value));

// The columns to draw: one for a thing and its label, one for a source, its title and its place.
export function drawnColumns({ columns, rows }) {
  const names = new Set(columns.map((column) => column.name));
  const cited = names.has("source") && names.has("sourceLabel") && names.has("locator");
  const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);
  return columns
    .filter(({ name }) => !(name.endsWith("Label") && names.has(name.slice(0, -5))) && !(cited && name === "locator"))
    .map((column) => ({
      ...column,
      header: column.unit ? capital(column.header) : column.header,
      label: names.has(`${column.name}Label`) ? `${column.name}Label` : null,
      cited: cited && column.name === "source",
      status: column.name === "status",
      number: rows.some((row) => row[column.name]) && rows.every((row) => !row[column.name] || isNumber(row[column.name])),
    }));
}

// What people call the thing of a column in a row.
export function wordsOf(row, column) {
  const term = row[column.label] ?? row[column.name];
  if (!term) return "";
  return term.type === "uri" ? short(term.value) : fine(term.value);
}

function link(words, iri) {
  const page = pageOf(iri);
  return page === null ? document.createTextNode(words) : make("a", { href: page }, words);
}

function cites(row) {
  const [sources, titles, places] = ["source", "sourceLabel", "locator"].map((name) => (row[name]?.value ?? "").split(BETWEEN));
  if (!sources[0]) return [];
  if (sources.length !== titles.length || sources.length !== places.length) return [titles.join(BETWEEN), ", ", places.join(BETWEEN)];
  const found = new Map(); // document -> places
  sources.forEach((iri, i) => found.set(iri, { title: titles[i], places: [...(found.get(iri)?.places ?? []), places[i]] }));
  const items = [...found].map(([iri, { title, places: each }]) =>
    make("li", {}, link(fine(title), iri), make("span", { className: "locator" }, each.some(Boolean) ? fine(`, ${[...new Set(each)].join(" ; ")}`) : "")));
  return [make("ul", { className: "cites" }, ...items)];
}

function content(row, column) {
  if (column.cited) return cites(row);
  const term = row[column.name];
  const words = wordsOf(row, column);
  if (!words) return [];
  if (column.status && term?.type === "uri") {
    const name = term.value.slice(term.value.indexOf("#") + 1);
    return [name === "stated" ? make("span", { className: "certain" }, words)
      : make("span", { className: `status ${["inferred", "disputed"].includes(name) ? name : ""}` }, words)];
  }
  if (term?.type === "uri") return [link(words, term.value)];
  if (column.number) return [figure(Number(term.value))];
  if (term?.datatype?.endsWith("#boolean")) return [say(["true", "1"].includes(term.value) ? "yes" : "no")];
  if (column.unit && words.includes(BETWEEN)) return [make("ul", { className: "several" }, ...words.split(BETWEEN).map((each) => make("li", {}, each)))];
  return [/^https?:\/\/\S+$/.test(words) ? make("a", { href: words, rel: "noreferrer nofollow" }, words) : words];
}

function line(row, columns) {
  const cells = columns.map((column) => {
    const cell = make("td", { className: column.number ? "of-number" : column.cited ? "of-sources" : "" }, ...content(row, column));
    cell.setAttribute("role", "cell");
    cell.dataset.label = column.header;
    return cell;
  });
  const element = make("tr", {}, ...cells);
  element.setAttribute("role", "row");
  return element;
}

function compare(column) {
  return (a, b) => {
    const one = wordsOf(a, column);
    const other = wordsOf(b, column);
    if (!one || !other) return Number(!one) - Number(!other); // the empty last
    return column.number ? Number(one) - Number(other) : order.compare(one, other);
  };
}

export function drawTable(place, answer, caption) {
  const every = drawnColumns(answer);
  const silent = every.filter((column) => !answer.rows.some((row) => row[column.name] || row[column.label]));
  const columns = every.filter((column) => !silent.includes(column));
  let rows = answer.rows;
  let shown = STEP;
  const body = make("tbody");
  const more = make("button", { type: "button", hidden: true });
  const head = make("tr", {}, ...columns.map(header));
  const table = make("table", { className: "rows" }, make("caption", { className: "unseen" }, caption), make("thead", {}, head), body);
  for (const [element, role] of [[table, "table"], [table.tHead, "rowgroup"], [head, "row"], [body, "rowgroup"]]) element.setAttribute("role", role);
  const scroll = make("div", { className: "scroll", tabIndex: 0 }, table);
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", caption);
  more.addEventListener("click", () => {
    shown += STEP;
    fill();
  });

  function fill() {
    body.replaceChildren(...rows.slice(0, shown).map((row) => line(row, columns)));
    more.hidden = rows.length <= shown;
    more.textContent = say("more", { count: Math.min(STEP, rows.length - shown), total: rows.length });
  }

  function header(column) {
    const button = make("button", { type: "button", title: say("sort") }, column.header);
    const cell = make("th", { scope: "col", className: column.number ? "of-number" : "" }, button);
    cell.setAttribute("role", "columnheader");
    button.addEventListener("click", () => {
      const down = cell.getAttribute("aria-sort") === "ascending";
      for (const each of cell.parentElement.cells) each.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      rows = [...rows].sort(compare(column));
      if (down) rows.reverse();
      fill();
      tell(`${column.header} : ${say(down ? "descending" : "ascending")}`);
    });
    return cell;
  }

  function filter() {
    const input = make("input", { type: "search", id: "rows-filter", autocomplete: "off" });
    const told = make("span", { className: "number" });
    const texts = answer.rows.map((row) => plain(columns.map((column) => `${wordsOf(row, column)} ${row[column.name]?.value ?? ""}`).join(" ")));
    input.addEventListener("input", () => {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      const kept = new Set(answer.rows.filter((_, i) => words.every((word) => texts[i].includes(word))));
      rows = answer.rows.filter((row) => kept.has(row));
      shown = STEP;
      fill();
      told.textContent = words.length ? say("filtered", { count: kept.size, total: answer.rows.length }) : "";
      tell(told.textContent);
    });
    return make("div", { className: "tools" }, make("label", { htmlFor: "rows-filter" }, say("filter")), input, told);
  }

  fill();
  const empty = silent.length && answer.rows.length ? [make("p", { className: "silent" }, say("silent", { name: silent.map((column) => column.header).join(", ") }))] : [];
  place.replaceChildren(...(answer.rows.length > 10 ? [filter()] : []), ...(answer.rows.length ? [scroll] : []), more, ...empty);
}

// The whole answer for a spreadsheet: every column, no cell that it would take for a formula.
export function asCsv({ columns, rows }) {
  const separator = lang === "fr" ? ";" : ",";
  const cell = (words) => {
    const harmless = /^'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/.test(words) && !/^-\d+(?:[.,]\d+)?$/.test(words) ? `'${words}` : words;
    return /["\r\n]/.test(harmless) || harmless.includes(separator) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
  };
  const value = (term) => {
    if (!term) return "";
    const words = term.type === "bnode" ? `_:${term.value}` : term.value;
    return isNumber(term) && lang === "fr" && /^-?\d+\.\d+$/.test(words) ? words.replace(".", ",") : words;
  };
  const lines = rows.map((row) => columns.map(({ name }) => cell(value(row[name]))).join(separator));
  return `\ufeff${[columns.map(({ header, unit }) => cell(unit === "iri" ? `${header} (IRI)` : header)).join(separator), ...lines].join("\r\n")}\r\n`;
}
