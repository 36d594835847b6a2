/**
 * The range somebody chooses on the timeline, one end after the other.
 * @module
 */

/** @typedef {import("/features/recordings/player-clock.js").Range} Range */

export class ChosenRange {
  /** @type {{ startMs: number | null, endMs: number | null }} one end may be set before the other */
  #ends = { startMs: null, endMs: null };
  #loops = false;

  get ends() {
    return this.#ends;
  }

  /** Null until both ends are set. @returns {Range | null} */
  get range() {
    const { startMs, endMs } = this.#ends;
    return startMs !== null && endMs !== null && startMs < endMs ? { startMs, endMs } : null;
  }

  /** Whether it is played round and round. */
  get loops() {
    return this.#loops;
  }

  set loops(on) {
    this.#loops = on && this.range !== null;
  }

  /** @param {number} atMs an end that lies before it is given up */
  begin(atMs) {
    const { endMs } = this.#ends;
    this.#take(atMs, endMs !== null && endMs > atMs ? endMs : null);
  }

  /** @param {number} atMs a beginning that lies behind it is given up */
  end(atMs) {
    const { startMs } = this.#ends;
    this.#take(startMs !== null && startMs < atMs ? startMs : null, atMs);
  }

  /** @param {Range | null} range */
  set(range) {
    this.#take(range?.startMs ?? null, range?.endMs ?? null);
  }

  /** @param {number | null} startMs @param {number | null} endMs */
  #take(startMs, endMs) {
    this.#ends = { startMs: inside(startMs), endMs: inside(endMs) };
    if (!this.range) this.#loops = false;
  }
}

/**
 * Nothing hangs before the conversation, though a recording may begin there.
 * @param {number | null} ms
 */
function inside(ms) {
  return ms === null ? null : Math.max(0, ms);
}
