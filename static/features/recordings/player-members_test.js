import { arrival, playbackOf } from "./player-members.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${a}, expected ${b}`);
}

/** @param {Record<string, unknown>} members @returns {any} */
function recording(members) {
  return { id: "a", kind: "audio", offsetMs: 5, durationMs: 10, playback: null, ...members };
}

/** @param {Record<string, unknown>} members */
function playback(members) {
  return { state: "preparing", url: null, contentType: null, failure: null, job: null, ...members };
}

Deno.test("every recording that is ready is an element of its own", () => {
  const { sound, screens } = playbackOf([
    recording({ playback: playback({ state: "ready", url: "/x" }) }),
    recording({ id: "b", kind: "screen", playback: playback({}) }),
    recording({ id: "c", kind: "screen" }),
  ]);
  same(sound.map(({ recordings, offsetMs, url }) => [recordings, offsetMs, url]), [[["a"], 5, "/x"]]);
  same(screens.map(({ recordings, state }) => [recordings, state]), [[["b"], "preparing"]]);
});

Deno.test("what is still being prepared has no address", () => {
  const member = /** @type {any} */ ({ id: "a", failed: "preparing", why: "" });
  same(arrival(member, [recording({ playback: playback({}) })]), null);
  same(arrival(member, []), null);
  same(member.failed, "preparing");
});

Deno.test("what has arrived is told, and what could not be made says why", () => {
  const member = /** @type {any} */ ({ id: "a", failed: "preparing", why: "" });
  same(arrival(member, [recording({ playback: playback({ state: "ready", url: "/x" }) })]), "/x");
  const failure = { code: "media_crashed", message: "It broke." };
  same(arrival(member, [recording({ playback: playback({ state: "failed", failure }) })]), null);
  same([member.failed, member.why], ["unprepared", "It broke."]);
});
