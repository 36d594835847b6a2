import { countOf, found } from "./mark-search.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Error(JSON.stringify(actual));
}

const mark = (
  /** @type {any} */ kind,
  /** @type {string} */ label,
  /** @type {string | undefined} */ who = undefined,
) => ({
  id: label,
  kind,
  startMs: 0,
  endMs: 0,
  label,
  name: `${kind} ${label}`,
  who,
});
const marks = [
  mark("evidence", "Q2"),
  mark("moment", "Owns the mistake"),
  mark("comment", "Prétty calm", "Sam Adeyemi"),
];
const shown = (/** @type {string[]} */ kinds, /** @type {string} */ words) =>
  found(marks, { kinds: new Set(kinds), words }).map((one) => one.id);

Deno.test("without a kind all are shown, with some those", () => {
  same(shown([], "").length, 3);
  same(shown(["evidence", "comment"], ""), ["Q2", "Prétty calm"]);
});

Deno.test("every word has to be there, in the text, the name or the author's", () => {
  same(shown([], "calm pretty"), ["Prétty calm"]);
  same(shown([], "ADEYEMI"), ["Prétty calm"]);
  same(shown([], "calm refund"), []);
  same(shown(["moment"], "q2"), []);
});

Deno.test("kinds are counted", () => {
  same(["evidence", "moment", "comment"].map((kind) => countOf(marks, kind)), [1, 1, 1]);
});
