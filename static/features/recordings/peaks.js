/**
 * Waveform peaks as the server keeps them: audiowaveform's `.dat`, version 2 (version 1 is one channel).
 * Format: https://github.com/bbc/audiowaveform/blob/master/doc/DataFormat.md
 * @module
 */

/**
 * @typedef {object} Peaks
 * @property {number} channels
 * @property {number} length pixels per channel
 * @property {number} msPerPixel
 * @property {number} loudest 0..1, of all channels
 * @property {(channel: number, pixel: number) => number} at the larger side of a pixel, 0..1
 */

/**
 * @param {ArrayBuffer} bytes
 * @returns {Peaks}
 */
export function readPeaks(bytes) {
  const view = new DataView(bytes);
  if (view.byteLength < 20) throw new PeaksError("The waveform is cut short.");
  const version = view.getInt32(0, true);
  if (version !== 1 && version !== 2) throw new PeaksError(`The waveform has the unknown version ${version}.`);
  const headerBytes = version === 2 ? 24 : 20;
  const bytesPerSide = (view.getUint32(4, true) & 1) === 1 ? 1 : 2;
  const sampleRate = view.getInt32(8, true);
  const samplesPerPixel = view.getInt32(12, true);
  const channels = version === 2 ? view.getInt32(20, true) : 1;
  if (sampleRate <= 0 || samplesPerPixel <= 0 || channels < 1 || channels > 8) {
    throw new PeaksError("The waveform's header makes no sense.");
  }
  const stored = Math.floor((view.byteLength - headerBytes) / (channels * 2 * bytesPerSide));
  const length = Math.min(view.getUint32(16, true), stored);
  const scale = bytesPerSide === 1 ? 128 : 32768;
  /** @param {number} index */
  const side = (index) =>
    bytesPerSide === 1 ? view.getInt8(headerBytes + index) : view.getInt16(headerBytes + index * 2, true);
  const sides = new Float32Array(length * channels);
  let loudest = 0;
  for (let index = 0; index < sides.length; index++) {
    const value = Math.max(Math.abs(side(index * 2)), Math.abs(side(index * 2 + 1))) / scale;
    sides[index] = value;
    if (value > loudest) loudest = value;
  }
  return {
    channels,
    length,
    msPerPixel: samplesPerPixel * 1000 / sampleRate,
    loudest,
    at: (channel, pixel) => sides[pixel * channels + channel] ?? 0,
  };
}

/**
 * The loudest of each of `columns` equal slices of a time range; slices without sound data are 0.
 * @param {Peaks} peaks
 * @param {number} channel
 * @param {number} startMs within the recording; may lie before it
 * @param {number} endMs
 * @param {number} columns
 * @returns {Float32Array} 0..1
 */
export function envelope(peaks, channel, startMs, endMs, columns) {
  const result = new Float32Array(Math.max(0, columns));
  const msPerColumn = (endMs - startMs) / columns;
  for (let column = 0; column < columns; column++) {
    const from = (startMs + column * msPerColumn) / peaks.msPerPixel;
    const first = Math.max(0, Math.floor(from));
    const last = Math.min(peaks.length, Math.max(first + 1, Math.ceil(from + msPerColumn / peaks.msPerPixel)));
    if (from + msPerColumn / peaks.msPerPixel <= 0) continue;
    let most = 0;
    for (let pixel = first; pixel < last; pixel++) most = Math.max(most, peaks.at(channel, pixel));
    result[column] = most;
  }
  return result;
}

/**
 * Of several zooms of one waveform the coarsest that still has a pixel for each column; the finest where none has.
 * @param {readonly Peaks[]} zooms
 * @param {number} msPerColumn
 * @returns {Peaks | null} null of none
 */
export function zoomFor(zooms, msPerColumn) {
  /** @type {Peaks | null} */
  let best = null;
  for (const peaks of zooms) {
    const suits = peaks.msPerPixel <= msPerColumn;
    if (!best) best = peaks;
    else if (suits && (best.msPerPixel > msPerColumn || peaks.msPerPixel > best.msPerPixel)) best = peaks;
    else if (!suits && best.msPerPixel > peaks.msPerPixel) best = peaks;
  }
  return best;
}

/** Bytes that are no waveform. */
export class PeaksError extends Error {}
