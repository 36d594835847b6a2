import { answersBefore } from "./revisions.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${a}, expected ${b}`);
}

/** @param {number} number @param {any[]} changes */
const revision = (number, changes) => ({
  number,
  changes,
  by: { id: "u", name: "U" },
  at: "",
  reason: null,
  score: null,
  passed: null,
  previousScore: null,
  previousPassed: null,
});

Deno.test("later changes are taken back one by one, down to the revision asked for", () => {
  const saved = [{ id: "f", answers: { a: { option: "3" }, b: { option: "new" } } }];
  const revisions = [
    revision(3, [{ form: "f", question: "a", from: { option: "2" }, to: { option: "3" } }]),
    revision(2, [
      { form: "f", question: "a", from: { option: "1" }, to: { option: "2" } },
      { form: "f", question: "b", from: null, to: { option: "new" } },
    ]),
    revision(1, []),
  ];
  same(answersBefore(saved, revisions, 3), saved);
  same(answersBefore(saved, revisions, 2), [{ id: "f", answers: { a: { option: "2" }, b: { option: "new" } } }]);
  same(answersBefore(saved, revisions, 1), [{ id: "f", answers: { a: { option: "1" } } }]);
  same(saved[0].answers.a.option, "3");
});
