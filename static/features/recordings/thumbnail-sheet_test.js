import { activityIn, pictureAt } from "./thumbnail-sheet.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Error(JSON.stringify(actual));
}

const sheet = {
  url: "",
  width: 160,
  height: 90,
  columns: 2,
  timesMs: [0, 1000, 4000],
  activity: { stepMs: 500, values: [100, 0, 40, 20] },
  blacks: [],
  stills: [],
};

Deno.test("the picture of a time is the last one that came before it", () => {
  same(pictureAt(sheet, 0), { x: 0, y: 0 });
  same(pictureAt(sheet, 999), { x: 0, y: 0 });
  same(pictureAt(sheet, 1000), { x: 160, y: 0 });
  same(pictureAt(sheet, 90_000), { x: 0, y: 90 });
  same(pictureAt(sheet, -1), null);
});

Deno.test("a slice shows the most that happened in it, and nothing outside the recording", () => {
  same([...activityIn(sheet.activity, -500, 2500, 3)].map((one) => Math.round(one * 100)), [100, 40, 20]);
  same([...activityIn(sheet.activity, 0, 1000, 4)].map((one) => Math.round(one * 100)), [100, 100, 0, 0]);
});
