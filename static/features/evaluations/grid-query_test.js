import {
  filtersOf,
  fromPercent,
  isSame,
  mineToDo,
  pressed,
  sortOf,
  toAddress,
  toKeep,
  toPercent,
} from "./grid-query.js";

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

Deno.test("dates and scores are kept as they are said and lead the order", () => {
  const filters = filtersOf(new URLSearchParams("date=completed&period=7d&scoreTo=60000000"));
  equals(toKeep(filters, null), { date: "completed", period: "7d", scoreTo: 60_000_000 });
  equals(toAddress(toKeep(filters, null)).scoreTo, "60000000");
  equals(isSame(toKeep(filters, null), { scoreTo: 60_000_000, period: "7d", date: "completed" }), true);
  equals(sortOf(filters, "score"), "-completedAt");
  equals(sortOf(filters, "completedAt"), "completedAt");
  equals(sortOf({ scoreFrom: "0" }, null), "score");
  equals(sortOf({ date: "due", period: "7d" }, null), "dueAt");
});

Deno.test("a percentage is typed as people type it", () => {
  equals(["79.5", "79,5 %", "0", "100", ""].map(fromPercent), ["79500000", "79500000", "0", "100000000", null]);
  equals(["101", "-1", "x", "1.1234567"].map(fromPercent), [undefined, undefined, undefined, undefined]);
  equals(toPercent("79500000"), "79.5");
});

Deno.test("a head goes down, up, and back", () => {
  equals(pressed("-createdAt", "-score"), "-score");
  equals(pressed("-score", "score"), "score");
  equals(pressed("score", "-score"), null);
});
