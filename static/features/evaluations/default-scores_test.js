import { fullMarks, fullMarksOf } from "./default-scores.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${a}, expected ${b}`);
}

/** @param {string} key @param {[number, ("none" | "section" | "evaluation")?][]} options */
const question = (key, ...options) => ({
  key,
  type: /** @type {const} */ ("singleChoice"),
  text: key,
  options: options.map(([points, autoFail], index) => ({ key: `o${index}`, label: "", points, autoFail })),
});

Deno.test("the highest option that does not fail, the first of equals, unconfirmed where one could fail", () => {
  const card = {
    key: "k",
    name: "K",
    format: /** @type {const} */ ("percentage"),
    sections: [{
      key: "s",
      title: "S",
      questions: [
        question("plain", [1], [5], [5]),
        question("failing", [9, "evaluation"], [3], [0, "section"]),
        question("hopeless", [1, "section"], [0, "evaluation"]),
        question("nothing", [0], [0]),
      ],
    }],
  };
  same(fullMarks(card), {
    plain: { option: "o1", touched: false },
    failing: { option: "o1", touched: false, confirmed: false },
    nothing: { option: "o0", touched: false },
  });
});

Deno.test("every form of a session gets its own", () => {
  const form = (/** @type {string} */ id, /** @type {string} */ key) => ({
    id,
    scorecard: {
      content: {
        key,
        name: key,
        format: "points",
        sections: [{ key: "s", title: "", questions: [question(key, [1], [2])] }],
      },
    },
  });
  const session = /** @type {any} */ ({ forms: [form("f1", "a"), form("f2", "b")] });
  same(fullMarksOf(session), [
    { id: "f1", answers: { a: { option: "o1", touched: false } } },
    { id: "f2", answers: { b: { option: "o1", touched: false } } },
  ]);
});
