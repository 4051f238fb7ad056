/** Small parts of forms and dialogs. */
import { h, icon } from "../dom.js";

let made = 0;

/** A field with its label, and words below it that help. */
export function labelled(label, input, hint = "") {
  input.id = `field-${made += 1}`;
  const help = hint && h("p", { class: "hint", id: `${input.id}-hint` }, hint);
  if (help) input.setAttribute("aria-describedby", help.id);
  return h("div", { class: "field" }, h("label", { for: input.id }, label), input, help);
}

export function button(looks, children, onclick, attributes = {}) {
  return h("button", { type: "button", class: looks, onclick, ...attributes }, ...[children].flat());
}

/** A dialog over the page; it is taken away when it closes, and the focus goes back where it was. */
export function dialog(title, ...content) {
  const heading = h("h2", { id: `dialog-${made += 1}`, tabindex: -1 }, title);
  const element = h("dialog", { "aria-labelledby": heading.id, onclose: () => element.remove() },
    h("header", {}, heading, button("round", icon("close"), () => element.close(), { "aria-label": "Close" })),
    h("div", { class: "inside" }, ...content));
  document.body.append(element);
  element.showModal();
  heading.focus();
  return element;
}

/** Runs a form's act once at a time, and says below what went wrong. */
export function form(act, ...content) {
  const fault = h("p", { class: "fault", role: "alert" });
  const element = h("form", { onsubmit: async (event) => {
    event.preventDefault();
    if (element.getAttribute("aria-busy") === "true") return;
    element.setAttribute("aria-busy", "true");
    fault.textContent = "";
    try {
      await act();
    } catch (problem) {
      fault.textContent = problem.message;
    } finally {
      element.removeAttribute("aria-busy");
    }
  } }, ...content, fault);
  return element;
}
