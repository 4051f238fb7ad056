/** The conversation as it is read: bubbles, cards, sources, what is going on, and what went wrong. */
import { bill } from "./bill.js";
import { CardRow } from "./cards.js";
import { h, icon, unseen } from "./dom.js";
import { orderCard, Proposal, receiptBox } from "./orders.js";
import { Suggestion } from "./suggestion.js";
import { link, show } from "./text.js";

const SPEAKERS = { shopper: "You", assistant: "Assistant", staff: "Our team" };

export class Transcript {
  #places;
  #actions;
  #turn = null;
  #following = true;
  #proposal = null;

  /** @param {import("./places.js").Places} places @param {{ask: (text: string, confirms?: string) => unknown, add: (sku: string) => Promise<void>,
   *   checkOut: () => unknown, placed: (view: object) => HTMLElement}} actions */
  constructor(places, actions) {
    this.#places = places;
    this.#actions = { ...actions, proposed: (box) => { this.#proposal = box; } };
    const leave = () => { this.#following = false; };
    this.element = h("div", {
      class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions", "aria-label": "Conversation", tabindex: 0,
      onwheel: leave, ontouchmove: leave,
    });
  }

  clear() {
    this.element.replaceChildren();
    this.#proposal?.close("");
    this.#turn = this.#proposal = null;
  }

  /** @param {{text: string, suggestions: string[]}} greeting */
  greet(greeting, fresh) {
    const part = new Answer(this.#places, this.#actions, () => {});
    part.append(greeting.text);
    if (fresh) part.suggest(greeting.suggestions, "Questions to start with");
    part.rest();
    this.#newTurn("greeting").append(part.element);
  }

  shopper(text) {
    this.element.querySelectorAll(".passing").forEach((element) => element.remove());
    if (this.#proposal?.open) this.#proposal.close("You answered in your own words.");
    this.#proposal = null;
    this.#following = true;
    this.#newTurn().append(bubble({ who: "shopper" }, h("p", { class: "words" }, text)));
    this.#scroll();
  }

  answer() {
    const part = new Answer(this.#places, this.#actions, () => this.#scroll());
    part.begin();
    this.#turn.append(part.element);
    this.#scroll();
    return part;
  }

  /** One line of the history, as it was shown. */
  line({ who, name, text, ...shown }) {
    if (who === "shopper") return this.shopper(text);
    const part = new Answer(this.#places, this.#actions, () => {}, who, name);
    part.recover({ text, ...shown });
    (this.#turn ?? this.#newTurn()).append(part.element);
    this.#scroll();
  }

  /** What a person of the shop wrote, as it comes. */
  staff(name, text) {
    this.#following = true;
    this.line({ who: "staff", name, text });
  }

  /** A proposal that waits since before the page was loaded; its words are the last that were said. */
  waits(proposal) {
    const part = new Answer(this.#places, this.#actions, () => this.#scroll());
    part.confirm(proposal);
    (this.#turn ?? this.#newTurn()).append(part.element);
    this.#scroll();
  }

  /** A failure outside any turn, with a way on. */
  problem(problem, again) {
    const part = new Answer(this.#places, this.#actions, () => {});
    part.rest();
    part.problem(problem, () => { part.remove(); again(); });
    this.#newTurn().append(part.element);
    this.#following = true;
    this.#scroll();
  }

  #newTurn(kind = "") {
    this.#turn = h("div", { class: `turn ${kind}` });
    this.element.append(this.#turn);
    return this.#turn;
  }

  // Follow the answer, but never so far that its question leaves the top.
  #scroll() {
    if (!this.#following || !this.#turn) return;
    // In a very low window the whole room scrolls instead of the log.
    for (const scroller of [this.element, this.element.parentElement]) {
      const { scrollHeight, clientHeight } = scroller;
      scroller.scrollTo({ top: Math.min(scrollHeight - clientHeight, this.#turn.offsetTop - 12) });
    }
  }
}

/** The assistant's side of one turn. */
class Answer {
  #places;
  #actions;
  #changed;
  #text;
  #said = "";
  #progress;

  constructor(places, actions, changed, who = "assistant", name = "") {
    this.#places = places;
    this.#actions = actions;
    this.#changed = changed;
    this.#text = h("div", { class: "words" });
    this.#progress = h("p", { class: "progress", hidden: true }, h("span", {}), dots());
    this.element = bubble({ who, name }, this.#text, this.#progress);
  }

  /** Once more, in its own place. */
  begin() {
    this.element.querySelectorAll(".problem").forEach((element) => element.remove());
    this.#said = "";
    this.#text.replaceChildren();
    this.progress("Reading your message");
  }

  progress(text) {
    this.#progress.hidden = false;
    this.#progress.firstChild.textContent = text;
    this.#changed();
  }

  append(text) {
    this.#said += text;
    show(this.#text, this.#said, this.#places);
    this.#changed();
  }

  /** @param {object} reply the whole Reply */
  finish(reply) {
    if (reply.outcome === "with_person" && !reply.text) return this.remove();
    this.recover(reply);
    if (reply.model?.fallback) this.notice("Our usual model could not be asked, so the simpler offline one answered.");
    if (reply.confirmation) this.confirm(reply.confirmation);
    if (reply.recommendation) this.element.append(new Suggestion(reply.recommendation, this.#places, this.#actions.add).element);
    this.#narrow(reply.refinements ?? []);
    this.suggest(reply.suggestions ?? [], "You could ask next");
    this.#changed();
  }

  /** All that history keeps. The box of a proposal says its effect, so that the words need not. */
  recover({ text, cards, citations, orders, receipt, checkout, confirmation }) {
    this.rest();
    this.element.querySelectorAll(".problem").forEach((element) => element.remove());
    show(this.#text, confirmation ? text.replace(`${confirmation.effect}\n\n`, "") : text, this.#places);
    if (receipt) this.element.append(receiptBox(receipt));
    if (checkout) this.element.append(checkout.number ? this.#actions.placed(checkout) : this.#bill(checkout));
    for (const order of orders ?? []) this.element.append(orderCard(order));
    if (cards?.length) this.element.append(new CardRow(cards, this.#places, this.#actions.add).element);
    if (citations?.length) this.element.append(this.#sources(citations));
    this.#changed();
  }

  suggest(suggestions, label) {
    if (!suggestions.length) return;
    const chips = suggestions.map((words) =>
      h("li", {}, h("button", { type: "button", class: "chip", onclick: () => this.#actions.ask(words) }, words)));
    this.element.append(h("ul", { class: "chips passing", "aria-label": label }, ...chips));
  }

  notice(text) {
    this.element.append(h("p", { class: "notice" }, text));
  }

  problem(problem, again) {
    const retry = h("button", { type: "button", class: "retry", onclick: () => again() }, icon("again"), "Try again");
    if (problem.wait) holdBack(retry, problem.wait);
    this.element.append(h("div", { class: "problem", role: "alert" }, h("p", {}, problem.message), problem.retry && retry));
    this.#changed();
  }

  /** Nothing is going on any more. */
  rest() {
    this.#progress.hidden = true;
  }

  remove() {
    this.element.remove();
  }

  /** With its question: both were shown before. */
  removeTurn() {
    this.element.closest(".turn").remove();
  }

  /** A row for each field that splits what was found. */
  #narrow(refinements) {
    const fields = new Map();
    for (const one of refinements) fields.set(one.field, [...(fields.get(one.field) ?? []), one]);
    if (!fields.size) return;
    const rows = [...fields].map(([field, values]) => h("div", { role: "group", "aria-label": `Narrow by ${field}` },
      h("span", {}, field),
      ...values.map(({ value, count, message }) => h("button", {
        type: "button", class: "chip", "aria-label": `${value}, ${count} found`, onclick: () => this.#actions.ask(message),
      }, value, h("small", {}, String(count))))));
    this.element.append(h("div", { class: "narrow passing" }, ...rows));
  }

  /** The box that asks for a yes. */
  confirm(proposal) {
    const box = new Proposal(proposal, {
      yes: () => this.#actions.ask("Yes, do it", proposal.id),
      no: () => this.#actions.ask("No, leave it"),
    });
    this.element.append(box.element);
    this.#actions.proposed(box);
  }

  #bill(checkout) {
    const hints = checkout.hints.map((hint) => h("p", { class: "hint" }, hint));
    const open = h("button", { type: "button", class: "secondary", onclick: () => this.#actions.checkOut() }, "Open the checkout");
    return h("section", { class: "order", "aria-label": "Checkout" }, h("h3", {}, "Checkout"), bill(checkout), ...hints,
      h("div", { class: "choices" }, open));
  }

  #sources(citations) {
    const items = citations.map(({ title, url, quote }) =>
      h("li", {}, link(title, url, this.#places, { class: "source" }), quote && h("blockquote", {}, quote)));
    return h("div", { class: "sources" }, h("h3", {}, icon("page"), items.length > 1 ? "Sources" : "Source"), h("ul", {}, ...items));
  }
}

function bubble({ who, name }, ...children) {
  const team = name ? `${name}, a person from our team` : SPEAKERS.staff;
  const speaker = who === "staff" ? h("p", { class: "speaker" }, team) : unseen(`${SPEAKERS[who]}: `);
  return h("div", { class: `message ${who}` }, speaker, ...children);
}

function dots() {
  return h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
}

function holdBack(button, seconds) {
  button.disabled = true;
  setTimeout(() => { button.disabled = false; }, seconds * 1000);
}
