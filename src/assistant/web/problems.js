/** What can go wrong between the page and the shop, in a shopper's words. */

/**
 * `kind` is one of offline, stalled, cut, ended, busy, often, refused, broken; `retry` says whether sending the same
 * again can help, and `wait` how many seconds to wait first. `fields` are those of a form that were refused.
 */
export class Problem extends Error {
  constructor(kind, message, { retry = true, wait = 0, fields = [] } = {}) {
    super(message);
    this.kind = kind;
    this.retry = retry;
    this.wait = wait;
    this.fields = fields;
  }
}

export const offline = () =>
  new Problem("offline", navigator.onLine
    ? "I could not reach the shop just now. Please try again in a moment."
    : "You seem to be offline. Please try again once you are connected.");

/** For a message that is sent again by itself. */
export const waits = () =>
  new Problem("offline", navigator.onLine
    ? "I could not reach the shop just now. Your message goes out by itself as soon as I can."
    : "You seem to be offline. Your message goes out by itself once you are connected.");

export const stalled = () => new Problem("stalled", "This is taking too long, so I stopped waiting. Shall I try again?");

export const cut = () => new Problem("cut", "The connection broke before I had finished. Shall I try again?");

/** @param {Response} response one that is not ok */
export async function problemOf(response) {
  const error = await response.json().then((body) => body?.error ?? {}, () => ({}));
  return classify(response.status, error, Number.parseInt(response.headers.get("Retry-After") ?? "", 10));
}

/** @param {{error?: {code?: string, message?: string}}} data an `error` event of the stream */
export function problemOfEvent(data) {
  const error = data?.error ?? {};
  return classify(error.code === "conversation_busy" ? 409 : 500, error);
}

function classify(status, { code, message, fields }, seconds = Number.NaN) {
  if (code === "unknown_conversation") return new Problem("ended", message || "That chat has ended.");
  if (code === "conversation_busy") {
    return new Problem("busy", "I am still answering your last message. Please try again in a moment.", { wait: 2 });
  }
  if (status === 429) {
    const wait = Math.min(Number.isFinite(seconds) ? Math.max(seconds, 1) : 10, 120);
    return new Problem("often", message || "That was a lot at once. Please give me a few seconds.", { wait });
  }
  if (status >= 500) return new Problem("broken", message || "Something went wrong on our side. Please try again.");
  return new Problem("refused", message || "I could not take that. Please put it another way.", { retry: false, fields });
}
