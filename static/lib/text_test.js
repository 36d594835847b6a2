import { addLabels, hasLabel, t } from "/lib/text.js";

addLabels("test", {
  hello: "Hello {name}",
  hits: { zero: "No hits", one: "{count} hit", other: "{count} hits" },
});

/** @param {unknown} got @param {unknown} wanted */
function same(got, wanted) {
  if (got !== wanted) throw new Error(`${got} is not ${wanted}`);
}

Deno.test("places are filled, and values are never read as places", () => {
  same(t("test.hello", { name: "{name} & <b>" }), "Hello {name} & <b>");
  same(t("test.hello"), "Hello {name}");
  same(t("test.hello", { name: null }), "Hello ");
});

Deno.test("the plural form follows the count", () => {
  same(t("test.hits", { count: 0 }), "No hits");
  same(t("test.hits", { count: 1 }), "1 hit");
  same(t("test.hits", { count: 1200 }), "1,200 hits");
});

Deno.test("a key without a label is shown as it is", () => {
  same(t("test.nothing"), "test.nothing");
  same(hasLabel("test.nothing"), false);
  same(hasLabel("test.hello"), true);
});

Deno.test("two labels of one name are a mistake", () => {
  let wasRefused = false;
  try {
    addLabels("test", { hello: "again" });
  } catch {
    wasRefused = true;
  }
  same(wasRefused, true);
});
