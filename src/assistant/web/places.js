/** Where links may lead and pictures may come from: the shop's own sites, and the ones that its owner named. */

export class Places {
  #base;
  #own;
  #links = new Set();
  #pictures = new Set();

  /** @param {URL} base where the shop's API lives */
  constructor(base) {
    this.#base = base;
    this.#own = new Set([base.origin, location.origin]);
  }

  /** @param {{links?: string[], pictures?: string[]}} shop origins, as the shop's server says them */
  know({ links = [], pictures = [] }) {
    this.#links = new Set(links);
    this.#pictures = new Set(pictures);
  }

  /** The address to follow, or null when it leads elsewhere. @param {string} address */
  link(address) {
    return this.#among(address, this.#links);
  }

  /** The drawn one in the place of none, or of one from elsewhere. @param {string} address @param {string} handle */
  picture(address, handle = "") {
    const drawn = handle && new URL(`pictures/${encodeURIComponent(handle)}.svg`, this.#base).href;
    return this.#among(address, this.#pictures) ?? (drawn || null);
  }

  /** The page to pay on, which the shop's server itself attaches: its own, or the provider's, which is never http. */
  payment(address) {
    const url = this.#read(address);
    return url && (url.protocol === "https:" || this.#own.has(url.origin)) ? url.href : null;
  }

  #among(address, origins) {
    const url = this.#read(address);
    return url && (this.#own.has(url.origin) || origins.has(url.origin)) ? url.href : null;
  }

  // A name before the @ is only there to be taken for the site.
  #read(address) {
    if (!address) return null;
    try {
      const url = new URL(address, this.#base);
      const web = url.protocol === "https:" || url.protocol === "http:";
      return web && !url.username && !url.password ? url : null;
    } catch {
      return null;
    }
  }
}
