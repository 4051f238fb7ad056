/** The bill, a line for each part. All amounts are the shop's own words. */
import { h } from "./dom.js";

/** @param {{parts: {kind: string, label: string, amount: {text: string}}[], total: {text: string}}} checkout */
export function bill({ parts, total }) {
  const rows = parts.map(({ kind, label, amount }) => h("li", { class: kind.replace(" ", "-") },
    h("span", {}, kind === "shipping" ? `${label} shipping` : label), h("span", { class: "figure" }, amount.text)));
  return h("div", { class: "bill" }, h("ul", { "aria-label": "Bill" }, ...rows),
    h("p", { class: "whole" }, h("span", {}, "Total"), h("strong", { class: "figure" }, total.text)));
}

/** @param {{line1: string, line2: string, city: string, region: string, postcode: string, country: string}} place */
export function placeWords({ line1, line2, city, region, postcode, country }) {
  return [line1, line2, city, `${region} ${postcode}`.trim(), country].filter(Boolean).join(", ");
}
