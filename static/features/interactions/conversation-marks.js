/**
 * What people hung on a conversation, as marks of its timeline.
 * @module
 */
import { t } from "/lib/text.js";
import { clock, clockRange } from "/lib/times.js";
import { whose } from "/features/moments/redaction-names.js";
import "/features/moments/redaction-labels.js";
import "/features/recordings/player-labels.js";

/** @typedef {import("/features/recordings/timeline-marks.js").Mark} Mark */
/** @typedef {import("/features/moments/calls.js").Moment} Moment */
/** @typedef {import("/features/comments/calls.js").Comment} Comment */

/**
 * @param {Moment[]} clips
 * @param {(clip: Moment) => void} run
 * @returns {Mark[]}
 */
export function momentMarks(clips, run) {
  return clips.map((clip) => ({
    id: clip.id,
    kind: "moment",
    startMs: clip.startMs,
    endMs: clip.endMs,
    label: clip.title,
    name: t("player.momentMark", { title: clip.title, range: clockRange(clip.startMs, clip.endMs) }),
    run: () => run(clip),
  }));
}

/**
 * What the clips of moments do not hold.
 * @param {Moment[]} clips
 * @param {(clip: Moment, startMs: number) => void} run
 * @returns {Mark[]}
 */
export function redactionMarks(clips, run) {
  return clips.flatMap((clip) =>
    clip.redactions.map((redaction, index) => {
      const { kind, startMs, endMs } = redaction;
      const label = t("redactions.barOf", {
        what: t(`redactions.done${kind[0].toUpperCase()}${kind.slice(1)}`),
        whom: whose(redaction),
      });
      return {
        id: `${clip.id}-${index}`,
        kind: /** @type {const} */ ("redaction"),
        startMs,
        endMs,
        label,
        name: t("player.redactionMark", { what: label, title: clip.title, range: clockRange(startMs, endMs) }),
        look: kind === "black" ? "is-black" : `is-${redaction.channel}`,
        run: () => run(clip, startMs),
      };
    })
  );
}

/**
 * Those that hang on a place and begin a thread.
 * @param {Comment[]} remarks
 * @param {(remark: Comment, startMs: number) => void} run
 * @returns {Mark[]}
 */
export function commentMarks(remarks, run) {
  return remarks.flatMap((remark) => {
    const { startMs } = remark;
    if (startMs === null || remark.parent) return [];
    return [{
      id: remark.id,
      kind: /** @type {const} */ ("comment"),
      startMs,
      endMs: startMs,
      label: remark.body.slice(0, 120),
      name: t("player.commentMark", { count: 1, who: remark.author.name, at: clock(startMs) }),
      who: remark.author.name,
      run: () => run(remark, startMs),
    }];
  });
}
