/** Changes of an order that the shopper proved: asked for, shown with all they do and cost, then confirmed. */
import { h } from "../dom.js";
import { chatPath } from "./api.js";
import { button, dialog, form, labelled } from "./forms.js";
import { swapped, wayToPay } from "./swaps.js";

const KINDS = {
  cancel: "Cancel", address: "Change the address", payment: "Pay in another way", items: "Change items",
  return: "Return items", exchange: "Exchange items",
};
const FIELDS = { cancel: cancelled, address: sent, payment: paid, items: swapped, return: returned, exchange: swapped };
const ADDRESS = { line1: "Street and number", line2: "Flat, suite or floor", city: "City", region: "State or province", postcode: "Postcode", country: "Country" };

/** A button for each change that the shop's rules still allow. */
export function changeButtons(order, desk) {
  const kinds = (order.can ?? []).filter((kind) => KINDS[kind]);
  return kinds.length > 0 && h("div", { class: "acts" }, ...kinds.map((kind) =>
    button("secondary", KINDS[kind], () => ask(kind, order, desk), { "aria-label": `${KINDS[kind]}, order ${order.number}` })));
}

/** Where everything of this account goes from now on. */
export function homeButton(desk) {
  return button("secondary", "Change the default address", () => asked("default address", "Change the default address", {}, sent({}), desk));
}

async function ask(kind, order, desk) {
  try {
    asked(kind, `${KINDS[kind]}: order ${order.number}`, { order_number: order.number }, await FIELDS[kind](order, desk), desk);
  } catch (problem) {
    desk.say(problem.message);
  }
}

function asked(kind, title, of, { fields, said }, desk) {
  const chat = desk.chat.id;
  const box = dialog(title, form(async () => {
    const change = { change: kind, asked: { ...of, ...said() } };
    const proposal = await desk.api.post(chatPath(chat, "/changes"), change);
    box.close();
    confirm(chat, change, proposal, desk);
  }, ...fields, h("button", { type: "submit", class: "primary" }, "Show what it does")));
}

function confirm(chat, change, proposal, desk) {
  const path = chatPath(chat, `/changes/${encodeURIComponent(proposal.id)}`);
  let settled = false;
  const box = dialog(proposal.title || "Please check", effect(proposal), form(async () => {
    await desk.api.post(`${path}/confirm`, change);
    settled = true;
    box.close();
    desk.chat.refresh();
  }, h("p", { class: "soft" }, "The shopper reads these words in the chat once it is done."),
  h("div", { class: "acts" }, h("button", { type: "submit", class: "primary" }, "Do it"), button("secondary", "Leave it", () => box.close()))));
  box.addEventListener("close", () => settled || desk.api.post(`${path}/decline`).catch((problem) => desk.say(problem.message)));
}

function effect({ title, lines, movements, effect: words }) {
  if (!title) return h("div", {}, ...words.split("\n").map((line) => h("p", {}, line)));
  return h("ul", { class: "dots" }, ...lines.map((line) => h("li", {}, line)), ...movements.map(({ way, amount, method, when }) =>
    h("li", {}, h("strong", {}, `${way === "charge" ? "Charge" : "Refund"} ${amount.text}`), ` to ${method}, ${when}`)));
}

function choice(label, values) {
  const select = h("select", {}, ...values.map((value) => h("option", { value }, value)));
  return { field: labelled(label, select), get value() { return select.value; } };
}

function why(reasons) {
  if (reasons?.length) return choice("Reason", reasons);
  const input = h("input", { type: "text", maxlength: 200 });
  return { field: labelled("Reason", input), get value() { return input.value.trim(); } };
}

function cancelled(order) {
  const reason = why(order.cancel_reasons);
  return { fields: [reason.field], said: () => ({ reason: reason.value }) };
}

function sent(order) {
  const inputs = Object.entries(ADDRESS).map(([name, label]) => {
    const input = h("input", { type: "text", maxlength: 200, autocomplete: "off", required: name === "line1" });
    input.value = order.address?.[name] ?? "";
    return [name, label, input];
  });
  return {
    fields: inputs.map(([, label, input]) => labelled(label, input)),
    said: () => Object.fromEntries(inputs.map(([name, , input]) => [name, input.value.trim()])),
  };
}

function paid(order) {
  const { field, input } = wayToPay(order);
  return { fields: [field], said: () => ({ pay_with: input.value.trim() }) };
}

function returned(order) {
  const counts = order.lines.map((line) => [line, h("input", { type: "number", min: 0, max: line.quantity, value: 0, required: true })]);
  const [reason, to] = [why(order.return_reasons), choice("Refund to", order.refund_to)];
  const items = () => counts.map(([line, input]) => ({ sku: line.sku, quantity: Number(input.value) })).filter((item) => item.quantity > 0);
  return {
    fields: [...counts.map(([line, input]) => labelled(`How many of ${line.title}`, input, `${line.quantity} in the order`)), to.field, reason.field],
    said: () => ({ items: items(), refund_to: to.value, reason: reason.value }),
  };
}
