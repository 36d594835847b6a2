import { fileNameOf } from "./file-name.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${a}, expected ${b}`);
}

Deno.test("the exact name wins over the plain one", () => {
  same(fileNameOf("attachment; filename=\"a_.csv\"; filename*=UTF-8''%C3%A4%20b.csv"), "ä b.csv");
});

Deno.test("a name that is encoded wrongly leaves the plain one", () => {
  same(fileNameOf("attachment; filename=\"a.csv\"; filename*=UTF-8''%ZZ.csv"), "a.csv");
});

Deno.test("no name is no name", () => {
  same([fileNameOf(null), fileNameOf("inline")], [null, null]);
});
