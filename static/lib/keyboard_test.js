import { addKeys, allKeys, changeKey, keysOf, nameOf, normal, resetKeys } from "/lib/keyboard.js";

/** @param {unknown} got @param {unknown} wanted */
function same(got, wanted) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`);
  }
}

/** @param {string} key @param {string[]} held */
const press = (key, ...held) => ({
  key,
  ctrlKey: held.includes("ctrl"),
  metaKey: held.includes("meta"),
  altKey: held.includes("alt"),
  shiftKey: held.includes("shift"),
});

Deno.test("an event has the name bindings write", () => {
  same(nameOf(press(" ")), "Space");
  same(nameOf(press("k")), "K");
  same(nameOf(press("s", "meta")), "Ctrl+S");
  same(nameOf(press("?", "shift")), "?");
  same(nameOf(press("ArrowLeft", "shift")), "Shift+ArrowLeft");
  same(nameOf(press("J", "shift")), "Shift+J");
  same(nameOf(press("1", "alt")), "Alt+1");
});

Deno.test("ways to write a key are equal", () => {
  same(normal("Shift+<"), normal("<"));
  same(normal("ctrl+enter"), normal("Ctrl+enter"));
  same(normal("k"), "K");
  same(normal("+"), "+");
});

Deno.test("a changed key is taken from who had it, and can be given back", () => {
  const run = () => {};
  const play = { id: "play", keys: ["Space", "K"], label: "Play", group: "Player", run };
  const mark = { id: "mark", keys: ["E"], label: "Evidence", group: "Form", run };
  const end = addKeys([play, mark]);
  changeKey(mark, "k");
  same(keysOf(mark), ["K"]);
  same(keysOf(play), ["Space"]);
  resetKeys();
  same(keysOf(play), ["Space", "K"]);
  end();
  same(allKeys().length, 0);
});
