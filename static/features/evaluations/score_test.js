import failingAnswers from "../../../Tests/Vectors/failing-answers.json" with { type: "json" };
import { isFailing, scoreForm, scoreSession, WHOLE } from "./score.js";

/** @param {unknown} actual @param {unknown} expected @param {string} [what] */
function same(actual, expected, what = "") {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what} is ${a}, expected ${b}`);
}

/** @param {string} key @param {number} yes @param {"none" | "section" | "evaluation"} no */
const yesNo = (key, yes = 10, no = "none") => ({
  key,
  type: /** @type {const} */ ("yesNo"),
  text: key,
  required: true,
  allowNA: true,
  options: [
    { key: "yes", label: "Yes", points: yes },
    { key: "no", label: "No", points: 0, autoFail: no },
  ],
});

/** @param {"percentage" | "points"} format @returns {import("./score.js").Scorecard} */
const card = (format) => ({
  key: "vectors",
  name: "Vectors",
  format,
  sections: [
    { key: "comp", title: "comp", weight: 5000, questions: [yesNo("c1", 10, "evaluation"), yesNo("c2")] },
    {
      key: "emp",
      title: "emp",
      weight: 3000,
      questions: [
        {
          key: "e1",
          type: "ratingScale",
          text: "e1",
          required: true,
          allowNA: true,
          options: [0, 1, 2, 3, 4, 5].map((n) => ({ key: `${n}`, label: `${n}`, points: n })),
        },
        yesNo("e2", 5, "section"),
      ],
    },
    { key: "close", title: "close", weight: 2000, questions: [yesNo("k1")] },
  ],
});

const NA = { na: true };
/** @param {string} key */
const pick = (key) => ({ option: key });
const base = { c1: pick("yes"), c2: pick("no"), e1: pick("4"), e2: pick("yes"), k1: pick("yes") };
const allNA = { c1: NA, c2: NA, e1: NA, e2: NA, k1: NA };

/** change, percentage [score, before], points [earned, possible, score, before]; in micro-percent */
/** @type {[string, import("./score.js").Answers, (number | null)[], (number | null)[]][]} */
const vectors = [
  ["none", base, [72_000_000, 72_000_000], [29, 40, 72_500_000, 72_500_000]],
  ["c2 N/A", { ...base, c2: NA }, [97_000_000, 97_000_000], [29, 30, 96_666_667, 96_666_667]],
  ["k1 N/A", { ...base, k1: NA }, [65_000_000, 65_000_000], [19, 30, 63_333_333, 63_333_333]],
  ["e2=N", { ...base, e2: pick("no") }, [45_000_000, 57_000_000], [20, 40, 50_000_000, 60_000_000]],
  ["c1=N", { ...base, c1: pick("no") }, [0, 47_000_000], [0, 40, 0, 47_500_000]],
  ["only c1", { c1: pick("yes") }, [25_000_000, 25_000_000], [10, 40, 25_000_000, 25_000_000]],
  ["all N/A", allNA, [null, null], [0, 0, null, null]],
  ["nothing", {}, [0, 0], [0, 40, 0, 0]],
  [
    "e2=N and k1 N/A",
    { ...base, e2: pick("no"), k1: NA },
    [31_250_000, 46_250_000],
    [10, 30, 33_333_333, 46_666_667],
  ],
];

for (const [name, answers, percentage, points] of vectors) {
  Deno.test(`the vector "${name}" scores as the rules say`, () => {
    const byWeight = scoreForm(card("percentage"), answers);
    same([byWeight.score, byWeight.scoreBeforeAutoFail], percentage, "percentage");
    const byPoints = scoreForm(card("points"), answers);
    same(
      [byPoints.earned, byPoints.possible, byPoints.score, byPoints.scoreBeforeAutoFail],
      points,
      "points",
    );
  });
}

Deno.test("an evaluation auto-fail fails with or without a pass mark, and its section keeps what it earned", () => {
  const failed = scoreForm(card("percentage"), { ...base, c1: pick("no") });
  same([failed.autoFailed, failed.passed], [true, false]);
  same(failed.sections.map((section) => section.autoFailed), [false, false, false]);
  same(failed.sections[2].score, WHOLE);
});

Deno.test("a section auto-fail marks its section only and keeps what was possible", () => {
  const result = scoreForm(card("percentage"), { ...base, e2: pick("no") });
  same(result.autoFailed, false);
  same(result.sections[1], { key: "emp", earned: 0, possible: 10, score: 0, autoFailed: true });
});

Deno.test("an unanswered optional question counts nothing where the scorecard leaves it out", () => {
  const optional = card("points");
  optional.unansweredOptional = "exclude";
  optional.sections[2].questions[0].required = false;
  const { k1: _, ...rest } = base;
  same(scoreForm(optional, rest).possible, 30);
  optional.unansweredOptional = "zero";
  same(scoreForm(optional, rest).possible, 40);
});

Deno.test("required questions without an answer are named, N/A counts as an answer", () => {
  same(scoreForm(card("points"), { c1: pick("yes"), c2: NA }).missingRequired, ["e1", "e2", "k1"]);
});

Deno.test("a pass mark compares the stored value", () => {
  const marked = { ...card("percentage"), passMark: 72_000_000 };
  same(scoreForm(marked, base).passed, true);
  same(scoreForm({ ...marked, passMark: 72_000_001 }, base).passed, false);
  same(scoreForm(marked, allNA).passed, null);
});

Deno.test("weights that do not divide evenly are rounded once, at the end", () => {
  const thirds = card("percentage");
  thirds.sections = ["a", "b", "c"].map((key) => ({
    key,
    title: key,
    weight: 3333,
    questions: [{ ...yesNo(key), options: [{ key: "x", label: "x", points: 1 }, { key: "y", label: "y", points: 3 }] }],
  }));
  same(scoreForm(thirds, { a: pick("x"), b: pick("x"), c: pick("x") }).score, 33_333_333);
  same(scoreForm(thirds, { a: pick("x"), b: pick("x"), c: pick("y") }).score, 55_555_556);
});

Deno.test("a session is the half-up mean of its scored forms and fails with any of them", () => {
  same(scoreSession([{ score: 1, passed: null }, { score: 2, passed: true }]), { score: 2, passed: true });
  same(scoreSession([{ score: null, passed: null }, { score: 5, passed: null }]), { score: 5, passed: null });
  same(scoreSession([{ score: 9, passed: true }, { score: 0, passed: false }]).passed, false);
  same(scoreSession([]), { score: null, passed: null });
});

Deno.test("an answer fails that earns nothing or fails automatically", () => {
  for (const { why, option, isFailing: expected } of failingAnswers) {
    same(isFailing(/** @type {import("./score.js").Option} */ (option)), expected, why);
  }
});
