/** Hears of the people of the shop: one may be called for, and one may step in uncalled. */
const AGAIN_SECONDS = 2;
const TYPING_EACH_MS = 3000;

export class Desk {
  #session;
  #hear;
  #stopping = null;
  #opened = false;
  #called = false;
  #seq = 0;
  #known = new Set();
  #typed = 0;

  /** @param {(event: {kind: string, payload: object}) => void} hear each event once, in order */
  constructor(session, hear) {
    this.#session = session;
    this.#hear = hear;
    document.addEventListener("visibilitychange", () => this.#seen());
  }

  /** What the history showed already is not told again. @param {{seq?: number, lines?: {id: string}[]} | null} history */
  know(history) {
    this.#stop();
    this.#seq = history?.seq ?? 0;
    this.#known = new Set((history?.lines ?? []).map((line) => line.id));
    this.#opened = true;
    this.#seen();
  }

  /** @param {{status: string} | null} handoff while one is open, it is heard of behind other tabs, too */
  follow(handoff) {
    this.#called = ["waiting", "taken"].includes(handoff?.status);
    this.#seen();
  }

  /** Whoever has the chat or will take it sees that the shopper writes. */
  typing() {
    if (!this.#called || Date.now() - this.#typed < TYPING_EACH_MS) return;
    this.#typed = Date.now();
    this.#session.typing().catch(() => {});  // only a sign of life
  }

  // A browser has few connections for one shop: a page that nobody looks at gives its own up.
  #seen() {
    if (document.hidden && !this.#called) return this.#stop();
    if (!this.#opened || this.#stopping) return;
    this.#stopping = new AbortController();
    this.#listen(this.#stopping.signal);
  }

  #stop() {
    this.#stopping?.abort();
    this.#stopping = null;
  }

  // A connection that is lost is made again from the last event that was heard.
  async #listen(signal) {
    while (!signal.aborted) {
      try {
        for await (const event of this.#session.events(this.#seq, signal)) this.#heard(event);
      } catch (problem) {
        if (problem.kind === "ended") return;
      }
      if (!signal.aborted) await new Promise((resolve) => { setTimeout(resolve, AGAIN_SECONDS * 1000); });
    }
  }

  #heard(event) {
    if (event.seq <= this.#seq) return;
    this.#seq = event.seq;
    if (event.kind === "said" && this.#known.has(event.payload.line)) return;
    this.#known.add(event.payload.line);
    this.#hear(event);
  }
}
