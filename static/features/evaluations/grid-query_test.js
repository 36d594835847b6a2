import { filtersOf, isSame, mineToDo, pressed, sortOf, toAddress, toKeep } from "./grid-query.js";

/** @param {unknown} found @param {unknown} wanted */
function equals(found, wanted) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${a} is not ${b}`);
}

Deno.test("what is kept is what the address says, and goes back to it", () => {
  const filters = filtersOf(new URLSearchParams("state=assigned&evaluator=me&evaluator=none&expired=true&q=a+b"));
  const kept = toKeep(filters, "dueAt");
  equals(kept, { state: ["assigned"], evaluator: ["me", "none"], q: "a b", expired: true, sort: "dueAt" });
  equals(toAddress(kept).evaluator, ["me", "none"]);
  equals(toAddress(kept).expired, "true");
  equals(toAddress(kept).archived, null);
});

Deno.test("the order of values is nothing to tell filters by", () => {
  equals(isSame(mineToDo, { state: ["in_progress", "assigned"], evaluator: ["me"] }), true);
  equals(isSame(mineToDo, { state: ["assigned"], evaluator: ["me"] }), false);
  equals(isSame({ expired: true }, { expired: "true" }), true);
});

Deno.test("words come as they were made, what is late by its due date", () => {
  equals(sortOf({}, null), "-createdAt");
  equals(sortOf({}, "score"), "score");
  equals(sortOf({ q: "x" }, "score"), "-createdAt");
  equals(sortOf({ expired: "true" }, "score"), "dueAt");
  equals(sortOf({ expired: "true" }, "-dueAt"), "-dueAt");
});

Deno.test("a head goes down, up, and back", () => {
  equals(pressed("-createdAt", "-score"), "-score");
  equals(pressed("-score", "score"), "score");
  equals(pressed("score", "-score"), null);
});
