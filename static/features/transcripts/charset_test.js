import { isUnicode, sample } from "./charset.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
  }
}

const hello = [0xc7, 0xe4, 0xf0, 0xe0, 0xe2, 0xf1, 0xf2, 0xe2, 0xf3, 0xe9, 0xf2, 0xe5];

Deno.test("UTF-8 and UTF-16 say so themselves", () => {
  same(isUnicode(new TextEncoder().encode("1\n00:00:01,000 --> 00:00:02,000\nПривет, ça va?")), true);
  same(isUnicode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])), true);
  same(isUnicode(new Uint8Array([0xff, 0xfe, 0x61, 0x00, 0x00, 0xd8])), true);
  same(isUnicode(new Uint8Array([0xfe, 0xff, 0x00, 0x61])), true);
  same(isUnicode(new TextEncoder().encode("plain")), true);
  same(isUnicode(new Uint8Array()), true);
});

Deno.test("what was written in a code page does not", () => {
  same(isUnicode(new Uint8Array([0x63, 0x61, 0x66, 0xe9])), false);
  same(isUnicode(new Uint8Array(hello)), false);
});

Deno.test("the first line that differs is shown in the code page chosen", () => {
  const bytes = new Uint8Array([0x31, 0x0d, 0x0a, ...hello, 0x21, 0x0d, 0x0a, 0x32]);
  same(sample(bytes, "windows-1251"), "Здравствуйте!");
  same(sample(bytes, "windows-1252"), "Çäðàâñòâóéòå!");
  same(sample(new Uint8Array(hello), "windows-1251"), "Здравствуйте");
  same(sample(new TextEncoder().encode("plain"), "windows-1251"), "");
});
