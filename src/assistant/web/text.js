/** A small, safe part of Markdown: paragraphs, lists, tables, bold, links. Everything else stays as it was written. */
import { h } from "./dom.js";

const BULLET = /^\s*[-*•]\s+/;
const NUMBER = /^\s*\d{1,3}[.)]\s+/;
const TABLE_RULE = /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)+\|?\s*$/;
const HEADING = /^#{1,4}\s+/;
const INLINE = /\*\*([^*\n]+)\*\*|\[([^\]\n]+)\]\(([^()\s]+)\)|(https:\/\/[^\s<>()"']*[^\s<>()"'.,;:!?])/g;

/** A link where the address may be followed, else the bare words. @param {import("./places.js").Places} places */
export function link(words, address, places, attributes = {}) {
  const href = places.link(address);
  if (href === null) return h("span", attributes, words);
  return h("a", { ...attributes, href, target: "_blank", rel: "noopener noreferrer" }, words);
}

/** @returns {HTMLElement[]} one element a block */
export function blocks(text, places) {
  const found = [];
  for (const chunk of text.replaceAll("\r\n", "\n").split(/\n\s*\n/)) {
    const lines = chunk.split("\n").filter((line) => line.trim() !== "");
    while (lines.length) found.push(takeBlock(lines, places));
  }
  return found;
}

/** Shows this text in the holder. What stands there already is left alone, so that it is not read out again. */
export function show(holder, text, places) {
  grow(holder, h("div", {}, ...blocks(text, places)));
}

const GROWING = new Set(["P", "UL", "OL", "LI", "STRONG", "TABLE", "TBODY"]);

function grow(have, want) {
  have.normalize();
  const held = [...have.childNodes];
  const wanted = [...want.childNodes];
  wanted.forEach((node, index) => {
    if (index < held.length) growNode(held[index], node);
    else have.append(node);
  });
  for (const extra of held.slice(wanted.length)) extra.remove();
}

function growNode(held, wanted) {
  if (held.isEqualNode(wanted)) return;
  const grown = held.nodeType === Node.TEXT_NODE && wanted.nodeType === Node.TEXT_NODE && wanted.data.startsWith(held.data);
  if (grown) held.after(wanted.data.slice(held.data.length));
  else if (held.nodeName === wanted.nodeName && GROWING.has(held.nodeName)) grow(held, wanted);
  else held.replaceWith(wanted);
}

function takeBlock(lines, places) {
  if (lines.length > 1 && lines[0].includes("|") && TABLE_RULE.test(lines[1])) return takeTable(lines, places);
  if (BULLET.test(lines[0])) return takeList("ul", BULLET, lines, places);
  if (NUMBER.test(lines[0])) return takeList("ol", NUMBER, lines, places);
  return takeParagraph(lines, places);
}

function takeList(tag, mark, lines, places) {
  const first = tag === "ol" ? Number.parseInt(lines[0], 10) : 1;
  const list = h(tag, first > 1 ? { start: first } : {});
  while (lines.length && mark.test(lines[0])) {
    list.append(h("li", {}, ...inline(lines.shift().replace(mark, ""), places)));
  }
  return list;
}

function takeParagraph(lines, places) {
  if (HEADING.test(lines[0])) return h("p", {}, h("strong", {}, ...inline(lines.shift().replace(HEADING, ""), places)));
  const paragraph = h("p");
  do {
    if (paragraph.hasChildNodes()) paragraph.append(h("br"));
    paragraph.append(...inline(lines.shift().trim(), places));
  } while (lines.length && !BULLET.test(lines[0]) && !NUMBER.test(lines[0]) && !HEADING.test(lines[0]));
  return paragraph;
}

function takeTable(lines, places) {
  const head = cells(lines.shift());
  lines.shift();
  const body = h("tbody");
  while (lines.length && lines[0].includes("|")) {
    const [name, ...values] = cells(lines.shift());
    const row = h("tr", {}, h("th", { scope: "row" }, ...inline(name ?? "", places)));
    row.append(...values.map((value) => h("td", {}, ...inline(value, places))));
    body.append(row);
  }
  const titles = head.map((title) => h("th", { scope: "col" }, ...inline(title, places)));
  return h("div", { class: "table", tabindex: 0, role: "group", "aria-label": "Comparison" },
    h("table", {}, h("thead", {}, h("tr", {}, ...titles)), body));
}

function cells(line) {
  return line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
}

function inline(text, places) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, bold, words, address, bare] = match;
    if (match.index > from) nodes.push(text.slice(from, match.index));
    if (bold !== undefined) nodes.push(h("strong", {}, ...inline(bold, places)));
    else nodes.push(link(words ?? bare, address ?? bare, places));
    from = match.index + whole.length;
  }
  if (from < text.length) nodes.push(text.slice(from));
  return nodes;
}
