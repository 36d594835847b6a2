import { Sheet } from "./sheet.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${a}, expected ${b}`);
}
const sheet = () => new Sheet([{ id: "f1", answers: {} }, { id: "f2", answers: { q: { option: "x" } } }]);

Deno.test("an option replaces N/A and the other way round, and stays when chosen again", () => {
  const answers = sheet();
  answers.chooseNA("f1", "q");
  same(answers.answer("f1", "q"), { na: true, touched: true });
  answers.choose("f1", "q", "yes");
  answers.choose("f1", "q", "yes");
  same([answers.answer("f1", "q")?.option, answers.answer("f1", "q")?.na], ["yes", undefined]);
  same(answers.answer("f2", "q"), { option: "x" });
});

Deno.test("an answer taken back leaves its note", () => {
  const answers = sheet();
  answers.choose("f1", "q", "yes");
  answers.withdraw("f1", "q");
  same(answers.answer("f1", "q"), undefined);
  answers.comment("f1", "q", "why");
  answers.chooseNA("f1", "q");
  answers.withdraw("f1", "q");
  same(answers.answer("f1", "q"), { comment: "why", touched: true });
});

Deno.test("a comment and evidence stand without an option, and outlive a change of it", () => {
  const answers = sheet();
  answers.addEvidence("f1", "q", { startMs: 20, endMs: 30 });
  answers.addEvidence("f1", "q", { startMs: 5, endMs: 9 });
  answers.addEvidence("f1", "q", { startMs: 5, endMs: 9 });
  answers.comment("f1", "q", "why");
  answers.choose("f1", "q", "no");
  same(answers.answer("f1", "q")?.evidence, [{ startMs: 5, endMs: 9 }, { startMs: 20, endMs: 30 }]);
  same(answers.answer("f1", "q")?.comment, "why");
  answers.removeEvidence("f1", "q", { startMs: 5, endMs: 9 });
  answers.removeEvidence("f1", "q", { startMs: 20, endMs: 30 });
  same(answers.answer("f1", "q")?.evidence, undefined);
});

Deno.test("a cleared form comes back whole, the words of one comment go in one step", () => {
  const answers = sheet();
  answers.choose("f1", "a", "yes");
  for (const text of ["h", "he", "hey"]) answers.comment("f1", "a", text);
  answers.clear("f1");
  same(answers.answersOf("f1"), {});
  answers.undo();
  same(answers.answer("f1", "a")?.comment, "hey");
  answers.undo();
  same(answers.answer("f1", "a"), { option: "yes", touched: true });
  answers.undo();
  same(answers.answersOf("f1"), {});
  same(answers.undo(), false);
});

Deno.test("every change is told", () => {
  const answers = sheet();
  let told = 0;
  answers.addEventListener("change", () => told += 1);
  answers.choose("f1", "a", "yes");
  answers.undo();
  same(told, 2);
});

Deno.test("what was wiped can come back, whatever was answered since", () => {
  const answers = sheet();
  answers.choose("f1", "a", "yes");
  answers.comment("f1", "a", "why");
  const before = JSON.stringify(answers.forms);
  same(answers.canBringBack, false);
  answers.clear("f1");
  for (let step = 0; step < 250; step += 1) answers.choose("f1", "b", String(step));
  same(answers.bringBack(), true);
  same(JSON.stringify(answers.forms), before);
  same([answers.canBringBack, answers.bringBack()], [false, false]);
  answers.undo();
  same(answers.answer("f1", "b")?.option, "249");
});

Deno.test("default scores wipe when turned on and when turned off, and an undo turns them back", () => {
  const answers = sheet();
  answers.choose("f1", "a", "no");
  answers.setFull(true, [{ id: "f1", answers: { a: { option: "yes", confirmed: false } } }, { id: "f2", answers: {} }]);
  same([answers.isFull, answers.answer("f1", "a")?.option, answers.answersOf("f2")], [true, "yes", {}]);
  answers.choose("f1", "a", "yes");
  same(answers.answer("f1", "a")?.confirmed, undefined);
  answers.setFull(false, []);
  same([answers.isFull, answers.answersOf("f1")], [false, {}]);
  answers.undo();
  same([answers.isFull, answers.answer("f1", "a")?.option, answers.canBringBack], [true, "yes", false]);
  answers.undo();
  answers.undo();
  same([answers.isFull, answers.answer("f1", "a")?.option, answers.answer("f2", "q")?.option], [false, "no", "x"]);
});

Deno.test("a section set N/A keeps what was noted, and is one step to undo", () => {
  const answers = sheet();
  answers.choose("f1", "a", "no");
  answers.comment("f1", "b", "heard");
  answers.setNA("f1", ["a", "b"], true);
  same(answers.answersOf("f1"), {
    a: { touched: true, na: true },
    b: { comment: "heard", touched: true, na: true },
  });
  answers.setNA("f1", ["a", "b"], false);
  same(answers.answersOf("f1"), { b: { comment: "heard", touched: true } });
  answers.undo();
  answers.undo();
  same(answers.answer("f1", "a")?.option, "no");
});

Deno.test("whether default scores are on goes with the answers, by step, by wipe and from elsewhere", () => {
  const answers = sheet();
  answers.setFull(true, [{ id: "f1", answers: {} }, { id: "f2", answers: {} }]);
  same(answers.forms.map((form) => form.defaultScores), [true, true]);
  answers.choose("f1", "a", "no");
  answers.clear("f2");
  same(answers.forms.map((form) => form.defaultScores), [true, true]);
  answers.take([{ id: "f1", answers: {} }, { id: "f2", answers: {} }]);
  same(answers.isFull, true);
  answers.take([{ id: "f1", answers: {}, defaultScores: false }, { id: "f2", answers: {}, defaultScores: false }]);
  same(answers.isFull, false);
  answers.undo();
  same(answers.isFull, true);
});
