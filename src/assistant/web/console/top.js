/** The bar above: the shop, whether we are live, who I am, and a menu of everything that is set once. */
import { h } from "../dom.js";
import { keepCanned } from "./canned.js";
import { faqDialog } from "./faqs.js";
import { button } from "./forms.js";
import { mark } from "./icons.js";
import { keepStaff } from "./staff.js";

const THEMES = { auto: "As my machine", light: "Light", dark: "Dark" };

export class Top {
  #desk;
  #leave;
  #name = h("h1", {});
  #state = h("p", { class: "state", role: "status" });
  #away;
  #menu = h("div", { class: "menu", id: "menu", popover: "auto" });

  /** @param {import("./desk.js").Desk} desk @param {() => void} leave */
  constructor(desk, leave) {
    this.#desk = desk;
    this.#leave = leave;
    this.#away = button("quiet here", [], () => this.#turn());
    this.element = h("header", { class: "top" },
      h("img", { src: new URL("../mark.svg", import.meta.url).href, alt: "", width: 32, height: 32 }),
      this.#name, this.#state, this.#away,
      button("round", mark("keys"), () => desk.keys.help(), { "aria-label": "Keyboard shortcuts", title: "Keyboard shortcuts (?)" }),
      h("button", { type: "button", class: "round", popovertarget: "menu", "aria-label": "Menu" }, mark("menu")), this.#menu);
    this.#menu.addEventListener("beforetoggle", (event) => event.newState === "open" && this.#fill());
    this.live(false);
  }

  show(me) {
    this.#name.textContent = me.shop.name;
    this.#away.replaceChildren(h("span", { class: "dot" }), h("span", { class: "who" }, me.name), h("span", { class: "where" }, me.away ? "Away" : "Here"));
    this.#away.classList.toggle("away", me.away);
    this.#away.setAttribute("aria-label", me.away ? `${me.name}: away. Say that you are back` : `${me.name}: here. Say that you are away`);
  }

  live(live) {
    this.#state.textContent = live ? "Live" : "Connecting again";
    this.#state.classList.toggle("lost", !live);
  }

  async #turn() {
    try {
      this.#desk.know(await this.#desk.api.put("session/away", { away: !this.#desk.me.away }));
    } catch (problem) {
      this.#desk.say(problem.message);
    }
  }

  #fill() {
    const { me, notices, theme } = this.#desk;
    const select = h("select", { "aria-label": "Colors", onchange: () => theme.choose(select.value) },
      ...theme.choices.map((name) => h("option", { value: name, selected: name === theme.chosen }, THEMES[name])));
    const sound = h("input", { type: "checkbox", checked: notices.sound, onchange: () => notices.setSound(sound.checked) });
    this.#menu.replaceChildren(...[
      h("p", { class: "soft" }, me.name, h("br"), me.email),
      h("label", { class: "check" }, sound, mark("sound"), "Sound"),
      this.#ask(notices),
      h("label", { class: "check" }, mark("moon"), "Colors", select),
      me.role === "owner" && this.#item("book", "Canned replies", () => keepCanned(this.#desk)),
      this.#item("spark", "Questions for our pages", () => faqDialog(this.#desk)),
      me.role === "owner" && this.#item("people", "Staff", () => keepStaff(this.#desk)),
      this.#item("keys", "Keyboard shortcuts", () => this.#desk.keys.help()),
      this.#item("leave", "Sign out", this.#leave),
    ].filter(Boolean));
  }

  #ask(notices) {
    const told = { granted: "Browser notices are on", denied: "Browser notices are blocked" }[notices.asked];
    if (told) return h("p", { class: "check soft" }, mark("bell"), told);
    return this.#item("bell", "Allow browser notices", () => notices.ask());
  }

  #item(sign, words, act) {
    return button("item", [mark(sign), words], () => {
      this.#menu.hidePopover();
      act();
    });
  }
}
