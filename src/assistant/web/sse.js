/** Server-sent events over fetch, as the WHATWG stream rules read them; EventSource cannot POST. */

/**
 * Yields `{event, data}` for each complete event; an event that the stream cuts off is dropped.
 * @param {ReadableStream<Uint8Array>} body
 */
export async function* readEvents(body) {
  const parser = new EventParser();
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      yield* parser.feed(chunk.value);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

export class EventParser {
  #rest = "";
  #event = "message";
  #data = [];

  /** @param {string} text any piece of the stream, cut anywhere */
  *feed(text) {
    const whole = this.#rest + text;
    // A carriage return at the very end may be half of a line end: keep it for the next piece.
    const usable = whole.endsWith("\r") ? whole.slice(0, -1) : whole;
    const lines = usable.split(/\r\n|\n|\r/);
    this.#rest = lines.pop() + whole.slice(usable.length);
    for (const line of lines) {
      if (line === "") yield* this.#dispatch();
      else this.#field(line);
    }
  }

  #field(line) {
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.#event = value;
    if (name === "data") this.#data.push(value);
  }

  *#dispatch() {
    const [event, data] = [this.#event, this.#data];
    [this.#event, this.#data] = ["message", []];
    if (data.length) yield { event, data: data.join("\n") };
  }
}
