import { CardHistory } from "/features/scorecards/card-history.js";
import * as cards from "/features/scorecards/card.js";
import * as places from "/features/scorecards/places.js";

/** @param {unknown} got @param {unknown} wanted */
function same(got, wanted) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`);
  }
}

function counter() {
  let last = 0;
  return () => `k${last += 1}`;
}

/** Two sections: a and b, then c. */
function card() {
  const section = (/** @type {string} */ key, /** @type {string[]} */ questions) => ({
    key,
    title: key,
    weight: 3000,
    questions: questions.map((one) => ({ ...cards.newQuestion("yesNo", () => one), text: one })),
  });
  return cards.wholeCard({
    key: "card",
    name: "Card",
    format: "percentage",
    sections: [section("one", ["a", "b"]), section("two", ["c"])],
  });
}

/** @param {cards.Card} card */
function order(card) {
  return card.sections.map((section) => section.questions.map((question) => question.key).join("")).join("|");
}

Deno.test("what is put at a place leaves everything else shared", () => {
  const before = card();
  const after = places.put(before, "/sections/0/questions/1/text", "new");
  same(places.at(after, "/sections/0/questions/1/text"), "new");
  same(before.sections[0].questions[1].text, "b");
  if (after.sections[1] !== before.sections[1]) throw new Error("a section that did not change is a copy");
});

Deno.test("a question moves within its section and over its edge into the next", () => {
  let step = places.moved(card(), "/sections/0/questions/0", 1);
  same([order(step?.card ?? card()), step?.pointer], ["ba|c", "/sections/0/questions/1"]);
  step = places.moved(step?.card ?? card(), "/sections/0/questions/1", 1);
  same([order(step?.card ?? card()), step?.pointer], ["b|ac", "/sections/1/questions/0"]);
  step = places.moved(step?.card ?? card(), "/sections/1/questions/0", -1);
  same([order(step?.card ?? card()), step?.pointer], ["ba|c", "/sections/0/questions/1"]);
  same(places.moved(card(), "/sections/0/questions/0", -1), null);
  same(places.moved(card(), "/sections/1", 1), null);
});

Deno.test("what is dropped beside another stands there, and nowhere else", () => {
  const drop = (/** @type {string} */ from, /** @type {string} */ to, /** @type {boolean} */ after) => {
    const step = places.movedBeside(card(), from, to, after);
    return step ? `${order(step.card)} ${step.pointer}` : null;
  };
  same(drop("/sections/0/questions/0", "/sections/0/questions/1", true), "ba|c /sections/0/questions/1");
  same(drop("/sections/0/questions/1", "/sections/0/questions/0", false), "ba|c /sections/0/questions/0");
  same(drop("/sections/0/questions/0", "/sections/1/questions/0", false), "b|ac /sections/1/questions/0");
  same(drop("/sections/0/questions/0", "/sections/0/questions/1", false), null);
  same(drop("/sections/0/questions/0", "/sections/1", false), null);
  same(drop("/sections/1", "/sections/0", false), "c|ab /sections/0");
});

Deno.test("options stay within their question", () => {
  const from = "/sections/0/questions/0/options/0";
  same(places.movedBeside(card(), from, "/sections/0/questions/1/options/0", true), null);
  same(places.movedBeside(card(), from, "/sections/0/questions/0/options/1", true)?.pointer.at(-1), "1");
});

Deno.test("what names an option that is gone goes with it", () => {
  const question = {
    ...cards.newQuestion("yesNo", counter()),
    default: "no",
    commentPolicy: { onOptions: ["yes", "no"] },
  };
  const left = cards.withOptions(question, question.options.slice(0, 1));
  same([left.default, left.commentPolicy], [null, { onOptions: ["yes"] }]);
  same(cards.withOptions(left, []).commentPolicy, "optional");
});

Deno.test("another type keeps the options that fit it", () => {
  const newKey = counter();
  const yesNo = cards.newQuestion("yesNo", newKey);
  const choice = cards.withType(yesNo, "singleChoice", newKey);
  same(choice.options, yesNo.options);
  same(cards.withType(choice, "yesNo", newKey).options, yesNo.options);
  const rating = cards.withType(choice, "ratingScale", newKey);
  same(rating.options.map((one) => [one.key, one.points]), [["1", 1], ["2", 2], ["3", 3], ["4", 4], ["5", 5]]);
  same(cards.withType(rating, "singleChoice", newKey).options.length, 5);
  same(cards.withType(rating, "yesNo", newKey).options.map((one) => one.key), ["yes", "no"]);
});

Deno.test("a scale that grows keeps the points its steps were given", () => {
  const steps = cards.scale(0, 2);
  steps[2] = { ...steps[2], points: 40, autoFail: "section" };
  same(cards.scale(-1, 3, steps).map((one) => one.points), [0, 0, 1, 40, 3]);
  same(cards.scaleOf({ ...cards.newQuestion("ratingScale", counter()), options: cards.scale(-1, 3) }), {
    min: -1,
    max: 3,
  });
});

Deno.test("the missing weight is said, and an even share adds to the whole", () => {
  same(cards.weightLeft(card()), 4000);
  let three = places.insert(card(), "/sections", 2, { ...card().sections[0], key: "three" });
  same(cards.weightLeft(three), 1000);
  three = cards.withEvenWeights(three);
  same(three.sections.map((section) => section.weight), [3334, 3333, 3333]);
  same(cards.weightLeft(three), 0);
});

Deno.test("a key is made of a name", () => {
  same(cards.keyOf("  Qualität: Anrufe (2)! "), "qualitat-anrufe-2");
  same(cards.keyOf("品質"), "品質");
  same(cards.keyOf("???"), "scorecard");
});

Deno.test("typing is one step back, and what was undone can be done again until something else is done", () => {
  const history = new CardHistory(card());
  const type = (/** @type {string} */ name) => history.change({ ...history.card, name }, "/name");
  type("N");
  type("Ne");
  history.change(places.without(history.card, "/sections/1"));
  type("New");
  same([history.card.name, order(history.card)], ["New", "ab"]);
  history.undo();
  same([history.card.name, order(history.card)], ["Ne", "ab"]);
  history.undo();
  same([history.card.name, order(history.card)], ["Ne", "ab|c"]);
  history.undo();
  same([history.card.name, history.canUndo, history.canRedo], ["Card", false, true]);
  history.redo();
  same(history.card.name, "Ne");
  type("Other");
  same(history.canRedo, false);
  history.undo();
  same(history.card.name, "Ne");
});

Deno.test("the first default answer turns filling them in on, and no later one does", () => {
  const none = card();
  same(none.defaultsOn, false);
  const first = cards.withDefault(none, "/sections/0/questions/1", "y");
  same([first.defaultsOn, first.sections[0].questions[1].default], [true, "y"]);
  // Turned off by hand it stays off, whatever else is given; taken away and given anew it is the first again.
  const off = places.put(first, "/defaultsOn", false);
  same(cards.withDefault(off, "/sections/1/questions/0", "n").defaultsOn, false);
  const gone = cards.withDefault(off, "/sections/0/questions/1", null);
  same([gone.defaultsOn, gone.sections[0].questions[1].default], [false, null]);
  same(cards.withDefault(gone, "/sections/1/questions/0", "n").defaultsOn, true);
});
