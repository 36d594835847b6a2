import { guessOf } from "/features/recordings/file-guess.js";

/** @param {unknown} got @param {unknown} wanted */
function same(got, wanted) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`);
  }
}

/** @param {string} name @param {number[]} [taken] */
const guess = (name, taken = []) => guessOf({ name, type: "" }, taken);

Deno.test("a leg is known by whose it is", () => {
  same(guess("auto-repairs-40-agent.wav"), { kind: "audio", party: "agent", monitor: 1 });
  same(guess("auto-repairs-40-caller.wav").party, "customer");
  same(guess("speech.opus").party, "both");
  same(guess("reagents.wav").party, "both");
});

Deno.test("a video is a screen of the next free monitor", () => {
  same(guess("crystal.mp4"), { kind: "screen", party: "both", monitor: 1 });
  same(guess("rabbit320.mp4", [1]).monitor, 2);
  same(guess("screen-3.webm").monitor, 3);
  same(guess("screen-3.webm", [3]).monitor, 1);
});

Deno.test("text with times is a transcript", () => {
  same(guess("call.vtt").kind, "transcript");
  same(guess("amazon-call-analytics.json").kind, "transcript");
});
