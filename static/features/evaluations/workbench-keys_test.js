import { allKeys, normal } from "/lib/keyboard.js";
import { playerKeys } from "/features/recordings/player-keys.js";
import { workbenchKeys } from "/features/evaluations/workbench-keys.js";

/** A player and a form that write down what they are told. */
function bench() {
  /** @type {string[]} */
  const told = [];
  /** @param {string} name @returns {any} */
  const says = (name) => (/** @type {unknown[]} */ ...given) => void told.push([name, ...given].join(" "));
  const signal = new AbortController().signal;
  const player = /** @type {any} */ ({
    hasMedia: true,
    range: null,
    ends: { startMs: 1, endMs: null },
    ...Object.fromEntries(
      ["toggle", "skip", "step", "stepRate", "setIn", "setOut", "setRange"].map((n) => [n, says(n)]),
    ),
  });
  const form = /** @type {any} */ ({
    current: () => ({ key: "q", number: 1 }),
    canAnswer: () => true,
    canNA: () => true,
    ...Object.fromEntries(["move", "answer", "answerNA", "withdraw"].map((name) => [name, says(name)])),
  });
  playerKeys(player, { signal, comment: says("comment"), makeMoment: says("moment") });
  workbenchKeys({
    signal,
    form: () => form,
    mayAnswer: () => true,
    mayComplete: () => true,
    evidence: says("evidence"),
    save: says("save"),
    complete: says("complete"),
    undo: says("undo"),
  });
  return told;
}

/** What every key of the workbench does. */
const expected = {
  "Space": "toggle",
  "K": "toggle",
  "Ctrl+Space": "toggle",
  "J": "skip -10000",
  "L": "skip 10000",
  "ArrowLeft": "skip -5000",
  "ArrowRight": "skip 5000",
  ",": "step -1",
  ".": "step 1",
  "Shift+<": "stepRate -1",
  "Shift+>": "stepRate 1",
  "I": "setIn",
  "O": "setOut",
  "C": "comment",
  "M": "moment",
  "E": "evidence",
  "ArrowUp": "move -1",
  "ArrowDown": "move 1",
  "1": "answer 0",
  "9": "answer 8",
  "N": "answerNA",
  "Backspace": "withdraw",
  "Ctrl+S": "save",
  "Ctrl+Enter": "complete",
  "Ctrl+Z": "undo",
};

Deno.test("every key of the workbench does what the list says, and no two share one", () => {
  const told = bench();
  const bindings = allKeys();
  for (const [key, does] of Object.entries(expected)) {
    const found = bindings.filter((binding) => binding.keys.some((one) => normal(one) === normal(key)));
    if (found.length !== 1) throw new Error(`${key} has ${found.length} meanings`);
    found[0].run(/** @type {any} */ (""));
    const last = told.at(-1)?.trim();
    if (last !== does) throw new Error(`${key} does ${last}, not ${does}`);
  }
  const all = bindings.flatMap((binding) => binding.keys.map(normal));
  if (new Set(all).size !== all.length) throw new Error(`two keys are the same: ${all.join(" ")}`);
});
