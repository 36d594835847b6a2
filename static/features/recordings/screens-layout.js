/**
 * How the monitors stand beside each other, as the agent had them on the desk.
 * @module
 */

/** @typedef {{ x?: number | null, y?: number | null, width?: number | null, height?: number | null, scale?: number | null }} Place */
/** @typedef {{ left: number, top: number, width: number, height: number }} Rect in shares of the whole, 0..1 */

/**
 * Where each monitor stands on the virtual desktop, in shares of it, and the desktop's width by its height;
 * null when a place is missing, monitors overlap, or it would leave them too small to read.
 * @param {readonly (Place | null | undefined)[]} places desktop pixels
 * @returns {{ ratio: number, rects: Rect[] } | null}
 */
export function desktopLayout(places) {
  if (places.length < 2) return null;
  /** @type {{ x: number, y: number, width: number, height: number }[]} */
  const given = [];
  for (const place of places) {
    if (place?.x == null || place.y == null || !place.width || !place.height) return null;
    given.push({ x: place.x, y: place.y, width: place.width, height: place.height });
  }
  if (given.some((a, index) => given.slice(index + 1).some((b) => overlap(a, b)))) return null;
  const left = Math.min(...given.map((one) => one.x));
  const top = Math.min(...given.map((one) => one.y));
  const width = Math.max(...given.map((one) => one.x + one.width)) - left;
  const height = Math.max(...given.map((one) => one.y + one.height)) - top;
  const ratio = width / height;
  if (ratio > 8 || ratio < 0.2) return null;
  return {
    ratio,
    rects: given.map((one) => ({
      left: (one.x - left) / width,
      top: (one.y - top) / height,
      width: one.width / width,
      height: one.height / height,
    })),
  };
}

/**
 * @param {{ x: number, y: number, width: number, height: number }} a
 * @param {{ x: number, y: number, width: number, height: number }} b
 */
function overlap(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
