import { configureTimes } from "/lib/times.js";
import { daysOf, instantsOf, plusDays } from "/features/interactions/period.js";

configureTimes({ locale: "en-GB", timeZone: "Europe/Berlin" });

/** @param {unknown} got @param {unknown} wanted */
function same(got, wanted) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`);
  }
}

Deno.test("the last day of a range is whole", () => {
  same(instantsOf({ from: "2026-11-01", to: "2026-11-01" }), {
    from: "2026-10-31T23:00:00.000Z",
    to: "2026-11-01T23:00:00.000Z",
  });
  same(instantsOf({}), {});
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
