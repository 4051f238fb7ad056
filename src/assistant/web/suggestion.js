/** One thing that goes with the cart: why it is shown, a button that adds it, and one that puts it away for good. */
import { picture } from "./cards.js";
import { h, unseen } from "./dom.js";
import { link } from "./text.js";

export class Suggestion {
  #card;
  #add;
  #choice;
  #price = h("p", { class: "price" });
  #said = h("p", { class: "said", role: "alert" });
  #button;

  /** @param {{card: object, reason: string}} recommendation @param {(sku: string) => Promise<void>} add */
  constructor({ card, reason }, places, add) {
    this.#card = card;
    this.#add = add;
    this.#choice = card.choices[0];
    this.#button = h("button", { type: "button", class: "add", "aria-label": `Add ${card.title} to cart`, onclick: () => this.#put() }, "Add");
    const no = h("button", { type: "button", class: "secondary", "aria-label": `No thanks, not ${card.title}`, onclick: () => this.#end("All right, I will not suggest it again in this chat.") }, "No thanks");
    this.element = h("section", { class: "suggestion", "aria-label": "Suggestion" }, picture(places.picture(card.image, card.handle)),
      h("div", { class: "about" }, h("p", { class: "reason" }, reason), h("h3", {}, link(card.title, card.url, places)),
        this.#price, this.#picker(), h("div", { class: "choices" }, this.#button, no), this.#said));
    this.#show();
  }

  #picker() {
    const { choices, title } = this.#card;
    if (choices.length < 2) return choices[0].label ? h("p", { class: "only" }, choices[0].label) : null;
    const select = h("select", { "aria-label": `Choose an option of ${title}`, onchange: () => {
      this.#choice = choices[Number(select.value)];
      this.#show();
    } }, ...choices.map((choice, index) => h("option", { value: index }, choice.label)));
    return h("div", { class: "picker" }, select);
  }

  #show() {
    const { price, compare_at: was } = this.#choice;
    this.#price.replaceChildren(h("span", { class: was ? "now sale" : "now" }, unseen("Price "), price.text),
      ...(was ? [" ", h("s", {}, unseen("was "), was.text)] : []));
    this.#said.textContent = "";
  }

  async #put() {
    if (this.#button.getAttribute("aria-busy") === "true") return;
    this.#button.setAttribute("aria-busy", "true");
    this.#said.textContent = "";
    try {
      await this.#add(this.#choice.sku);
      this.#end(`Added to your cart: ${this.#card.title}.`);
    } catch (problem) {
      this.#said.textContent = problem.message;
    } finally {
      this.#button.removeAttribute("aria-busy");
    }
  }

  // The button that had the focus is gone, so the words take it.
  #end(words) {
    const told = h("p", { class: "notice standing", tabindex: -1 }, words);
    this.element.replaceWith(told);
    told.focus();
  }
}
