// The catalogue beside the editor, and the fields of the question chosen.
import { json } from "./query-server.js";
import { data, fine, lang, make, plain, say } from "./query-words.js";

const links = [...document.querySelectorAll("[data-question]")].filter((each) => each.tagName === "A");

// Sifts the list by words and by reader.
export function openCatalogue(onChoose) {
  const sought = document.getElementById("sought");
  const chips = [...document.querySelectorAll(".chips button")];
  const texts = new Map(links.map((link) => [link, plain(`${link.textContent} ${link.title} ${link.dataset.question}`)]));
  let user = "";

  function sift() {
    const words = plain(sought.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const link of links) {
      const kept = words.every((word) => texts.get(link).includes(word)) && (!user || link.dataset.users.split(" ").includes(user));
      link.parentElement.hidden = !kept;
      count += Number(kept);
    }
    for (const section of document.querySelectorAll(".topics section")) section.hidden = !section.querySelector("li:not([hidden])");
    document.getElementById("found").textContent = words.length || user ? say("found", { count }) : "";
  }

  sought.addEventListener("input", sift);
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      user = chip.dataset.user;
      for (const each of chips) each.setAttribute("aria-pressed", String(each === chip));
      sift();
    });
  }
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      onChoose(link.dataset.question);
    });
  }
  document.getElementById("sift").hidden = false;
  if (matchMedia("(max-width: 980px)").matches) document.getElementById("catalogue").open = false;
}

// Shows the question that is asked now: its words, and a field for each parameter.
export function showQuestion(question, params) {
  document.getElementById("chosen").hidden = question === null;
  document.getElementById("question").value = question?.name ?? "";
  for (const link of links) {
    if (link.dataset.question === question?.name) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  if (question === null) return;
  document.getElementById("chosen-title").textContent = fine(question.title[lang]);
  document.getElementById("chosen-description").textContent = fine(question.description[lang]);
  document.getElementById("fields").replaceChildren(...question.params.map((param) => field(question, param, params[param.name] ?? param.default ?? "")));
}

function field(question, param, value) {
  const id = `field-${param.name}`;
  const words = fine(param.words[lang]);
  const input = make("input", { id, name: `p.${param.name}`, value, autocomplete: "off", required: param.required });
  input.setAttribute("aria-describedby", `hint-${param.name}`);
  if (["number", "price"].includes(param.kind)) input.inputMode = "decimal";
  const hint = make("p", { className: "hint", id: `hint-${param.name}` }, data.kinds[param.kind]);
  const label = make("label", { htmlFor: id }, words.charAt(0).toUpperCase() + words.slice(1));
  const choices = ["territory", "term", "iri"].includes(param.kind) && (param.within || param.kind === "territory") ? suggestions(question, param, input) : [];
  return make("div", { className: "field" }, label, input, ...choices, hint);
}

// What the graph holds for a parameter, as one types.
function suggestions(question, param, input) {
  const list = make("datalist", { id: `choices-${param.name}` });
  input.setAttribute("list", list.id);
  let asked = null;
  async function fill() {
    const letters = input.value.trim();
    if (letters === asked) return;
    asked = letters;
    const address = new URLSearchParams({ question: question.name, param: param.name, letters, lang });
    const found = await json(`/choices.json?${address}`).catch(() => []);
    if (letters === asked) list.replaceChildren(...found.map(({ name }) => make("option", { value: name })));
  }
  let waiting = 0;
  input.addEventListener("focus", fill);
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(fill, 200);
  });
  return [list];
}

// What the fields hold, the empty ones left out.
export function givenParams() {
  const inputs = [...document.querySelectorAll("#fields input")];
  return Object.fromEntries(inputs.map((input) => [input.name.slice(2), input.value.trim()]).filter(([, value]) => value));
}
