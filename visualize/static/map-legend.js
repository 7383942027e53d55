"use strict";
// The legend is the filters: a line per type and per kind of link; statuses; and the size of symbols.
const MapLegend = (() => {
  const { data, nodes, links, edges, say, number } = MapModel;
  const { el } = MapDetails;
  const STATUSES = Object.keys(data.dashes);
  const relations = new Map();
  for (const edge of edges) {
    for (const i of edge.links) {
      const { label } = links[i];
      if (!relations.has(label)) relations.set(label, { shown: true, count: 0, color: edge.color, width: edge.width });
      const relation = relations.get(label);
      relation.count += 1;
      if (edge.links.length === 1) Object.assign(relation, { color: edge.color, width: edge.width });
    }
  }

  function stroke(color, width, dashes = []) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 38 12");
    svg.setAttribute("class", "stroke");
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("d", "M1 6L37 6");
    line.setAttribute("stroke", color);
    line.setAttribute("stroke-width", width);
    line.setAttribute("stroke-dasharray", dashes.join(" "));
    svg.append(line);
    return svg;
  }

  function check(words, count, picture, checked, change) {
    const box = el("input", { type: "checkbox" });
    box.checked = checked;
    box.addEventListener("change", () => change(box.checked));
    return el("li", {}, el("label", {}, box, picture, el("span", {}, words), el("span", { class: "count" }, String(count))));
  }

  let told = () => {};
  function draw(change) {
    told = change;
    const one = (style) => check(style.label, style.count, MapPaint.icon(style), style.shown, (on) => {
      style.shown = on;
      whole();
      change(say(on ? "shown" : "hidden", { label: style.label }));
    });
    const structures = data.styles.filter((style) => style.kind === "Structure");
    const others = data.styles.filter((style) => style.kind !== "Structure");
    const types = document.getElementById("types");
    types.replaceChildren(...others.map(one));
    let whole = () => {};
    if (structures.length === 1) types.append(one(structures[0]));
    else if (structures.length) {
      const count = structures.reduce((sum, style) => sum + style.count, 0);
      const line = check(structures[0].kindsLabel, count, "", true, (on) => {
        for (const style of structures) style.shown = on;
        for (const box of line.querySelectorAll("ul input")) box.checked = on;
        change(say(on ? "shown" : "hidden", { label: structures[0].kindsLabel }));
      });
      line.className = "whole";
      const box = line.querySelector("input");
      whole = () => {
        box.checked = structures.some((style) => style.shown);
        box.indeterminate = box.checked && !structures.every((style) => style.shown);
      };
      whole();
      line.append(el("ul", {}, ...structures.map(one)));
      types.append(line);
    }
    document.getElementById("relations").replaceChildren(...[...relations].sort((a, b) => b[1].count - a[1].count).map(([label, relation]) =>
      check(label || say("link"), relation.count, stroke(relation.color, relation.width), relation.shown, (on) => {
        relation.shown = on;
        change(say(on ? "shown" : "hidden", { label }));
      })));
    document.getElementById("statuses").replaceChildren(...STATUSES.filter((status) => status !== "proposed" || links.some((link) => link.status === status)).map((status) => {
      const count = links.filter((link) => link.status === status).length;
      return el("li", {}, stroke(MapPaint.INK, 2, data.dashes[status]), el("span", {}, say(`legend.${status}`)), el("span", { class: "count" }, String(count)));
    }));
    sizing();
  }

  let sizedBy = data.sizedBy; // the number of a measure, -1 for none
  function sizing() {
    const select = document.getElementById("measure");
    if (!data.measures.length) {
      document.getElementById("sizing").hidden = true;
      return;
    }
    select.replaceChildren(el("option", { value: "-1" }, say("size.equal")), ...data.measures.map((measure, i) => el("option", { value: i }, measure.label)));
    select.value = String(sizedBy);
    select.onchange = () => size(Number(select.value));
    size(sizedBy);
  }

  function size(choice) {
    sizedBy = choice;
    const [least, usual, most] = data.radii;
    const measure = data.measures[choice];
    const top = measure ? Math.max(0, ...nodes.map((node) => (node.style.boxed ? 0 : measure.scores[node.i] || 0))) : 0;
    const radius = (score) => (top > 0 ? least + (most - least) * Math.sqrt(Math.max(0, score || 0) / top) : usual);
    MapCanvas.resize((node) => (measure ? radius(measure.scores[node.i]) : usual));
    const steps = measure && top > 0 ? [0, top / 4, top] : [];
    document.getElementById("scale").replaceChildren(...steps.map((score) => {
      const side = 2 * radius(score);
      const disc = MapPaint.icon({ path: "M-1.2 0A1.2 1.2 0 1 1 1.2 0A1.2 1.2 0 1 1 -1.2 0Z", fill: MapPaint.PAPER }, side);
      disc.setAttribute("class", "disc");
      return el("div", {}, disc, number(score));
    }));
    if (measure) document.getElementById("scale").append(el("p", {}, say("size.note")));
  }

  // Names of what is hidden beyond what the page hides when it opens, and of what it shows besides ("+").
  const opening = new Map(data.styles.map((style) => [MapState.typeKey(style), style.shown]));
  function hidden() {
    const types = data.styles.filter((style) => style.shown !== opening.get(MapState.typeKey(style))).map((style) => `${style.shown ? "+" : "-"}${MapState.typeKey(style)}`);
    return [...types, ...[...relations].filter(([, relation]) => !relation.shown).map(([label]) => `~${label}`)];
  }

  // The same, once a type is shown.
  function hiddenBut(style) {
    style.shown = true;
    const names = hidden();
    style.shown = false;
    return names;
  }

  // Show and hide what `hidden` named; the boxes follow.
  function hide(names) {
    const before = hidden().sort().join();
    for (const style of data.styles) {
      const key = MapState.typeKey(style);
      style.shown = names.includes(`+${key}`) || (opening.get(key) && !names.includes(`-${key}`));
    }
    for (const [label, relation] of relations) relation.shown = !names.includes(`~${label}`);
    if (hidden().sort().join() !== before || !document.getElementById("types").childElementCount) draw(told);
  }

  const seen = (node) => node.style.shown;
  const linked = (i) => relations.get(links[i].label).shown;
  const drawn = (edge) => edge.links.some(linked);
  return { draw, stroke, seen, linked, drawn, hidden, hiddenBut, hide };
})();
