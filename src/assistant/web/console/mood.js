/** How the shopper's mood went, message by message, as a small line. */
import { h } from "../dom.js";

const SVG = "http://www.w3.org/2000/svg";
const [WIDE, HIGH] = [240, 44];

/** @param {number[]} moods -1..1, oldest first */
export function mood(moods) {
  if (moods.length < 2) return null;
  const points = moods.map((value, index) => [8 + (index * (WIDE - 16)) / (moods.length - 1), 6 + ((1 - value) * (HIGH - 12)) / 2]);
  const [x, y] = points.at(-1);
  const svg = shape("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": words(moods), class: "mood" },
    shape("path", { class: "even", d: `M0 ${HIGH / 2}H${WIDE}` }),
    shape("path", { class: "went", d: `M${points.map(([px, py]) => `${px.toFixed(1)} ${py.toFixed(1)}`).join("L")}` }),
    shape("circle", { class: moods.at(-1) < 0 ? "low" : "high", cx: x, cy: y, r: 4 }));
  return h("figure", { class: "moods" }, svg, h("figcaption", {}, words(moods)));
}

function words(moods) {
  const [first, last] = [moods[0], moods.at(-1)];
  return `Mood over ${moods.length} messages: from ${named(first)} to ${named(last)}`;
}

function named(value) {
  if (value <= -0.4) return "upset";
  return value >= 0.4 ? "pleased" : "even";
}

function shape(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}
