/** The cart: a drawer over the chat in which each line can be changed, removed, and put back. */
import { picture } from "./cards.js";
import { h, icon, unseen } from "./dom.js";

export class CartDrawer {
  #base;
  #session;
  #count = h("span", { class: "count", hidden: true });
  #list = h("div", { class: "lines" });
  #sum = h("div", { class: "sum" });
  #news = h("div", { class: "news", role: "status" });
  #close;
  #working = false;

  constructor(base, session) {
    this.#base = base;
    this.#session = session;
    this.isOpen = false;
    this.onswitch = () => {};
    this.button = h("button", { type: "button", class: "cart", "aria-expanded": "false", onclick: () => this.#toggle() },
      icon("cart"), h("span", { class: "name" }, "Cart"), this.#count);
    this.#close = h("button", { type: "button", class: "round", "aria-label": "Close the cart", onclick: () => this.close() }, icon("close"));
    this.element = h("section", { class: "drawer", "aria-labelledby": "cart-heading", hidden: true },
      h("div", { class: "bar" }, h("h3", { id: "cart-heading", tabindex: -1 }, "Your cart"), this.#close),
      this.#list, this.#news, this.#sum);
    this.show(null);
  }

  /** @param {object | null} cart a CartView, or null for an empty one */
  show(cart) {
    const lines = cart?.lines ?? [];
    this.#badge(cart?.count ?? 0);
    const focused = this.element.getRootNode().activeElement?.dataset?.key;
    if (lines.length) this.#list.replaceChildren(h("ul", {}, ...lines.map((line) => this.#line(line))));
    else this.#list.replaceChildren(h("p", { class: "empty" }, "Nothing here yet. Ask for something, and add it from its card."));
    this.#sum.replaceChildren(...(lines.length ? total(cart.subtotal) : []));
    if (focused) this.#refocus(focused);
  }

  async add(sku) {
    const cart = await this.#session.addLine(sku);
    this.#news.replaceChildren();
    this.show(cart);
  }

  close() {
    this.#switch(false);
    this.button.focus();
  }

  #toggle() {
    if (this.isOpen) return this.close();
    this.#news.replaceChildren();
    this.#switch(true);
    this.element.querySelector("h3").focus();
  }

  #switch(open) {
    this.isOpen = open;
    this.element.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    this.onswitch(open);
  }

  #badge(count) {
    this.#count.hidden = count === 0;
    this.#count.textContent = String(count);
    this.button.setAttribute("aria-label", count === 1 ? "Cart, 1 item" : `Cart, ${count} items`);
  }

  #line(line) {
    const { sku, title, options, quantity, unit, total: sum, note, image } = line;
    const name = options ? `${title}, ${options}` : title;
    const remove = h("button", { type: "button", class: "remove", "data-key": `remove ${sku}`, "aria-label": `Remove ${name}`,
      onclick: () => this.#remove(line) }, "Remove");
    return h("li", { class: "line" }, picture(image, this.#base),
      h("div", { class: "what" }, h("p", { class: "title" }, title), options && h("p", { class: "options" }, options),
        note && h("p", { class: "note" }, note),
        h("div", { class: "edit" }, this.#stepper(sku, name, quantity), remove)),
      h("p", { class: "cost" }, h("strong", {}, sum.text), quantity > 1 && h("span", {}, `${unit.text} each`)));
  }

  #stepper(sku, name, quantity) {
    const step = (sign, by, words) => h("button", { type: "button", class: "round", "data-key": `${sign} ${sku}`,
      "aria-label": `${words} of ${name}`, disabled: quantity + by < 1,
      onclick: () => this.#edit(() => this.#session.changeLine(sku, quantity + by)) }, icon(sign));
    return h("div", { class: "stepper", role: "group", "aria-label": `Quantity of ${name}` },
      step("minus", -1, "One less"), h("span", { class: "quantity" }, unseen("Quantity "), String(quantity)), step("plus", 1, "One more"));
  }

  async #remove({ sku, title, quantity }) {
    if (!await this.#edit(() => this.#session.removeLine(sku))) return;
    const undo = h("button", { type: "button", class: "undo", onclick: () => this.#edit(() => this.#session.addLine(sku, quantity)) }, "Undo");
    this.#news.replaceChildren(h("p", {}, `Removed ${title}.`), undo);
    undo.focus();
  }

  // One change at a time: a second press would start from a quantity that no longer stands.
  async #edit(change) {
    if (this.#working) return false;
    this.#working = true;
    this.#news.replaceChildren();
    try {
      this.show(await change());
      return true;
    } catch (problem) {
      this.#news.replaceChildren(h("p", { class: "refusal", role: "alert" }, problem.message));
      return false;
    } finally {
      this.#working = false;
      if (this.isOpen && !this.element.contains(this.element.getRootNode().activeElement)) this.#close.focus();
    }
  }

  #refocus(key) {
    const again = [...this.#list.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key && !element.disabled);
    (again ?? this.#close).focus();
  }
}

function total(subtotal) {
  return [
    h("p", { class: "subtotal" }, h("span", {}, "Subtotal"), h("strong", {}, subtotal.text)),
    h("p", { class: "fine" }, "Before shipping and tax. Prices and stock are checked each time you look."),
  ];
}
