import { inOrder, lineAt, spanOf } from "./transcript-lines.js";

const line = (/** @type {number} */ startMs, /** @type {number} */ endMs, text = "") => ({
  index: startMs,
  startMs,
  endMs,
  speaker: "A",
  party: /** @type {const} */ ("agent"),
  text,
});
const lines = [line(1000, 2000, "one"), line(2000, 3500, "two"), line(3000, 3200, "three")];

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(actual)}`);
}

Deno.test("a position falls on the line that began last", () => {
  same([0, 999, 1000, 1999, 2000, 2999, 3000, 9000].map((at) => lineAt(lines, at)), [-1, -1, 0, 0, 1, 1, 2, 2]);
  same(lineAt([], 5), -1);
});

Deno.test("chosen lines span from the first word to the last, though one may lie in another", () => {
  same(spanOf(lines.slice(1)), { startMs: 2000, endMs: 3500 });
});

Deno.test("lines are read in the order they are said", () => {
  same(inOrder([lines[2], lines[0]]).map((one) => one.text), ["one", "three"]);
});
