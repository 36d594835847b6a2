import { expiryHours, firstExpiry, hoursText } from "/features/sharing/expiry.js";

/** @param {unknown} got @param {unknown} wanted */
function same(got, wanted) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`);
  }
}

Deno.test("no choice is longer than the policy allows", () => {
  same(expiryHours(336), [1, 24, 72, 168, 336]);
  same(expiryHours(100), [1, 24, 72, 100]);
  same(expiryHours(1), [1]);
});

Deno.test("a week is chosen first unless that is too long", () => {
  same(firstExpiry(720), 168);
  same(firstExpiry(48), 48);
  same(expiryHours(720).includes(firstExpiry(720)), true);
});

Deno.test("whole days are called days", () => {
  same(hoursText(72), { key: "days", count: 3 });
  same(hoursText(100), { key: "hours", count: 100 });
});
