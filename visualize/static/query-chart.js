// An answer as bars: a column of words, a column of numbers, one bar a row, in plain SVG.
import { draw, figure, make, save, say } from "./query-words.js";
import { drawnColumns, isNumber, wordsOf } from "./query-table.js";

const MOST = 60; // bars
const ROW = 46;
const STYLE = "text{font:14px sans-serif;fill:#16213a}.figure{fill:#4a566e}rect{fill:#0b5cad}rect.below{fill:#b8740a}line{stroke:#7b8699}";

export function drawChart(place, answer, caption) {
  const columns = drawnColumns(answer);
  const values = columns.filter((column) => column.number);
  const labels = columns.filter((column) => !column.number && !column.cited && !column.status);
  if (!values.length || !labels.length) {
    place.replaceChildren(make("p", { className: "empty" }, say("chart.none")));
    return;
  }
  const chosen = { label: labels[0], value: values[0] };
  const drawing = make("div");
  const told = make("p", { className: "silent" });
  const keep = make("button", { type: "button" }, say("chart.save"));
  keep.addEventListener("click", () => {
    const copy = drawing.firstChild.cloneNode(true);
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.prepend(draw("style", {}, STYLE));
    save(new XMLSerializer().serializeToString(copy), "image/svg+xml", "maillage.svg");
  });

  function pick(name, words, list) {
    const select = make("select", {}, ...list.map((column, i) => make("option", { value: i }, column.header)));
    select.addEventListener("change", () => {
      chosen[name] = list[Number(select.value)];
      fill();
    });
    return make("label", {}, words, select);
  }

  function fill() {
    const rows = answer.rows.filter((row) => isNumber(row[chosen.value.name]));
    told.textContent = rows.length > MOST ? say("chart.shown", { count: MOST, total: rows.length }) : "";
    drawing.replaceChildren(bars(rows.slice(0, MOST), chosen, drawing.clientWidth || place.clientWidth || 640, caption));
  }

  place.replaceChildren(
    make("div", { className: "pick" }, pick("label", say("chart.label"), labels), pick("value", say("chart.value"), values)),
    drawing, told, keep,
  );
  fill();
  let width = drawing.clientWidth;
  new ResizeObserver(() => {
    if (drawing.clientWidth && drawing.clientWidth !== width) {
      width = drawing.clientWidth;
      fill();
    }
  }).observe(drawing);
}

function bars(rows, { label, value }, width, caption) {
  const numbers = rows.map((row) => Number(row[value.name].value));
  const low = Math.min(0, ...numbers);
  const span = Math.max(0, ...numbers) - low || 1;
  const room = Math.max(width - 90, 60); // figures stand at the end of the bars
  const at = (number) => ((number - low) / span) * room;
  const height = rows.length * ROW + 8;
  const svg = draw("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, width, height, role: "img" });
  svg.append(draw("title", {}, `${caption} : ${value.header}`));
  rows.forEach((row, i) => {
    const number = numbers[i];
    const top = i * ROW;
    const words = wordsOf(row, label) || "—";
    const letters = Math.floor(width / 7.6);
    const name = draw("text", { x: 0, y: top + 16 }, words.length > letters ? `${words.slice(0, letters - 1)}…` : words);
    name.append(draw("title", {}, words));
    const bar = { x: Math.min(at(number), at(0)), y: top + 22, width: Math.max(Math.abs(at(number) - at(0)), 1), height: 14, rx: 2 };
    svg.append(
      name,
      draw("rect", number < 0 ? { ...bar, class: "below" } : bar),
      draw("text", { class: "figure", x: Math.max(at(number), at(0)) + 6, y: top + 34 }, figure(number)),
    );
  });
  if (low < 0) svg.append(draw("line", { x1: at(0), x2: at(0), y1: 0, y2: height }));
  return svg;
}
