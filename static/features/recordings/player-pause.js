/**
 * A pause: how long it was decides where playback goes on.
 * @module
 */
import { resumedAt } from "/features/recordings/player-clock.js";

export class Pause {
  /** @type {{ at: number, positionMs: number } | null} since when, and where */
  #begun = null;

  /** @param {number} positionMs */
  begin(positionMs) {
    this.#begun = { at: performance.now(), positionMs };
  }

  /**
   * Where it goes on: a little earlier after a longer pause, unless one went elsewhere meanwhile.
   * @param {number} positionMs
   * @param {number} earliestMs
   */
  end(positionMs, earliestMs) {
    const begun = this.#begun;
    this.#begun = null;
    if (begun?.positionMs !== positionMs) return positionMs;
    return resumedAt(positionMs, performance.now() - begun.at, earliestMs);
  }
}
