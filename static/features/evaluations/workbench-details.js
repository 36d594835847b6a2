/**
 * What is known of a session: who, when, of which conversation, and which ones it replaced.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { dateTime } from "/lib/times.js";
import { facts } from "/lib/ui/parts.js";
import { isMe } from "/features/accounts/who.js";
import { agentWithTrend } from "/features/evaluations/trend-link.js";
import "/features/evaluations/labels.js";
import "/features/evaluations/workbench-labels.js";

/**
 * @param {import("/features/evaluations/calls.js").Session} session
 * @param {import("/features/recordings/player.js").EmPlayer} player
 * @param {AbortSignal} signal ends what follows the player
 */
export function sessionDetails(session, player, signal) {
  const { interaction, createdBy, lastEditedAt, lastEditedBy } = session;
  return h(
    "section",
    { class: "session-details" },
    facts([
      [t("evaluations.sessionName"), session.name],
      [t("workbench.externalId"), h("a", { href: `/interactions/${interaction.id}` }, interaction.externalId)],
      [t("workbench.agent"), agentWithTrend(interaction.agent)],
      [t("workbench.started"), dateTime(interaction.startedAt)],
      [t("workbench.evaluator"), session.evaluator?.name ?? t("workbench.nobody")],
      [t("workbench.listened"), listenedTo(session, player, signal)],
      [t("workbench.origin"), t(`evaluations.origin_${session.origin}`)],
      [
        t("workbench.created"),
        t("workbench.createdBy", { when: dateTime(session.createdAt), who: createdBy?.name ?? "" }),
      ],
      [t("workbench.dueAt"), session.dueAt && dateTime(session.dueAt)],
      [t("workbench.completed"), session.completedAt && dateTime(session.completedAt)],
      [
        t("workbench.lastEdited"),
        lastEditedAt && t("workbench.createdBy", { when: dateTime(lastEditedAt), who: lastEditedBy?.name ?? "" }),
      ],
    ]),
    session.replaced.length > 0 && [
      h("h3", null, t("workbench.replacedHistory")),
      h(
        "ol",
        null,
        session.replaced.map((one) =>
          h(
            "li",
            null,
            h("a", { href: `/interactions/${one.interaction.id}` }, one.interaction.externalId),
            t("workbench.replacedRow", {
              reason: t(`workbench.${one.reason}`),
              when: dateTime(one.at),
              who: one.by.name,
            }),
            one.note && h("p", { class: "muted" }, one.note),
          )
        ),
      ),
    ],
  );
}

/**
 * How much its evaluator has listened to; growing, where that is who looks at it.
 * @param {import("/features/evaluations/calls.js").Session} session
 * @param {import("/features/recordings/player.js").EmPlayer} player
 * @param {AbortSignal} signal
 */
function listenedTo({ evaluator, listening }, player, signal) {
  if (!evaluator || !listening || listening.percent === null) return null;
  const text = h("span", { class: "session-listened" });
  const show = (/** @type {number} */ percent) => (text.textContent = t("workbench.listenedTo", { percent }));
  show(listening.percent);
  if (isMe(evaluator)) {
    player.addEventListener("heard", () => player.hasMedia && show(player.heardPercent), { signal });
  }
  return text;
}
