/** One chat in the inbox. */
import { h, unseen } from "../dom.js";
import { ago, until } from "./clock.js";
import { isOpen, isUpset, isUrgent, reasonWords, shortName } from "./words.js";

const SOON_MS = 60_000;

export class Row {
  #button;
  #row = null;
  #when = h("span", { class: "when" });
  #new = h("span", { class: "chip new", hidden: true }, "New");
  #clock = h("span", { class: "chip clock", hidden: true });

  constructor(id, open) {
    this.#button = h("button", { type: "button", class: "row", onclick: () => open(id) });
    this.element = h("li", {}, this.#button);
  }

  show(row, me) {
    this.#row = row;
    const { handoff } = row;
    this.#button.className = isOpen(handoff) ? `row ${handoff.status}` : "row";
    this.#button.replaceChildren(
      h("span", { class: "line" }, h("span", { class: "title" }, title(row)), this.#when),
      h("span", { class: "snippet" }, row.snippet || "Nothing was written yet"),
      h("span", { class: "chips" }, this.#new, this.#clock, ...chips(row, me)));
    this.tick();
  }

  mark(open) {
    if (open) this.#button.setAttribute("aria-current", "true");
    else this.#button.removeAttribute("aria-current");
  }

  unread(unread) {
    this.#new.hidden = !unread;
  }

  tick() {
    write(this.#when, ago(this.#row.last_at));
    const due = this.#row.due_at;
    this.#clock.hidden = !due;
    if (!due) return;
    const { late, words } = until(due);
    const soon = Date.parse(due) - Date.now() < SOON_MS;
    this.#clock.classList.toggle("late", late);
    this.#clock.classList.toggle("soon", soon && !late);
    write(this.#clock, late ? `Late by ${words}` : `Answer in ${words}`);
  }
}

function title({ handoff, conversation_id: id }) {
  return isOpen(handoff) ? reasonWords(handoff.reason) : shortName(id);
}

function chips({ handoff, mood, tags, conversation_id: id }, me) {
  const owner = handoff?.status === "taken" && (handoff.owner === me?.id ? "You" : handoff.owner_name);
  return [
    isOpen(handoff) && h("span", { class: "code" }, shortName(id)),
    handoff?.status === "waiting" && h("span", { class: isUrgent(handoff.reason) ? "chip urgent" : "chip waits" }, waits(handoff)),
    owner && h("span", { class: "chip has" }, unseen("Answered by "), owner),
    !isOpen(handoff) && h("span", { class: "chip" }, "AI"),
    isUpset(mood) && h("span", { class: "chip upset" }, "Upset"),
    ...tags.map((tag) => h("span", { class: "chip tag" }, tag)),
  ];
}

function waits({ opened_at: since }) {
  const long = ago(since);
  return long === "now" ? "Just called" : `Waits ${long}`;
}

function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
