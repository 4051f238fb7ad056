/** The console's API: every call in one place, and every failure in words that can be shown. */
const PATIENCE_MS = 20_000;

/** `passing` says whether the same call may work a little later; `wait` is in seconds. */
export class Refused extends Error {
  constructor(status, message, wait = 0) {
    super(message);
    this.status = status;
    this.wait = wait;
  }

  get passing() {
    return this.status === 0 || this.status === 401 || this.status === 429 || this.status >= 500;
  }
}

export class Api {
  #root;

  /** @param {URL} root where the calls go @param {() => void} onlost called when the session is over */
  constructor(root, onlost) {
    this.#root = root;
    this.onlost = onlost;
  }

  url(path) {
    return new URL(path, this.#root).href;
  }

  get(path) {
    return this.#call("GET", path);
  }

  post(path, body = {}) {
    return this.#call("POST", path, body);
  }

  put(path, body) {
    return this.#call("PUT", path, body);
  }

  drop(path) {
    return this.#call("DELETE", path);
  }

  async #call(method, path, body) {
    const response = await this.#fetch(method, path, body);
    if (response.ok) return response.status === 204 ? null : response.json();
    const error = await response.json().then((read) => read?.error ?? {}, () => ({}));
    if (response.status === 401 && path !== "session") this.onlost();
    throw new Refused(response.status, error.message || "Something went wrong on the server. Please try again.",
      Number.parseInt(response.headers.get("Retry-After") ?? "", 10) || 0);
  }

  async #fetch(method, path, body) {
    const headers = method === "GET" ? {} : { "X-Desk": "1", "Content-Type": "application/json" };
    try {
      return await fetch(this.url(path), {
        method, headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS),
        body: body === undefined || method === "GET" ? undefined : JSON.stringify(body),
      });
    } catch {
      throw new Refused(0, navigator.onLine ? "The server cannot be reached just now." : "You are offline.");
    }
  }
}

/** @param {string} id @param {string} rest such as "/take" */
export function chatPath(id, rest = "") {
  return `conversations/${encodeURIComponent(id)}${rest}`;
}

/** 32 hex digits that nobody else makes. */
export function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
