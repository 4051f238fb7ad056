/** The open chat: who has it, what was said, and what to do about it. */
import { h, icon } from "../dom.js";
import { Queue } from "../queue.js";
import { chatPath } from "./api.js";
import { Composer } from "./composer.js";
import { button } from "./forms.js";
import { mark } from "./icons.js";
import { lessons } from "./lessons.js";
import { Log } from "./log.js";
import { isOpen, reasonWords, shortName, standing } from "./words.js";

const TYPING_SHOWN_MS = 5000;

export class Chat {
  #desk;
  #seq = -1;
  #reading = null;
  #next = null;
  #acknowledged = new Map();
  #fading = null;
  #state = h("p", { class: "standing", role: "status" });
  #acts = h("div", { class: "acts" });

  /** @param {import("./desk.js").Desk} desk */
  constructor(desk, tools) {
    this.#desk = desk;
    this.id = "";
    this.now = null;
    this.changes = new Queue();
    this.log = new Log(desk.places, { again: (id) => desk.outbox.again(id), drop: (id) => this.#takeBack(id), lessons: (line, chat) => lessons(desk, line, chat) });
    this.composer = new Composer(desk.session, {
      send: (kind, text) => desk.outbox.add(this.id, kind, text),
      typing: () => desk.api.post(chatPath(this.id, "/typing")).catch(() => {}),  // only a sign of life
      leave: () => this.heading.focus(),
    }, tools);
    this.heading = h("h2", { tabindex: -1 });
    this.main = h("div", { class: "open", hidden: true },
      h("header", {},
        button("round back", icon("back"), () => desk.go(""), { "aria-label": "Back to the inbox" }),
        h("div", { class: "names" }, this.heading, this.#state), this.#acts,
        button("round details", mark("about"), () => desk.pane("about"), { "aria-label": "About this chat" })),
      this.log.element, this.composer.element);
    this.none = h("div", { class: "empty" }, h("h2", {}, "No chat is open"),
      h("p", {}, "Choose one on the left, or press ", h("kbd", {}, "j"), " and ", h("kbd", {}, "Enter"), "."));
    this.element = h("section", { class: "chat", "aria-label": "Chat" }, this.none, this.main);
  }

  /** Shows another chat, or none for "". */
  async open(id) {
    [this.id, this.#seq, this.now] = [id, -1, null];
    this.#acknowledged.clear();
    this.log.clear();
    this.main.hidden = !id;
    this.none.hidden = Boolean(id);
    if (!id) return this.composer.show("", { reply: false, notesOnly: true, why: "" });
    this.heading.textContent = shortName(id);
    this.#state.textContent = "Opening …";
    this.#acts.replaceChildren();
    this.composer.show(id, { reply: false, notesOnly: !this.#desk.works, why: "" });
    await this.refresh();
  }

  /** Reads it again, and resolves once it was read after this call; those who call meanwhile share the next reading. */
  refresh() {
    if (!this.id) return Promise.resolve();
    if (this.#reading) return this.#next ??= this.#reading.then(() => { this.#next = null; return this.refresh(); });
    return this.#reading = this.#read().finally(() => { this.#reading = null; });
  }

  /** A line of ours that the server has. */
  sent(line) {
    this.#acknowledged.set(line.id, line);
    if (this.now) this.log.show(this.now, [...this.#acknowledged.values()]);
  }

  pending() {
    this.log.pending(this.#desk.outbox.of(this.id));
  }

  typing(who) {
    clearTimeout(this.#fading);
    this.log.presence(who ? `${who === "shopper" ? "The shopper" : who} is typing …` : "");
    if (who) this.#fading = setTimeout(() => this.log.presence(""), TYPING_SHOWN_MS);
  }

  /** @param {"take" | "return" | "close" | "assign"} act */
  async act(act, body = {}) {
    if (!this.id || !this.#desk.works) return;
    const id = this.id;
    this.#busy(true);
    try {
      this.#show(id, await this.#desk.api.post(chatPath(id, `/${act}`), body));
      this.#desk.inbox.touch(0);
      if (act === "take") this.composer.input.focus();
      else this.heading.focus();
    } catch (problem) {
      this.#desk.say(problem.message);
      this.refresh();
    } finally {
      this.#busy(false);
    }
  }

  get mine() {
    return this.now?.handoff?.status === "taken" && this.now.handoff.owner === this.#desk.me.id;
  }

  // What is on its way is settled first, so that a line of ours never stands there twice.
  async #read() {
    const id = this.id;
    await this.#desk.outbox.flush();
    try {
      this.#show(id, await this.#desk.api.get(chatPath(id)));
    } catch (problem) {
      if (problem.status === 401 || id !== this.id) return;
      if (!this.now) this.#state.textContent = problem.message;
      if (problem.passing) setTimeout(() => id === this.id && this.refresh(), 5000);
    }
  }

  #show(id, chat) {
    if (id !== this.id || chat.seq < this.#seq) return;
    [this.#seq, this.now] = [chat.seq, chat];
    this.#head(chat);
    this.composer.show(id, { reply: this.mine, notesOnly: !this.#desk.works, why: this.#why(chat.handoff) });
    this.log.show(chat, [...this.#acknowledged.values()]);
    this.pending();
    this.#desk.about.show(chat);
  }

  #head({ handoff }) {
    this.main.dataset.status = isOpen(handoff) ? handoff.status : "ai";
    const told = isOpen(handoff) ? `${standing(handoff, this.#desk.me)} · ${reasonWords(handoff.reason)}` : standing(handoff, this.#desk.me);
    if (this.#state.textContent !== told) this.#state.textContent = told;
    this.#acts.replaceChildren(...(this.#desk.works ? this.#buttons(handoff) : []));
  }

  #buttons(handoff) {
    const give = button("secondary", "Give to …", () => this.#desk.give());
    const owner = this.#desk.me.role === "owner";
    if (this.mine) {
      return [button("primary", "Hand back", () => this.act("return"), { title: "To the assistant (b)" }),
        button("secondary", "Close", () => this.act("close")), give];
    }
    if (handoff?.status === "taken") return owner ? [give] : [];
    return [button("primary", "Take over", () => this.act("take"), { title: "Take this chat (t)" }),
      ...(handoff?.status === "waiting" ? [give] : [])];
  }

  #why(handoff) {
    if (handoff?.status === "taken") return `${handoff.owner_name} answers here. You can leave a note.`;
    return handoff?.status === "waiting" ? "Take this chat over to write to the shopper." : "The assistant answers here. Take the chat over to write to the shopper.";
  }

  #busy(busy) {
    for (const one of this.#acts.children) one.disabled = busy;
  }

  #takeBack(id) {
    const line = this.#desk.outbox.drop(id);
    if (line) this.composer.insert(line.text, line.kind);
  }
}
