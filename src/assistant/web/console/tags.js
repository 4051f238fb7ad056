/** The tags that a chat is filed under. */
import { h, icon } from "../dom.js";
import { chatPath } from "./api.js";
import { button } from "./forms.js";

export class Tags {
  #desk;
  #chat = "";
  #tags = [];
  #list = h("ul", { class: "tags", "aria-label": "Tags" });

  constructor(desk) {
    this.#desk = desk;
    this.input = h("input", { type: "text", maxlength: 40, placeholder: "Add a tag", "aria-label": "Add a tag", autocomplete: "off" });
    this.element = h("div", { class: "part" }, h("h3", {}, "Tags"), this.#list,
      h("form", { class: "add-tag", onsubmit: (event) => this.#add(event) }, this.input,
        h("button", { type: "submit", class: "round", "aria-label": "Add this tag" }, icon("plus"))));
  }

  show({ id, tags }) {
    if (id !== this.#chat) this.input.value = "";
    const changed = id !== this.#chat || JSON.stringify(tags) !== JSON.stringify(this.#tags);
    [this.#chat, this.#tags] = [id, tags];
    if (changed || !this.#list.childElementCount) this.#draw();
  }

  #draw() {
    this.#list.replaceChildren(...this.#tags.map((tag) => h("li", {}, h("span", {}, tag),
      button("round", icon("close"), () => this.#remove(tag), { "aria-label": `Take off the tag ${tag}` }))));
  }

  #add(event) {
    event.preventDefault();
    const tag = this.input.value.trim();
    if (!tag) return;
    this.input.value = "";
    this.#keep([...this.#tags, tag]);
  }

  #remove(tag) {
    this.input.focus();
    this.#keep(this.#tags.filter((one) => one !== tag));
  }

  async #keep(wanted) {
    const chat = this.#chat;
    try {
      const { tags } = await this.#desk.api.put(chatPath(chat, "/tags"), { tags: wanted });
      this.show({ id: chat, tags });
    } catch (problem) {
      this.#desk.say(problem.message);
    }
  }
}
