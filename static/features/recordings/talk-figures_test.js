import { longestMonologue, talkFigures } from "./talk-figures.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${a}, expected ${b}`);
}

/** @param {...[number, number]} pairs */
const ranges = (...pairs) => pairs.map(([startMs, endMs]) => ({ startMs, endMs }));

/**
 * @param {string} id
 * @param {object} [what]
 * @returns {any}
 */
const sound = (id, what = {}) => ({
  id,
  kind: "audio",
  state: "ready",
  party: "both",
  offsetMs: 0,
  durationMs: 60_000,
  streams: [{ type: "audio", channels: 1 }],
  ...what,
});

/** @param {object} [what] @returns {any} */
const channel = (what = {}) => ({ loudnessDb: -22, silences: [], talks: [], tones: [], clips: [], ...what });

/** @param {...any} channels @returns {any} */
const levels = (...channels) => ({ channels, overTalk: [], talkRatio: null });

const agentTalks = ranges([0, 10_000], [12_000, 20_000], [40_000, 50_000]);
const customerTalks = ranges([9_500, 10_000], [20_500, 30_500], [49_000, 55_000]);

Deno.test("two channels of one recording are the agent's and the customer's share", () => {
  const recording = sound("a", { streams: [{ type: "audio", channels: 2 }] });
  const found = talkFigures(
    [recording],
    new Map([["a", levels(channel({ talks: agentTalks }), channel({ talks: customerTalks, loudnessDb: -30.5 }))]]),
  );
  same(found?.speakers.map((one) => [one.party, one.talkMs, one.percent, one.loudnessDb]), [
    ["agent", 28_000, 63, -22],
    ["customer", 16_500, 37, -30.5],
  ]);
  // Half a second of the customer's does not end what the agent says.
  same(found?.monologue, { party: "agent", startMs: 0, endMs: 20_000 });
  same(found?.overTalk, { totalMs: 1_500, count: 2, longest: { startMs: 49_000, endMs: 50_000 } });
});

Deno.test("two legs are measured on the conversation's timeline", () => {
  const found = talkFigures(
    [
      sound("c", { party: "customer", offsetMs: 500, durationMs: 59_000 }),
      sound("a", { party: "agent", offsetMs: -1_000 }),
    ],
    new Map([
      [
        "a",
        levels(channel({ talks: ranges([1_000, 11_000]), silences: ranges([20_000, 40_000]) })),
      ],
      [
        "c",
        levels(channel({ talks: ranges([9_500, 12_500]), silences: ranges([21_500, 60_000]), clips: ranges([0, 40]) })),
      ],
    ]),
  );
  same(found?.speakers.map((one) => one.party), ["agent", "customer"]);
  same(found?.lengthMs, 60_500);
  same(found?.overTalk?.count, 0);
  same(found?.silence, { totalMs: 17_000, count: 1, longest: { startMs: 22_000, endMs: 39_000 } });
  same(found?.clipping.longest, { startMs: 500, endMs: 540 });
});

Deno.test("one leg has talk and no share, a mixed recording is nobody's", () => {
  const one = talkFigures([sound("a", { party: "agent" })], new Map([["a", levels(channel({ talks: agentTalks }))]]));
  same([one?.speakers[0].party, one?.speakers[0].percent, one?.monologue, one?.overTalk], ["agent", null, null, null]);
  const mixed = talkFigures([sound("a")], new Map([["a", levels(channel({ talks: agentTalks }))]]));
  same(mixed?.speakers.map(({ party, percent }) => [party, percent]), [["other", null]]);
});

Deno.test("where nobody talks there is no share, and without sound no figures", () => {
  const both = sound("a", { streams: [{ type: "audio", channels: 2 }] });
  const found = talkFigures([both], new Map([["a", levels(channel(), channel())]]));
  same([found?.speakers[0].percent, found?.monologue], [null, null]);
  same(talkFigures([], new Map()), null);
  same(talkFigures([sound("a", { kind: "screen" })], new Map()), null);
  same(talkFigures([sound("a", { state: "processing" })], new Map()), null);
});

Deno.test("who is silent for longer than three seconds has ended, and who is cut off begins anew", () => {
  const agent = { party: /** @type {const} */ ("agent"), talks: ranges([0, 5_000], [8_001, 12_000]) };
  const nobody = { party: /** @type {const} */ ("customer"), talks: ranges() };
  same(longestMonologue([agent, nobody]), { party: "agent", startMs: 0, endMs: 5_000 });
  const long = { party: /** @type {const} */ ("agent"), talks: ranges([0, 20_000]) };
  const cut = { party: /** @type {const} */ ("customer"), talks: ranges([6_000, 7_000]) };
  same(longestMonologue([long, cut]), { party: "agent", startMs: 7_000, endMs: 20_000 });
});
