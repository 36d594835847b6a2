import { configureTimes } from "/lib/times.js";
import { daysOf, instantsOf, plusDays } from "/features/interactions/period.js";

configureTimes({ locale: "en-GB", timeZone: "Europe/Berlin" });
const now = new Date("2026-11-12T23:30:00Z");

/** @param {unknown} got @param {unknown} wanted */
function same(got, wanted) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`);
  }
}

Deno.test("today begins at midnight of the account, not of UTC", () => {
  same(instantsOf({ period: "today" }, now), { from: "2026-11-12T23:00:00.000Z" });
  same(instantsOf({ period: "yesterday" }, now), { from: "2026-11-11T23:00:00.000Z", to: "2026-11-12T23:00:00.000Z" });
});

Deno.test("seven days are today and the six before", () => {
  same(instantsOf({ period: "7d" }, now), { from: "2026-11-06T23:00:00.000Z" });
});

Deno.test("the last day of a range is whole", () => {
  same(instantsOf({ from: "2026-11-01", to: "2026-11-01" }, now), {
    from: "2026-10-31T23:00:00.000Z",
    to: "2026-11-01T23:00:00.000Z",
  });
  same(instantsOf({}, now), {});
  same(plusDays("2026-02-28", 1), "2026-03-01");
});

Deno.test("instants name the days they were made of, east and west of UTC", () => {
  for (const timeZone of ["Pacific/Auckland", "Europe/Berlin", "UTC", "America/Los_Angeles"]) {
    configureTimes({ locale: "en-GB", timeZone });
    const days = { from: "2026-11-12", to: "2026-11-13" };
    same(daysOf(instantsOf(days)), days);
  }
  configureTimes({ locale: "en-GB", timeZone: "Europe/Berlin" });
  same(daysOf({}), {});
});
