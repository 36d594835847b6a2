import { differences, fitting, inCardOrder, isSameAnswer, merged, misfits, proposedSides } from "./conflicts.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${a}, expected ${b}`);
}
const mine = [{ id: "f", answers: { a: { option: "1" }, b: { option: "2", comment: "c" }, d: { na: true } } }];
const theirs = [{ id: "f", answers: { a: { option: "1", touched: true }, b: { option: "3" }, e: { option: "9" } } }];

Deno.test("answers are the same whether they were touched or not", () => {
  same(isSameAnswer({ option: "1" }, { option: "1", touched: true, evidence: [] }), true);
  same(isSameAnswer({ option: "1" }, { option: "1", evidence: [{ startMs: 0, endMs: 1 }] }), false);
  same(isSameAnswer(undefined, null), true);
  same(isSameAnswer({ na: true }, {}), false);
});

Deno.test("every question on which the two differ is named, missing ones too", () => {
  same(differences(mine, theirs).map(({ question }) => question), ["b", "d", "e"]);
  same(differences(mine, mine), []);
});

Deno.test("a side that alone changed is proposed, yours where both did", () => {
  const base = [{ id: "f", answers: { a: { option: "1" }, b: { option: "0" } } }];
  same(proposedSides(differences(mine, theirs), base), ["yours", "yours", "theirs"]);
});

Deno.test("what was chosen is kept and nothing else is lost", () => {
  const conflicts = differences(mine, theirs);
  same(merged(mine, conflicts, ["theirs", "theirs", "theirs"]), [{
    id: "f",
    answers: { a: { option: "1" }, b: { option: "3" }, e: { option: "9" } },
  }]);
  same(merged(mine, conflicts, ["yours", "yours", "yours"]), mine);
});

Deno.test("conflicts come in the order of the card", () => {
  const question = (/** @type {string} */ key) => /** @type {import("./score.js").Question} */ ({
    key,
    type: "yesNo",
    text: key,
    options: [],
  });
  const content = /** @type {import("./score.js").Scorecard} */ ({
    key: "c",
    name: "c",
    format: "points",
    sections: [{ key: "s", title: "s", questions: [question("e"), question("d"), question("b")] }],
  });
  same(inCardOrder([{ id: "f", scorecard: { content } }], differences(mine, theirs)).map((one) => one.question), [
    "e",
    "d",
    "b",
  ]);
});

Deno.test("answers that another version has a place for are kept", () => {
  const question = (/** @type {string} */ key, /** @type {boolean} */ allowNA, /** @type {string[]} */ options) => ({
    key,
    allowNA,
    options: options.map((option) => ({ key: option, points: 1 })),
  });
  const questions = [
    question("a", false, ["1"]),
    question("b", false, ["3"]),
    question("d", true, ["1"]),
    question("new", false, ["1"]),
  ];
  const forms = /** @type {any} */ ([{ id: "f", scorecard: { content: { sections: [{ questions }] } } }]);
  same(fitting(forms, mine), [{ id: "f", answers: { a: { option: "1" }, d: { na: true } } }]);
  same(fitting(forms, []), [{ id: "f", answers: {} }]);
});

Deno.test("what has no place on another version is named, untouched defaults are not", () => {
  const content = /** @type {any} */ ({
    sections: [{ questions: [{ key: "a", options: [{ key: "1" }] }, { key: "d", options: [{ key: "1" }] }] }],
  });
  const given = [{ id: "f", answers: { ...mine[0].answers, z: { option: "1", touched: false } } }];
  same(misfits([{ id: "f", scorecard: { content } }], given), [
    { form: "f", question: "b", answer: { option: "2", comment: "c" } },
    { form: "f", question: "d", answer: { na: true } },
  ]);
});

Deno.test("default scores are on as with those whose answers stand", () => {
  const on = mine.map((form) => ({ ...form, defaultScores: true }));
  const off = theirs.map((form) => ({ ...form, defaultScores: false }));
  const conflicts = differences(on, off);
  same(merged(on, conflicts, ["theirs", "theirs", "theirs"], off)[0].defaultScores, false);
  same(merged(on, conflicts, ["theirs", "yours", "theirs"], off)[0].defaultScores, true);
});
