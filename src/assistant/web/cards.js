/** Product cards: what a shopper needs to choose, and a button that adds exactly what is chosen. */
import { h, icon, unseen } from "./dom.js";
import { link } from "./text.js";

const ADDED_SHOWN_MS = 2200;

export class CardRow {
  /** @param {object[]} cards @param {import("./places.js").Places} places @param {(sku: string) => Promise<void>} add */
  constructor(cards, places, add) {
    const items = cards.map((card) => h("li", {}, new ProductCard(card, places, add).element));
    const label = cards.length === 1 ? "1 product" : `${cards.length} products`;
    // The list is quiet in the live region: a screen reader says how many there are, and reads them when asked to.
    this.element = h("div", { class: "cards" }, unseen(`${label} shown.`),
      h("ul", { "aria-label": label, "aria-live": "off" }, ...items));
  }
}

class ProductCard {
  #card;
  #add;
  #price = h("p", { class: "price" });
  #stock = h("p", { class: "stock" });
  #said = h("p", { class: "said", role: "alert" });
  #button;
  #choice;

  constructor(card, places, add) {
    this.#card = card;
    this.#add = add;
    this.#choice = card.choices.find((choice) => choice.stock !== "out of stock") ?? card.choices[0];
    this.#button = h("button", { type: "button", class: "add", onclick: () => this.#put() });
    this.element = h("article", { class: "card" }, picture(places.picture(card.image, card.handle)),
      h("div", { class: "about" },
        h("p", { class: "vendor" }, card.vendor),
        h("h3", {}, link(card.title, card.url, places)),
        this.#price, this.#stock, this.#picker(), this.#button, this.#said));
    this.#show();
  }

  #picker() {
    const { choices, title } = this.#card;
    if (choices.length < 2) return choices[0]?.label ? h("p", { class: "only" }, choices[0].label) : null;
    const options = choices.map((choice, index) =>
      h("option", { value: index, selected: choice === this.#choice }, `${choice.label}${suffix(choice, choices)}`));
    const select = h("select", { "aria-label": `Choose an option of ${title}`, onchange: () => {
      this.#choice = choices[Number(select.value)];
      this.#show();
    } }, ...options);
    return h("div", { class: "picker" }, select);
  }

  #show() {
    const { price, compare_at: was, stock, left } = this.#choice ?? this.#card;
    this.#price.replaceChildren(h("span", { class: was ? "now sale" : "now" }, unseen("Price "), price.text),
      ...(was ? [" ", h("s", {}, unseen("was "), was.text)] : []));
    this.#stock.className = `stock ${stock.split(" ")[0]}`;
    this.#stock.textContent = stockWords(stock, left);
    this.#said.textContent = "";
    this.#offer(stock !== "out of stock" && Boolean(this.#choice));
  }

  #offer(available) {
    this.#button.disabled = !available;
    this.#button.setAttribute("aria-label", available ? `Add ${this.#card.title} to cart` : `${this.#card.title} is out of stock`);
    this.#button.replaceChildren(available ? "Add to cart" : "Out of stock");
  }

  async #put() {
    if (this.#button.getAttribute("aria-busy") === "true") return;
    const choice = this.#choice;
    this.#button.setAttribute("aria-busy", "true");
    this.#said.textContent = "";
    try {
      await this.#add(choice.sku);
      this.#thank(choice);
    } catch (problem) {
      this.#said.textContent = problem.message;
    } finally {
      this.#button.removeAttribute("aria-busy");
    }
  }

  #thank(choice) {
    this.#button.classList.add("done");
    this.#button.replaceChildren(icon("check"), "Added");
    setTimeout(() => {
      this.#button.classList.remove("done");
      if (this.#choice === choice) this.#offer(true);
    }, ADDED_SHOWN_MS);
  }
}

/** A picture that fails to load leaves its quiet frame behind, not a broken sign. */
export function picture(source) {
  const frame = h("div", { class: "picture" });
  if (source) {
    const image = h("img", { src: source, alt: "", loading: "lazy", decoding: "async", onerror: () => image.remove() });
    frame.append(image);
  }
  return frame;
}

function stockWords(stock, left) {
  if (stock === "low stock") return left ? `Only ${left} left` : "Only a few left";
  return stock === "out of stock" ? "Out of stock" : "In stock";
}

function suffix(choice, choices) {
  if (choice.stock === "out of stock") return " (out of stock)";
  return choices.some((other) => other.price.minor !== choice.price.minor) ? `, ${choice.price.text}` : "";
}
