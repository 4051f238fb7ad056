/** The cart: a drawer over the chat in which each line can be changed, kept for later, removed, and put back. */
import { picture } from "./cards.js";
import { h, icon, unseen } from "./dom.js";
import { noteField } from "./notes.js";
import { Queue } from "./queue.js";

export class CartDrawer {
  #places;
  #session;
  #count = h("span", { class: "count", hidden: true });
  #told = h("div", { class: "told", role: "status", "aria-live": "polite" });
  #list = h("div", { class: "lines" });
  #sum = h("div", { class: "sum" });
  #checkout;
  #news = h("div", { class: "news", role: "status" });
  #close;
  // what a press means hangs on what the one before it did
  #changes = new Queue();
  #asked = 0;
  #shown = 0;
  #drawn = "";

  /** @param {import("./checkout.js").Checkout} checkout drawn in the place of the cart */
  constructor(places, session, checkout) {
    this.#places = places;
    this.#session = session;
    this.#checkout = checkout;
    this.isOpen = false;
    this.onswitch = () => {};
    this.button = h("button", { type: "button", class: "cart", "aria-expanded": "false", onclick: () => this.#toggle() },
      icon("cart"), h("span", { class: "name" }, "Cart"), this.#count);
    this.#close = h("button", { type: "button", class: "round", "aria-label": "Close the cart", onclick: () => this.close() }, icon("close"));
    this.element = h("section", { class: "drawer", "aria-labelledby": "cart-heading", hidden: true },
      h("div", { class: "bar" }, h("h3", { id: "cart-heading", tabindex: -1 }, "Your cart"), this.#close),
      this.#told, this.#list, this.#news, this.#sum, checkout.element);
    this.show(null);
  }

  /** @param {object | null} cart a CartView, or null for an empty one: how it is now */
  show(cart) {
    this.#shown = ++this.#asked;
    this.#draw(cart);
  }

  /** As the shop has it now; when the shop cannot be asked, as it was shown until now. */
  look() {
    return this.#hear(() => this.#session.cart(), (cart) => this.#keep(cart)).catch(() => {});
  }

  // Answers overtake each other: one that comes after a younger one says nothing of how the cart is now.
  async #hear(question, draw = (cart) => this.#draw(cart)) {
    const asked = ++this.#asked;
    const cart = await question();
    if (asked < this.#shown) return this.look();
    this.#shown = asked;
    draw(cart);
  }

  // A note that is just being written is not drawn over where nothing has changed.
  #keep(cart) {
    if (JSON.stringify(cart) !== this.#drawn) this.#draw(cart);
  }

  #draw(cart) {
    const lines = cart?.lines ?? [];
    const saved = cart?.saved ?? [];
    this.cart = cart;
    this.#drawn = JSON.stringify(cart);
    this.#badge(cart?.count ?? 0);
    const focused = this.element.getRootNode().activeElement?.dataset?.key;
    if (lines.length) this.#list.replaceChildren(h("ul", {}, ...lines.map((line) => this.#line(line))), this.#note(cart));
    else this.#list.replaceChildren(h("p", { class: "empty" }, "Nothing here yet. Ask for something, and add it from its card."));
    if (saved.length) this.#list.append(h("h4", { class: "apart" }, "Saved for later"), h("ul", {}, ...saved.map((line) => this.#saved(line))));
    this.#sum.replaceChildren(...(lines.length ? [...total(cart.subtotal), this.#goOn()] : []));
    this.#tell();
    if (focused) this.#refocus(focused);
  }

  add(sku) {
    return this.#changes.do(async () => {
      await this.#hear(() => this.#session.addLine(sku));
      this.#news.replaceChildren();
    });
  }

  /** One step back: from the checkout to the cart, from there to the chat. */
  close() {
    if (this.#atCheckout) return this.backToCart();
    this.#switch(false);
    this.button.focus();
  }

  backToCart() {
    this.#turn(false);
    this.look();
    (this.#sum.querySelector("button") ?? this.#close).focus();
  }

  checkOut() {
    if (!this.isOpen) this.#toggle();
    this.#turn(true);
    return this.#checkout.open();
  }

  /** The whole drawer, whatever it shows. */
  leave() {
    this.#turn(false);
    this.#switch(false);
  }

  get #atCheckout() {
    return this.element.classList.contains("at-checkout");
  }

  #turn(toCheckout) {
    if (!toCheckout) this.#checkout.hide();
    this.element.classList.toggle("at-checkout", toCheckout);
    this.element.setAttribute("aria-labelledby", toCheckout ? "checkout-heading" : "cart-heading");
  }

  #goOn() {
    return h("button", { type: "button", class: "primary", "data-key": "check out", onclick: () => this.checkOut() }, "Check out");
  }

