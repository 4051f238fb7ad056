/** The orders that the shopper has proved. */
import { h } from "../dom.js";
import { link } from "../text.js";
import { changeButtons, homeButton } from "./changes.js";

/** @param {object} chat @param {import("./desk.js").Desk} desk */
export function orderParts({ orders, level }, desk) {
  return [
    h("h3", {}, orders.length ? `Orders (${orders.length})` : "Orders"),
    orders.length === 0 && h("p", { class: "soft" }, level === "nobody"
      ? "Shown once the shopper has proved who they are: an order number with its e-mail address, or a code by mail."
      : "None yet."),
    ...orders.map((order, index) => orderPart(order, index === 0, desk)),
    level === "customer" && desk.chat.mine && h("div", { class: "acts" }, homeButton(desk)),
  ];
}

function orderPart(order, open, desk) {
  return h("details", { class: "order-part", open },
    h("summary", {}, h("strong", {}, order.number), h("span", { class: "chip" }, order.status), h("span", { class: "figure" }, order.total)),
    h("p", { class: "soft" }, `Placed ${order.placed}`),
    h("ul", { class: "dots" }, ...order.lines.map((line) => h("li", {}, lineWords(line)))),
    order.address && h("p", { class: "soft" }, `To ${order.address.text}`),
    ...(order.fulfilments ?? []).map((one) => h("p", { class: "soft" }, ...sent(one, desk.places))),
    order.refunded && h("p", { class: "soft" }, `Paid back: ${order.refunded}`),
    order.cancelled_because && h("p", { class: "soft" }, `Cancelled: ${order.cancelled_because}`),
    order.note && h("p", { class: "soft" }, `Note: ${order.note}`),
    desk.chat.mine && changeButtons(order, desk));
}

function lineWords({ quantity, title, options }) {
  return [`${quantity} × ${title}`, ...Object.values(options)].join(", ");
}

function sent({ carrier, tracking, url, expected, delivered }, places) {
  const when = delivered ? `, delivered ${delivered}` : expected ? `, expected ${expected}` : "";
  return [`Sent with ${carrier}`, tracking && " ", tracking && (url ? link(tracking, url, places) : tracking), when].filter(Boolean);
}
