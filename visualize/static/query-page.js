// The page where one asks: a question or a text goes to the server, and its answer is shown in four ways.
import { givenParams, openCatalogue, showQuestion } from "./query-catalogue.js";
import { drawChart } from "./query-chart.js";
import { drawCitation } from "./query-cite.js";
import { openEditor } from "./query-editor.js";
import { drawNetwork } from "./query-network.js";
import { ask, json, resolve, run } from "./query-server.js";
import { asCsv, drawTable } from "./query-table.js";
import { copy, fine, lang, save, say, tell } from "./query-words.js";

const part = (id) => document.getElementById(id);
const VIEWS = ["table", "chart", "network", "cite"];
let questions = new Map();
let asked = null; // the question of the catalogue that is in the editor, if any
let answer = null;
let editor = null;
let number = 0; // of the last asking: what comes late is not shown
const drawn = new Set();

const same = (one, other) => one.replace(/\r\n/g, "\n").trim() === other.replace(/\r\n/g, "\n").trim();
const modified = () => asked === null || !same(editor.text, asked.text);

function caption() {
  return asked ? asked.title[lang] : say("answer.own");
}

// What the address says after "#": a question with its values, or a whole text.
function addressed() {
  const state = new URLSearchParams();
  if (asked) state.set("question", asked.name);
  if (modified()) state.set("query", editor.text);
  if (asked) for (const [name, value] of Object.entries(givenParams())) state.set(`p.${name}`, value);
  return `#${state}`;
}

function restore() {
  const state = new URLSearchParams(location.hash.slice(1));
  if (!state.has("question") && !state.has("query")) return false;
  const params = Object.fromEntries([...state].filter(([name]) => name.startsWith("p.")).map(([name, value]) => [name.slice(2), value]));
  choose(state.get("question"), params, state.get("query"));
  return true;
}

function choose(name, params = {}, text = null) {
  asked = questions.get(name) ?? null;
  showQuestion(asked, params);
  editor.text = text ?? asked?.text ?? editor.text;
  part("fault").hidden = true;
  part("answer").hidden = true;
  changed();
}

function changed() {
  part("again").hidden = asked === null || !modified();
  part("fault").hidden = true;
  editor?.unmark();
}

async function send(event) {
  event?.preventDefault();
  const turn = ++number;
  const missing = [...document.querySelectorAll("#fields input")].find((input) => input.required && !input.value.trim());
  if (missing) {
    fault({ message: say("missing", { name: missing.labels[0].textContent }) });
    missing.focus();
    return;
  }
  busy(true);
  part("fault").hidden = true;
  editor.unmark();
  try {
    const found = await asking();
    if (turn === number) show(found);
  } catch (error) {
    if (turn === number) fault(error);
  } finally {
    if (turn === number) busy(false);
  }
}

// A question of the catalogue is asked by name, and a text of one's own with the values of its parameters.
async function asking() {
  const params = asked ? givenParams() : {};
  if (!modified()) return ask(asked, params);
  const terms = asked ? Object.entries(await resolve(asked, params)) : [];
  const spoken = new Set([...editor.text.matchAll(/[?$](\w+)/g)].map((found) => found[1]));
  return run(editor.text, Object.fromEntries(terms.filter(([name]) => spoken.has(name))));
}

function busy(on) {
  part("run").setAttribute("aria-busy", String(on));
  if (on) tell(say("running"));
}

function fault({ message, line, column }) {
  part("answer").hidden = true;
  part("fault").hidden = false;
  part("fault").textContent = fine(message);
  if (line) editor.mark(line, column ?? 1, message);
  part("fault").scrollIntoView({ block: "nearest" });
}

function show(found) {
  answer = found;
  const state = addressed();
  if (location.hash !== state) history.pushState(null, "", location.pathname + location.search + state);
  const count = answer.rows.length;
  const words = "boolean" in answer ? say(answer.boolean ? "answer.yes" : "answer.no")
    : count ? say(answer.graph ? "triples" : "rows", { count }) : say("none");
  part("told").textContent = words;
  part("cut").hidden = !answer.cut;
  part("answer").hidden = false;
  part("csv").hidden = !count;
  drawn.clear();
  for (const name of VIEWS) part(`view-${name}`).replaceChildren();
  view(answer.graph ? "network" : "table");
  tell(words);
  part("answer-title").focus({ preventScroll: true });
  part("answer").scrollIntoView({ block: "start" });
}

function view(name, focus = false) {
  for (const each of VIEWS) {
    const tab = part(`tab-${each}`);
    tab.setAttribute("aria-selected", String(each === name));
    tab.tabIndex = each === name ? 0 : -1;
    part(`view-${each}`).hidden = each !== name;
  }
  if (focus) part(`tab-${name}`).focus();
  if (drawn.has(name)) return; // drawn when first seen: a view that is hidden has no size
  drawn.add(name);
  const place = part(`view-${name}`);
  if (name === "table") drawTable(place, answer, caption());
  if (name === "chart") drawChart(place, answer, caption());
  if (name === "network") drawNetwork(place, answer);
  if (name === "cite") drawCitation(place, { answer, question: asked, text: editor.text, params: asked ? givenParams() : {}, modified: modified(), address: location.href });
}

function openViews() {
  VIEWS.forEach((name, i) => {
    part(`tab-${name}`).addEventListener("click", () => view(name));
    part(`tab-${name}`).addEventListener("keydown", ({ key }) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (step) view(VIEWS[(i + step + VIEWS.length) % VIEWS.length], true);
    });
  });
  part("csv").addEventListener("click", () => save(asCsv(answer), "text/csv;charset=utf-8", `${asked?.name ?? "maillage"}.csv`));
}

async function start() {
  [editor, questions] = await Promise.all([
    openEditor({ onRun: () => send(), onChange: () => changed() }),
    json("/questions.json").then((list) => new Map(list.map((each) => [each.name, each]))).catch(() => new Map()),
  ]);
  openCatalogue((name) => {
    choose(name);
    if (matchMedia("(max-width: 980px)").matches) part("catalogue").open = false;
    history.pushState(null, "", location.pathname + location.search + addressed());
    part("chosen").scrollIntoView({ block: "nearest" });
    part("chosen-title").focus({ preventScroll: true });
  });
  openViews();
  part("asking").noValidate = true; // the page says itself what is missing
  part("asking").addEventListener("submit", send);
  part("again").addEventListener("click", () => choose(asked.name, givenParams()));
  part("link").addEventListener("click", () => copy(new URL(addressed(), location.href).href));
  part("link").hidden = false;
  part("keys").hidden = false;
  const shared = restore();
  if (!shared) {
    asked = questions.get(part("asking").dataset.question) ?? null;
    if (asked) showQuestion(asked, givenParams());
  }
  changed();
  addEventListener("popstate", restore);
  document.body.dataset.ready = "true";
  if (shared) send(); // an address that was passed on leads to its answer
}

start();
