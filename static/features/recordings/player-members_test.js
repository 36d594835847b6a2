import { arrival, awaited, playbackOf } from "./player-members.js";

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

/** @param {Record<string, unknown>} members */
const soundOf = (members) => playbackOf([recording({ playback: playback(members) })]);

Deno.test("what is still being prepared has no address", () => {
  const member = /** @type {any} */ ({ recordings: ["a"], failed: "preparing", why: "" });
  same(arrival(member, soundOf({})), null);
  same(arrival(member, playbackOf([])), null);
  same(member.failed, "preparing");
});

Deno.test("what has arrived is told, and what could not be made says why", () => {
  const member = /** @type {any} */ ({ recordings: ["a"], failed: "preparing", why: "" });
  same(arrival(member, soundOf({ state: "ready", url: "/x" })), "/x");
  const failure = { code: "media_crashed", message: "It broke." };
  same(arrival(member, soundOf({ state: "failed", failure })), null);
  same([member.failed, member.why], ["unprepared", "It broke."]);
});

Deno.test("the sound of both legs is awaited from the first one's beginning, and nothing less will do", () => {
  const legs = playbackOf([
    recording({ id: "a", offsetMs: 200, durationMs: 1000, playback: playback({ state: "ready", url: "/a" }) }),
    recording({ id: "b", offsetMs: -50, durationMs: 300, playback: playback({ state: "ready", url: "/b" }) }),
  ]);
  const both = awaited(legs.sound);
  same([both.recordings, both.offsetMs, both.durationMs, both.url], [["a", "b"], -50, 1250, null]);
  const member = /** @type {any} */ ({ ...both, failed: "preparing", why: "" });
  same(arrival(member, legs), null);
  const made = { ...legs, sound: [{ ...both, state: /** @type {const} */ ("ready"), offsetMs: -60, url: "/both" }] };
  same([arrival(member, made), member.offsetMs], ["/both", -60]);
});
