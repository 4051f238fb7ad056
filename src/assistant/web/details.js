/** Who it is for and where it goes: one form, checked here for what is empty and by the shop for the rest. */
import { h } from "./dom.js";
import { countryOptions, entry, Field } from "./fields.js";

const CONTACT = ["name", "email", "phone"];
const PLACE = ["country", "line1", "line2", "city", "region", "postcode"];

export class Details {
  #fields;
  #touched = false;

  /** @param {() => unknown} submit @param {() => unknown} changed called while it is filled in */
  constructor(submit, changed) {
    const fields = [
      entry("name", "First and last name", "name", { wide: true }),
      entry("email", "E-mail for the confirmation", "email", { type: "email", wide: true }),
      entry("phone", "Phone", "tel", { type: "tel", optional: true, wide: true }),
      new Field("country", "Country", h("select", { autocomplete: "shipping country" }, ...countryOptions()), { wide: true }),
      entry("line1", "Street and number", "shipping address-line1", { wide: true }),
      entry("line2", "Flat, floor or company", "shipping address-line2", { optional: true, wide: true }),
      entry("city", "City", "shipping address-level2", { wide: true }),
      entry("region", "State or region", "shipping address-level1", { required: false }),
      entry("postcode", "Postcode", "shipping postal-code", { required: false }),
      new Field("note", "Note for the shop", h("textarea", { rows: 2, maxlength: 200 }), { optional: true, wide: true }),
    ];
    this.#fields = new Map(fields.map((field) => [field.name, field]));
    this.methods = h("fieldset", { class: "methods", hidden: true });
    this.element = h("form", { id: "checkout-form", novalidate: true,
      onsubmit: (event) => { event.preventDefault(); submit(); },
      oninput: (event) => { if (event.target.type !== "radio") this.#touch(changed); } },
    group("Contact", CONTACT.map((name) => this.#element(name))),
    group("Where it goes", PLACE.map((name) => this.#element(name))),
    this.methods, group("Anything else?", [this.#element("note")]));
  }

  /** Whether something was written that the shop has not heard yet. */
  get touched() {
    return this.#touched;
  }

  /** What the shop knows; never over something that is being written. */
  show(view) {
    if (this.#touched) return;
    for (const name of [...CONTACT, "note"]) this.#fields.get(name).value = view[name];
    for (const name of PLACE) this.#fields.get(name).value = view.place?.[name] ?? "";
  }

  /** As the shop takes it in one piece. */
  get said() {
    const read = (names) => Object.fromEntries(names.map((name) => [name, this.#fields.get(name).value]));
    return { ...read(CONTACT), place: read(PLACE), note: this.#fields.get("note").value };
  }

  /** @param {object} said what the shop has heard; what was written since is still to be said */
  saved(said) {
    this.#touched = JSON.stringify(said) !== JSON.stringify(this.said);
  }

  /** @returns {boolean} whether nothing is empty that must not be; else the first such field has the focus */
  check() {
    const lacking = [...this.#fields.values()].filter((field) => field.lack);
    for (const field of this.#fields.values()) field.refuse(field.lack);
    lacking[0]?.input.focus();
    return !lacking.length;
  }

  /** @param {string[]} names the fields at fault @returns {boolean} whether any of them is here */
  refuse(names, words) {
    const found = names.map((name) => this.#fields.get(name)).filter(Boolean);
    found.forEach((field, index) => field.refuse(index ? "Please check this, too." : words));
    found[0]?.input.focus();
    return found.length > 0;
  }

  clear() {
    this.#touched = false;
    for (const field of this.#fields.values()) field.refuse("");
  }

  #touch(changed) {
    this.#touched = true;
    changed();
  }

  #element(name) {
    return this.#fields.get(name).element;
  }
}

function group(legend, elements) {
  return h("fieldset", {}, h("legend", {}, legend), h("div", { class: "fields" }, ...elements));
}
