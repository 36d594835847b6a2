/**
 * Which parts of a call were listened to, gathered while it plays.
 * @module
 */
import { joined } from "/features/recordings/player-clock.js";

/** @typedef {import("/features/recordings/player-clock.js").Range} Range */

/** A stretch is written down when it has this length, ms. */
const STRETCH_MS = 250;
/** Stretches this near each other are one, ms. */
const GAP_MS = 150;

export class Listened {
  /** @type {Range[]} sorted, apart from each other */
  ranges = [];
  /** @type {number | null} where the stretch now being listened to began */
  #from = null;

  /**
   * It plays at this position. Gives whether there is more than before.
   * @param {number} positionMs
   */
  at(positionMs) {
    this.#from ??= positionMs;
    if (positionMs - this.#from < STRETCH_MS) return false;
    this.ranges = joined(this.ranges, { startMs: this.#from, endMs: positionMs }, GAP_MS);
    this.#from = positionMs;
    return true;
  }

  /**
   * Silence that was passed over: nobody spoke there, so nothing was missed.
   * @param {Range} range
   */
  passed(range) {
    this.ranges = joined(this.ranges, range, GAP_MS);
  }

  /**
   * It stops, or goes elsewhere, at this position.
   * @param {number} positionMs
   */
  stop(positionMs) {
    if (this.#from === null) return false;
    this.ranges = joined(this.ranges, { startMs: this.#from, endMs: positionMs }, GAP_MS);
    this.#from = null;
    return true;
  }
}
