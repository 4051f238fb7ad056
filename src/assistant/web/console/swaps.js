/** Which items of an order become another variant of the same product, and how a difference is paid. */
import { h } from "../dom.js";
import { labelled } from "./forms.js";

const STAYS = "";
let lists = 0;

/** A field for the label of a way to pay; the ones that the order knows are offered. */
export function wayToPay(order) {
  const known = [...new Set([...(order.payments ?? []).map((one) => one.method), ...(order.refund_to ?? [])])];
  const list = h("datalist", { id: `ways-${lists += 1}` }, ...known.map((value) => h("option", { value })));
  const input = h("input", { type: "text", maxlength: 100, required: true, autocomplete: "off", list: list.id });
  return { field: h("div", {}, labelled("Paid with", input, "As the shopper's account calls it."), list), input };
}

/** @param {object} order @param {object} desk @returns its fields, and what is asked for */
export async function swapped(order, desk) {
  const pay = wayToPay(order);
  pay.input.value = order.payments?.[0]?.method ?? "";
  const rows = await Promise.all(order.lines.map((line) => row(line, desk)));
  const swaps = () => rows.filter(({ to }) => to.value !== STAYS)
    .map(({ line, to, count }) => ({ sku: line.sku, new_sku: to.value, quantity: Number(count.value) }));
  return {
    fields: [...rows.flatMap(({ fields }) => fields), pay.field],
    said: () => {
      if (!swaps().length) throw new Error("Choose what one of the items becomes.");
      return { swaps: swaps(), pay_with: pay.input.value.trim() };
    },
  };
}

async function row(line, desk) {
  const others = await variants(line, desk);
  const to = h("select", {}, h("option", { value: STAYS }, none(others)),
    ...(others ?? []).map((one) => h("option", { value: one.sku, disabled: one.stock === "out of stock" }, `${one.label}, ${one.price.text}, ${one.stock}`)));
  const count = h("input", { type: "number", min: 1, max: line.quantity, value: line.quantity, required: true });
  const now = [line.title, ...Object.values(line.options)].join(", ");
  return { line, to, count, fields: [labelled(`${now} becomes`, to), line.quantity > 1 && labelled(`How many of ${now}`, count)].filter(Boolean) };
}

function none(others) {
  if (!others) return "Its product was not found";
  return others.length ? "Stays as it is" : "There is no other variant";
}

/** The other variants of the product that this line is one of, as the shop has them now; null where it was not found. */
async function variants(line, desk) {
  const { cards } = await desk.api.get(`products?search=${encodeURIComponent(line.title.slice(0, 100))}`);
  const choices = cards.find((card) => card.handle === line.handle)?.choices;
  return choices ? choices.filter((one) => one.sku !== line.sku) : null;
}
