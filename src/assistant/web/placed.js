/** An order that was placed here: it waits for its payment, and tells how it ended. The shop is asked; no link is believed. */
import { bill, placeWords } from "./bill.js";
import { h, icon, unseen } from "./dom.js";

const PAUSE_MS = 5_000;
const PATIENCE_MS = 600_000;
const LEAST_PAUSE_MS = 1_000;
const WAITS = "awaiting payment";

const ENDED = {
  expired: "The time to pay is over, and nothing was charged. Your cart is as it was.",
  cancelled: "You gave this up, and nothing was charged. Your cart is as it was.",
  "refund due": "We could not send this any more, so all that you paid goes back to you.",
  refunded: "All that you paid went back to you.",
};
const AS_IT_WAS = new Set(["expired", "cancelled"]);
const NO_LONGER = "This no longer waits for a payment.";

/** All orders that this chat has placed. Only the newest can wait for its payment. */
export class Placed {
  #places;
  #session;
  #actions;
  #cards = [];
  #timer = null;
  #until = 0;
  #readAt = 0;

  /** @param {{changed: () => unknown, checkOut: () => unknown}} actions `changed` is called when one was paid, or has ended */
  constructor(places, session, actions) {
    this.#places = places;
    this.#session = session;
    this.#actions = actions;
    for (const [target, name] of [[document, "visibilitychange"], [window, "focus"], [window, "pageshow"]]) {
      target.addEventListener(name, () => this.#seenAgain());
    }
  }

  /** @param {object} view a CheckoutView with a number */
  card(view) {
    const card = new PlacedCard(view, this.#places, { giveUp: () => this.#giveUp(), checkOut: this.#actions.checkOut });
    this.#cards.push(card);
    if (card.waits) this.#watch();
    return card.element;
  }

  clear() {
    clearTimeout(this.#timer);
    this.#cards = [];
  }

  /** Asks the shop how the newest stands. */
  async refresh() {
    this.#readAt = Date.now();
    try {
      const view = await this.#session.placed();
      if (view) this.#show(view);
    } catch {
      // asked again in a moment
    }
  }

  async #giveUp() {
    await this.#session.giveUp();
    await this.refresh();
  }

  #show(view) {
    const waited = this.#waits;
    for (const card of this.#cards) card.show(card.number === view.number ? view : null);
    if (waited && !this.#waits) this.#actions.changed();
  }

  get known() {
    return this.#cards.length > 0;
  }

  get #waits() {
    return this.#cards.some((card) => card.waits);
  }

  #seenAgain() {
    if (document.hidden || !this.#waits) return;
    if (Date.now() - this.#readAt >= LEAST_PAUSE_MS) this.refresh();
    this.#watch();
  }

  #watch() {
    this.#until = Date.now() + PATIENCE_MS;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tick(), PAUSE_MS);
  }

  async #tick() {
    if (!document.hidden && this.#waits) await this.refresh();
    if (this.#waits && Date.now() < this.#until) this.#timer = setTimeout(() => this.#tick(), PAUSE_MS);
  }
}

class PlacedCard {
  #places;
  #actions;
  #shown = "";
  #news = h("p", { class: "unseen", role: "status" });
  #said = h("p", { class: "said", role: "alert" });
  #body = h("div", { class: "effect" });

  constructor(view, places, actions) {
    this.#places = places;
    this.#actions = actions;
    this.number = view.number;
    this.element = h("section", { tabindex: -1 }, this.#body, this.#said, this.#news);
    this.#draw(view);
  }

  get waits() {
    return this.view.state === WAITS;
  }

  /** As it is now; null for one that is not the newest any more. */
  show(view) {
    if (!view && !this.waits) return;
    const waited = this.waits;
    const focused = this.element.contains(this.element.getRootNode().activeElement);
    this.#draw(view ?? { ...this.view, state: "" });
    if (!waited || this.waits) return;
    this.#news.textContent = this.view.state === "paid" ? `Order ${this.number} is paid. Thank you!` : told(this.view.state);
    if (focused) this.element.focus();
  }

  #draw(view) {
    this.view = view;
    const looks = JSON.stringify([view.state, view.pay_url]);
    if (looks === this.#shown) return;
    this.#shown = looks;
    this.#said.textContent = "";
    const paid = view.state === "paid";
    this.element.className = paid ? "placed-order receipt" : "placed-order order";
    this.element.setAttribute("aria-label", paid ? "Receipt" : `Order ${view.number}`);
    this.#body.replaceChildren(...(paid ? receipt(view) : this.waits ? this.#waiting(view) : this.#ended(view)));
  }

  #waiting(view) {
    const address = this.#places.payment(view.pay_url);
    const giveUp = h("button", { type: "button", class: "secondary", onclick: () => this.#leave(giveUp) }, "Give it up");
    return [
      h("div", { class: "top" }, h("h3", {}, `Order ${view.number} · ${view.total.text}`),
        h("p", { class: "status" }, unseen("Status: "), `held until ${clock(view.held_until)}`)),
      bill(view),
      h("p", { class: "placed" }, address ? "Nothing is charged until you pay there."
        : "The payment page cannot be reached just now. Your order is held, and I keep trying."),
      h("div", { class: "choices" },
        address && h("a", { class: "primary", href: address, rel: "noopener" }, "Go to the payment page"), giveUp),
    ].filter(Boolean);
  }

  #ended(view) {
    const again = AS_IT_WAS.has(view.state) && h("div", { class: "choices" },
      h("button", { type: "button", class: "secondary", onclick: () => this.#actions.checkOut() }, "Check out again"));
    return [h("h3", {}, `Order ${view.number} · ${view.total.text}`), h("p", { class: "placed" }, told(view.state)), again].filter(Boolean);
  }

  async #leave(button) {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    this.#said.textContent = "";
    try {
      await this.#actions.giveUp();
    } catch (problem) {
      this.#said.textContent = problem.message;
    } finally {
      button.removeAttribute("aria-busy");
    }
  }
}

function receipt(view) {
  return [
    h("h3", {}, icon("check"), `Paid. Thank you! Order ${view.number}`),
    bill(view),
    h("p", { class: "placed" }, `The confirmation goes to ${view.email}.`,
      view.place && ` The parcel goes to ${view.name}, ${placeWords(view.place)}.`),
  ];
}

function told(state) {
  return ENDED[state] ?? NO_LONGER;
}

function clock(moment) {
  return new Date(moment).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}
