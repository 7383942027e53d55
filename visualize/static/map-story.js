"use strict";
// A story: steps that a facilitator prepared, or records here; each is a state of the map, a title, a sentence.
const MapStory = (() => {
  const { data, say } = MapModel;
  const { el } = MapDetails;
  const board = document.getElementById("story");
  const steps = data.story.slice();
  const KEY = `maillage-story:${document.title}`;
  let at = -1;

  // What was recorded in this browser and not saved as a file yet; none where the browser keeps nothing.
  function load() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) || "[]");
      for (const step of Array.isArray(kept) ? kept : []) {
        if (typeof step.title === "string" && typeof step.sentence === "string" && typeof step.state === "string") steps.push({ ...step, recorded: true });
      }
    } catch {
      MapPage.announce(say("story.unkept"));
    }
  }

  function keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify(steps.filter((step) => step.recorded).map(({ title, sentence, state }) => ({ title, sentence, state }))));
    } catch {
      MapPage.announce(say("story.unkept"));
    }
  }

  function go(number) {
    if (number < 0 || number >= steps.length) return;
    const held = board.contains(document.activeElement) ? document.activeElement.id : "";
    at = number;
    document.body.classList.add("presenting");
    MapPage.see("map");
    MapState.set(MapState.read(steps[at].state), { remember: false });
    draw();
    MapBoards.show(board, true);
    const again = held && document.getElementById(held);
    if (again && !again.disabled) again.focus();
    MapPage.announce(`${steps[at].title}. ${steps[at].sentence}`);
  }

  // The whole map again, as it was when the page opened.
  function leave() {
    MapState.set(MapState.EMPTY, { remember: false });
    MapBoards.close(board);
  }

  function left() {
    at = -1;
    document.body.classList.remove("presenting");
    draw();
  }

  // A line is named by its two ends, which another edition of the map has too.
  function lasting(state) {
    const edge = state.edge === null ? null : MapScene.line(state.edge);
    return edge ? { ...state, edge: null, picked: [edge.from, edge.to], path: true } : state;
  }

  function record(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const title = String(form.get("title")).trim();
    if (!title) return;
    steps.push({ title, sentence: String(form.get("sentence")).trim(), state: MapState.query(lasting(MapState.now)), recorded: true });
    keep();
    draw();
    MapPage.announce(say("story.recorded", { count: steps.length }));
  }

  function forget(number) {
    steps.splice(number, 1);
    keep();
    draw();
  }

  const quote = (words) => JSON.stringify(words.replace(/[\u0000-\u001f\u007f]/g, " "));

  // The steps as `maillage view --story` reads them.
  function written() {
    return steps.map((step) => [
      "[[step]]",
      `title = ${quote(step.title)}`,
      `sentence = ${quote(step.sentence)}`,
      `state = ${quote(step.state)}`,
      ...MapState.read(step.state).picked.map((id) => `# ${MapScene.thing(id).card.name.replace(/[\u0000-\u001f\u007f]/g, " ")}`),
    ].join("\n")).join("\n\n") + "\n";
  }

  function presented() {
    const step = steps[at];
    const button = (id, words, number) => el("button", { type: "button", id, "aria-label": say(id.replace("-", ".")), disabled: number < 0 || number >= steps.length, onclick: () => go(number) }, words);
    return [
      el("p", { class: "count" }, say("story.count", { count: at + 1, total: steps.length })),
      el("h2", { id: "story-title" }, step.title),
      el("p", { class: "sentence" }, step.sentence),
      el("div", { class: "turn" }, button("story-back", "←", at - 1), button("story-next", "→", at + 1), el("button", { type: "button", id: "story-leave", onclick: leave }, say("story.leave"))),
    ];
  }

  function prepared() {
    const form = el("form", { class: "record" },
      el("label", {}, say("story.title"), el("input", { name: "title", type: "text", required: true, maxlength: "120", autocomplete: "off" })),
      el("label", {}, say("story.sentence"), el("textarea", { name: "sentence", rows: "2", maxlength: "400" })),
      el("button", { type: "submit" }, say("story.record")));
    form.addEventListener("submit", record);
    const line = (step, i) => el("li", {},
      el("button", { type: "button", class: "go", onclick: () => go(i) }, `${i + 1}. ${step.title}`),
      el("button", { type: "button", "aria-label": say("story.forget", { name: step.title }), onclick: () => forget(i) }, "✕"));
    return [
      el("button", { type: "button", class: "close", onclick: () => MapBoards.close(board) }, say("close")),
      el("h2", {}, say("story.name")),
      el("p", {}, say("story.how")),
      steps.length ? el("ol", { class: "steps" }, ...steps.map(line)) : el("p", { class: "note" }, say("story.none")),
      form,
      steps.length ? el("div", { class: "turn" },
        el("button", { type: "button", id: "story-start", onclick: () => go(0) }, say("story.start")),
        el("button", { type: "button", id: "story-save", onclick: () => MapFiles.save("histoire.toml", written(), "application/toml") }, say("story.save"))) : null,
    ].filter(Boolean);
  }

  function draw() {
    board.replaceChildren(...(at >= 0 ? presented() : prepared()));
    board.classList.toggle("presented", at >= 0);
  }

  function keys(event) {
    if (at < 0 || event.target.closest("input, textarea, select")) return;
    const turn = { ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (turn && !(event.key === " " && event.target.closest("button"))) go(at + turn);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(steps.length - 1);
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function start() {
    load();
    MapBoards.add(board, document.getElementById("present"), { draw, left });
    document.addEventListener("keydown", keys, true);
  }

  // A page that carries a story opens on it, unless its address asks for something else.
  function begin() {
    if (data.story.length && !location.hash) go(0);
  }

  return { start, begin };
})();
