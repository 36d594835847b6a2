import { newQuestion, wholeCard } from "/features/scorecards/card.js";
import { differences } from "/features/scorecards/difference.js";
import { insert, movedTo, put, without } from "/features/scorecards/places.js";

/** @param {unknown} got @param {unknown} wanted */
function same(got, wanted) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`);
  }
}

function card() {
  const questions = (/** @type {string[]} */ keys) =>
    keys.map((key) => ({ ...newQuestion("yesNo", () => key), text: key.toUpperCase() }));
  return wholeCard({
    key: "card",
    name: "Card",
    format: "percentage",
    sections: [
      { key: "one", title: "One", weight: 5000, questions: questions(["a", "b", "c"]) },
      { key: "two", title: "Two", weight: 5000, questions: questions(["d"]) },
    ],
  });
}

Deno.test("the same content has no difference", () => same(differences(card(), card()), []));

Deno.test("a setting that changed is said with both values", () => {
  const after = put(put(card(), "/sections/0/weight", 4000), "/sections/0/questions/1/options/1/points", 3);
  same(differences(card(), after), [
    { kind: "changed", element: "section", name: "One", member: "weight", before: 5000, after: 4000 },
    { kind: "changed", element: "option", name: "B: No", member: "points", before: 0, after: 3 },
  ]);
});

Deno.test("what came and went is said once, not with everything in it", () => {
  const after = without(insert(card(), "/sections/0/questions", 3, newQuestion("yesNo", () => "new")), "/sections/1");
  same(differences(card(), after).map((one) => [one.kind, one.element, one.name]), [
    ["added", "question", ""],
    ["removed", "section", "Two"],
  ]);
});

Deno.test("only what moved is said to have moved", () => {
  const within = movedTo(card(), "/sections/0/questions/2", "/sections/0/questions", 0).card;
  same(differences(card(), within), [{ kind: "moved", element: "question", name: "C" }]);
  const away = movedTo(card(), "/sections/0/questions/0", "/sections/1/questions", 1).card;
  same(differences(card(), away), [{ kind: "moved", element: "question", name: "A" }]);
});
