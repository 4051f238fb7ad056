/** One turn on the page: the question, what is being done, the answer, or what went wrong and a way on. */
import { waits } from "./problems.js";
import { newKey, Unsent } from "./unsent.js";

export class Turns {
  #page;
  #unsent;
  #shown = new Set();

  /** @param {import("./element.js").ShoppingAssistant} page */
  constructor(page) {
    this.#page = page;
    this.#unsent = new Unsent(page.session, () => this.#flush());
    this.busy = false;
  }

  /**
   * `confirms` is the id of the proposal that a button said yes to.
   * @returns {Promise<boolean>} whether it was sent; false while another message is being answered
   */
  async ask(text, confirms = null) {
    if (this.busy || !text.trim()) return false;
    const message = this.#written(newKey(), text, confirms);
    if (!this.#unsent.all.length) await this.#run(message);
    else {
      this.#hold(message);
      await this.#flush();
    }
    return true;
  }

  /** Takes up what an earlier load of this page could not send. @param {{lines: {id: string}[]} | null} history */
  resume(history) {
    this.#shown = new Set((history?.lines ?? []).map((line) => line.id));
    const kept = history ? this.#page.session.unsent() : [];
    this.#unsent.clear();
    for (const { key, text } of kept) this.#hold(this.#written(key, text, null));
    this.#flush();
  }

  #written(key, text, confirms) {
    this.#page.transcript.shopper(text);
    return { key, text, confirms, answer: this.#page.transcript.answer() };
  }

  #hold(message) {
    this.#unsent.add(message);
    message.answer.rest();
    message.answer.problem(waits(), () => this.#flush());
  }

  // In their order; the first that cannot be sent keeps the others back.
  async #flush() {
    for (const message of this.#unsent.all) {
      if (this.busy) return;
      message.answer.begin();
      await this.#run(message);
      if (this.#unsent.all.includes(message)) return;
    }
  }

  async #run(message) {
    this.#busy(true);
    try {
      await this.#listen(message);
      this.#unsent.drop(message);
    } catch (problem) {
      this.#fail(problem, message);
    } finally {
      message.answer.rest();
      this.#busy(false);
    }
  }

  async #listen({ text, confirms, key, answer }) {
    const { session } = this.#page;
    try {
      for await (const { event, data } of session.send(text, confirms, key)) this.#heard(event, data, answer);
    } catch (problem) {
      if (problem.kind !== "ended") throw problem;
      await session.renew();
      this.#page.cart.show(null);
      this.#page.called(null);
      this.#page.desk.know(null);
      answer.notice("Our last chat had ended, so this is a new one with an empty cart.");
      for await (const { event, data } of session.send(text, null, key)) this.#heard(event, data, answer);
    }
  }

  #heard(event, data, answer) {
    if (event === "progress") answer.progress(data.text);
    if (event === "text") answer.append(data.text);
    if (event !== "reply") return;
    if (this.#shown.has(data.turn_id)) answer.removeTurn();
    else answer.finish(data);
    this.#page.cart.show(data.cart);
    // an answer without one says nothing of the one that is open
    if (data.handoff) this.#page.called(data.handoff);
    this.#page.answeredBy(data.model);
  }

  #fail(problem, message) {
    if (!problem.kind) throw problem;
    const { text, confirms, answer } = message;
    if (problem.kind === "refused" && !confirms) this.#page.composer.restore(text);
    if (problem.kind === "offline" && !confirms) {
      this.#hold(message);
      this.#unsent.later();
      return;
    }
    this.#unsent.drop(message);
    answer.problem(problem, () => this.#again(problem, message));
  }

  async #again(problem, message) {
    if (this.busy) return;
    const missed = problem.kind === "cut" || problem.kind === "stalled" ? await this.#missed(message.text) : null;
    if (missed) return message.answer.recover(missed);
    message.answer.begin();
    await this.#run(message);
  }

  // The shop finishes a turn even when nobody listens any more, so asking twice may not be needed.
  async #missed(text) {
    try {
      const history = await this.#page.session.history();
      const [asked, said] = history.lines.slice(-2);
      if (asked?.who !== "shopper" || asked.text !== text || said?.who !== "assistant") return null;
      this.#page.cart.show(history.cart);
      this.#page.called(history.handoff);
      return said;
    } catch {
      return null;
    }
  }

  #busy(busy) {
    this.busy = busy;
    this.#page.composer.busy(busy);
  }
}
