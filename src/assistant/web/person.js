/** "Talk to a person": always there, and once used it says how that stands. */
import { h, icon } from "./dom.js";

const STANDING = {
  waiting: "Your chat is in our team's queue. They see all of it, so you need not repeat anything. I am still here, too.",
  taken: "A person from our team has your chat now.",
};

export class PersonControl {
  #session;
  #transcript;

  constructor(session, transcript) {
    this.#session = session;
    this.#transcript = transcript;
    this.element = h("button", { type: "button", class: "quiet person", onclick: () => this.#ask() }, icon("person"), "Talk to a person");
    this.note = h("p", { class: "standing", role: "status", hidden: true });
  }

  /** @param {{status: "waiting" | "taken" | "closed"} | null} handoff */
  show(handoff) {
    const standing = STANDING[handoff?.status] ?? "";
    const hadFocus = this.element.matches(":focus");
    this.note.textContent = standing;
    this.note.hidden = !standing;
    this.element.hidden = Boolean(standing);
    if (standing && hadFocus) {
      this.note.tabIndex = -1;
      this.note.focus();
    }
  }

  async #ask() {
    this.element.setAttribute("aria-disabled", "true");
    try {
      this.show(await this.#session.askForPerson());
    } catch (problem) {
      this.#transcript.problem(problem, () => this.#ask());
    } finally {
      this.element.removeAttribute("aria-disabled");
    }
  }
}
