import { lineOf, linesOf, readJson } from "/features/scorecards/json-lines.js";

const text = `{
  "name": "A \\"quoted\\" { name",
  "sections": [
    {
      "key": "a/b",
      "weight": 5000 },
    { "key": "two",
      "questions": [
        {"key": "q"}, {"key": "r",
          "options": []}
      ]
    }
  ]
}`;

/** @param {unknown} got @param {unknown} wanted */
function same(got, wanted) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`);
  }
}

Deno.test("every value is found at the line where it stands", () => {
  const lines = linesOf(text);
  same(lines.get("/name"), 2);
  same(lines.get("/sections"), 3);
  same(lines.get("/sections/0"), 4);
  same(lines.get("/sections/0/weight"), 6);
  same(lines.get("/sections/1/key"), 7);
  same(lines.get("/sections/1/questions/0"), 9);
  same(lines.get("/sections/1/questions/1/options"), 10);
});

Deno.test("a value that is absent is shown at what should hold it", () => {
  const lines = linesOf(text);
  same(lineOf(lines, "/sections/1/weight"), 7);
  same(lineOf(lines, "/sections/1/questions/1/options/0/label"), 10);
  same(lineOf(lines, "/nothing"), 1);
});

Deno.test("what is no JSON is refused with its line", () => {
  same(readJson('{\n  "a": 1,\n  "b": oops\n}').error?.line, 3);
  same(readJson('{\n "a": 1').error?.line, 2);
  same(readJson('{\n "a": 1,\n}').error?.line, 3);
  same(readJson('{\n "a": "x\n}').error?.line, 2);
  same(readJson('{\n "a": [1, 2\n "b": 3}').error?.line, 3);
  same(readJson('{"a": 1}\n}').error?.line, 2);
  same(readJson("").error?.line, 1);
  same(readJson('{"a": [1, {"b": "c\\"\\u00e9"}, -1.5e3, null]}').value, { a: [1, { b: 'c"é' }, -1500, null] });
});
