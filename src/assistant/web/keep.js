/** The chat to keep: by e-mail to the address that was proved in it, or as a file. */
import { h, icon } from "./dom.js";
import { newKey } from "./unsent.js";

const FILE = "chat.txt";

export class Keep {
  #session;
  #key = "";
  #told = h("p", { role: "status" });

  /** @param {import("./session.js").Session} session */
  constructor(session) {
    this.#session = session;
    this.button = h("button", { type: "button", class: "quiet", "aria-expanded": "false", onclick: () => this.#turn() }, icon("page"), "Keep chat");
    this.element = h("div", { class: "rating", role: "group", "aria-label": "Keep this chat", hidden: true },
      this.#told,
      h("div", {},
        h("button", { type: "button", class: "chip", onclick: () => this.#do(() => this.#mail()) }, "Send it by e-mail"),
        h("button", { type: "button", class: "chip", onclick: () => this.#do(() => this.#save()) }, "Save it as a file")));
  }

  hide() {
    this.element.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
  }

  #turn() {
    if (!this.element.hidden) return this.hide();
    this.#key = newKey();
    this.#told.textContent = "A copy of this chat, for you to keep.";
    this.element.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
  }

  async #do(act) {
    if (this.element.getAttribute("aria-busy") === "true") return;
    this.element.setAttribute("aria-busy", "true");
    try {
      this.#told.textContent = await act();
    } catch (problem) {
      this.#told.textContent = problem.message;
    } finally {
      this.element.removeAttribute("aria-busy");
    }
  }

  async #mail() {
    const { to } = await this.#session.mailTranscript(this.#key);
    return `It is on its way to ${to}.`;
  }

  async #save() {
    const url = URL.createObjectURL(await this.#session.transcript());
    const link = h("a", { href: url, download: FILE });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    return `Saved as ${FILE}.`;
  }
}
