import { findings } from "./health.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
  }
}

/**
 * @param {Partial<import("./recording.js").Recording>} more
 * @returns {import("./recording.js").Recording}
 */
function recording(more) {
  return /** @type {any} */ ({ kind: "audio", state: "ready", failure: null, health: [], ...more });
}

Deno.test("sound that is bad is bad audio, a screen that is bad is bad video", () => {
  const all = [
    recording({}),
    recording({ health: [{ code: "silent_channel", message: "Nothing is heard." }] }),
    recording({ kind: "screen", health: [{ code: "truncated", message: "Cut off." }] }),
    recording({
      kind: "screen",
      state: "failed",
      failure: { code: "media_unreadable", message: "Damaged.", mayPass: false },
    }),
  ];
  same(findings(all).map(({ message, reason }) => [message, reason]), [
    ["Nothing is heard.", "bad_audio"],
    ["Cut off.", "bad_video"],
    ["Damaged.", "bad_video"],
  ]);
});
