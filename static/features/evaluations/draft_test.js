import { Draft, keeperIn } from "./draft.js";

/** @typedef {import("./draft.js").DraftState} DraftState */

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${a}, expected ${b}`);
}

/** @param {string} option */
const forms = (option) => [{ id: "f", answers: { q: { option } } }];

/** A server that answers when told, a browser that keeps, timers that run by hand. */
function bench() {
  /** @type {Map<number, () => void>} */
  const timers = new Map();
  /** @type {{ option: string | undefined, etag: string, answer: (result: unknown) => void, fail: (problem: object) => void }[]} */
  const sent = [];
  /** @type {string[]} */
  const states = [];
  /** @type {any[]} */
  const conflicts = [];
  /** @type {import("./draft.js").Kept | null} */
  let kept = null;
  let lastTimer = 0;
  const draft = new Draft({
    etag: "e0",
    base: forms("base"),
    savedAt: null,
    keeper: { get: () => kept, set: (next) => kept = next },
    send: (given, etag) =>
      new Promise((resolve, reject) =>
        sent.push({
          option: given[0].answers.q.option,
          etag,
          answer: (result) => resolve(/** @type {any} */ (result)),
          fail: reject,
        })
      ),
    onstate: (state) => states.push(state.name),
    onconflict: (...given) => conflicts.push(given),
    later: (run) => (timers.set(++lastTimer, run), lastTimer),
    never: (timer) => timers.delete(timer),
  });
  return {
    draft,
    sent,
    states,
    conflicts,
    kept: () => kept,
    timers,
    run: async () => {
      for (const [timer, run] of [...timers]) {
        timers.delete(timer);
        run();
      }
      await settled();
    },
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const saved = (/** @type {string} */ etag) => ({ etag, savedAt: "2026-11-12T10:42:00.000Z", forms: [] });

Deno.test("many changes become one request, kept by the browser until it is answered", async () => {
  const { draft, sent, states, kept, run, timers } = bench();
  for (const option of ["1", "2", "3"]) draft.change(forms(option));
  same(timers.size, 1);
  same(kept()?.forms, forms("3"));
  await run();
  same(sent.map(({ option, etag }) => [option, etag]), [["3", "e0"]]);
  same(kept()?.forms, forms("3"));
  sent[0].answer(saved("e1"));
  await settled();
  same([draft.state.name, draft.etag, kept()], ["saved", "e1", null]);
  same(states, ["pending", "pending", "pending", "saving", "saved"]);
});

Deno.test("requests go one by one, the next with the tag of the one before", async () => {
  const { draft, sent, run, kept } = bench();
  draft.change(forms("1"));
  await run();
  draft.change(forms("2"));
  await run();
  same(sent.length, 1);
  sent[0].answer(saved("e1"));
  await settled();
  same(kept()?.etag, "e1");
  await run();
  same(sent.map(({ option, etag }) => [option, etag]), [["1", "e0"], ["2", "e1"]]);
});

Deno.test("a lost connection is told, and tried again with the newest answers", async () => {
  const { draft, sent, run, kept } = bench();
  draft.change(forms("1"));
  await run();
  sent[0].fail({ status: 0, code: "offline", message: "no" });
  await settled();
  same(draft.state.name, "offline");
  draft.change(forms("2"));
  same([draft.state.name, kept()?.forms[0].answers.q.option], ["offline", "2"]);
  draft.retry();
  await settled();
  same(sent[1].option, "2");
  sent[1].answer(saved("e1"));
  await settled();
  same(draft.state.name, "saved");
});

Deno.test("a stale write waits for a choice, then goes on from what the server has", async () => {
  const { draft, sent, run, conflicts, kept } = bench();
  draft.change(forms("mine"));
  await run();
  sent[0].fail({ status: 412, code: "stale", message: "stale", extras: { etag: "e9", theirs: { forms: forms("x") } } });
  await settled();
  same(conflicts, [[{ etag: "e9", theirs: { forms: forms("x") } }, forms("mine"), forms("base")]]);
  draft.change(forms("mine, changed"));
  await run();
  same([sent.length, kept()?.forms], [1, forms("mine, changed")]);
  void draft.resolve("e9", forms("x"), forms("chosen"));
  await settled();
  same([sent[1].option, sent[1].etag], ["chosen", "e9"]);
});

Deno.test("answers kept of an earlier visit wait for a choice and stay based on what they were", async () => {
  const { draft, sent, run, kept, states } = bench();
  draft.hold({ etag: "old", forms: forms("kept"), base: forms("then") });
  draft.change(forms("kept, changed"));
  await run();
  draft.retry();
  same(await draft.flush(), false);
  same([sent.length, states], [0, ["conflict"]]);
  same(kept(), { etag: "old", forms: forms("kept, changed"), base: forms("then") });
  void draft.resolve("e0", forms("base"), forms("chosen"));
  await settled();
  same(sent.map(({ option, etag }) => [option, etag]), [["chosen", "e0"]]);
});

Deno.test("what the server will not take is neither sent again nor lost", async () => {
  const { draft, sent, run, kept, timers } = bench();
  draft.change(forms("1"));
  await run();
  sent[0].fail({ status: 404, code: "not_found", message: "gone" });
  await settled();
  same([draft.state.name, timers.size, kept()?.forms], ["refused", 0, forms("1")]);
});

Deno.test("flush sends at once and says whether it went well", async () => {
  const { draft, sent } = bench();
  draft.change(forms("1"));
  const flushed = draft.flush();
  await settled();
  sent[0].answer(saved("e1"));
  same(await flushed, true);
  same(draft.isUnsent, false);
});

/** @param {Map<string, string>} map */
function storageOf(map) {
  return /** @type {Storage} */ (/** @type {unknown} */ ({
    get length() {
      return map.size;
    },
    key: (/** @type {number} */ index) => [...map.keys()][index] ?? null,
    getItem: (/** @type {string} */ key) => map.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void map.set(key, value),
    removeItem: (/** @type {string} */ key) => void map.delete(key),
  }));
}

Deno.test("what one window saves takes away nothing that another still has", () => {
  const storage = storageOf(new Map());
  const keep = (/** @type {string} */ option) => ({ etag: "e", forms: forms(option), base: [] });
  const [first, second] = [keeperIn(storage, "p", "s"), keeperIn(storage, "p", "s")];
  first.set(keep("1"));
  second.set(keep("2"));
  same(second.get(), keep("2"));
  second.set(null);
  same(first.own(), keep("1"));
  const next = keeperIn(storage, "p", "s");
  same(next.own(), null);
  same(next.get(), keep("1"));
  same(next.own(), keep("1"));
  same(first.own(), null);
});

Deno.test("unsent answers are kept apart for every person and session, rubbish is none", () => {
  /** @type {Map<string, string>} */
  const map = new Map();
  const storage = storageOf(map);
  const kept = { etag: "e", forms: forms("1"), base: [] };
  keeperIn(storage, "p1", "s1").set(kept);
  same(keeperIn(storage, "p1", "s1").get(), kept);
  same(keeperIn(storage, "p2", "s1").get(), null);
  map.clear();
  map.set("earmark.unsent.p1.s1", "{");
  map.set("earmark.unsent.p1.s1.w", "[]");
  map.set("earmark.unsent.p1.s12", JSON.stringify(kept));
  same(keeperIn(storage, "p1", "s1").get(), null);
});
