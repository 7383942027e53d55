// The editor of SPARQL: CodeMirror with what the page knows of the ontology, in place of a plain text area.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, codeFolding, foldEffect, foldGutter, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightSpecialChars, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { completions } from "./editor/completions.js";

// Each colour has a contrast of at least 4.5 on the paper of the page.
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "#0b5cad", fontWeight: "600" },
  { tag: tags.variableName, color: "#7a4100" },
  { tag: [tags.namespace, tags.url, tags.typeName], color: "#0a6b4d" },
  { tag: [tags.string, tags.annotation], color: "#9c1c28" },
  { tag: [tags.integer, tags.float, tags.bool], color: "#6b2fa0" },
  { tag: tags.comment, color: "#5b667c", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { fontSize: ".9375rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace',
    lineHeight: "1.5",
  },
  ".cm-content": { padding: ".6rem 0" },
  ".cm-gutters": { background: "#f4f6fa", color: "#5b667c", borderRight: "1px solid #d9dee8" },
  ".cm-tooltip": { border: "1px solid #7b8699", borderRadius: "6px", background: "#fff", fontSize: ".875rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { maxHeight: "16rem", fontFamily: "inherit" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".3rem .6rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "#0b5cad", color: "#fff" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: ".85" },
  ".cm-completionInfo": { maxWidth: "22rem", padding: ".5rem .7rem" },
});

// A browser that types over coloured words keeps their colours in a style of its own, which the policy of the
// page refuses, aloud: so what is typed over a selection is written here.
const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    if (event.inputType !== "insertText" || !event.data || empty || view.composing) return false;
    const change = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    const taken = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, event.data, change));
    if (!taken) view.dispatch(change());
    event.preventDefault();
    return true;
  },
});

// A question opens with a long comment, which the page tells already: only its first line is shown.
function foldHeader(view) {
  const header = /^(#[^\n]*)(?:\n#[^\n]*){2,}/.exec(view.state.doc.toString());
  if (header) view.dispatch({ effects: foldEffect.of({ from: header[1].length, to: header[0].length }) });
}

// Puts an editor in `parent`; `vocabulary` is what completion offers, `words` are the page's sentences.
function create({ parent, text, nonce, label, words, vocabulary, onRun, onChange }) {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(nonce),
        keymap.of([{ key: "Mod-Enter", preventDefault: true, run: () => (onRun(), true) }]),
        lineNumbers(), history(), drawSelection(), highlightSpecialChars(), bracketMatching(), closeBrackets(),
        indentOnInput(), sparql(), syntaxHighlighting(colours), look, lintGutter(), EditorView.lineWrapping,
        codeFolding(), foldGutter(), typedOver,
        autocompletion({ override: [completions(vocabulary)], icons: false }),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        placeholder(words.placeholder),
        EditorState.phrases.of(words.phrases),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange();
        }),
      ],
    }),
  });

  foldHeader(view);

  return {
    get text() {
      return view.state.doc.toString();
    },
    set text(words) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: words }, selection: { anchor: 0 } });
      foldHeader(view);
      this.unmark();
    },
    // Shows a fault where the server met it; both count from 1.
    mark(line, column, message) {
      const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      const from = Math.min(at.from + Math.max(column, 1) - 1, at.to);
      const word = /^\S+/.exec(view.state.sliceDoc(from, at.to));
      const to = from + (word ? word[0].length : 0);
      const fault = { from: to > from ? from : Math.max(at.from, from - 1), to, severity: "error", message };
      view.dispatch(setDiagnostics(view.state, [fault]), {
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: "center" }),
      });
    },
    unmark() {
      view.dispatch(setDiagnostics(view.state, []));
    },
    focus() {
      view.focus();
    },
  };
}

globalThis.MaillageEditor = { create };
