import { asked, firstDay, listHref, trendHref, wantedOf } from "/features/evaluations/trend-query.js";

/** @param {unknown} left @param {unknown} right */
function same(left, right) {
  if (JSON.stringify(left) !== JSON.stringify(right)) {
    throw new Error(`${JSON.stringify(left)} is not ${JSON.stringify(right)}`);
  }
}

const wanted = (/** @type {string} */ query) => wantedOf(new URLSearchParams(query));

Deno.test("an address without more asks for twelve months up to this one", () => {
  same(asked(wanted("agent=a"), "2026-11-21"), {
    agent: "a",
    scorecard: null,
    by: "month",
    from: "2025-12-01",
    to: "2026-11-21",
  });
});

Deno.test("so many months or weeks begin where they should, across years and short months", () => {
  same(firstDay(wanted("by=month&span=6"), "2026-03-31"), "2025-10-01");
  same(firstDay(wanted("by=month&span=60"), "2026-11-21"), "2021-12-01");
  same(firstDay(wanted("by=week"), "2026-01-05"), "2025-10-13");
  same(firstDay(wanted("by=week&span=8"), "2026-11-21"), "2026-10-03");
});

Deno.test("numbers that are not offered, and what is no day, are as if they were not there", () => {
  same(wanted("span=7").span, 12);
  same(wanted("by=week&span=12").span, 13);
  same(wanted("by=day&from=yesterday"), {
    agent: null,
    scorecard: null,
    by: "month",
    span: 12,
    from: null,
    to: null,
  });
});

Deno.test("days that were chosen go to the server as they are", () => {
  const { from, to } = asked(wanted("agent=a&from=2026-01-15&span=24"), "2026-11-21");
  same([from, to], ["2026-01-15", null]);
});

Deno.test("an agent's trend has an address, and what it is made of another", () => {
  same(listHref(wanted("agent=a&scorecard=c&by=week")), "/evaluations?agent=a&state=completed&scorecard=c");
  same(trendHref("a b"), "/evaluations/trend?agent=a+b");
  same(trendHref("a", "c"), "/evaluations/trend?agent=a&scorecard=c");
});