  #toggle() {
    if (this.isOpen) {
      this.leave();
      return this.button.focus();
    }
    this.#news.replaceChildren();
    this.#told.replaceChildren();
    this.#switch(true);
    this.#tell();
    this.element.querySelector("h3").focus();
    this.look();
  }

  #switch(open) {
    this.isOpen = open;
    this.element.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    this.onswitch(open);
  }

  // What changed since it was seen stands on top while the drawer is open, and counts as seen from then on.
  #tell() {
    const news = this.cart?.news ?? [];
    if (!this.isOpen || !news.length) return;
    const sums = this.cart.before ? `It came to ${this.cart.before.text} and comes to ${this.cart.subtotal.text} now.` : "";
    this.#told.replaceChildren(...[...news.map((one) => one.text), sums].filter(Boolean).map((text) => h("p", {}, text)));
    this.cart = { ...this.cart, news: [] };
    this.#session.seenInCart(news.map((one) => one.id)).catch(() => {}); // told again next time
  }

  #badge(count) {
    this.#count.hidden = count === 0;
    this.#count.textContent = String(count);
    this.button.setAttribute("aria-label", count === 1 ? "Cart, 1 item" : `Cart, ${count} items`);
  }

  #line(line) {
    const { sku, title, options, quantity, unit, total: sum, note, image, message } = line;
    const name = called(line);
    const news = this.cart?.news?.some((one) => one.sku === sku);
    return h("li", { class: "line" }, picture(this.#places.picture(image)),
      h("div", { class: "what" }, h("p", { class: "title" }, title), options && h("p", { class: "options" }, options),
        note && h("p", { class: news ? "note changed" : "note" }, note)),
      h("p", { class: "cost" }, h("strong", {}, sum.text), quantity > 1 && h("span", {}, `${unit.text} each`)),
      h("div", { class: "edit" }, this.#stepper(sku, name, quantity),
        this.#action("Save for later", `save ${sku}`, `Save for later: ${name}`, () => this.#session.saveLine(sku), `Saved ${title} for later.`),
        this.#action("Remove", `remove ${sku}`, `Remove ${name}`, () => this.#session.removeLine(sku), `Removed ${title}.`),
        noteField(`note ${sku}`, "note", `note for ${name}`, message, (text) => this.#edit(() => this.#session.writeMessage(text, sku)))));
  }

  #saved(line) {
    const { sku, title, options, note, image, unit, quantity } = line;
    const name = called(line);
    return h("li", { class: "line" }, picture(this.#places.picture(image)),
      h("div", { class: "what" }, h("p", { class: "title" }, quantity > 1 ? `${quantity} × ${title}` : title), options && h("p", { class: "options" }, options),
        note && h("p", { class: "note" }, note)),
      h("p", { class: "cost" }, unit.text),
      h("div", { class: "edit" },
        this.#action("Move to cart", `back ${sku}`, `Move to cart: ${name}`, () => this.#session.moveBack(sku), `Moved ${title} to the cart.`),
        this.#action("Remove", `forget ${sku}`, `Remove ${name} from what is saved`, () => this.#session.forgetSaved(sku), `Removed ${title}.`)));
  }

  #note(cart) {
    return noteField("note", "gift message", "gift message or note for the whole cart", cart.message, (text) => this.#edit(() => this.#session.writeMessage(text)));
  }

  #stepper(sku, name, quantity) {
    const step = (sign, by, words) => h("button", { type: "button", class: "round", "data-key": `${sign} ${sku}`,
      "aria-label": `${words} of ${name}`, disabled: quantity + by < 1,
      onclick: () => this.#edit(() => this.#session.changeLine(sku, Math.max(1, this.#quantity(sku) + by))) }, icon(sign));
    return h("div", { class: "stepper", role: "group", "aria-label": `Quantity of ${name}` },
      step("minus", -1, "One less"), h("span", { class: "quantity" }, unseen("Quantity "), String(quantity)), step("plus", 1, "One more"));
  }

  #quantity(sku) {
    return this.cart?.lines.find((line) => line.sku === sku)?.quantity ?? 0;
  }

  #action(words, key, label, change, done) {
    return h("button", { type: "button", class: "remove", "data-key": key, "aria-label": label, onclick: () => this.#change(change, done) }, words);
  }

  async #change(change, done) {
    if (!await this.#edit(change)) return;
    const undo = h("button", { type: "button", class: "undo", onclick: () => this.#undo() }, "Undo");
    this.#news.replaceChildren(h("p", {}, done), undo);
    undo.focus();
  }

  async #undo() {
    let missing = [];
    const undone = await this.#edit(async () => {
      const back = await this.#session.undoCart();
      missing = back.missing;
      return back.cart;
    });
    if (undone && missing.length) this.#news.replaceChildren(h("p", { role: "alert" }, missing.join(" ")));
  }

  #edit(change) {
    return this.#changes.do(async () => {
      this.#news.replaceChildren();
      try {
        await this.#hear(change);
        return true;
      } catch (problem) {
        this.#news.replaceChildren(h("p", { class: "refusal", role: "alert" }, problem.message));
        return false;
      } finally {
        if (this.isOpen && !this.element.contains(this.element.getRootNode().activeElement)) this.#close.focus();
      }
    });
  }

  #refocus(key) {
    const again = [...this.element.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key && !element.disabled);
    (again ?? this.#close).focus();
  }
}

function called({ title, options }) {
  return options ? `${title}, ${options}` : title;
}

function total(subtotal) {
  return [
    h("p", { class: "subtotal" }, h("span", {}, "Subtotal"), h("strong", {}, subtotal.text)),
    h("p", { class: "fine" }, "Before shipping and tax. Prices and stock are checked each time you look."),
  ];
}
