/** What was written and could not be sent yet. Each message has its own key, so sending it again asks nothing twice. */

const AGAIN_SECONDS = [3, 6, 12, 30];

export class Unsent {
  #session;
  #flush;
  #messages = [];
  #tries = 0;
  #timer = 0;

  /** @param {() => unknown} flush sends them all, and is called whenever that may work */
  constructor(session, flush) {
    this.#session = session;
    this.#flush = flush;
    addEventListener("online", () => { this.#tries = 0; this.#now(); });
  }

  /** In the order they were written. */
  get all() {
    return [...this.#messages];
  }

  /** @param {{key: string, text: string}} message again with the same key, it stays in its place */
  add(message) {
    if (!this.#messages.some((one) => one.key === message.key)) this.#messages.push(message);
    this.#keep();
  }

  drop(message) {
    this.#messages = this.#messages.filter((one) => one.key !== message.key);
    this.#tries = 0;
    this.#keep();
  }

  clear() {
    this.#messages = [];
    this.#keep();
  }

  /** For as long as something waits, and less often each time. */
  later() {
    clearTimeout(this.#timer);
    const seconds = AGAIN_SECONDS[Math.min(this.#tries, AGAIN_SECONDS.length - 1)];
    this.#tries += 1;
    this.#timer = setTimeout(() => this.#now(), seconds * 1000);
  }

  #now() {
    clearTimeout(this.#timer);
    if (this.#messages.length) this.#flush();
  }

  #keep() {
    this.#session.keepUnsent(this.#messages.map(({ key, text }) => ({ key, text })));
  }
}

export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
