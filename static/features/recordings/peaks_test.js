import { envelope, PeaksError, readPeaks, zoomFor } from "./peaks.js";

/**
 * @param {{ version?: number, bits?: 8 | 16, channels?: number, length?: number }} shape
 * @param {number[]} sides min and max, channel by channel, pixel by pixel
 */
function dat({ version = 2, bits = 8, channels = 1, length }, sides) {
  const header = version === 2 ? 24 : 20;
  const view = new DataView(new ArrayBuffer(header + sides.length * (bits / 8)));
  view.setInt32(0, version, true);
  view.setUint32(4, bits === 8 ? 1 : 0, true);
  view.setInt32(8, 8000, true);
  view.setInt32(12, 80, true);
  view.setUint32(16, length ?? sides.length / 2 / channels, true);
  if (version === 2) view.setInt32(20, channels, true);
  for (const [index, side] of sides.entries()) {
    if (bits === 8) view.setInt8(header + index, side);
    else view.setInt16(header + index * 2, side, true);
  }
  return view.buffer;
}

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
  }
}

Deno.test("two channels of 8 bits are read, the larger side counts", () => {
  const peaks = readPeaks(dat({ channels: 2 }, [-64, 32, 0, 0, -1, 127, -128, 5]));
  same([peaks.channels, peaks.length, peaks.msPerPixel, peaks.loudest], [2, 2, 10, 1]);
  same([peaks.at(0, 0), peaks.at(1, 0), peaks.at(1, 1)], [0.5, 0, 1]);
});

Deno.test("16 bits and version 1 are read", () => {
  same(readPeaks(dat({ bits: 16 }, [-16384, 0])).at(0, 0), 0.5);
  same(readPeaks(dat({ version: 1 }, [-64, 0])).at(0, 0), 0.5);
});

Deno.test("a file shorter than it claims gives what it has, another is refused", () => {
  same(readPeaks(dat({ length: 900 }, [-64, 0])).length, 1);
  for (const bytes of [new ArrayBuffer(3), dat({ version: 7 }, [0, 0]), dat({ channels: 0 }, [])]) {
    try {
      readPeaks(bytes);
    } catch (error) {
      if (error instanceof PeaksError) continue;
    }
    throw new Error("it was taken for a waveform");
  }
});

Deno.test("an envelope takes the loudest of each slice, and silence where the recording is not", () => {
  const peaks = readPeaks(dat({}, [0, 16, 0, 32, 0, 64, -128, 0]));
  same([...envelope(peaks, 0, 0, 40, 2)], [0.25, 1]);
  same([...envelope(peaks, 0, -20, 60, 4)], [0, 0.25, 1, 0]);
  same([...envelope(peaks, 0, 0, 20, 4)], [0.125, 0.125, 0.25, 0.25]);
});

Deno.test("a view gets the coarsest zoom that has a pixel for each of its columns", () => {
  const [fine, middle, coarse] = [5, 40, 300].map((msPerPixel) => ({ ...readPeaks(dat({}, [0, 0])), msPerPixel }));
  for (const zooms of [[fine, middle, coarse], [coarse, fine, middle]]) {
    same([1000, 300, 299, 40, 39, 1].map((ms) => zoomFor(zooms, ms)?.msPerPixel), [300, 300, 40, 40, 5, 5]);
  }
  same(zoomFor([coarse], 1), coarse);
  same(zoomFor([], 1), null);
});
