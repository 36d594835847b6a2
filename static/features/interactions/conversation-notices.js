/**
 * What is to be said about the recordings of a conversation: which are being prepared, which could not be read, and
 * what is wrong with those that can be played.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { notice } from "/lib/ui/parts.js";
import { findings } from "/features/recordings/health.js";
import { nameOf } from "/features/recordings/recording-list.js";
import "/features/interactions/conversation-labels.js";

/** @param {import("/features/recordings/recording.js").Recording[]} recordings */
export function recordingNotices(recordings) {
  const waiting = recordings.filter((recording) => recording.state === "processing").length;
  const broken = recordings.filter((recording) => recording.state === "failed");
  const unwell = findings(recordings.filter((recording) => recording.state === "ready"));
  return [
    waiting > 0 && notice(t("conversation.processing", { count: waiting })),
    broken.map((recording) =>
      notice(t("conversation.broken", { name: recording.fileName, why: recording.failure?.message ?? "" }), {
        tone: "bad",
      })
    ),
    unwell.length > 0 && notice(
      unwell.map(({ recording, message }) => h("p", null, h("b", null, nameOf(recording)), " · ", message)),
      { tone: "warn" },
    ),
  ];
}
