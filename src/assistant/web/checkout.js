/** The checkout, by hand: bill, discount code, who and where, how it is sent. The yes itself is asked for in the chat. */
import { goods, sums } from "./bill.js";
import { Details } from "./details.js";
import { h, icon } from "./dom.js";
import { entry } from "./fields.js";
import { Queue } from "./queue.js";

const ORDER = "Place the order";
const LONGEST_CODE = 40;

export class Checkout {
  #session;
  #actions;
  #view = null;
  #changes = new Queue();
  #working = 0;
  #saving = false;
  #told = h("div", { class: "told", role: "status", "aria-live": "polite" });
  #goods = h("div", { class: "billed" });
  #codes = h("ul", { class: "codes", "aria-label": "Discount codes" });
  #code = entry("add_code", "Discount code", "off", { optional: true });
  #details = new Details(() => this.#go(), () => this.#offer());
  #sums = h("div", { class: "due" });
  #button = h("button", { type: "submit", form: "checkout-form", class: "primary" });
  #leave;
  #scroll;
  #refused = "";

  /** @param {{back: () => unknown, close: () => unknown, ask: (text: string) => Promise<boolean>}} actions */
  constructor(session, actions) {
    this.#session = session;
    this.#actions = actions;
    const back = h("button", { type: "button", class: "round", "aria-label": "Back to the cart", onclick: () => actions.back() }, icon("back"));
    const close = h("button", { type: "button", class: "round", "aria-label": "Close the checkout", onclick: () => actions.close() }, icon("close"));
    this.heading = h("h3", { id: "checkout-heading", tabindex: -1 }, "Checkout");
    this.#code.input.maxLength = LONGEST_CODE;
    this.#code.fault.setAttribute("aria-live", "polite"); // the focus stays there, so that nothing else would say it
    this.#leave = h("button", { type: "button", class: "primary", hidden: true, onclick: () => actions.close() }, "Back to the chat");
    const code = h("form", { class: "code", novalidate: true, onsubmit: (event) => { event.preventDefault(); this.#addCode(); } },
      this.#code.element, h("button", { type: "submit", class: "secondary" }, "Apply"));
    this.#scroll = h("div", { class: "lines", hidden: true }, this.#goods, this.#codes, code, this.#details.element);
    this.element = h("div", { class: "checkout", hidden: true },
      h("div", { class: "bar" }, back, this.heading, close), this.#told, this.#scroll,
      h("div", { class: "sum" }, this.#sums, this.#button, this.#leave));
    this.#offer();
  }

  async open() {
    this.element.hidden = false;
    this.#tell();
    this.heading.focus();
    await this.#work(() => this.#session.checkout());
  }

  hide() {
    this.element.hidden = true;
    this.#tell();
  }

  /** For another conversation. */
  forget() {
    this.#details.clear();
    this.#code.value = "";
    this.#code.refuse("");
    this.#view = null;
    this.#scroll.hidden = this.#leave.hidden = true;
  }

  #show(view) {
    if (view.state !== "open") return this.#ended(view);
    this.#view = view;
    this.#scroll.hidden = false;
    this.#leave.hidden = true;
    const refused = new Map(view.refused_codes.map(({ code, why }) => [code, why]));
    this.#goods.replaceChildren(goods(view));
    this.#codes.hidden = !view.codes.length;
    this.#codes.replaceChildren(...view.codes.map((code) => this.#codeLine(code, refused.get(code))));
    this.#details.show(view);
    this.#methods(view);
    this.#offer();
  }

  // One order waits already; its card in the chat says how to pay it, or to give it up.
  #ended(view) {
    const focused = this.element.contains(this.element.getRootNode().activeElement);
    this.#view = null;
    this.#scroll.hidden = true;
    this.#offer();
    this.#leave.hidden = false;
    if (focused) this.#leave.focus();
    this.#tell(`Order ${view.number} for ${view.total.text} waits for its payment. You can pay it, or give it up, in the chat.`);
  }

  #offer() {
    const ready = this.#view && !this.#view.missing.length && !this.#details.touched;
    this.#button.replaceChildren(ready ? `Order for ${this.#view.total.text}` : "Continue");
    this.#button.hidden = this.#sums.hidden = !this.#view;
    if (!this.#view) return;
    const refusals = this.#view.refused_codes.map(({ why }) => why);
    const hints = this.#view.hints.filter((hint) => !refusals.includes(hint));
    this.#sums.replaceChildren(sums(this.#view, ready ? "Total" : "Total so far"), ...hints.map((hint) => h("p", { class: "hint" }, hint)));
  }

  #codeLine(code, why) {
    return h("li", {}, h("span", {}, h("strong", {}, code), why && h("span", { class: "fault" }, why)),
      h("button", { type: "button", class: "remove", "aria-label": `Remove the code ${code}`, onclick: () => this.#dropCode(code) }, "Remove"));
  }

  #methods(view) {
    const { methods, method } = view;
    const focused = this.#details.methods.contains(this.element.getRootNode().activeElement);
    this.#details.methods.hidden = !methods.length;
    this.#details.methods.replaceChildren(h("legend", {}, "Shipping"), ...methods.map(({ name, price, days }) => h("label", {},
      h("input", { type: "radio", name: "method", value: name, checked: name === method, onchange: () => this.#choose(name) }),
      h("span", {}, name, days && h("small", {}, days)), h("span", { class: "figure" }, price.minor ? price.text : "Free"))));
    if (focused) this.#details.methods.querySelector("input:checked")?.focus();
  }

  #choose(method) {
    return this.#work(() => this.#session.sayCheckout({ method }));
  }

  async #addCode() {
    const code = this.#code.value.toUpperCase();
    if (!code) return this.#code.refuse("Please type a code first.");
    if (!await this.#work(() => this.#tryCode(code), this.#code) || !this.#view) return;
    this.#code.refuse(this.#refused);
    this.#code.input.focus();
    if (this.#refused) return this.#code.input.select();
    this.#code.value = "";
    this.#tell(`The code ${code} is used. The total is ${this.#view.total.text}.`);
  }

  // One that does not hold stays in its field, to be mended there, and not in the order.
  async #tryCode(code) {
    const view = await this.#session.sayCheckout({ add_code: code });
    this.#refused = view.refused_codes.find((one) => one.code === code)?.why ?? "";
    return this.#refused ? this.#session.sayCheckout({ drop_code: code }) : view;
  }

  async #dropCode(code) {
    if (await this.#work(() => this.#session.sayCheckout({ drop_code: code }))) this.#code.input.focus();
  }

  /** Saves what was written, and once nothing is missing asks the shop to word the order. */
  async #go() {
    if (!this.#view || this.#saving) return;
    if (!this.#details.check()) return this.#tell("Please look at the marked fields.");
    const offered = this.#details.touched ? null : this.#view.total.minor;
    this.#saving = true;
    const saved = await this.#work(() => this.#save()).finally(() => { this.#saving = false; });
    if (!saved || !this.#view) return;
    if (this.#details.touched) return this.#tell("You wrote more meanwhile. Please continue once more.");
    if (this.#view.missing.length) return this.#ask();
    if (this.#view.total.minor !== offered) return this.#tell(`${offered === null ? "All is there." : "A price has changed."} The total is ${this.#view.total.text}.`);
    if (!await this.#actions.ask(ORDER)) this.#tell("I am still answering your last message. Please try again in a moment.");
  }

  async #save() {
    if (!this.#details.touched) return this.#session.checkout();
    const { said } = this.#details;
    const view = await this.#session.sayCheckout(said);
    this.#details.saved(said);
    return view;
  }

  #ask() {
    this.#tell(this.#view.missing.join(" "));
    this.#details.methods.querySelector("input")?.focus();
  }

  // One change after another, so that the bill is always that of the last one.
  #work(change, field = null) {
    this.#working += 1;
    this.element.setAttribute("aria-busy", "true");
    return this.#changes.do(() => this.#change(change, field));
  }

  async #change(change, field) {
    this.#tell();
    try {
      this.#show(await change());
      return true;
    } catch (problem) {
      this.#refuse(problem, field);
      return false;
    } finally {
      this.#working -= 1;
      if (!this.#working) this.element.removeAttribute("aria-busy");
    }
  }

  #refuse(problem, field) {
    if (!problem.kind) throw problem;
    if (field && problem.fields.includes(field.name)) return field.refuse(problem.message);
    if (!this.#details.refuse(problem.fields, problem.message)) this.#tell(problem.message);
    else this.#tell("Please look at the marked field.");
  }

  #tell(words = "") {
    this.#told.replaceChildren(...(words ? [h("p", {}, words)] : []));
  }
}
