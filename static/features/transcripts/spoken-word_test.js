import { wordAt, wordsIn } from "./spoken-word.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Error(JSON.stringify(actual));
}

/** @type {[number, number][]} */
const words = [[1000, 1300], [1300, 1500], [4000, 4200]];

Deno.test("a word is marked from its first instant until the next one begins", () => {
  same([999, 1000, 1299, 1300, 1499].map((at) => wordAt(words, at)), [-1, 0, 0, 1, 1]);
});

Deno.test("in a pause the last word stays marked for a moment, and no longer", () => {
  same([1899, 1900, 3999, 4000, 4599, 4600].map((at) => wordAt(words, at)), [1, -1, -1, 2, 2, -1]);
  same(wordAt([], 5), -1);
});

Deno.test("of two words said at once the later one is marked", () => {
  same(wordAt([[0, 900], [400, 600]], 500), 1);
});

Deno.test("words are what white space divides, of any script", () => {
  const found = (/** @type {string} */ text) => wordsIn(text).map(([from, to]) => text.slice(from, to));
  same(found("  Hello,\u00a0it's\u2003me\u0085now\n"), ["Hello,", "it's", "me", "now"]);
  same(found("👋🏽 שלום"), ["👋🏽", "שלום"]);
  // A mark without width divides nothing, as on the server.
  same(found("a\ufeffb a\u200bb"), ["a\ufeffb", "a\u200bb"]);
  same(found(" \t"), []);
});
