import { blank, edited, treeOf, wordsOf, wordsText } from "./conditions.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${a}, expected ${b}`);
}

const tree = {
  any: [
    { field: "queue", notIn: ["Billing", "Orders"] },
    { all: [{ field: "indicator", absent: ["refund"] }, { field: "duration", atLeastMs: 61_000 }] },
  ],
};

Deno.test("what the server says comes back as it was", () => same(treeOf(edited(tree)), tree));

Deno.test("a single condition becomes a group of one", () => {
  same(treeOf(edited(tree.any[0])), { all: [tree.any[0]] });
});

Deno.test("nothing asked for is null, something left open is not taken", () => {
  same(treeOf(edited(null)), null);
  same(treeOf({ join: "all", parts: [{ join: "any", parts: [] }] }), null);
  same(treeOf({ join: "all", parts: [blank()] }), undefined);
  same(treeOf({ ...blank("duration"), atLeast: "soon" }), undefined);
});

Deno.test("values stand between commas", () => same(wordsOf(" a, b c ,, d"), ["a", "b c", "d"]));

Deno.test("a value with a comma of its own comes back whole", () => {
  const words = ["Cards, loans", "Billing", 'The "new" queue, north'];
  same(wordsText(words), '"Cards, loans", Billing, "The ""new"" queue, north"');
  same(wordsOf(wordsText(words)), words);
  same(wordsOf(' "Cards, loans" ,Billing, "open'), ["Cards, loans", "Billing", '"open']);
});
