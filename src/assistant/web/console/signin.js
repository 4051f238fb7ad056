/** Who are you? */
import { h } from "../dom.js";
import { form, labelled } from "./forms.js";

export class SignIn {
  /** @param {(email: string, password: string) => Promise<void>} enter */
  constructor(enter) {
    this.email = h("input", { type: "email", autocomplete: "username", required: true, maxlength: 254 });
    this.password = h("input", { type: "password", autocomplete: "current-password", required: true, maxlength: 200 });
    this.note = h("p", { class: "soft" });
    this.element = h("main", { class: "signin" },
      h("div", { class: "sheet" },
        h("img", { src: new URL("../mark.svg", import.meta.url).href, alt: "", width: 48, height: 48 }),
        h("h1", {}, "Sign in to the console"), this.note,
        form(async () => {
          await enter(this.email.value.trim(), this.password.value);
          this.password.value = "";
        }, labelled("E-mail", this.email), labelled("Password", this.password),
        h("button", { type: "submit", class: "primary wide" }, "Sign in"))));
  }

  /** @param {string} words why it is asked again; "" at first */
  show(words) {
    this.note.textContent = words || "For the people who answer here.";
    this.element.hidden = false;
    (this.email.value ? this.password : this.email).focus();
  }
}
