/** The shopper's cart, as it is now. */
import { picture } from "../cards.js";
import { h } from "../dom.js";

/** @param {object} chat @param {import("./desk.js").Desk} desk */
export function cartPart({ cart }, desk) {
  const count = cart.count ? ` (${cart.count})` : "";
  return [
    h("h3", {}, `Cart${count}`),
    cart.lines.length === 0 && h("p", { class: "soft" }, "Nothing is in it."),
    cart.lines.length > 0 && h("ul", { class: "items" }, ...cart.lines.map((line) => item(line, desk))),
    cart.lines.length > 0 && h("p", { class: "whole" }, h("span", {}, "Subtotal"), h("strong", { class: "figure" }, cart.subtotal.text)),
    cart.message && h("p", { class: "soft" }, `Their note: ${cart.message}`),
    cart.saved.length > 0 && h("details", {}, h("summary", {}, `Saved for later (${cart.saved.length})`),
      h("ul", { class: "items" }, ...cart.saved.map((line) => item(line, desk)))),
  ];
}

function item(line, desk) {
  return h("li", {}, picture(desk.places.picture(line.image)),
    h("div", {}, h("p", {}, line.title), h("p", { class: "soft" }, [line.options, `${line.quantity} × ${line.unit.text}`].filter(Boolean).join(", ")),
      line.note && h("p", { class: "warn" }, line.note), line.message && h("p", { class: "soft" }, `“${line.message}”`)),
    h("span", { class: "figure" }, line.total.text));
}
