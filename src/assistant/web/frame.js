/** The room around the chat: launcher, panel, header; opening, closing, Escape and where the focus goes. */
import { h, icon } from "./dom.js";

const PHONE = matchMedia("(max-width: 560px), (max-height: 420px)");
const OPEN_KEY = "shopping-assistant open";

export class Frame {
  #host;
  #parts;
  #main;
  #panel;
  #launcher = null;
  #isPage;

  /**
   * @param {HTMLElement} host
   * @param {{heading: HTMLElement, header: HTMLElement[], main: HTMLElement[], drawer: {element: HTMLElement,
   *   isOpen: boolean, close(): void, onswitch: (open: boolean) => void}, focus: HTMLElement, onopen: () => void}} parts
   */
  constructor(host, parts) {
    this.#host = host;
    this.#parts = parts;
    this.#isPage = host.getAttribute("mode") === "page";
    this.#main = h("div", { class: "main" }, ...parts.main);
    this.#panel = this.#isPage ? this.#section() : this.#dialog();
    this.#panel.addEventListener("keydown", (event) => this.#key(event));
    parts.drawer.onswitch = (open) => { this.#main.inert = open; };
    host.shadowRoot.append(h("div", { class: "root", hidden: true }, this.#launcher, this.#panel));
  }

  /** First showing, once the styles are here. */
  show(open) {
    this.#host.shadowRoot.querySelector(".root").hidden = false;
    if (this.#isPage) this.#parts.onopen();
    else if (open || (this.#remembered() && !PHONE.matches)) this.open({ takeFocus: false });
  }

  open({ takeFocus = true } = {}) {
    if (this.#isPage || this.#panel.open) return;
    this.#place();
    this.#remember(true);
    this.#parts.onopen();
    if (takeFocus) this.#focusInside();
    else this.#host.shadowRoot.activeElement?.blur();
  }

  close() {
    this.#panel.close();
  }

  #section() {
    return h("section", { class: "panel page", "aria-labelledby": "heading" }, ...this.#inside(null));
  }

  #dialog() {
    this.#launcher = h("button", { type: "button", class: "launcher", "aria-haspopup": "dialog", onclick: () => this.open() },
      icon("chat"), h("span", {}, "Ask us"));
    const close = h("button", { type: "button", class: "round close", "aria-label": "Close the chat", onclick: () => this.close() },
      icon("close"));
    const dialog = h("dialog", { class: "panel bubble", "aria-labelledby": "heading", onclose: () => this.#closed() },
      ...this.#inside(close));
    PHONE.addEventListener("change", () => this.#reshape());
    return dialog;
  }

  #inside(close) {
    const mark = h("img", { class: "mark", src: new URL("mark.svg", import.meta.url).href, alt: "", width: 36, height: 36 });
    const names = h("div", { class: "names" }, this.#parts.heading, h("p", {}, "AI shopping assistant"));
    return [h("header", {}, mark, names, ...this.#parts.header, close),
      h("div", { class: "body" }, this.#main, this.#parts.drawer.element)];
  }

  // On a phone it covers the page, so the page behind must not be reachable; elsewhere the two are used side by side.
  #place() {
    if (PHONE.matches) this.#panel.showModal();
    else this.#panel.show();
    this.#launcher.hidden = true;
  }

  #reshape() {
    if (!this.#panel.open) return;
    const focused = this.#host.shadowRoot.activeElement;
    this.#panel.close();
    this.#place();
    focused?.focus();
  }

  #closed() {
    if (this.#panel.open) return;
    this.#launcher.hidden = false;
    this.#remember(false);
    this.#launcher.focus();
  }

  #key(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    if (this.#parts.drawer.isOpen) this.#parts.drawer.close();
    else if (!this.#isPage) this.close();
    else return;
    event.preventDefault();
  }

  // Focusing the text field of a touch screen would raise its keyboard over the greeting.
  #focusInside() {
    const touch = matchMedia("(pointer: coarse)").matches;
    if (!touch) return this.#parts.focus.focus();
    this.#parts.heading.tabIndex = -1;
    this.#parts.heading.focus();
  }

  #remember(open) {
    try {
      sessionStorage.setItem(OPEN_KEY, open ? "yes" : "no");
    } catch {
      // a browser without storage opens it by hand again
    }
  }

  #remembered() {
    try {
      return sessionStorage.getItem(OPEN_KEY) === "yes";
    } catch {
      return false;
    }
  }
}
