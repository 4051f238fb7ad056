/** A note of the shopper's own on a line or the whole cart: a button until it is wanted, then a short field. */
import { h } from "./dom.js";

const LONGEST = 200;

/**
 * @param {string} kind what it is called on its button @param {string} label what it is for, in full
 * @param {(text: string) => unknown} save called with the new words; empty takes the note away
 */
export function noteField(key, kind, label, message, save) {
  const field = h("textarea", { rows: 2, maxlength: LONGEST, "aria-label": label[0].toUpperCase() + label.slice(1), "data-key": key });
  field.value = message ?? "";
  const send = () => save(field.value);
  const open = h("button", { type: "button", class: "remove", "data-key": key, "aria-label": `${message ? "Change" : "Add a"} ${label}` },
    `${message ? "Change" : "Add a"} ${kind}`);
  const form = h("form", { class: "write", hidden: true, onsubmit: (event) => { event.preventDefault(); send(); } },
    field, h("button", { type: "submit", class: "remove", "data-key": key }, `Save ${kind}`));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    form.hidden = true;
    open.hidden = false;
    open.focus();
  });
  open.addEventListener("click", () => {
    form.hidden = false;
    open.hidden = true;
    field.focus();
  });
  return h("div", { class: "noted" }, message && h("p", { class: "own" }, `“${message}”`), open, form);
}
