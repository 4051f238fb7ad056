/** The bill, a line for each part. All amounts are the shop's own words. */
import { h } from "./dom.js";

/** @param {{parts: {kind: string, label: string, amount: {text: string}}[], total: {text: string}}} checkout */
export function bill({ parts, total }) {
  return sheet(parts, total, "Total");
}

/** What is bought, without what comes to it. */
export function goods({ parts }) {
  return h("div", { class: "bill" }, h("ul", { "aria-label": "What you order" }, ...parts.filter(({ kind }) => kind === "goods").map(row)));
}

/** What it comes to: all goods in one line, then each discount, shipping and tax. */
export function sums({ parts, subtotal, total }, totalWords) {
  const others = parts.filter(({ kind }) => kind !== "goods");
  return sheet([{ kind: "goods", label: "Subtotal", amount: subtotal }, ...others], total, totalWords);
}

/** @param {{line1: string, line2: string, city: string, region: string, postcode: string, country: string}} place */
export function placeWords({ line1, line2, city, region, postcode, country }) {
  return [line1, line2, city, `${region} ${postcode}`.trim(), country].filter(Boolean).join(", ");
}

function sheet(parts, total, totalWords) {
  return h("div", { class: "bill" }, h("ul", { "aria-label": "Bill" }, ...parts.map(row)),
    h("p", { class: "whole" }, h("span", {}, totalWords), h("strong", { class: "figure" }, total.text)));
}

function row({ kind, label, amount }) {
  return h("li", { class: kind.replace(" ", "-") },
    h("span", {}, kind === "shipping" ? `${label} shipping` : label), h("span", { class: "figure" }, amount.text));
}
