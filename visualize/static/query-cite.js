// How to cite an answer: the question or the text, the day, the edition of the data, and the address.
import { copy, data, lang, make, say } from "./query-words.js";

export function drawCitation(place, { answer, question, text, params, modified, address }) {
  const given = Object.entries(params).map(([name, value]) => `${name} = ${value}`).join(", ");
  const today = new Intl.DateTimeFormat(lang, { dateStyle: "long" }).format(new Date());
  const lines = [
    question && !modified ? `${say("cite.question")} ${question.title[lang]} (maillage ask ${question.name}${given ? ` ; ${given}` : ""})` : null,
    `${say("cite.data")} ${data.title}, ${say("cite.edition")} ${data.state}`,
    `${say("cite.asked")} ${today}`,
    `${say("cite.rows")} ${answer.cut ? "≥ " : ""}${answer.rows.length}`,
    `${say("cite.address")} ${address}`,
    "",
    say("cite.query"),
    text.trim(),
  ].filter((line) => line !== null);
  const block = make("pre", { tabIndex: 0 }, make("code", {}, lines.join("\n")));
  const button = make("button", { type: "button" }, say("copy"));
  button.addEventListener("click", async () => {
    await copy(block.textContent);
    button.textContent = say("copied");
  });
  place.replaceChildren(make("div", { className: "cite" }, block, button));
}
