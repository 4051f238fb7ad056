/** Light, dark, or as the machine says. */
const CHOICES = ["auto", "light", "dark"];

export class Theme {
  #kept;

  /** @param {import("./kept.js").Kept} kept */
  constructor(kept) {
    this.#kept = kept;
    this.choose(kept.read("theme", "auto"));
  }

  get choices() {
    return CHOICES;
  }

  choose(theme) {
    this.chosen = CHOICES.includes(theme) ? theme : "auto";
    document.documentElement.dataset.theme = this.chosen;
    this.#kept.write("theme", this.chosen);
  }
}
