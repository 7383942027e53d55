"use strict";
// What is said of a node or a link, in the side panel and in the list: text nodes only, never markup.
const MapDetails = (() => {
  const { data, nodes, links, say, number, kindOf } = MapModel;
  const panel = document.getElementById("details");
  const TOLD = 100; // links of one kind in the panel, before a button shows more

  // An element with attributes and children; strings become text.
  function el(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "onclick") element.addEventListener("click", value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }

  function badge(status) {
    return status === "stated" ? null : el("span", { class: `status ${status}` }, say(`status.${status}`));
  }

  function note(words) {
    return words ? el("p", { class: "note" }, words) : null;
  }

  function citation(source) {
    if (!source) return null;
    const [document_, locator] = source;
    const words = locator ? `${data.documents[document_]}, ${locator}` : data.documents[document_];
    return el("p", { class: "citation" }, say("source", { value: words }));
  }

  function reasons(link) {
    if (!link.reasons.length) return el("p", { class: "citation" }, say("no-reason"));
    return el("ul", { class: "reasons" }, ...link.reasons.map((reason) =>
      el("li", {}, reason.text, reason.text && reason.status !== "stated" ? " " : null, badge(reason.status), note(reason.note), citation(reason.source))));
  }

  function facts(card) {
    if (!card.facts.length) return null;
    return el("dl", { class: "facts" }, ...card.facts.flatMap((fact) => [
      el("dt", {}, fact.label),
      el("dd", {}, fact.value, fact.status === "stated" ? null : " ", badge(fact.status), note(fact.note)),
    ]));
  }

  function sources(card) {
    return card.sources.map((source) => citation(source));
  }

  function also(card) {
    return card.alt.length ? el("p", { class: "also" }, say("also", { value: card.alt.map((name) => say("quoted", { name })).join(", ") })) : null;
  }

  function go(node, pick) {
    return el("button", { type: "button", class: "go", onclick: () => pick(node) }, MapPaint.icon(node.style, 22, node.card.status), el("span", {}, node.card.name));
  }

  // Links of a node, gathered by what they say and which way they point.
  function groups(node) {
    const found = new Map();
    for (const i of node.links) {
      const link = links[i];
      const out = link.from === node.i;
      const key = `${out || !data.directed ? "out" : "in"} ${link.label}`;
      if (!found.has(key)) {
        const plain = out || !data.directed;
        const heading = !data.directed ? link.label : plain ? say("outgoing", { label: link.label }) : say("incoming", { label: link.label, name: node.lines.join(" ") });
        found.set(key, { heading, label: link.label, out: plain, members: [] });
      }
      found.get(key).members.push({ link, other: nodes[out ? link.to : link.from] });
    }
    return [...found.values()].sort((a, b) => a.members.length - b.members.length);
  }

  function opening(close, ...line) {
    return [
      el("button", { type: "button", class: "close", onclick: close }, say("close")),
      el("p", { class: "kind" }, ...line),
    ];
  }

  function scores(node) {
    const lines = data.measures.filter((measure) => measure.scores[node.i] !== null).flatMap((measure) => {
      const rank = 1 + measure.scores.filter((score) => score !== null && score > measure.scores[node.i]).length;
      return [el("dt", {}, measure.label), el("dd", {}, say("score", { value: number(measure.scores[node.i]), rank }))];
    });
    return lines.length ? [el("h3", {}, say("measures")), el("dl", { class: "facts" }, ...lines)] : [];
  }

  // Links of one kind, a hundred at a time: thousands would keep the panel from opening.
  function told(members, pick) {
    const list = el("ul", { class: "links" });
    const item = ({ link, other }) =>
      el("li", {}, go(other, pick), badge(link.status), other.seen ? null : el("p", { class: "citation" }, MapScene.why(other)), reasons(link));
    const more = el("button", { type: "button", class: "more", onclick: () => add().querySelector("button").focus() });
    function add() {
      const parts = members.slice(list.childElementCount, list.childElementCount + TOLD).map(item);
      list.append(...parts);
      const left = members.length - list.childElementCount;
      more.textContent = say("links.more", { count: left });
      more.hidden = left === 0;
      return parts[0];
    }
    add();
    return [list, more];
  }

  function showNode(node, { close, pick, tools = null }) {
    const { card } = node;
    panel.replaceChildren(
      ...opening(close, MapPaint.icon(node.style, 24, card.status), kindOf(node)),
      el("h2", {}, card.name),
      ...[tools, badge(card.status), note(card.note), also(card), facts(card), ...sources(card)].filter(Boolean),
      el("h3", {}, say("links.count", { count: node.links.length })),
      ...groups(node).flatMap(({ heading, members }) => [
        el("h4", {}, members.length > 1 ? `${heading} · ${members.length}` : heading),
        ...told(members, pick),
      ]),
      ...scores(node),
    );
    panel.hidden = false;
    panel.scrollTop = 0;
  }

  function showEdge(edge, { close, pick }) {
    const first = links[edge.links[0]];
    panel.replaceChildren(
      ...opening(close, say("link")),
      el("h2", {}, say("between", { name: nodes[first.from].card.name, other: nodes[first.to].card.name })),
      el("div", { class: "pair" }, go(nodes[first.from], pick), go(nodes[first.to], pick)),
      ...edge.links.flatMap((i) => [
        el("h3", {}, sentence(links[i])),
        el("div", {}, badge(links[i].status), reasons(links[i])),
      ]),
    );
    panel.hidden = false;
    panel.scrollTop = 0;
  }

  function sentence(link) {
    return say(data.directed ? "sentence" : "sentence.either", { name: nodes[link.from].card.name, label: link.label, other: nodes[link.to].card.name });
  }

  function hide() {
    panel.hidden = true;
    panel.replaceChildren();
  }

  return { el, opening, go, badge, note, citation, reasons, facts, sources, also, groups, sentence, showNode, showEdge, hide, panel };
})();
