/**
 * Which frame each screen shows, as the browser puts it on the screen: a step from there is exact, wherever in
 * the file its first frame lies.
 * @module
 */

export class ShownFrames {
  /** @type {Map<HTMLMediaElement, number>} */
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
   * Where the frame now shown begins, ms of its recording; null while another is being looked for.
   * @param {HTMLMediaElement | undefined} element
   */
  of(element) {
    return element && !element.seeking ? this.#shown.get(element) ?? null : null;
  }
}
