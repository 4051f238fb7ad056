/** One shopper's conversation with the shop's API: started or resumed, spoken to, and its cart. */
import { cut, offline, Problem, problemOf, problemOfEvent, stalled } from "./problems.js";
import { readEvents } from "./sse.js";

const KEPT_HOURS = 24;
const PLAIN_CALL_SECONDS = 20;
const LONGEST_PATH = 300;

export class Session {
  #api;
  #key;
  #opening = null;
  #patience;
  #visited = "";

  /** @param {URL} base where the API lives @param {number} patience seconds without any event before giving up */
  constructor(base, patience) {
    this.#api = new URL("api/conversations", base);
    this.#key = `shopping-assistant ${base.href}`;
    this.#patience = patience * 1000;
    this.start = null;
  }

  /** Resumes the kept conversation, or starts one. Resolves to its history, or null for a new one. */
  async open() {
    this.start = this.#kept();
    if (this.start) {
      try {
        const history = await this.#json("");
        this.start = { ...this.start, shop: history.shop };
        this.#visit();
        return history;
      } catch (problem) {
        if (problem.kind !== "ended") throw problem;
      }
    }
    await this.renew();
    return null;
  }

  /** Leaves the present conversation behind and starts a new one. */
  async renew() {
    this.#opening ??= this.#begin().finally(() => { this.#opening = null; });
    return this.#opening;
  }

  /**
   * Yields `{event, data}` with data read from JSON; ends after `reply`, throws a Problem otherwise.
   * `confirms` is the id of the proposal that a button said yes to; with the same `key` the same message is answered once.
   */
  async *send(text, confirms, key) {
    const watch = new Watch(this.#patience);
    this.#visit();
    try {
      const response = await this.#call("/messages", { body: confirms ? { text, confirms, key } : { text, key }, accept: "text/event-stream", signal: watch.signal });
      this.#keep();
      yield* this.#answer(response, watch);
    } catch (error) {
      throw watch.signal.aborted ? stalled() : error instanceof Problem ? error : cut();
    } finally {
      watch.stop();
    }
  }

  /** For this tab and this conversation only: what is written may be private. @param {{key: string, text: string}[]} messages */
  keepUnsent(messages) {
    try {
      if (this.start) sessionStorage.setItem(this.#key, JSON.stringify({ id: this.start.id, messages }));
    } catch {
      // they wait for as long as the page does
    }
  }

  unsent() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.#key) ?? "null");
      return kept?.id === this.start?.id ? kept.messages : [];
    } catch {
      return [];
    }
  }

  history() {
    return this.#json("");
  }

  addLine(sku, quantity = 1) {
    return this.#json("/cart/lines", { body: { sku, quantity } });
  }

  changeLine(sku, quantity) {
    return this.#json(`/cart/lines/${encodeURIComponent(sku)}`, { method: "PUT", body: { quantity } });
  }

  removeLine(sku) {
    return this.#json(`/cart/lines/${encodeURIComponent(sku)}`, { method: "DELETE" });
  }

  emptyCart() {
    return this.#json("/cart", { method: "DELETE" });
  }

  /** Resolves to `{undone, missing, cart}`. */
  undoCart() {
    return this.#json("/cart/undo", { method: "POST" });
  }

  seenInCart(ids) {
    return this.#json("/cart/seen", { body: { ids } });
  }

  saveLine(sku) {
    return this.#json("/cart/saved", { body: { sku } });
  }

  moveBack(sku) {
    return this.#json("/cart/saved/back", { body: { sku } });
  }

  forgetSaved(sku) {
    return this.#json(`/cart/saved/${encodeURIComponent(sku)}`, { method: "DELETE" });
  }

  /** A note for one line, or without a sku for the whole cart. */
  writeMessage(message, sku = null) {
    return this.#json(sku ? `/cart/messages/${encodeURIComponent(sku)}` : "/cart/message", { method: "PUT", body: { message } });
  }

  cart() {
    return this.#json("/cart");
  }

