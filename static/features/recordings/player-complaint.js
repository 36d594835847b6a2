/**
 * Why there is nothing to hear.
 * @module
 */
import { t } from "/lib/text.js";
import { button } from "/lib/ui/button.js";
import { notice } from "/lib/ui/parts.js";
import "/features/recordings/player-labels.js";

/**
 * A sentence about the sounds that do not play, with the way out where there is one; null when all do.
 * @param {readonly import("/features/recordings/player-deck.js").Member[]} members
 * @param {() => void} onretry
 */
export function soundComplaint(members, onretry) {
  const silent = members.filter((member) => member.kind === "audio" && member.failed);
  if (silent.length === 0) return null;
  const unprepared = silent.find((member) => member.failed === "unprepared");
  if (unprepared) return notice(t("player.soundUnprepared", { why: unprepared.why }), { tone: "bad" });
  if (silent.some((member) => member.failed === "preparing")) return notice(t("player.soundPreparing"));
  return notice(t("player.audioUnplayable"), {
    tone: "bad",
    action: button({ label: t("player.tryAgain"), small: true, onclick: onretry }),
  });
}
