import { evaluatorsOf } from "./sharing-out.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${a}, expected ${b}`);
}

Deno.test("with nobody chosen they are nobody's", () => same(evaluatorsOf(3, [], "shared"), [null]));

Deno.test("several people get one after another, or all", () => {
  same([0, 1, 2].map((index) => evaluatorsOf(index, ["a", "b"], "shared")), [["a"], ["b"], ["a"]]);
  same([0, 1].map((index) => evaluatorsOf(index, ["a", "b"], "each")), [["a", "b"], ["a", "b"]]);
});
