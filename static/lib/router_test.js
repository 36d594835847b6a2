import { match, withQuery } from "/lib/router.js";

/** @param {string} path */
const route = (path) => ({ path, load: () => Promise.reject(new Error("not loaded here")) });
const routes = [route("/interactions"), route("/interactions/:id"), route("/interactions/:id/upload")];

/** @param {unknown} got @param {unknown} wanted */
function same(got, wanted) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`);
  }
}

Deno.test("a path finds its route and names its parts", () => {
  same(match(routes, "/interactions").route?.path, "/interactions");
  same(match(routes, "/interactions/").route?.path, "/interactions");
  same(match(routes, "/interactions/a%20b").params, { id: "a b" });
  same(match(routes, "/interactions/7/upload").route?.path, "/interactions/:id/upload");
});

Deno.test("an unknown path has no route, and a broken escape does not throw", () => {
  same(match(routes, "/nothing").route, null);
  same(match(routes, "/interactions/%E0%A4").params, { id: "%E0%A4" });
});

Deno.test("a query is changed name by name", () => {
  same(withQuery("/a?x=1&y=2&y=3", { y: ["4", "5"], z: "6" }), "/a?x=1&y=4&y=5&z=6");
  same(withQuery("/a?x=1&y=2", { x: null, y: "" }), "/a");
  same(withQuery("http://host/a?x=1#here", { x: 2 }), "/a?x=2#here");
});
