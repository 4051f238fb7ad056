/** What the browser remembers between visits; where it may not, everything works all the same. */

export class Kept {
  #storage;
  #prefix;

  /** @param {"localStorage" | "sessionStorage"} name */
  constructor(name, prefix = "console") {
    this.#prefix = prefix;
    try {
      this.#storage = window[name];
    } catch {
      this.#storage = null;  // a browser that keeps nothing
    }
  }

  read(key, otherwise) {
    try {
      return JSON.parse(this.#storage.getItem(`${this.#prefix} ${key}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  write(key, value) {
    try {
      this.#storage.setItem(`${this.#prefix} ${key}`, JSON.stringify(value));
    } catch {
      // full or forbidden: remembered until the page is left
    }
  }
}
