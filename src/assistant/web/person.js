/** "Talk to a person": always there, and once used it says how that stands. */
import { h, icon } from "./dom.js";

const PASSING_SECONDS = 5;
const STANDING = {
  waiting: "Your chat is in our team's queue. They see all of it, so you need not repeat anything. I am still here, too.",
  taken: "A person from our team has your chat now.",
};

/** @param {{status: string, person?: string, message?: string} | null} handoff */
function standing(handoff) {
  if (handoff?.status === "taken" && handoff.person) {
    return `${handoff.person} from our team has your chat now. ${handoff.person} is a person, and answers here.`;
  }
  const own = handoff?.status === "waiting" && handoff.message ? ` ${handoff.message}` : "";
  return (STANDING[handoff?.status] ?? "") + own;
}

export class PersonControl {
  #session;
  #transcript;
  #ready;
  #called;
  #wished = false;
  #told = "";
  #typing = null;

  /**
   * @param {() => Promise<boolean>} ready opens the chat where it is not, and says whether it is
   * @param {(handoff: object) => void} called what to do once a person was asked for
   */
  constructor(session, transcript, ready, called) {
    this.#session = session;
    this.#transcript = transcript;
    this.#ready = ready;
    this.#called = called;
    this.element = h("button", { type: "button", class: "quiet person", onclick: () => this.#ask() }, icon("person"), "Talk to a person");
    this.note = h("p", { class: "standing", role: "status", hidden: true });
  }

  /** @param {{status: "waiting" | "taken" | "closed", person?: string} | null} handoff */
  show(handoff) {
    const hadFocus = this.element.matches(":focus");
    this.#say(standing(handoff));
    this.element.hidden = Boolean(this.#told);
    if (this.#told && hadFocus) {
      this.note.tabIndex = -1;
      this.note.focus();
    }
  }

  /** The chat is the assistant's again. */
  left(name) {
    this.show(null);
    this.#say(`${name} has left the chat. The assistant answers again.`);
  }

  typing(name) {
    this.did(`${name} is typing …`);
  }

  /** Told for a while. */
  did(what) {
    clearTimeout(this.#typing);
    this.note.textContent = what;
    this.note.hidden = false;
    this.#typing = setTimeout(() => this.#say(this.#told), PASSING_SECONDS * 1000);
  }

  #say(told) {
    clearTimeout(this.#typing);
    this.#told = this.note.textContent = told;
    this.note.hidden = !told;
  }

  // Pressed before the chat is open, or while it cannot be: heard as soon as it is.
  async #ask() {
    this.#wished = true;
    this.element.setAttribute("aria-disabled", "true");
    if (await this.#ready()) await this.opened();
    this.element.removeAttribute("aria-disabled");
  }

  /** The chat is open now. */
  async opened() {
    if (!this.#wished) return;
    this.#wished = false;
    try {
      this.#called(await this.#session.askForPerson());
    } catch (problem) {
      this.#transcript.problem(problem, () => this.#ask());
    }
  }
}
