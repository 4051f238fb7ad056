/** Single keys, never while somebody writes; they can be switched off for who speaks to the machine. */
import { h } from "../dom.js";
import { dialog } from "./forms.js";

const FIELDS = "input, textarea, select, [contenteditable]";
const TOLD = [
  ["j k", "Next or previous chat in the list, as ↓ and ↑"], ["Enter", "Open the chat"], ["t", "Take the chat over"],
  ["b", "Hand it back to the assistant"], ["r", "Write a reply"], ["n", "Write a note"], ["c", "Canned replies"],
  ["g", "Suggested replies"],
  ["/", "Search"], ["Esc", "Leave what I write in; back to the list"], ["?", "Show this"],
];

export class Keys {
  #desk;
  #kept;
  #acts;

  /** @param {import("./desk.js").Desk} desk @param {import("./kept.js").Kept} kept */
  constructor(desk, kept) {
    this.#desk = desk;
    this.#kept = kept;
    this.on = kept.read("keys", true);
    this.#acts = {
      j: () => this.#step(1), k: () => this.#step(-1), ArrowDown: () => this.#step(1), ArrowUp: () => this.#step(-1),
      t: () => this.#take(), b: () => desk.chat.mine && desk.chat.act("return"),
      r: () => desk.chat.mine && desk.chat.composer.choose("messages"), n: () => desk.chat.now && desk.chat.composer.choose("notes"),
      c: () => this.#tool("c"), g: () => this.#tool("g"),
      "/": () => { desk.pane("inbox"); desk.inbox.search.focus(); }, "?": () => this.help(), Escape: () => desk.pane("inbox"),
    };
    addEventListener("keydown", (event) => this.#pressed(event));
  }

  #tool(key) {
    if (this.#desk.chat.mine) this.#desk.chat.composer.tools.querySelector(`[data-key=${key}]`)?.click();
  }

  help() {
    const on = h("input", { type: "checkbox", checked: this.on, onchange: () => {
      this.on = on.checked;
      this.#kept.write("keys", this.on);
    } });
    dialog("Keyboard shortcuts",
      h("dl", { class: "keys" }, ...TOLD.flatMap(([keys, words]) => [
        h("dt", {}, ...keys.split(" ").map((key) => h("kbd", {}, key))), h("dd", {}, words)])),
      h("label", { class: "check" }, on, "Shortcuts are on"));
  }

  #pressed(event) {
    const act = this.#acts[event.key];
    const arrow = event.key.startsWith("Arrow");
    if (!act || !this.on || !this.#desk.me || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest(FIELDS) || document.querySelector("dialog[open], :popover-open")) return;
    if (arrow && !this.#desk.inbox.element.contains(event.target)) return;
    event.preventDefault();
    act();
  }

  #step(by) {
    if (this.#desk.panes.dataset.pane !== "inbox") this.#desk.panes.dataset.pane = "inbox";
    this.#desk.inbox.step(by);
  }

  #take() {
    const { chat } = this.#desk;
    if (chat.now && chat.now.handoff?.status !== "taken") chat.act("take");
  }
}
