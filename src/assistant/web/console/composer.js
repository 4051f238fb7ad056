/** Where staff write: to the shopper, or a note for each other. What is begun is kept for each chat. */
import { h, icon } from "../dom.js";
import { button } from "./forms.js";
import { mark } from "./icons.js";

const TYPING_EACH_MS = 3000;
const TALLEST_PX = 180;
const WORDS = {
  messages: { label: "Your reply", placeholder: "Write to the shopper", send: "Send reply" },
  notes: { label: "Your note", placeholder: "A note that only your team sees", send: "Save note" },
};

export class Composer {
  #hear;
  #kind = "messages";
  #chat = "";
  #drafts = {};
  #kept;
  #who = "";
  #may = { reply: false, why: "" };
  #typed = 0;

  /** @param {{send: (kind: string, text: string) => void, typing: () => void, leave: () => void}} hear @param {HTMLElement[]} tools */
  constructor(kept, hear, tools) {
    this.#hear = hear;
    this.#kept = kept;
    this.input = h("textarea", { rows: 2, maxlength: 4000, enterkeyhint: "send", oninput: () => this.#changed(), onkeydown: (event) => this.#key(event) });
    this.send = h("button", { type: "submit", class: "primary" }, icon("send"), h("span", {}));
    this.reply = button("tab", "Reply", () => this.choose("messages"), { "aria-pressed": "true" });
    this.note = button("tab", [mark("note"), "Note"], () => this.choose("notes"), { "aria-pressed": "false" });
    this.why = h("p", { class: "soft why" });
    this.tools = h("div", { class: "tools" }, ...tools);
    this.element = h("form", { class: "composer", onsubmit: (event) => this.#submit(event) },
      h("div", { class: "tabs", role: "group", "aria-label": "What to write" }, this.reply, this.note, this.tools),
      this.why, h("div", { class: "box" }, this.input, this.send));
  }

  /** Takes up what this member of staff began. */
  of(who) {
    this.#who = who;
    this.#drafts = this.#kept.read(`drafts ${who}`, {});
  }

  /** @param {{reply: boolean, notesOnly: boolean, why: string}} may */
  show(chat, may) {
    const other = chat !== this.#chat;
    const gained = may.reply && !this.#may.reply;
    [this.#chat, this.#may] = [chat, may];
    this.reply.hidden = may.notesOnly;
    if (other || gained) this.#kind = may.notesOnly ? "notes" : "messages";
    this.#load();
  }

  /** @param {"messages" | "notes"} kind */
  choose(kind, focus = true) {
    this.#save();
    this.#kind = kind;
    this.#load();
    if (focus && !this.input.hidden) this.input.focus();
  }

  /** Puts words where the cursor is. */
  insert(text, kind = "messages") {
    if (this.#kind !== kind) this.choose(kind, false);
    const { selectionStart: from, selectionEnd: to, value } = this.input;
    const gap = from > 0 && !/\s$/.test(value.slice(0, from)) ? " " : "";
    this.input.setRangeText(gap + text, from, to, "end");
    this.#changed();
    this.input.focus();
  }

  #load() {
    const draft = this.#drafts[this.#draft()] ?? "";
    if (this.input.value !== draft) this.input.value = draft;
    this.#dress();
  }

  #draft() {
    return `${this.#kind} ${this.#chat}`;
  }

  #dress() {
    const words = WORDS[this.#kind];
    const writes = this.#kind === "notes" || this.#may.reply;
    this.element.classList.toggle("private", this.#kind === "notes");
    this.reply.setAttribute("aria-pressed", String(this.#kind === "messages"));
    this.note.setAttribute("aria-pressed", String(this.#kind === "notes"));
    this.input.setAttribute("aria-label", words.label);
    this.input.placeholder = words.placeholder;
    this.send.lastChild.textContent = words.send;
    this.why.textContent = writes ? "" : this.#may.why;
    this.why.hidden = writes;
    this.input.parentElement.hidden = !writes;
    this.tools.hidden = this.#kind === "notes" || !this.#may.reply;
    this.#fit();
  }

  #changed() {
    this.#fit();
    this.#save();
    if (this.#kind !== "messages" || !this.input.value || Date.now() - this.#typed < TYPING_EACH_MS) return;
    this.#typed = Date.now();
    this.#hear.typing();
  }

  #save() {
    if (!this.#chat) return;
    if (this.input.value) this.#drafts[this.#draft()] = this.input.value;
    else delete this.#drafts[this.#draft()];
    this.#kept.write(`drafts ${this.#who}`, this.#drafts);
  }

  #key(event) {
    if (event.key === "Escape") this.#hear.leave();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.#typed = 0;
    this.#changed();
    this.#hear.send(this.#kind, text);
  }

  #fit() {
    this.send.disabled = !this.input.value.trim();
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, TALLEST_PX)}px`;
  }
}
