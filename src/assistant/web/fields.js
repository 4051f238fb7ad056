/** Fields of a form: a label that stays, the browser's own help to fill it in, and the fault beside it. */
import { h } from "./dom.js";

// ISO 3166; the browser knows their names.
const COUNTRIES = `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV
  BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM
  FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM
  JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR
  MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS
  RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
  UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW`.split(/\s+/);

/** @returns {HTMLOptionElement[]} by name */
export function countryOptions() {
  const names = new Intl.DisplayNames("en", { type: "region" });
  const named = COUNTRIES.map((code) => [names.of(code), code]).sort(([one], [other]) => one.localeCompare(other));
  return [h("option", { value: "" }, "Choose a country"), ...named.map(([name, code]) => h("option", { value: code }, name))];
}

export class Field {
  /**
   * @param {string} name @param {string} label
   * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} input
   * @param {{optional?: boolean, required?: boolean, wide?: boolean}} looks only some countries ask for what is neither
   */
  constructor(name, label, input, { optional = false, required = !optional, wide = false } = {}) {
    this.name = name;
    this.input = input;
    input.id = `checkout-${name}`;
    input.name = name;
    input.required = required;
    this.fault = h("p", { class: "fault", id: `${input.id}-fault` });
    input.setAttribute("aria-describedby", this.fault.id);
    input.addEventListener("input", () => this.refuse(""));
    this.element = h("div", { class: wide ? "field wide" : "field" },
      h("label", { for: input.id }, label, optional && h("span", { class: "optional" }, " (optional)")), input, this.fault);
  }

  get value() {
    return this.input.value.trim();
  }

  set value(value) {
    this.input.value = value;
  }

  /** What is wrong with it before anybody is asked; "" when nothing is. */
  get lack() {
    if (this.input.validity.valueMissing || (this.input.required && !this.value)) return "Please fill this in.";
    return this.input.validity.typeMismatch ? "Please check this address. It looks like name@example.com." : "";
  }

  /** Shows the fault; "" takes it away. */
  refuse(words) {
    this.fault.textContent = words;
    if (words) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
  }
}

/** @param {string} autocomplete the browser's name for what belongs there */
export function entry(name, label, autocomplete, { type = "text", ...looks } = {}) {
  return new Field(name, label, h("input", { type, autocomplete, maxlength: 120 }), looks);
}
