/** Hears of the person who has this chat, for as long as one was called for. */
const AGAIN_SECONDS = 2;
const TYPING_EACH_MS = 3000;

export class Desk {
  #session;
  #hear;
  #stopping = null;
  #seq = 0;
  #known = new Set();
  #typed = 0;

  /** @param {(event: {kind: string, payload: object}) => void} hear each event once, in order */
  constructor(session, hear) {
    this.#session = session;
    this.#hear = hear;
  }

  /** What the history showed already is not told again. @param {{seq?: number, lines?: {id: string}[]} | null} history */
  know(history) {
    this.stop();
    this.#seq = history?.seq ?? 0;
    this.#known = new Set((history?.lines ?? []).map((line) => line.id));
  }

  /** @param {{status: string} | null} handoff */
  follow(handoff) {
    if (!["waiting", "taken"].includes(handoff?.status)) return this.stop();
    if (this.#stopping) return;
    this.#stopping = new AbortController();
    this.#listen(this.#stopping.signal);
  }

  /** Whoever has the chat or will take it sees that the shopper writes. */
  typing() {
    if (!this.#stopping || Date.now() - this.#typed < TYPING_EACH_MS) return;
    this.#typed = Date.now();
    this.#session.typing().catch(() => {});  // only a sign of life
  }

  stop() {
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
