/**
 * What is to be said about the recordings of a conversation: which are being prepared, which could not be read, and
 * what is wrong with those that can be played.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { notice } from "/lib/ui/parts.js";
import { findings } from "/features/recordings/health.js";
import { failureNotice, failureText } from "/features/recordings/read-failure.js";
import { nameOf } from "/features/recordings/recording-list.js";
import "/features/interactions/conversation-labels.js";

/**
 * @param {import("/features/recordings/recording.js").Recording[]} recordings
 * @param {() => void} onread one is being read again
 */
export function recordingNotices(recordings, onread) {
  const waiting = recordings.filter((recording) => recording.state === "processing").length;
  const broken = recordings.filter((recording) => recording.state === "failed");
  const unwell = findings(recordings.filter((recording) => recording.state === "ready"));
  return [
    waiting > 0 && notice(t("conversation.processing", { count: waiting })),
    broken.map((recording) =>
      failureNotice(recording, {
        text: t("conversation.broken", {
          name: recording.fileName,
          why: recording.failure ? failureText(recording.failure) : "",
        }),
        onread,
      })
    ),
    unwell.length > 0 && notice(
      unwell.map(({ recording, message }) => h("p", null, h("b", null, nameOf(recording)), " · ", message)),
      { tone: "warn" },
    ),
  ];
}
