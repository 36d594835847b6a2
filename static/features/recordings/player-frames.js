/**
 * Which frame each screen shows, as the browser puts it on the screen: a step from there is exact, wherever in
 * the file its first frame lies.
 * @module
 */

import { frameStep, placeIn } from "/features/recordings/player-clock.js";
import { frameRateOf } from "/features/recordings/recording.js";

export class ShownFrames {
  /** Where the frame last shown begins, ms of its recording. @type {Map<HTMLMediaElement | undefined, number>} */
  #shown = new Map();

  /**
   * @param {readonly { element: HTMLMediaElement }[]} members
   * @param {AbortSignal} signal
   */
  constructor(members, signal) {
    for (const { element } of members) {
      if (!(element instanceof HTMLVideoElement) || !("requestVideoFrameCallback" in element)) continue;
      const next = () =>
        element.requestVideoFrameCallback((_, { mediaTime }) => {
          if (signal.aborted) return;
          this.#shown.set(element, mediaTime * 1000);
          next();
        });
      next();
    }
  }

  /**
   * The position one frame further on a screen, or back.
   * @param {import("/features/recordings/recording.js").Recording | null} screen
   * @param {HTMLMediaElement | undefined} element where it plays
   * @param {number} positionMs
   * @param {1 | -1} step
   */
  next(screen, element, positionMs, step) {
    const span = { offsetMs: screen?.offsetMs ?? 0, durationMs: Infinity };
    const { mediaMs } = placeIn(span, positionMs);
    return span.offsetMs + frameStep(mediaMs, frameRateOf(screen ?? undefined), step, this.#shown.get(element) ?? null);
  }
}
