/**
 * How fast bytes go, over the last few seconds, and how long the rest takes.
 * @module
 */

const windowMs = 8000;

/** Measures progress: told of bytes sent, it tells the time left. */
export class Rate {
  /** @type {{ at: number, sent: number }[]} */
  #seen = [];

  /**
   * @param {number} sent bytes in all so far
   * @param {number} at ms
   */
  add(sent, at) {
    this.#seen.push({ at, sent });
    while (this.#seen.length > 2 && this.#seen[0].at < at - windowMs) this.#seen.shift();
  }

  /** Forgets, as after a pause. */
  reset() {
    this.#seen = [];
  }

  /** Bytes a second; null while nobody can tell. */
  get perSecond() {
    const [first, last] = [this.#seen[0], this.#seen.at(-1)];
    if (!first || !last || last.at - first.at < 250 || last.sent <= first.sent) return null;
    return (last.sent - first.sent) / (last.at - first.at) * 1000;
  }

  /**
   * ms until `left` more bytes have gone; null while nobody can tell.
   * @param {number} left
   */
  remainingMs(left) {
    const rate = this.perSecond;
    return rate === null ? null : Math.round(left / rate * 1000);
  }
}
