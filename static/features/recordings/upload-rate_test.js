import { Rate } from "/features/recordings/upload-rate.js";

/** @param {unknown} got @param {unknown} wanted */
function same(got, wanted) {
  if (got !== wanted) throw new Error(`${got} is not ${wanted}`);
}

Deno.test("the time left follows from the last seconds alone", () => {
  const rate = new Rate();
  rate.add(0, 0);
  rate.add(100, 1000);
  same(rate.perSecond, 100);
  for (let second = 2; second <= 30; second += 1) rate.add(100 + (second - 1) * 1000, second * 1000);
  same(rate.perSecond, 1000);
  same(rate.remainingMs(5000), 5000);
});

Deno.test("nobody can tell before anything has gone", () => {
  const rate = new Rate();
  same(rate.remainingMs(10), null);
  rate.add(5, 0);
  same(rate.remainingMs(10), null);
  rate.add(5, 2000);
  same(rate.remainingMs(10), null);
});

Deno.test("a pause does not count as slowness", () => {
  const rate = new Rate();
  rate.add(0, 0);
  rate.add(1000, 1000);
  rate.reset();
  rate.add(1000, 60_000);
  rate.add(2000, 61_000);
  same(rate.perSecond, 1000);
});
