/** What was said, oldest first. It grows in place: what stands is never drawn again, and nothing stands twice. */
import { h, icon } from "../dom.js";
import { dayOf } from "./clock.js";
import { button } from "./forms.js";
import { dayElement, eventElement, keyOf, lineElement, pendingElement } from "./lines.js";
import { reasonWords } from "./words.js";

const NEAR_PX = 80;

export class Log {
  #places;
  #hear;
  #shown = new Map();
  #atEnd = true;
  #pending = h("div", { class: "outbox" });
  #lines = h("div", { class: "lines" });
  #presence = h("p", { class: "presence", role: "status" });
  #down;

  /** @param {import("../places.js").Places} places @param {{again: (id: string) => void, drop: (id: string) => void, lessons: (line: object, chat: object) => Element[]}} hear */
  constructor(places, hear) {
    this.#places = places;
    this.#hear = hear;
    this.#down = button("secondary down", [icon("back"), "New messages"], () => this.toEnd(), { hidden: true });
    this.scroller = h("div", { class: "log", role: "log", "aria-label": "Conversation", tabindex: 0, onscroll: () => this.#scrolled() },
      this.#lines, this.#pending);
    new ResizeObserver(() => this.#atEnd && this.toEnd()).observe(this.scroller);
    this.element = h("div", { class: "logs" }, this.scroller, this.#down, this.#presence);
  }

  clear() {
    this.#shown.clear();
    this.#lines.replaceChildren();
    this.#pending.replaceChildren();
    this.presence("");
    this.#seen();
  }

  /** @param {object} chat as the API tells it @param {object[]} acknowledged lines that it may not know yet */
  show(chat, acknowledged) {
    const first = this.#shown.size === 0;
    const near = first || this.#atEnd;
    // A whole chat that is opened is not read out; what comes to it is.
    this.scroller.setAttribute("aria-live", first ? "off" : "polite");
    const before = this.#shown.size;
    this.#draw(told(chat, acknowledged, this.#hear.lessons));
    if (near) this.toEnd();
    else if (this.#shown.size > before) this.#down.hidden = false;
  }

  pending(lines) {
    this.#pending.replaceChildren(...lines.map((line) => pendingElement(line, {
      again: () => this.#hear.again(line.id), drop: () => this.#hear.drop(line.id),
    })));
    if (lines.length) this.toEnd();
  }

  presence(words) {
    if (this.#presence.textContent !== words) this.#presence.textContent = words;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#atEnd = true;
    this.#seen();
  }

  #near() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_PX;
  }

  #scrolled() {
    this.#atEnd = this.#near();
    if (this.#atEnd) this.#seen();
  }

  #seen() {
    this.#down.hidden = true;
  }

  #draw(items) {
    let at = this.#lines.firstChild;
    const wanted = new Map();
    for (const { key, same, draw } of items) {
      const kept = this.#shown.get(key);
      const element = kept?.same === same ? kept.element : draw(this.#places);
      wanted.set(key, { same, element });
      if (element === at) at = at.nextSibling;
      else this.#lines.insertBefore(element, at);
    }
    for (const [key, { element }] of this.#shown) if (wanted.get(key)?.element !== element) element.remove();
    this.#shown = wanted;
  }
}

/** Lines, days and what happened to the chat, each with its own key. */
function told(chat, acknowledged, lessons) {
  const known = new Set(chat.lines.map(keyOf));
  const late = acknowledged.filter((line) => !known.has(keyOf(line)));
  const items = [...chat.lines, ...late].map((line) => ({
    at: line.at, key: keyOf(line), same: JSON.stringify([line, chat.cases.includes(line.id)]),
    draw: (places) => lineElement(line, places, lessons(line, chat)),
  }));
  for (const [words, at] of happened(chat)) {
    items.push({ at, key: `event ${at} ${words}`, same: "", draw: () => eventElement(words, at) });
  }
  items.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return withDays(items);
}

function withDays(items) {
  let day = "";
  return items.flatMap((item) => {
    const of = dayOf(item.at);
    if (of === day) return [item];
    day = of;
    return [{ key: `day ${of}`, same: "", draw: () => dayElement(of) }, item];
  });
}

function happened({ handoff, rating }) {
  if (!handoff) return [];
  const name = handoff.owner_name;
  return [
    handoff.reason !== "staff stepped in" && [`A person was called: ${reasonWords(handoff.reason).toLowerCase()}`, handoff.opened_at],
    handoff.taken_at && [`${name || "Somebody"} took the chat`, handoff.taken_at],
    handoff.ended_at && [handoff.status === "closed" ? `${name} closed the chat` : `${name || "Somebody"} handed it back to the assistant`, handoff.ended_at],
    rating && handoff.ended_at && [`The shopper rated it ${rating.stars} of 5${rating.word ? `: “${rating.word}”` : ""}`, handoff.ended_at],
  ].filter(Boolean);
}
