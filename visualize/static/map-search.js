"use strict";
// Search by name with suggestions: a combobox as the ARIA practices describe it.
const MapSearch = (() => {
  const { search, say, kindOf } = MapModel;
  const { el } = MapDetails;
  const input = document.getElementById("query");
  const list = document.getElementById("hits");
  let hits = [];
  let active = -1;

  function open() {
    hits = [...MapScene.found(input.value), ...search(input.value)].slice(0, 8);
    active = hits.length ? 0 : -1;
    const none = el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("no-hit"));
    list.replaceChildren(...(hits.length ? hits.map(option) : [none]));
    const shown = input.value.trim() !== "";
    list.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
    mark();
    if (shown) MapPage.announce(say("hits.count", { count: hits.length }));
  }

  function option({ node, as }, i) {
    const under = as ? `${kindOf(node)} · ${say("also", { value: say("quoted", { name: as }) })}` : kindOf(node);
    const line = el("li", { role: "option", id: `hit-${i}` }, MapPaint.icon(node.style), el("span", {}, node.card.name, el("small", {}, under)));
    line.addEventListener("mousedown", (event) => event.preventDefault());
    line.addEventListener("click", () => choose(i));
    return line;
  }

  function mark() {
    [...list.children].forEach((line, i) => line.setAttribute("aria-selected", String(i === active)));
    if (active < 0 || list.hidden) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", `hit-${active}`);
      list.children[active].scrollIntoView({ block: "nearest" });
    }
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(i) {
    const { node } = hits[i];
    input.value = node.card.name;
    close();
    MapPage.pick(node, { reveal: true });
  }

  function start() {
    input.addEventListener("input", open);
    input.addEventListener("focus", () => input.select());
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && hits.length) {
        if (list.hidden) open();
        else active = (active + step + hits.length) % hits.length;
        mark();
        event.preventDefault();
      } else if (event.key === "Enter" && !list.hidden && active >= 0) {
        choose(active);
        event.preventDefault();
      } else if (event.key === "Escape" && !list.hidden) {
        close();
        event.preventDefault();
        event.stopPropagation();
      }
    });
  }

  function empty() {
    input.value = "";
    close();
  }

  return { start, empty };
})();
