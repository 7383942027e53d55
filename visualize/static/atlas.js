// What a script adds to a page that is whole without one: sorting and filtering of tables, copying of a query.
"use strict";
(() => {
  const say = JSON.parse(document.getElementById("atlas-data").textContent);
  const live = document.getElementById("atlas-live");
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  function make(tag, properties, ...inside) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside);
    return element;
  }

  function key(row, place) {
    const cell = row.cells[place];
    return cell.dataset.sort ?? cell.textContent.trim();
  }

  function compare(one, other) {
    if (!one || !other || one === "—" || other === "—") return Number(!one || one === "—") - Number(!other || other === "—");
    const difference = Number(one) - Number(other);
    return Number.isNaN(difference) ? order.compare(one, other) : difference;
  }

  function sortBy(table, header, place) {
    const down = header.getAttribute("aria-sort") === "ascending";
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    const rows = [...body.rows].sort((a, b) => compare(key(a, place), key(b, place)) * (down ? -1 : 1));
    body.append(...rows);
    live.textContent = `${header.textContent.trim()} : ${down ? say.descending : say.ascending}`;
  }

  function sortable(table) {
    [...table.tHead.rows[0].cells].forEach((header, place) => {
      const button = make("button", { type: "button", title: say.sort }, ...header.childNodes);
      button.addEventListener("click", () => sortBy(table, header, place));
      header.append(button);
    });
  }

  function filterable(table, number) {
    const rows = [...table.tBodies[0].rows].map((row) => [row, plain(row.textContent)]);
    const input = make("input", { type: "search", id: `filter-${number}`, autocomplete: "off" });
    const told = make("span", { className: "number" });
    const label = make("label", { htmlFor: input.id }, say.filter);
    input.addEventListener("input", () => {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      let count = 0;
      for (const [row, text] of rows) {
        row.hidden = !words.every((word) => text.includes(word));
        count += Number(!row.hidden);
      }
      told.textContent = words.length ? say.filtered.replace("{count}", count).replace("{total}", rows.length) : "";
      live.textContent = told.textContent;
    });
    table.closest(".scroll").before(make("div", { className: "tools" }, label, input, told));
  }

  function copyable(block) {
    const button = make("button", { type: "button" }, say.copy);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(block.textContent);
      } catch {
        getSelection().selectAllChildren(block);
        document.execCommand("copy");
      }
      button.textContent = live.textContent = say.copied;
    });
    block.after(button);
  }

  document.querySelector(".top [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  document.querySelectorAll("table[data-rows]").forEach((table, number) => {
    if (Number(table.dataset.rows) > 2) sortable(table);
    if (Number(table.dataset.rows) > 10) filterable(table, number);
  });
  document.querySelectorAll("[data-copy]").forEach(copyable);
})();
