/** Hears of everything that happens, each event once and in order, over connections that break. */

const AGAIN_MS = [1000, 2000, 5000, 10_000, 20_000];
const ASLEEP_MS = 60_000;

export class Live {
  #api;
  #hear;
  #source = null;
  #seq = 0;
  #tries = 0;
  #lost = false;
  #timer = null;
  #hidden = 0;

  /**
   * @param {{event: (event: object) => void, state: (live: boolean) => void, back: () => void, over: () => void}} hear
   * `back`: a connection stands again after one was lost; `over`: nobody is signed in any more
   */
  constructor(api, hear) {
    this.#api = api;
    this.#hear = hear;
    addEventListener("online", () => this.#renew());
    addEventListener("offline", () => this.#source && this.#miss());
    document.addEventListener("visibilitychange", () => this.#woke());
  }

  /** @param {number} seq the last event that is known already */
  start(seq) {
    this.#seq = Math.max(this.#seq, seq);
    this.#connect();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #connect() {
    this.stop();
    const source = new EventSource(this.#api.url(`events?after=${this.#seq}`));
    this.#source = source;
    source.onopen = () => this.#opened();
    source.onerror = () => this.#broke(source);
    source.addEventListener("desk", (event) => this.#heard(JSON.parse(event.data)));
  }

  #renew() {
    if (!this.#source) return;
    this.#miss();
    this.#connect();
  }

  // A machine that slept may hold a connection that nobody keeps at the other end.
  #woke() {
    if (document.hidden) this.#hidden = Date.now();
    else if (this.#hidden && Date.now() - this.#hidden > ASLEEP_MS) this.#renew();
  }

  #miss() {
    this.#lost = true;
    this.#hear.state(false);
  }

  #opened() {
    this.#tries = 0;
    this.#hear.state(true);
    if (this.#lost) this.#hear.back();
    this.#lost = false;
  }

  // The browser asks again by itself where the connection broke; where the server said no, that is left to us.
  #broke(source) {
    if (source !== this.#source) return;
    this.#miss();
    if (source.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#again(source), AGAIN_MS[Math.min(this.#tries, AGAIN_MS.length - 1)]);
    this.#tries += 1;
  }

  async #again(source) {
    const over = await this.#api.get("session").then(() => false, (problem) => problem.status === 401);
    if (source !== this.#source) return;
    if (over) this.#hear.over();
    else this.#connect();
  }

  #heard(event) {
    if (event.seq <= this.#seq) return;
    this.#seq = event.seq;
    this.#hear.event(event);
  }
}
