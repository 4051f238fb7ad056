/** Calls whoever looks elsewhere: the number waiting in the title, a short sound, a notice of the browser. */

const TONES = [[660, 0], [880, 0.14]];
const LOUD = 0.12;

export class Notices {
  #kept;
  #audio = null;

  /** @param {import("./kept.js").Kept} kept */
  constructor(kept) {
    this.#kept = kept;
    this.sound = kept.read("sound", false);
    this.shop = "Console";
    // A browser lets a page sound only once somebody has touched it.
    addEventListener("pointerdown", () => this.sound && this.#wake(), { once: true });
  }

  get asked() {
    return "Notification" in window ? Notification.permission : "denied";
  }

  setSound(on) {
    this.sound = on;
    this.#kept.write("sound", on);
    if (on) this.#beep();
  }

  ask() {
    return Notification.requestPermission();
  }

  waiting(count) {
    document.title = count ? `(${count}) ${this.shop}` : this.shop;
  }

  /** `tag`: a later notice of the same chat takes the place of the one before. */
  call(words, tag, open) {
    if (this.sound) this.#beep();
    if (!document.hidden || this.asked !== "granted") return;
    try {
      const notice = new Notification(this.shop, { body: words, tag, icon: new URL("../mark.svg", import.meta.url).href });
      notice.onclick = () => { window.focus(); notice.close(); open(); };
    } catch {
      // some phones allow them to background workers only; the title and the sound remain
    }
  }

  #wake() {
    this.#audio ??= new AudioContext();
    return this.#audio.resume();
  }

  async #beep() {
    await this.#wake();
    for (const [pitch, after] of TONES) this.#tone(pitch, this.#audio.currentTime + after);
  }

  #tone(pitch, start) {
    const [tone, loudness] = [this.#audio.createOscillator(), this.#audio.createGain()];
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(LOUD, start);
    loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.18);
    tone.connect(loudness).connect(this.#audio.destination);
    tone.start(start);
    tone.stop(start + 0.2);
  }
}
