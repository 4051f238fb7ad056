/** What was written and is not acknowledged yet. Each line has its own id, so sending it again writes nothing twice. */
import { chatPath, newId } from "./api.js";

const AGAIN_MS = [1500, 3000, 6000, 12_000, 30_000];

export class Outbox {
  #api;
  #kept;
  #hear;
  #who = "";
  #lines = [];
  #running = null;
  #tries = 0;
  #timer = null;

  /** @param {{changed: (chat: string) => void, sent: (chat: string, line: object) => void}} hear */
  constructor(api, kept, hear) {
    this.#api = api;
    this.#kept = kept;
    this.#hear = hear;
    addEventListener("online", () => this.flush());
  }

  /** Takes up what this member of staff left behind. */
  open(who) {
    this.#who = who;
    this.#lines = this.#kept.read(`outbox ${who}`, []);
    this.flush();
  }

  /** @param {"messages" | "notes"} kind */
  add(chat, kind, text) {
    this.#lines.push({ id: newId(), chat, kind, text, at: new Date().toISOString(), refused: "", held: "" });
    this.#changed(chat);
    this.flush();
  }

  of(chat) {
    return this.#lines.filter((line) => line.chat === chat);
  }

  again(id) {
    const line = this.#lines.find((one) => one.id === id);
    if (line) line.refused = "";
    this.flush();
  }

  /** Takes it out unsent; gives it back. */
  drop(id) {
    const line = this.#lines.find((one) => one.id === id);
    this.#lines = this.#lines.filter((one) => one.id !== id);
    if (line) this.#changed(line.chat);
    return line;
  }

  /** Resolves once everything was tried. */
  flush() {
    clearTimeout(this.#timer);
    this.#running ??= this.#send().finally(() => { this.#running = null; });
    return this.#running;
  }

  async #send() {
    for (let line = this.#next(); line; line = this.#next()) {
      try {
        const written = await this.#api.post(chatPath(line.chat, `/${line.kind}`), { id: line.id, text: line.text });
        this.#tries = 0;
        this.#lines = this.#lines.filter((one) => one.id !== line.id);
        this.#hear.sent(line.chat, written);
      } catch (problem) {
        if (problem.passing) return this.#later(line, problem);
        line.refused = problem.message;
      }
      this.#changed(line.chat);
    }
  }

  #next() {
    return this.#lines.find((line) => !line.refused);
  }

  #later(line, problem) {
    line.held = problem.message;
    const wait = problem.wait ? problem.wait * 1000 : AGAIN_MS[Math.min(this.#tries, AGAIN_MS.length - 1)];
    this.#tries += 1;
    if (problem.status !== 401) this.#timer = setTimeout(() => this.flush(), wait);
    this.#changed(line.chat);
  }

  #changed(chat) {
    this.#kept.write(`outbox ${this.#who}`, this.#lines);
    this.#hear.changed(chat);
  }
}
