// The text of the query: the bundled editor where the package has it, the plain text area elsewhere.
import { json } from "./query-server.js";
import { lang, say } from "./query-words.js";

export async function openEditor({ onRun, onChange }) {
  const area = document.getElementById("query");
  const script = document.getElementById("editor-script");
  const label = document.getElementById("query-label").textContent;
  if (!globalThis.MaillageEditor || !script) return plainEditor(area, { onRun, onChange });
  const empty = { prefixes: {}, terms: [], concepts: [] };
  const vocabulary = await json(`/vocabulary.json?lang=${lang}`).catch(() => empty);
  const editor = globalThis.MaillageEditor.create({
    parent: document.getElementById("editor"),
    text: area.value,
    nonce: script.nonce,
    label,
    vocabulary,
    words: { placeholder: say("placeholder"), phrases: { Completions: say("completions"), Diagnostics: say("diagnostics") } },
    onRun,
    onChange,
  });
  area.hidden = true;
  document.getElementById("query-label").addEventListener("click", () => editor.focus());
  return editor;
}

function plainEditor(area, { onRun, onChange }) {
  area.addEventListener("input", onChange);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onRun();
    }
  });
  return {
    get text() {
      return area.value;
    },
    set text(words) {
      area.value = words;
      area.setSelectionRange(0, 0);
      area.scrollTop = 0;
      this.unmark();
    },
    mark(line, column) {
      const before = area.value.split("\n").slice(0, line - 1).join("\n");
      const at = Math.min(before.length + Number(line > 1) + column - 1, area.value.length);
      area.setAttribute("aria-invalid", "true");
      area.focus();
      area.setSelectionRange(at, Math.min(at + 1, area.value.length));
    },
    unmark() {
      area.removeAttribute("aria-invalid");
    },
    focus() {
      area.focus();
    },
  };
}