  checkout() {
    return this.#json("/checkout");
  }

  /** @param {object} said what is left out stays as it was */
  sayCheckout(said) {
    return this.#json("/checkout", { method: "PUT", body: said });
  }

  giveUp() {
    return this.#json("/checkout/cancel", { method: "POST" });
  }

  /** The order that was placed last, as it is now; null for none. */
  placed() {
    return this.#json("/checkout/placed");
  }

  /** Yields what happens around the person who has this chat, after event number `seq`; ends when the connection does. */
  async *events(seq, signal) {
    const response = await this.#call(`/events?after=${seq}`, { accept: "text/event-stream", signal });
    for await (const { event, data } of readEvents(response.body)) {
      if (event === "desk") yield JSON.parse(data);
    }
  }

  typing() {
    return this.#call("/typing", { method: "POST" });
  }

  rate(stars, word) {
    return this.#json("/rating", { body: { stars, word } });
  }

  /** The chat as a text file. */
  async transcript() {
    return (await this.#call("/transcript", { accept: "text/plain", signal: AbortSignal.timeout(PLAIN_CALL_SECONDS * 1000) })).blob();
  }

  /** Sends the chat to the address that was proved in it, once for each key. */
  mailTranscript(key) {
    return this.#json("/transcript", { body: { key } });
  }

  askForPerson() {
    return this.#json("/person", { method: "POST" });
  }

  async *#answer(response, watch) {
    if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
      yield { event: "reply", data: await response.json() };
      return;
    }
    for await (const { event, data } of readEvents(response.body)) {
      watch.touch();
      const read = JSON.parse(data);
      if (event === "error") throw problemOfEvent(read);
      yield { event, data: read };
      if (event === "reply") return;
    }
    throw cut();
  }

  async #begin() {
    this.start = null;
    const response = await this.#fetch(this.#api, { method: "POST" });
    this.start = await response.json();
    this.#keep();
    this.#visited = "";
    this.#visit();
  }

  // Whoever takes the chat sees where the shopper is. Only the path: what follows it may be private.
  #visit() {
    const page = location.pathname.slice(0, LONGEST_PATH);
    if (page === this.#visited) return;
    this.#visited = page;
    this.#call("/page", { method: "PUT", body: { page } }).catch(() => { this.#visited = ""; });
  }

  async #json(path, options = {}) {
    const response = await this.#call(path, { signal: AbortSignal.timeout(PLAIN_CALL_SECONDS * 1000), ...options });
    return response.json();
  }

  async #call(path, { method, body, accept = "application/json", signal }) {
    if (!this.start) throw offline();
    const headers = { Accept: accept, Authorization: `Bearer ${this.start.token}` };
    if (body) headers["Content-Type"] = "application/json";
    const url = `${this.#api.href}/${encodeURIComponent(this.start.id)}${path}`;
    return this.#fetch(url, { method: method ?? (body ? "POST" : "GET"), headers, body: body && JSON.stringify(body), signal });
  }

  async #fetch(url, options) {
    let response;
    try {
      response = await fetch(url, { cache: "no-store", ...options });
    } catch {
      throw offline();
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  // A browser may forbid storage to an embedded page; then the conversation simply lasts as long as the page does.
  #kept() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.#key) ?? "null");
      return kept && Date.now() - kept.usedAt < KEPT_HOURS * 3_600_000 ? kept.start : null;
    } catch {
      return null;
    }
  }

  #keep() {
    try {
      localStorage.setItem(this.#key, JSON.stringify({ start: this.start, usedAt: Date.now() }));
    } catch {
      // nothing is lost but the resuming
    }
  }
}

/** Aborts when nothing was heard for a while. */
class Watch {
  #controller = new AbortController();
  #timer;
  #limit;

  constructor(limit) {
    this.#limit = limit;
    this.touch();
  }

  get signal() {
    return this.#controller.signal;
  }

  touch() {
    this.stop();
    this.#timer = setTimeout(() => this.#controller.abort(), this.#limit);
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
