// What the editor offers while one types: prefixes, terms of the ontology, concepts, variables, keywords.
const KEYWORDS = (
  "SELECT CONSTRUCT ASK DESCRIBE WHERE PREFIX DISTINCT OPTIONAL UNION MINUS GRAPH FILTER BIND VALUES AS "
  + "GROUP BY HAVING ORDER BY ASC DESC LIMIT OFFSET EXISTS NOT EXISTS IN "
  + "COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IRI IF COALESCE "
  + "REGEX CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLEN SUBSTR REPLACE CONCAT UCASE LCASE "
  + "YEAR MONTH DAY NOW ABS CEIL FLOOR ROUND isIRI isBLANK isLITERAL isNUMERIC"
).split(" ");
const keywords = [...new Set(KEYWORDS)].map((label) => ({ label, type: "keyword", boost: -1 }));

const declared = (text) => new Map([...text.matchAll(/\bPREFIX\s+([\w-]*):\s*<([^>\s]*)>/gi)].map((found) => [found[1], found[2]]));

// Writes a term, and declares its prefix at the top of the query when it is not yet.
function withPrefix(prefix, namespace) {
  return (view, completion, from, to) => {
    const changes = [{ from, to, insert: completion.label }];
    let shift = 0;
    if (!declared(view.state.doc.toString()).has(prefix)) {
      const insert = `PREFIX ${prefix}: <${namespace}>\n`;
      const first = /^(?:[ \t]*(?:#[^\n]*)?\n)*/.exec(view.state.doc.toString())[0].length;
      const at = Math.min(first, from);
      changes.unshift({ from: at, insert });
      shift = insert.length;
    }
    view.dispatch({ changes, selection: { anchor: from + shift + completion.label.length }, userEvent: "input.complete" });
  };
}

export function completions({ prefixes, terms, concepts }) {
  const termOptions = terms.map(({ prefix, name, label, definition }) => ({
    label: `${prefix}:${name}`,
    detail: label,
    info: definition || undefined,
    type: "class",
    apply: withPrefix(prefix, prefixes[prefix]),
  }));
  const prefixOptions = Object.entries(prefixes).map(([prefix, namespace]) => ({
    label: `${prefix}:`,
    detail: namespace,
    type: "namespace",
    boost: 1,
    apply: withPrefix(prefix, namespace),
  }));
  const declarations = Object.entries(prefixes).map(([prefix, namespace]) => ({
    label: `${prefix}: <${namespace}>`,
    type: "namespace",
  }));
  const iris = concepts.map(({ iri, label, scheme }) => ({ label: `<${iri}>`, displayLabel: `${label} (${scheme})`, type: "constant" }));

  return (context) => {
    const comment = context.matchBefore(/(?:^|\s)#[^\n]*/);
    if (comment && !/<[^>]*$/.test(comment.text)) return null;
    const declaration = context.matchBefore(/\bPREFIX\s+[\w-]*:?/i);
    if (declaration) {
      const from = declaration.from + /^PREFIX\s+/i.exec(declaration.text)[0].length;
      return { from, options: declarations, validFor: /^[\w-]*:?$/ };
    }
    const iri = context.matchBefore(/<[^<>\s]*/);
    if (iri) return { from: iri.from, options: iris, filter: true };
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) {
      const names = new Set([...context.state.doc.toString().matchAll(/[?$](\w+)/g)].map((found) => `?${found[1]}`));
      names.delete(variable.text);
      return { from: variable.from, options: [...names].sort().map((label) => ({ label, type: "variable" })), validFor: /^\?\w*$/ };
    }
    const prefixed = context.matchBefore(/[A-Za-z][\w-]*:[\w-]*/);
    if (prefixed) {
      const start = prefixed.text.slice(0, prefixed.text.indexOf(":") + 1);
      const options = termOptions.filter(({ label }) => label.startsWith(start));
      return options.length ? { from: prefixed.from, options, validFor: /^[\w-]+:[\w-]*$/ } : null;
    }
    const word = context.matchBefore(/[A-Za-z_]\w*/);
    if (!word && !context.explicit) return null;
    return { from: word ? word.from : context.pos, options: [...prefixOptions, ...keywords, ...termOptions], validFor: /^\w*$/ };
  };
}
