/** One short question at the end: how was it, 1 to 5, and a word. */
import { h } from "./dom.js";

const STARS = [1, 2, 3, 4, 5];

export class Rating {
  #session;

  constructor(session) {
    this.#session = session;
    this.element = h("div", { class: "rating", hidden: true });
  }

  ask() {
    const word = h("input", { type: "text", maxlength: 80, "aria-label": "A word about it, if you like", placeholder: "A word, if you like" });
    const stars = STARS.map((count) => h("button", {
      type: "button", class: "chip", "aria-label": `${count} of 5`, onclick: () => this.#send(count, word.value),
    }, String(count)));
    this.element.replaceChildren(
      h("p", { id: "how-was-it" }, "How was it? 5 is best."),
      h("div", { role: "group", "aria-labelledby": "how-was-it" }, ...stars), word);
    this.element.hidden = false;
  }

  hide() {
    this.element.hidden = true;
  }

  async #send(stars, word) {
    try {
      await this.#session.rate(stars, word);
      this.element.replaceChildren(h("p", { role: "status" }, "Thank you. That goes to our team."));
    } catch (problem) {
      this.element.querySelector("p").textContent = `${problem.message} Please try again.`;
    }
  }
}
