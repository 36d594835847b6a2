import scoreTexts from "../../Tests/Vectors/score-texts.json" with { type: "json" };
import {
  calendarDate,
  clock,
  clockTenths,
  configureTimes,
  dateTime,
  dayAndMonth,
  exactPercent,
  instantOf,
  localOf,
  monthAndYear,
  monthName,
  parseClock,
  percent,
  relative,
  shortDateTime,
  size,
  spokenLength,
  timeLeft,
} from "/lib/times.js";

configureTimes({ locale: "en-GB", timeZone: "Europe/Berlin" });

/** @param {unknown} got @param {unknown} wanted */
function same(got, wanted) {
  if (got !== wanted) throw new Error(`${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`);
}

Deno.test("a position is minutes and seconds, with hours when there are any", () => {
  same(clock(141_400), "02:21");
  same(clock(3_741_000), "1:02:21");
  same(clock(-1500), "−00:01");
  same(clock(null), "–");
  same(clockTenths(141_450), "02:21.4");
});

Deno.test("what people type is read as a position", () => {
  same(parseClock("2:21"), 141_000);
  same(parseClock("1:02:21.5"), 3_741_500);
  same(parseClock("141.25s"), 141_250);
  same(parseClock("0:75"), null);
  same(parseClock("soon"), null);
});

Deno.test("instants are shown in the account's time zone", () => {
  same(dateTime("2026-11-12T13:02:00.000Z"), "12 Nov 2026, 14:02");
  same(shortDateTime("2026-07-12T13:02:00.000Z", new Date("2026-11-13T00:00:00Z")), "12 Jul, 15:02");
  same(shortDateTime("2025-07-12T13:02:00.000Z", new Date("2026-11-13T00:00:00Z")), "12 Jul 2025, 15:02");
  same(dateTime(null), "");
});

Deno.test("a day of the calendar is the same in every time zone", () => {
  same(monthName("2026-09-01"), "Sept");
  same(monthAndYear("2026-03-31"), "Mar 2026");
  same(dayAndMonth("2026-12-31"), "31 Dec");
  same(calendarDate("2027-01-01"), "1 Jan 2027");
});

Deno.test("a local time names its instant on both sides of a change of the clocks", () => {
  same(instantOf("2026-11-12T14:02"), "2026-11-12T13:02:00.000Z");
  same(instantOf("2026-07-12T14:02"), "2026-07-12T12:02:00.000Z");
  same(instantOf("2026-10-25T00:30"), "2026-10-24T22:30:00.000Z");
  same(instantOf("2026-10-25T12:00"), "2026-10-25T11:00:00.000Z");
  same(instantOf("2026-11-12"), "2026-11-11T23:00:00.000Z");
  same(instantOf("nonsense"), null);
  same(localOf("2026-07-12T12:02:00.000Z"), "2026-07-12T14:02");
});

Deno.test("a score shows one decimal, and more where rounding would lie about the pass mark or 100", () => {
  same(percent(86_400_000), "86.4%");
  same(percent(80_000_000), "80%");
  same(percent(79_960_000, 80_000_000), "79.96%");
  same(percent(99_999_000), "99.999%");
  same(percent(100_000_000), "100%");
  same(percent(null), "–");
});

Deno.test("what somebody set in percent is told to the last decimal", () => {
  same(exactPercent(10_000), "0.01%");
  same(exactPercent(33_330_000), "33.33%");
  same(exactPercent(66_666_667), "66.666667%");
  same(exactPercent(100_000_000), "100%");
});

Deno.test("lengths are told as people tell them", () => {
  same(timeLeft(400), "1 sec");
  same(timeLeft(12_000), "12 secs");
  same(timeLeft(200_000), "3 mins");
  same(timeLeft(3_900_000), "1 hr 5 mins");
  same(timeLeft(null), "");
  same(spokenLength(141_000), "2 minutes 21 seconds");
  same(size(4_200_000), "4.2 MB");
  same(size(12), "12 bytes");
});

Deno.test("how long ago or until is in the largest whole unit", () => {
  const now = new Date("2026-11-12T12:00:00Z");
  same(relative("2026-11-14T12:00:00Z", now), "in 2 days");
  same(relative("2026-11-14T11:59:50Z", now), "in 2 days");
  same(relative("2026-11-11T11:00:00Z", now), "yesterday");
  same(relative("2026-11-12T11:57:00Z", now), "3 minutes ago");
});

Deno.test("no rounding of a score crosses a pass mark or reaches 100, as the server rounds", () => {
  for (const { score, passMark, text } of scoreTexts) same(Number.parseFloat(percent(score, passMark)), Number(text));
});
