/** The shopper's cart, as it is now; whoever has the chat may change it. */
import { picture } from "../cards.js";
import { h, icon } from "../dom.js";
import { chatPath } from "./api.js";
import { button, dialog, form } from "./forms.js";

/** @param {object} chat @param {import("./desk.js").Desk} desk */
export function cartPart({ id, cart }, desk) {
  const edit = desk.chat.mine && new CartEdit(id, desk);
  return [
    h("h3", {}, cart.count ? `Cart (${cart.count})` : "Cart"),
    cart.lines.length === 0 && h("p", { class: "soft" }, "Nothing is in it."),
    cart.lines.length > 0 && h("ul", { class: "items" }, ...cart.lines.map((line) => item(line, desk.places, edit))),
    cart.lines.length > 0 && h("p", { class: "whole" }, h("span", {}, "Subtotal"), h("strong", { class: "figure" }, cart.subtotal.text)),
    cart.message && h("p", { class: "soft" }, `Their note: ${cart.message}`),
    cart.saved.length > 0 && h("details", {}, h("summary", {}, `Saved for later (${cart.saved.length})`),
      h("ul", { class: "items" }, ...cart.saved.map((line) => item(line, desk.places, null)))),
    edit && button("secondary", [icon("plus"), "Add a product"], () => edit.find()),
  ];
}

function item(line, places, edit) {
  const name = [line.title, line.options].filter(Boolean).join(", ");
  return h("li", {}, picture(places.picture(line.image)),
    h("div", {}, h("p", {}, line.title), h("p", { class: "soft" }, [line.options, `${line.quantity} × ${line.unit.text}`].filter(Boolean).join(", ")),
      line.note && h("p", { class: "warn" }, line.note), line.message && h("p", { class: "soft" }, `“${line.message}”`),
      edit && h("div", { class: "steps" },
        button("round", icon("minus"), () => edit.step(line.sku, -1), { "aria-label": `One less of ${name}` }),
        button("round", icon("plus"), () => edit.step(line.sku, 1), { "aria-label": `One more of ${name}` }))),
    h("span", { class: "figure" }, line.total.text));
}

class CartEdit {
  #chat;
  #desk;

  constructor(chat, desk) {
    this.#chat = chat;
    this.#desk = desk;
  }

  // From the quantity that the press before left, which may still have been on its way.
  step(sku, by) {
    return this.#do(async () => {
      const quantity = (this.#desk.chat.now.cart.lines.find((line) => line.sku === sku)?.quantity ?? 0) + by;
      const path = chatPath(this.#chat, `/cart/lines/${encodeURIComponent(sku)}`);
      return quantity > 0 ? this.#desk.api.put(path, { quantity }) : this.#desk.api.drop(path);
    });
  }

  #do(change) {
    return this.#desk.chat.changes.do(async () => {
      if (this.#desk.chat.id !== this.#chat) return;
      try {
        await change();
      } catch (problem) {
        this.#desk.say(problem.message);
      }
      await this.#desk.chat.refresh();
    });
  }

  find() {
    const words = h("input", { type: "search", required: true, maxlength: 100, placeholder: "What is it called?", "aria-label": "Find a product" });
    const list = h("ul", { class: "people", "aria-live": "polite" });
    const box = dialog("Add to the shopper's cart", form(async () => {
      const { cards } = await this.#desk.api.get(`products?${new URLSearchParams({ search: words.value.trim() })}`);
      list.replaceChildren(...cards.flatMap((card) => card.choices.map((choice) => this.#offer(card, choice, box))));
      if (!cards.length) list.replaceChildren(h("li", { class: "soft" }, "Nothing like that was found."));
    }, h("div", { class: "box" }, words, h("button", { type: "submit", class: "primary" }, "Find"))), list);
    words.focus();
  }

  #offer(card, choice, box) {
    const put = () => this.#do(async () => {
      await this.#desk.api.post(chatPath(this.#chat, "/cart/lines"), { sku: choice.sku, quantity: 1 });
      box.close();
    });
    return h("li", {}, button("person", [h("strong", {}, card.title),
      h("span", { class: "soft" }, [choice.label, choice.price.text, choice.stock].filter(Boolean).join(" · "))], put,
    { disabled: choice.stock === "out of stock" }));
  }
}
