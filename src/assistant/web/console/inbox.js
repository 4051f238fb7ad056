/** The live inbox: four views, a search, and a row for each chat. */
import { h, unseen } from "../dom.js";
import { setClock } from "./clock.js";
import { mark } from "./icons.js";
import { button } from "./forms.js";
import { Row } from "./row.js";

const VIEWS = { waiting: "Waiting", mine: "Mine", ai: "AI", all: "All" };
const EMPTY = {
  waiting: ["Nobody waits", "When the assistant calls for a person, the chat shows up here at once."],
  mine: ["You have no chats", "Take one from Waiting, or step in where the assistant answers."],
  ai: ["No chats with the assistant", "Chats that the assistant answers by itself are listed here."],
  all: ["No chats yet", "Every conversation with your shop is listed here."],
};
const TYPED_MS = 250;
const EACH_MS = 700;
const CALM_MS = 3000;

export class Inbox {
  #api;
  #hear;
  #me = null;
  #rows = new Map();
  #unread = new Set();
  #view = "waiting";
  #open = "";
  #asked = 0;
  #timer = null;
  #list = h("ul", { class: "rows", "aria-label": "Chats" });
  #tabs;
  #empty = h("div", { class: "empty", hidden: true });
  #heading = h("h2", { class: "unseen", tabindex: -1 }, "Inbox");
  #fault = h("p", { class: "fault", role: "alert" });

  /** @param {{open: (id: string) => void, loaded: (inbox: object) => void}} hear */
  constructor(api, hear) {
    this.#api = api;
    this.#hear = hear;
    this.#tabs = Object.fromEntries(Object.entries(VIEWS).map(([view, name]) => [view, this.#tab(view, name)]));
    this.search = h("input", {
      type: "search", placeholder: "Search what was said", maxlength: 100, "aria-label": "Search chats", autocomplete: "off",
      oninput: () => this.touch(TYPED_MS), onkeydown: (event) => this.#leaves(event),
    });
    this.element = h("section", { class: "inbox", "aria-label": "Inbox" },
      this.#heading,
      h("div", { class: "tabs", role: "group", "aria-label": "Which chats" }, ...Object.values(this.#tabs).map((tab) => tab.element)),
      h("div", { class: "search" }, mark("search"), this.search),
      this.#fault, this.#list, this.#empty);
    setInterval(() => this.#tick(), 1000);
    setInterval(() => this.#me && !document.hidden && this.touch(), 30_000);
  }

  start(me) {
    this.#me = me;
    this.#load();
  }

  stop() {
    this.#me = null;
    clearTimeout(this.#timer);
    this.#draw([]);
  }

  show(view) {
    this.#view = view;
    for (const [name, tab] of Object.entries(this.#tabs)) tab.element.setAttribute("aria-pressed", String(name === view));
    this.#load();
  }

  /** What is shown may have changed: read it again soon, however much happens at once. */
  touch(after = EACH_MS) {
    if (!this.#me) return;
    if (after === TYPED_MS) clearTimeout(this.#timer);
    else if (this.#timer) return;
    this.#timer = setTimeout(() => this.#load(), after);
  }

  /** What happened may change the list; the assistant's own chats change only the lists that show them. */
  heard(kind, id) {
    const quiet = kind === "turn" && !this.#rows.has(id);
    if (!quiet) this.touch();
    else if (this.#view === "ai" || this.#view === "all") this.touch(CALM_MS);
  }

  /** The shopper wrote there and nobody looked yet, or somebody has. */
  unread(id, unread) {
    if (unread) this.#unread.add(id);
    else this.#unread.delete(id);
    this.#rows.get(id)?.unread(unread);
    this.#tabs.mine.count.classList.toggle("new", this.#unread.size > 0);
  }

  /** Marks the one that is open. */
  mark(id) {
    this.#open = id;
    for (const [of, row] of this.#rows) row.mark(of === id);
  }

  /** Moves the focus to the row so many further on. */
  step(by) {
    const rows = [...this.#list.querySelectorAll("button")];
    const at = rows.findIndex((row) => row.matches(":focus"));
    const from = at >= 0 ? at : rows.findIndex((row) => row.getAttribute("aria-current") === "true");
    rows[from < 0 ? 0 : Math.min(Math.max(from + by, 0), rows.length - 1)]?.focus();
  }

  /** Puts the focus back in the list, on this chat where it is there. */
  focus(id = this.#open) {
    const row = this.#rows.get(id)?.element ?? this.#list.firstElementChild;
    (row?.querySelector("button") ?? this.#heading).focus();
  }

  #tab(view, name) {
    const count = h("span", { class: "count", hidden: true });
    const element = button("tab", [name, count], () => this.show(view), { "aria-pressed": String(view === this.#view) });
    return { element, count };
  }

  #leaves(event) {
    if (event.key !== "Escape") return;
    this.search.value = "";
    this.touch(TYPED_MS);
    this.focus();
  }

  async #load() {
    this.#timer = null;
    const asked = this.#asked += 1;
    const about = new URLSearchParams({ view: this.#view, search: this.search.value.trim() });
    try {
      const inbox = await this.#api.get(`inbox?${about}`);
      if (asked !== this.#asked || !this.#me) return;
      setClock(inbox.now);
      this.#fault.textContent = "";
      this.#count(inbox.counts);
      this.#draw(inbox.rows);
      this.#hear.loaded(inbox);
    } catch (problem) {
      if (problem.status !== 401) this.#fault.textContent = `${problem.message} The list may be old.`;
      if (this.#me && problem.passing && problem.status !== 401) this.touch(5000);
    }
  }

  #count(counts) {
    for (const [view, { count }] of Object.entries(this.#tabs)) {
      count.hidden = !counts[view];
      count.replaceChildren(String(counts[view] ?? ""), unseen(counts[view] === 1 ? " chat" : " chats"));
    }
  }

  // What stands stays the same element, so that whoever is on a row with the keyboard stays on it.
  #draw(rows) {
    const focused = document.activeElement;
    const at = [...this.#list.children].findIndex((item) => item.contains(focused));
    const wanted = new Map();
    for (const row of rows) {
      const shown = this.#rows.get(row.conversation_id) ?? new Row(row.conversation_id, (id) => this.#hear.open(id));
      shown.show(row, this.#me);
      shown.mark(row.conversation_id === this.#open);
      shown.unread(this.#unread.has(row.conversation_id));
      wanted.set(row.conversation_id, shown);
    }
    this.#rows = wanted;
    this.#list.replaceChildren(...[...wanted.values()].map((row) => row.element));
    if (at >= 0) this.#keepFocus(focused, at);
    this.#tellEmpty(rows.length);
  }

  #keepFocus(focused, at) {
    const next = this.#list.children[Math.min(at, this.#list.children.length - 1)];
    (focused.isConnected ? focused : next?.querySelector("button") ?? this.#heading).focus({ preventScroll: true });
  }

  #tellEmpty(count) {
    const [title, words] = this.search.value.trim() ? ["Nothing found", "No chat in this list says that. Try All."] : EMPTY[this.#view];
    this.#empty.hidden = count > 0;
    if (!count) this.#empty.replaceChildren(h("h2", {}, title), h("p", {}, words));
  }

  #tick() {
    for (const row of this.#rows.values()) row.tick();
  }
}
