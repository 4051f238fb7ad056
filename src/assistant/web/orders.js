/** After purchase: the order as a small card, the proposal that waits for a yes, and the receipt of what was done. */
import { h, icon, unseen } from "./dom.js";

const EXPIRED = "This offer has expired, and nothing was changed. Please ask again.";

/** @param {{number: string, status: string, placed: string, lines: object[], total: {text: string}}} order */
export function orderCard({ number, status, placed, lines, total }) {
  const rows = lines.map(({ title, options, quantity, total: sum }) =>
    h("li", {}, h("span", {}, quantity > 1 && `${quantity} × `, title, options && h("small", {}, options)), h("span", { class: "figure" }, sum.text)));
  return h("article", { class: "order", "aria-label": `Order ${number}` },
    h("div", { class: "top" }, h("h3", {}, `Order ${number}`), h("p", { class: "status" }, unseen("Status: "), status)),
    h("p", { class: "placed" }, `Placed ${placed}`),
    h("ul", {}, ...rows),
    h("p", { class: "whole" }, h("span", {}, "Total"), h("strong", { class: "figure" }, total.text)));
}

/** @param {{title: string, lines: string[], movements: object[]}} receipt */
export function receiptBox({ title, lines, movements }) {
  return h("section", { class: "receipt", "aria-label": "Receipt" },
    h("h3", {}, icon("check"), "Done: ", title), effectOf(lines, movements));
}

/** A proposal that is answered once, by its own buttons, while it lasts. */
export class Proposal {
  #buttons;
  #left;
  #ticking;
  #end;

  /**
   * @param {{title: string, lines: string[], movements: object[], effect: string, expires_at: string}} proposal
   * @param {{yes: () => Promise<boolean>, no: () => Promise<boolean>}} answers false where it could not be sent
   */
  constructor({ title, lines, movements, effect, expires_at: expires }, { yes, no }) {
    this.#end = Date.parse(expires);
    this.#buttons = [
      h("button", { type: "button", class: "primary", onclick: () => this.#answer(yes, "You agreed to this.") }, "Yes, do it"),
      h("button", { type: "button", class: "secondary", onclick: () => this.#answer(no, "You left this as it was.") }, "No, leave it"),
    ];
    // The seconds are for the eye; a screen reader hears once how long there is, and once that it is over.
    this.#left = h("p", { class: "left" });
    const whole = title ? [h("h3", {}, title), effectOf(lines, movements)] : effect.split("\n").map((line) => h("p", {}, line));
    this.element = h("section", { class: "confirmation", role: "group", tabindex: -1, "aria-label": `Please confirm: ${title || effect}` },
      ...whole, h("div", { class: "choices" }, ...this.#buttons), this.#left);
    this.#ticking = setInterval(() => this.#tick(), 1000);
    this.#tick();
  }

  /** It was answered, by a button or in words, and cannot be answered again. */
  close(words) {
    clearInterval(this.#ticking);
    this.element.classList.add("over");
    for (const button of this.#buttons) button.disabled = true;
    this.#left.textContent = words;
  }

  get open() {
    return !this.element.classList.contains("over");
  }

  async #answer(act, words) {
    if (this.#tick()) return;
    this.close(words);
    this.element.focus();  // the button that had it is gone
    if (await act() === false) this.#reopen();
  }

  // Another message was being answered, so this one was not sent.
  #reopen() {
    this.element.classList.remove("over");
    for (const button of this.#buttons) button.disabled = false;
    this.#ticking = setInterval(() => this.#tick(), 1000);
    this.#tick();
  }

  /** @returns {boolean} whether its time is over */
  #tick() {
    const seconds = Math.ceil((this.#end - Date.now()) / 1000);
    if (seconds <= 0) return this.#over();
    const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    this.#left.replaceChildren(unseen(`You have ${Math.ceil(seconds / 60)} minutes to answer.`),
      h("span", { "aria-hidden": "true" }, `Open for ${clock}`));
    return false;
  }

  #over() {
    this.#left.setAttribute("role", "status");
    this.close(EXPIRED);
    return true;
  }
}

/** The effect a line each, and what moves money apart and plain to see. */
function effectOf(lines, movements) {
  const moves = movements.map(({ way, amount, method, when }) => h("li", { class: way },
    h("strong", { class: "figure" }, unseen(way === "charge" ? "You pay " : "You get back "), amount.text),
    h("span", {}, way === "charge" ? `to pay with your ${method}` : `back to your ${method}`, h("small", {}, when))));
  return h("div", { class: "effect" },
    lines.length > 0 && h("ul", { class: "steps" }, ...lines.map((line) => h("li", {}, line))),
    moves.length > 0 && h("ul", { class: "money", "aria-label": "Money" }, ...moves));
}
