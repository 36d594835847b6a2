/**
 * What ingest saw of a screen, from its keyframes: small pictures in one file, how much happened when, and
 * where it was black or stood still.
 * @module
 */

/** @typedef {import("/features/recordings/recording.js").Thumbnails} Thumbnails */

/**
 * Where in the sheet the picture of a time is; null before the first one.
 * @param {Thumbnails} sheet
 * @param {number} ms of the recording
 * @returns {{ x: number, y: number } | null} px
 */
export function pictureAt({ timesMs, columns, width, height }, ms) {
  const number = timesMs.findLastIndex((from) => from <= ms);
  if (number < 0) return null;
  return { x: (number % columns) * width, y: Math.floor(number / columns) * height };
}

/**
 * The most that happened in each of `columns` equal slices of a time range; what lies outside is 0.
 * @param {Thumbnails["activity"]} activity
 * @param {number} startMs within the recording; may lie before it
 * @param {number} endMs
 * @param {number} columns
 * @returns {Float32Array} 0..1
 */
export function activityIn({ stepMs, values }, startMs, endMs, columns) {
  const result = new Float32Array(Math.max(0, columns));
  const msPerColumn = (endMs - startMs) / columns;
  for (let column = 0; column < columns; column++) {
    const from = (startMs + column * msPerColumn) / stepMs;
    const to = from + msPerColumn / stepMs;
    let most = 0;
    for (let step = Math.max(0, Math.floor(from)); step < Math.min(values.length, Math.ceil(to)); step++) {
      most = Math.max(most, values[step]);
    }
    result[column] = most / 100;
  }
  return result;
}
