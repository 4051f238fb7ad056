/** Acts that are done one after another, in the order in which they were asked for. */
export class Queue {
  #last = Promise.resolve();

  /** @template T @param {() => Promise<T>} act begun once those before it are over, however they ended @returns {Promise<T>} */
  do(act) {
    const done = this.#last.then(act);
    this.#last = done.catch(() => {});
    return done;
  }
}
