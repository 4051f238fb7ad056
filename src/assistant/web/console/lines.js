/** One line of a chat, as whoever wrote it is called. All of it is text; only the assistant's has its small Markdown. */
import { h, icon, unseen } from "../dom.js";
import { orderCard, receiptBox } from "../orders.js";
import { blocks, link } from "../text.js";
import { timeOfDay } from "./clock.js";
import { button } from "./forms.js";
import { mark } from "./icons.js";

const SPEAKERS = { shopper: "Shopper", assistant: "Assistant" };

/** What tells one line from every other; a turn has two of the same id. */
export function keyOf(line) {
  return `${line.who} ${line.id || line.at}`;
}

/** @param {object} line @param {import("../places.js").Places} places @param {Element[]} lessons buttons beside its head */
export function lineElement(line, places, lessons = []) {
  const words = line.who === "assistant" ? blocks(line.text, places) : [line.text];
  return h("article", { class: `said ${line.who}` }, head(line, lessons),
    line.text && h("div", { class: "words" }, ...words), ...attached(line, places));
}

function head(line, lessons) {
  const who = line.who === "note" ? [mark("note"), `Note by ${line.name}`] : [SPEAKERS[line.who] ?? line.name];
  return h("p", { class: "speaker" }, h("strong", {}, ...who),
    line.who === "assistant" && h("span", { class: "chip" }, "AI"),
    line.who === "note" && h("span", {}, "only your team sees it"),
    h("time", { datetime: line.at }, timeOfDay(line.at)), ...lessons);
}

function attached(line, places) {
  return [
    line.cards?.length > 0 && h("ul", { class: "shown", "aria-label": "Products shown" }, ...line.cards.map((card) =>
      h("li", {}, link(card.title, card.url, places), h("span", { class: "figure" }, card.price.text)))),
    line.citations?.length > 0 && h("p", { class: "from" }, "From ", ...separated(line.citations.map((source) => link(source.title, source.url, places)))),
    ...(line.orders ?? []).map(orderCard),
    line.receipt && receiptBox(line.receipt),
    line.checkout && h("p", { class: "from" }, `Checkout: ${line.checkout.state}${line.checkout.number ? `, ${line.checkout.number}` : ""}`),
  ];
}

function separated(links) {
  return links.flatMap((one, index) => (index ? [", ", one] : [one]));
}

/** What is on its way, or could not go. */
export function pendingElement(line, { again, drop }) {
  const note = line.kind === "notes";
  const state = line.refused || line.held;
  return h("article", { class: `said ${note ? "note" : "staff"} pending` },
    h("p", { class: "speaker" }, h("strong", {}, note ? "Note" : "You"), h("span", {}, state ? "Not sent yet" : "Sending …")),
    h("div", { class: "words" }, line.text),
    state && h("div", { class: "unsent", role: "alert" },
      h("p", {}, line.refused || `${line.held} It goes out by itself.`),
      line.refused && button("secondary", [icon("again"), "Try again"], again),
      button("secondary", "Take back", drop)));
}

export function eventElement(words, at) {
  return h("p", { class: "event" }, h("span", {}, words, " ", h("time", { datetime: at }, timeOfDay(at))));
}

export function dayElement(words) {
  return h("p", { class: "day" }, unseen("Written on "), words);
}
