/**
 * The bar of a chosen range: what was chosen, and what can be done with it.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clockTenths } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { may } from "/features/accounts/who.js";
import "/features/interactions/conversation-labels.js";

/** @typedef {{ startMs: number, endMs: number }} Range */
/** @typedef {{ label: string, key?: string, run: (range: Range) => void }} RangeAction something to do with a range */

/**
 * @param {object} options
 * @param {import("/features/recordings/player.js").EmPlayer} options.player
 * @param {import("/features/transcripts/transcript-view.js").EmTranscript} options.transcript
 * @param {() => RangeAction[]} options.actions beside comment and moment
 * @param {() => void} options.oncomment
 * @param {() => void} options.onmoment
 */
export function rangeBar({ player, transcript, actions, oncomment, onmoment }) {
  const element = h("div", {
    class: "range-bar",
    role: "toolbar",
    aria: { label: t("conversation.range") },
    hidden: true,
  });
  player.addEventListener("range", draw);
  return { element, draw };

  function draw() {
    const { range } = player;
    element.hidden = range === null;
    if (!range) {
      if (transcript.lines) transcript.clearLines();
      return;
    }
    replace(
      element,
      h("span", { class: "range-words" }, wordsOf(range)),
      player.hasMedia && act(t("conversation.play"), undefined, () => player.playRange(range)),
      player.hasMedia && loopButton(),
      h("span", { class: "grow" }),
      actions().map((action) => act(action.label, action.key, () => action.run(range))),
      may("write_comments") && act(t("conversation.comment"), "C", oncomment),
      may("create_moments") && player.hasMedia && act(t("conversation.moment"), "M", onmoment),
      button({
        label: t("conversation.clear"),
        icon: "close",
        iconOnly: true,
        look: "bare",
        small: true,
        onclick: () => {
          transcript.clearLines();
          player.setRange(null);
        },
      }),
    );
  }

  /** @param {Range} range */
  function wordsOf(range) {
    const { lines } = transcript;
    const isOfLines = lines !== null && lines.startMs === range.startMs && lines.endMs === range.endMs;
    const words = isOfLines
      ? t("conversation.chosenLines", { count: lines.segments.length })
      : `${clockTenths(range.startMs)} – ${clockTenths(range.endMs)}`;
    return t("conversation.rangeOf", { range: words, length: shortLength(range.endMs - range.startMs) });
  }

  function loopButton() {
    const made = act(t("conversation.loop"), "R", () => {
      player.setLoops(!player.loops);
      if (player.loops) player.play();
    });
    made.setAttribute("aria-pressed", String(player.loops));
    return made;
  }
}

/**
 * @param {string} label
 * @param {string | undefined} key
 * @param {() => void} run
 */
function act(label, key, run) {
  const made = button({ label, small: true, onclick: run });
  if (key) made.append(h("kbd", { aria: { hidden: true } }, key));
  return made;
}

/** "1.5 s", from a minute on "2:21.4". @param {number} ms */
function shortLength(ms) {
  return ms < 60_000 ? t("conversation.seconds", { count: Math.round(ms / 100) / 10 }) : clockTenths(ms);
}
