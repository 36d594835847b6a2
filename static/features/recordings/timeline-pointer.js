/**
 * A tap, a drag over a range, or something slid along: what a pointer does on the timeline.
 * @module
 */

/** A pointer that moves less is a tap, CSS px. */
const TAP_PX = 4;

/**
 * @param {HTMLElement} element
 * @param {object} options
 * @param {AbortSignal} [options.signal]
 * @param {(clientX: number) => number} options.ms
 * @param {(ms: number) => void} [options.ontap]
 * @param {(range: { startMs: number, endMs: number }) => void} [options.ondrag]
 * @param {(ms: number) => void} [options.onslide] at every move, in place of `ondrag`
 */
export function pointer(element, { signal, ms, ontap, ondrag, onslide }) {
  /** @type {{ id: number, x: number, moved: boolean } | null} */
  let held = null;
  const options = { signal };
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    held = { id: event.pointerId, x: event.clientX, moved: false };
    element.setPointerCapture(event.pointerId);
  }, options);
  element.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.id) return;
    if (Math.abs(event.clientX - held.x) > TAP_PX) held.moved = true;
    if (!held.moved) return;
    if (onslide) onslide(ms(event.clientX));
    else if (ondrag) {
      const [startMs, endMs] = [ms(held.x), ms(event.clientX)].sort((a, b) => a - b);
      ondrag({ startMs, endMs });
    }
  }, options);
  element.addEventListener("pointerup", (event) => {
    if (!held || event.pointerId !== held.id) return;
    if (!held.moved) ontap?.(ms(event.clientX));
    held = null;
  }, options);
  element.addEventListener("pointercancel", () => (held = null), options);
}
