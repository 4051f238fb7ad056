/** One turn on the page: the question, what is being done, the answer, or what went wrong and a way on. */

export class Turns {
  #page;

  /** @param {import("./element.js").ShoppingAssistant} page */
  constructor(page) {
    this.#page = page;
    this.busy = false;
  }

  /**
   * `confirms` is the id of the proposal that a button said yes to.
   * @returns {Promise<boolean>} whether it was sent; false while another message is being answered
   */
  async ask(text, confirms = null) {
    if (this.busy || !text.trim()) return false;
    this.#page.transcript.shopper(text);
    await this.#run(text, confirms);
    return true;
  }

  async #run(text, confirms) {
    const answer = this.#page.transcript.answer();
    this.#busy(true);
    try {
      await this.#listen(text, confirms, answer);
    } catch (problem) {
      this.#fail(problem, text, confirms, answer);
    } finally {
      answer.rest();
      this.#busy(false);
    }
  }

  async #listen(text, confirms, answer) {
    const { session } = this.#page;
    try {
      for await (const { event, data } of session.send(text, confirms)) this.#heard(event, data, answer);
    } catch (problem) {
      if (problem.kind !== "ended") throw problem;
      await session.renew();
      this.#page.cart.show(null);
      this.#page.called(null);
      answer.notice("Our last chat had ended, so this is a new one with an empty cart.");
      for await (const { event, data } of session.send(text)) this.#heard(event, data, answer);
    }
  }

  #heard(event, data, answer) {
    if (event === "progress") answer.progress(data.text);
    if (event === "text") answer.append(data.text);
    if (event !== "reply") return;
    answer.finish(data);
    this.#page.cart.show(data.cart);
    // an answer without one says nothing of the one that is open
    if (data.handoff) this.#page.called(data.handoff);
    this.#page.answeredBy(data.model);
  }

  #fail(problem, text, confirms, answer) {
    if (!problem.kind) throw problem;
    if (problem.kind === "refused" && !confirms) this.#page.composer.restore(text);
    answer.problem(problem, () => this.#again(problem, text, confirms, answer));
  }

  async #again(problem, text, confirms, answer) {
    if (this.busy) return;
    const missed = problem.kind === "cut" || problem.kind === "stalled" ? await this.#missed(text) : null;
    if (missed) return answer.recover(missed);
    answer.remove();
    await this.#run(text, confirms);
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
