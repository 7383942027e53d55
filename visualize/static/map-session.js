"use strict";
// A working session: what participants say is noted as voices, kept in this browser, and saved as files that
// `maillage import` takes back as statements to confirm. Nothing said here becomes a fact by itself.
const MapSession = (() => {
  const { data, nodes, links, byId, say } = MapModel;
  const { el } = MapDetails;
  const board = document.getElementById("session");
  const KEY = `maillage-session:${document.title}`; // a newer edition of the map goes on with the same voices
  const COLUMNS = ["number", "at", "kind", "first", "first_label", "second", "second_label", "link", "words", "who"];
  const OF_ALL = ["workshop", "day", "place"];
  const fresh = () => ({ workshop: "", day: today(), place: "", voices: [], draft: { words: "", who: "" } });
  let session = fresh();
  let kept = true;
  let sure = false; // whether the voices may be erased at the next press

  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  }

  function load() {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) || "null");
      if (found && Array.isArray(found.voices)) session = { ...fresh(), ...found };
    } catch {
      kept = false;
    }
  }

  // Written at each voice: a reload or a crash of the browser loses nothing.
  function keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify(session));
      kept = true;
    } catch {
      kept = false;
    }
  }

  function add(voice) {
    const number = 1 + session.voices.reduce((most, one) => Math.max(most, one.number), 0);
    session.draft = fresh().draft;
    session.voices.push({ number, at: new Date().toISOString(), first: "", first_label: "", second: "", second_label: "", link: "", words: "", who: "", ...voice });
    keep();
    draw();
    MapPage.announce(say("session.noted", { count: session.voices.length }));
  }

  function remove(number) {
    session.voices = session.voices.filter((voice) => voice.number !== number);
    keep();
    draw();
  }

  const label = (id) => (byId.has(id) ? byId.get(id).card.name : "");

  function file() {
    const { workshop, day, place, voices } = session;
    return JSON.stringify({ format: "maillage-session", version: 1, map: document.title, state: data.state, workshop, day, place, voices }, null, 2);
  }

  function save(suffix, content, type) {
    MapFiles.save(`atelier-${session.day || today()}.${suffix}`, content, type);
    MapPage.announce(say("session.saved"));
  }

  // A second press erases: the files saved before are kept by nobody else.
  function renew(event) {
    if (sure) {
      session = fresh();
      keep();
    }
    sure = !sure;
    draw();
    MapPage.announce(say(sure ? "session.new.sure" : "session.new.done"));
    (document.getElementById("session-new") || board).focus();
    event.stopPropagation();
  }

  // The same as a table, in which each line says of which workshop it is.
  function table() {
    const rows = session.voices.map((voice) => ({ ...voice, ...Object.fromEntries(OF_ALL.map((key) => [key, session[key]])) }));
    return MapFiles.csv([...COLUMNS, ...OF_ALL], rows);
  }

  // What a person can say of the node or link that the panel shows.
  function offer(state) {
    const edge = state.edge === null ? null : MapModel.edgeById.get(state.edge);
    if (edge) {
      const proposed = edge.links.map((i) => links[i]).filter((link) => link.status === "proposed");
      const ends = about(edge.from, edge.to);
      if (!proposed.length) return [["remove", ends], ["comment", ends]];
      const each = proposed.flatMap((link) => {
        const told = { ...about(nodes[link.from].id, nodes[link.to].id), link: link.relation.replace(/^missing-/, "") };
        return [["confirm", told], ["refuse", told]].map(([kind, of]) => [kind, of, proposed.length > 1 ? link.label : ""]);
      });
      return [...each, ["comment", ends]];
    }
    const [first, second] = state.picked.filter((id) => byId.has(id));
    if (second) return [["link", about(first, second)], ["comment", about(first, second)]];
    if (first) return [["comment", about(first)], ["remove", about(first)]];
    return [];
  }

  const about = (first, second = "") => ({ first, first_label: label(first), second, second_label: second && label(second) });

  function field(key, value, change) {
    const input = el("input", { type: key === "day" ? "date" : "text", autocomplete: "off", maxlength: "200" });
    input.value = value;
    input.addEventListener("change", () => change(input.value));
    return el("label", {}, say(`session.${key}`), input);
  }

  function speak() {
    const words = el("textarea", { rows: "2", maxlength: "1000", id: "voice-words" });
    const who = el("input", { type: "text", autocomplete: "off", maxlength: "120", id: "voice-who" });
    for (const [name, input] of Object.entries({ words, who })) {
      input.value = session.draft[name];
      input.addEventListener("input", () => {
        session.draft[name] = input.value;
        keep();
      });
    }
    const note = (kind, ends) => () => {
      if ((kind === "comment" || kind === "structure") && !words.value.trim()) {
        MapPage.announce(say("session.empty"));
        words.focus();
        return;
      }
      add({ kind, ...ends, words: words.value.trim(), who: who.value.trim() });
    };
    const told = offer(MapState.now);
    const subject = told.length ? [told[0][1].first_label, told[0][1].second_label].filter(Boolean).join(" – ") : say("session.nothing-chosen");
    return el("div", { class: "speak" },
      el("p", {}, el("strong", {}, subject)),
      el("label", {}, say("session.words"), words),
      el("label", {}, say("session.who"), who),
      el("div", { class: "turn" },
        ...told.map(([kind, ends, which]) => el("button", { type: "button", "data-kind": kind, onclick: note(kind, ends) }, say(`session.kind.${kind}`), which ? ` (${which})` : null)),
        el("button", { type: "button", "data-kind": "structure", onclick: note("structure", {}) }, say("session.kind.structure"))));
  }

  function line(voice) {
    const subject = [voice.first_label, voice.second_label].filter(Boolean).join(" – ");
    return el("li", { "data-voice": voice.number },
      el("span", {}, el("strong", {}, say(`session.told.${voice.kind}`)), subject ? ` ${subject}` : null, voice.words ? ` « ${voice.words} »` : null, voice.who ? ` (${voice.who})` : null),
      el("button", { type: "button", "aria-label": say("session.undo", { count: voice.number }), onclick: () => remove(voice.number) }, "✕"));
  }

  function draw(opening = false) {
    if (board.hidden && !opening) return;
    const written = document.activeElement && board.contains(document.activeElement) ? document.activeElement.id : "";
    board.replaceChildren(
      el("button", { type: "button", class: "close", onclick: () => MapBoards.close(board) }, say("close")),
      el("h2", {}, say("session.name")),
      el("p", {}, say("session.how")),
      ...(kept ? [] : [el("p", { class: "note", role: "alert" }, say("session.unkept"))]),
      speak(),
      el("h3", {}, say("session.count", { count: session.voices.length })),
      el("ul", { class: "voices" }, ...session.voices.map(line).reverse()),
      el("div", { class: "about" }, ...OF_ALL.map((key) => field(key, session[key], (value) => { session[key] = value; keep(); }))),
      el("div", { class: "turn" },
        el("button", { type: "button", id: "session-json", onclick: () => save("json", file(), "application/json") }, say("session.save.json")),
        el("button", { type: "button", id: "session-csv", onclick: () => save("csv", table(), "text/csv") }, say("session.save.csv")),
        session.voices.length || sure ? el("button", { type: "button", id: "session-new", onclick: renew }, say(sure ? "session.new.sure" : "session.new")) : null),
    );
    if (written) document.getElementById(written)?.focus();
  }

  function start() {
    load();
    MapBoards.add(board, document.getElementById("work"), { draw: () => draw(true) });
    MapState.listen(() => draw());
    window.addEventListener("storage", (event) => {
      if (event.key !== KEY) return;
      load();
      draw();
    });
  }

  return { start };
})();
