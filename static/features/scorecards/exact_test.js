import { decimalsOf, inUnits } from "./exact.js";

/** @param {unknown} got @param {unknown} wanted */
function same(got, wanted) {
  if (got !== wanted) throw new Error(`${got} is not ${wanted}`);
}

Deno.test("what is typed is kept exactly, or not at all", () => {
  same(inUnits("62.5", 100), 6250);
  same(inUnits("62.50", 100), 6250);
  same(inUnits("62.500", 100), 6250);
  same(inUnits("62.505", 100), null);
  same(inUnits("0.29", 100), 29);
  same(inUnits(".5", 100), 50);
  same(inUnits("6.25e1", 100), 6250);
  same(inUnits("1e-3", 100), null);
  same(inUnits("72.123456", 1_000_000), 72_123_456);
  same(inUnits("72.1234567", 1_000_000), null);
});

Deno.test("whole numbers have no decimals but noughts", () => {
  same(inUnits("7", 1), 7);
  same(inUnits("7.0", 1), 7);
  same(inUnits("7.5", 1), null);
  same(inUnits("-3", 1), -3);
  same(inUnits("", 1), null);
  same(inUnits("-", 1), null);
  same(decimalsOf(1), 0);
  same(decimalsOf(100), 2);
});
