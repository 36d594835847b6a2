import { strength } from "./strength.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  if (actual !== expected) throw new Error(`${actual}, expected ${expected}`);
}

Deno.test("fewer than eight signs are short, whatever they are", () => {
  for (const password of ["", "aB3$aB3", "🔑🔑🔑🔑"]) same(strength(password), "short");
});

Deno.test("eight of one kind, or the same over and over, are weak", () => {
  for (const password of ["abcdefgh", "12345678", "aaaaaaaaaaaaaaaaaaaaaaaa", "abababababababab"]) {
    same(strength(password), "weak");
  }
});

Deno.test("length counts most, kinds of signs as well", () => {
  same(strength("Winter-2026"), "fair");
  same(strength("correct horse battery staple"), "strong");
  same(strength("kmpz-wq7r-sd9f-xh3t"), "strong");
});
