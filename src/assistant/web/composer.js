/** Where the shopper writes: Enter sends, Shift and Enter starts a new line. */
import { h, icon } from "./dom.js";

export class Composer {
  #send;
  #ready = false;
  #busy = false;
  #early = false;

  /** @param {(text: string) => Promise<boolean>} ask @param {() => void} ontyping at each letter */
  constructor(ask, ontyping = () => {}) {
    this.ask = ask;
    this.input = h("textarea", {
      id: "message", rows: 1, placeholder: "Ask us anything", enterkeyhint: "send", autocomplete: "off",
      oninput: () => { this.#early = false; this.#fit(); ontyping(); }, onkeydown: (event) => this.#key(event),
    });
    this.#send = h("button", { type: "submit", class: "send", "aria-label": "Send", disabled: true }, icon("send"));
    this.element = h("form", { class: "composer", onsubmit: (event) => this.#submit(event) },
      h("label", { class: "unseen", for: "message" }, "Your message"), this.input, this.#send);
  }

  /** From now on there is a conversation to send to. */
  enable() {
    this.#ready = true;
    this.#fit();
    this.#sendEarly();
  }

  busy(busy) {
    this.#busy = busy;
    this.#fit();
    this.#sendEarly();
  }

  /** Puts a message back that could not be taken, unless something new was begun. */
  restore(text) {
    if (!this.input.value) this.input.value = text;
    this.#fit();
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    this.#early = !this.#ready;
    this.#take();
  }

  // What was sent before there was a conversation goes out as soon as there is one.
  #sendEarly() {
    if (this.#early) this.#take();
  }

  #take() {
    const text = this.input.value.trim();
    if (!text || this.#busy || !this.#ready) return;
    this.#early = false;
    this.input.value = "";
    this.#fit();
    this.ask(text);
  }

  #fit() {
    this.#send.disabled = this.#busy || !this.#ready || !this.input.value.trim();
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 140)}px`;
  }
}
