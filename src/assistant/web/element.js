/** <shopping-assistant>: a bubble that opens a panel, or with mode="page" the panel itself, in its own shadow. */
import { CartDrawer } from "./cart.js";
import { Checkout } from "./checkout.js";
import { Composer } from "./composer.js";
import { Desk } from "./desk.js";
import { h, icon } from "./dom.js";
import { Frame } from "./frame.js";
import { PersonControl } from "./person.js";
import { Placed } from "./placed.js";
import { Places } from "./places.js";
import { Keep } from "./keep.js";
import { Rating } from "./rating.js";
import { Session } from "./session.js";
import { Transcript } from "./transcript.js";
import { Turns } from "./turns.js";

const PATIENCE_SECONDS = 60;
const STYLES = ["theme", "panel", "messages", "cards", "cart", "orders", "checkout"];

export class ShoppingAssistant extends HTMLElement {
  /** Where the shop's API lives; set by widget.js from its own address. */
  static base = new URL("../", import.meta.url);

  #frame = null;
  #opened = null;

  connectedCallback() {
    if (this.#frame) return;
    this.attachShadow({ mode: "open" });
    this.#build(this.constructor.base);
    this.#dressed().then(() => this.#frame.show(this.hasAttribute("open")));
  }

  /** Opens the panel and asks; for the shop's own buttons, such as "Ask about this coat". */
  async ask(text) {
    this.#frame.open();
    await this.#opened;
    return this.turns.ask(text);
  }

  #build(base) {
    this.session = new Session(base, Number(this.getAttribute("patience")) || PATIENCE_SECONDS);
    this.places = new Places(base);
    this.placed = new Placed(this.places, this.session, { changed: () => this.cart.look(), checkOut: () => this.cart.checkOut() });
    this.transcript = new Transcript(this.places, {
      ask: (text, confirms) => this.turns.ask(text, confirms),
      add: (sku) => this.cart.add(sku),
      checkOut: () => this.cart.checkOut(),
      placed: (view) => this.placed.card(view),
    });
    this.checkout = new Checkout(this.session, {
      back: () => this.cart.backToCart(), close: () => this.#leaveDrawer(), ask: (text) => this.#order(text),
    });
    this.cart = new CartDrawer(this.places, this.session, this.checkout);
    this.person = new PersonControl(this.session, this.transcript, () => this.#begin(), (handoff) => this.called(handoff));
    this.rating = new Rating(this.session);
    this.keep = new Keep(this.session);
    this.desk = new Desk(this.session, (event) => this.#atDesk(event));
    this.composer = new Composer((text) => this.turns.ask(text), () => this.desk.typing());
    this.turns = new Turns(this);
    this.model = h("p", { class: "model" });
    this.#frame = new Frame(this, {
      heading: this.heading = h("h2", { id: "heading" }, "Shop assistant"),
      header: [this.cart.button],
      main: [this.transcript.element, this.#foot()],
      drawer: this.cart,
      focus: this.composer.input,
      onopen: () => this.#begin(),
    });
  }

  #foot() {
    const again = h("button", { type: "button", class: "quiet", onclick: () => this.#startOver() }, icon("again"), "New chat");
    return h("footer", {}, this.person.note, this.rating.element, this.keep.element, this.composer.element,
      h("div", { class: "controls" }, this.person.element, this.keep.button, again), this.model);
  }

  #leaveDrawer() {
    this.cart.leave();
    this.cart.button.focus();
  }

  // The shop's own bill is agreed to in the chat, so that is where the shopper goes.
  async #order(text) {
    if (this.turns.busy) return false;
    this.cart.leave();
    this.transcript.element.focus();
    return this.turns.ask(text);
  }

  // Hidden until the styles are here, so that nothing is ever seen undressed; without them it is shown all the same.
  #dressed() {
    const sheets = STYLES.map((name) => h("link", { rel: "stylesheet", href: new URL(`${name}.css`, import.meta.url).href }));
    const arrived = sheets.map((sheet) => new Promise((resolve) => { sheet.onload = sheet.onerror = resolve; }));
    this.shadowRoot.prepend(...sheets);
    return Promise.all(arrived);
  }

  #begin() {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  async #open() {
    try {
      this.#present(await this.session.open());
      return true;
    } catch (problem) {
      this.#opened = null;
      this.transcript.clear();
      this.transcript.problem(problem, () => this.#begin());
      return false;
    }
  }

  async #startOver() {
    if (this.turns.busy) return;
    try {
      await this.session.renew();
      this.#present(null);
    } catch (problem) {
      this.transcript.problem(problem, () => this.#startOver());
    }
    this.composer.input.focus();
  }

  #present(history) {
    const { greeting, shop, model } = this.session.start;
    this.places.know(shop);
    this.heading.textContent = shop.name;
    this.transcript.clear();
    this.keep.hide();
    this.placed.clear();
    this.checkout.forget();
    this.transcript.greet(greeting, !history?.lines.length);
    for (const line of history?.lines ?? []) this.transcript.line(line);
    if (history?.confirmation) this.transcript.waits(history.confirmation);
    if (this.placed.known) this.placed.refresh();
    this.cart.show(history?.cart ?? null);
    this.desk.know(history);
    this.called(history?.handoff ?? null);
    this.person.opened();
    if (history?.may_rate) this.rating.ask();
    this.answeredBy(model);
    this.turns.resume(history);
    this.composer.enable();
    this.dispatchEvent(new CustomEvent("shopping-assistant-ready", { detail: { shop }, bubbles: true, composed: true }));
  }

  /** How the hand-off stands: whoever has the chat is heard of as long as it is open. */
  called(handoff) {
    this.rating.hide();
    this.person.show(handoff);
    this.desk.follow(handoff);
  }

  #atDesk({ kind, payload }) {
    if (kind === "said") this.transcript.staff(payload.name, payload.text);
    if (kind === "typing" && payload.who !== "shopper") this.person.typing(payload.who);
    if (kind === "cart") this.cart.look().then(() => this.person.did(`${payload.staff} changed your cart.`));
    if (kind === "taken" || kind === "assigned") this.called({ status: "taken", person: payload.staff });
    if (kind === "returned" || kind === "closed") {
      this.person.left(payload.staff);
      this.desk.follow(null);
      this.rating.ask();
    }
  }

  /** @param {{name: string, kind: "hosted" | "offline"}} model */
  answeredBy(model) {
    this.model.textContent = model.kind === "offline"
      ? "AI: offline model, rules and a small classifier"
      : `AI: ${model.name}. It can be wrong; prices and stock come from the shop.`;
  }
}
