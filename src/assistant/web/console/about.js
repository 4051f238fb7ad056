/** Beside the chat: the packet that spares the shopper to say it all again, tags, the cart and the orders. */
import { h, icon, unseen } from "../dom.js";
import { button } from "./forms.js";
import { cartPart } from "./cart.js";
import { mood } from "./mood.js";
import { orderParts } from "./orders.js";
import { Tags } from "./tags.js";
import { levelWords, triedWords } from "./words.js";

export class About {
  #desk;
  #tags;
  #packet = h("div", { class: "part" });
  #cart = h("div", { class: "part" });
  #orders = h("div", { class: "part" });
  #drawn = {};

  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.#desk = desk;
    this.#tags = new Tags(desk);
    this.heading = h("h2", { tabindex: -1 }, "About this chat");
    this.element = h("aside", { class: "about", "aria-label": "About this chat", hidden: true },
      h("header", {}, button("round back", icon("back"), () => desk.pane("chat"), { "aria-label": "Back to the chat" }), this.heading),
      h("div", { class: "parts", tabindex: 0, role: "group", "aria-label": "Details" }, this.#packet, this.#tags.element, this.#cart, this.#orders));
  }

  hide() {
    this.element.hidden = true;
    this.#drawn = {};
  }

  /** @param {object} chat as the API tells it */
  show(chat) {
    this.element.hidden = false;
    this.#tags.show(chat);
    this.#redraw(this.#packet, "packet", [chat.packet, chat.tried, chat.handoff?.former_name, chat.level, chat.page], () => packetPart(chat));
    this.#redraw(this.#cart, "cart", [chat.id, chat.cart, this.#desk.chat.mine], () => cartPart(chat, this.#desk));
    this.#redraw(this.#orders, "orders", [chat.id, chat.orders, chat.level, this.#desk.chat.mine], () => orderParts(chat, this.#desk));
  }

  // What did not change stays, with whatever is open in it.
  #redraw(part, name, told, draw) {
    const same = JSON.stringify(told);
    if (this.#drawn[name] === same) return;
    this.#drawn[name] = same;
    const focused = part.contains(document.activeElement) && nameOf(document.activeElement);
    part.replaceChildren(...draw().filter(Boolean));
    if (focused) ([...part.querySelectorAll("button, summary")].find((one) => nameOf(one) === focused) ?? this.heading).focus();
  }
}

function nameOf(element) {
  return element.getAttribute("aria-label") ?? element.textContent;
}

function packetPart({ packet, tried, handoff, level, page }) {
  const where = page || packet?.page;
  return [
    packet && h("h3", {}, "Summary"),
    packet && h("dl", { class: "summary" }, ...pairs(packet.summary)),
    packet && mood(packet.moods),
    handoff?.former_name && h("p", { class: "soft" }, `${handoff.former_name} answered here before.`),
    tried?.length > 0 && h("div", {}, h("h3", {}, "Tried by the assistant"), h("ul", { class: "dots" }, ...tried.map((one) => h("li", {}, triedWords(one))))),
    packet?.signals.length > 0 && h("details", {}, h("summary", {}, "Why a person was called"),
      h("ul", { class: "dots" }, ...packet.signals.map(([name, score, evidence]) =>
        h("li", {}, h("strong", {}, name), ` ${Math.round(score * 100)} %`, evidence && h("span", { class: "soft" }, unseen(": "), ` ${evidence}`))))),
    where && h("p", { class: "soft" }, "On the page ", h("code", {}, where)),
    h("p", { class: level === "nobody" ? "proof" : "proof proved" }, levelWords(level)),
  ];
}

/** "Why: anger" as a term and what it says; what is said twice stands once, under both terms. */
function pairs(summary) {
  const found = new Map();
  for (const line of summary) {
    const colon = line.indexOf(": ");
    const [term, said] = colon < 0 ? ["Note", line] : [line.slice(0, colon), line.slice(colon + 2)];
    found.set(said, found.has(said) ? `${found.get(said)}, ${term.toLowerCase()}` : term);
  }
  return [...found].map(([said, term]) => h("div", {}, h("dt", {}, term), h("dd", {}, said)));
}
