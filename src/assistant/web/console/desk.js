/** The desk of one member of staff: three panes over one stream of events. */
import { h } from "../dom.js";
import { Places } from "../places.js";
import { About } from "./about.js";
import { cannedPicker } from "./canned.js";
import { suggestionPicker } from "./suggestions.js";
import { Chat } from "./chat.js";
import { giveDialog } from "./give.js";
import { Inbox } from "./inbox.js";
import { Keys } from "./keys.js";
import { Live } from "./live.js";
import { Outbox } from "./outbox.js";
import { Top } from "./top.js";
import { reasonWords } from "./words.js";

const SAID_MS = 8000;
const BEAT_MS = 45_000;
const MOVES = new Set(["taken", "assigned", "returned", "closed"]);
const QUIET = new Set(["typing", "note", "cart"]);

export class Desk {
  #mine = new Set();
  #live;
  #listening = false;
  #saying = null;
  #toast = h("p", { class: "toast", role: "alert", hidden: true });

  /** @param {{api: object, local: object, session: object, theme: object, notices: object, base: URL, leave: () => void, over: () => void}} parts */
  constructor(parts) {
    Object.assign(this, { api: parts.api, local: parts.local, session: parts.session, theme: parts.theme, notices: parts.notices });
    this.me = null;
    this.places = new Places(parts.base);
    this.outbox = new Outbox(this.api, this.session, {
      changed: (id) => id === this.chat.id && this.chat.pending(),
      sent: (id, line) => id === this.chat.id && this.chat.sent(line),
    });
    this.inbox = new Inbox(this.api, { open: (id) => this.go(id), loaded: (inbox) => this.#loaded(inbox) });
    this.about = new About(this);
    this.chat = new Chat(this, [suggestionPicker(this), cannedPicker(this)]);
    this.top = new Top(this, parts.leave);
    this.keys = new Keys(this, this.local);
    this.#live = new Live(this.api, {
      event: (event) => this.#heard(event), state: (live) => this.top.live(live),
      back: () => this.#caughtUp(), over: parts.over,
    });
    this.panes = h("main", { class: "panes", "data-pane": "inbox" }, this.inbox.element, this.chat.element, this.about.element);
    this.element = h("div", { class: "desk", hidden: true }, this.top.element, this.panes, this.#toast);
    setInterval(() => this.me && this.#beat(), BEAT_MS);
    addEventListener("hashchange", () => this.me && this.#follow());
  }

  get works() {
    return this.me?.role !== "qa";
  }

  /** @param {object} me who signed in */
  async open(me) {
    this.know(me);
    this.places.know(me.shop);
    this.element.hidden = false;
    this.chat.composer.of(me.id);
    this.outbox.open(me.id);
    this.inbox.start(me);
    this.#beat();
    this.#mine = await this.#owned();
    this.#follow();
  }

  know(me) {
    this.me = me;
    this.notices.shop = `${me.shop.name} console`;
    this.top.show(me);
  }

  close() {
    this.#live.stop();
    this.#listening = false;
    this.inbox.stop();
    this.about.hide();
    this.chat.open("");
    this.element.hidden = true;
    this.me = null;
  }

  /** Opens a chat, by the address, so that the browser's own back leads to the list. */
  go(id) {
    const address = id ? `#${id}` : "#";
    if (location.hash === address) this.#follow();
    else location.hash = address;
  }

  /** @param {"inbox" | "chat" | "about"} pane the one that a narrow window shows */
  pane(pane, id = undefined) {
    this.panes.dataset.pane = pane;
    if (pane === "inbox") this.inbox.focus(id);
    else (pane === "chat" ? this.chat : this.about).heading.focus();
  }

  /** Words that everybody hears, for a moment; `good` ones are no fault. */
  say(words, good = false) {
    clearTimeout(this.#saying);
    this.#toast.classList.toggle("good", good);
    this.#toast.textContent = words;
    this.#toast.hidden = !words;
    if (words) this.#saying = setTimeout(() => this.say(""), SAID_MS);
  }

  give() {
    giveDialog(this);
  }

  // Whoever is signed in but has no console open is handed no chat.
  #beat() {
    this.api.put("session/seen", {}).catch(() => {});  // said again with the next beat
  }

  #follow() {
    const id = decodeURIComponent(location.hash.slice(1));
    const former = this.chat.id;
    if (id !== former) {
      this.about.hide();
      this.chat.open(id);
    }
    this.inbox.mark(id);
    this.inbox.unread(id, false);
    this.pane(id ? "chat" : "inbox", id || former);
  }

  #loaded(inbox) {
    this.notices.waiting(inbox.counts.waiting);
    if (this.#listening) return;
    this.#listening = true;
    this.#live.start(inbox.seq);
  }

  async #owned() {
    const { rows } = await this.api.get("inbox?view=mine").catch(() => ({ rows: [] }));
    return new Set(rows.map((row) => row.conversation_id));
  }

  #caughtUp() {
    this.outbox.flush();
    this.inbox.touch(0);
    this.chat.refresh();
  }

  #heard(event) {
    const { conversation_id: id, kind, payload } = event;
    this.#own(id, kind, payload);
    this.#notify(id, kind, payload);
    if (!QUIET.has(kind)) this.inbox.heard(kind, id);
    if (id !== this.chat.id) {
      if (kind === "turn" && this.#mine.has(id)) this.inbox.unread(id, true);
      return;
    }
    if (kind === "typing") {
      if (payload.who !== this.me.name) this.chat.typing(payload.who);
      return;
    }
    if (kind === "turn" || kind === "said") this.chat.typing("");
    this.chat.refresh();
  }

  #own(id, kind, payload) {
    if (!MOVES.has(kind)) return;
    if (payload.staff_id === this.me.id && kind !== "returned" && kind !== "closed") this.#mine.add(id);
    else this.#lose(id);
  }

  #lose(id) {
    this.#mine.delete(id);
    this.inbox.unread(id, false);
  }

  #notify(id, kind, payload) {
    const words = this.#words(id, kind, payload);
    if (words) this.notices.call(words, id, () => this.go(id));
  }

  #words(id, kind, { reason, staff_id: to }) {
    if (kind === "opened" && reason !== "staff stepped in") return `A chat waits for a person: ${reasonWords(reason).toLowerCase()}.`;
    if (kind === "assigned" && to === this.me.id) return "A chat was given to you.";
    const unseen = document.hidden || id !== this.chat.id;
    return kind === "turn" && unseen && this.#mine.has(id) ? "A shopper wrote in your chat." : "";
  }
}
