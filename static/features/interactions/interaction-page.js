/**
 * One interaction: the conversation to hear and see, and beside it what is known, recorded and scored of it.
 * @module
 */
import { h } from "/lib/dom.js";
import { reload, setQuery } from "/lib/router.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { clock, dateTime } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { openDialog } from "/lib/ui/dialog.js";
import { showErrors } from "/lib/ui/field.js";
import { menuButton } from "/lib/ui/menu.js";
import { chip, facts } from "/lib/ui/parts.js";
import { tabs } from "/lib/ui/tabs.js";
import { toast } from "/lib/ui/toast.js";
import { ApiError } from "/lib/http.js";
import { may, who } from "/features/accounts/who.js";
import { evaluateDialog } from "/features/evaluations/evaluate-dialog.js";
import { agentWithTrend } from "/features/evaluations/trend-link.js";
import { downloadBundle } from "/features/interactions/bundle-dialog.js";
import { changeInteraction, getInteraction } from "/features/interactions/calls.js";
import { conversation } from "/features/interactions/conversation.js";
import { conversationPage } from "/features/interactions/conversation-page.js";
import { languageName } from "/features/interactions/filters.js";
import { interactionForm } from "/features/interactions/interaction-form.js";
import { mayEvaluate, performance } from "/features/interactions/performance.js";
import { channelTag, evaluatedTag } from "/features/interactions/tags.js";
import { recordingList } from "/features/recordings/recording-list.js";
import { talkBlock } from "/features/recordings/talk-block.js";
import "/features/interactions/labels.js";

await styles(import.meta.url, "./interaction-page.css");

/** @typedef {import("/features/interactions/calls.js").Interaction} Interaction */

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {Promise<import("/lib/router.js").Shown>}
 */
export async function show({ params, query, signal }) {
  const interaction = await getInteraction(params.id, signal);
  const at = query.get("t");
  const startAt = at === null || !Number.isFinite(Number(at)) ? null : Math.max(0, Number(at));
  const talk = conversation({
    interaction,
    signal,
    startAt,
    onmedia: (recordings, levels) => talked.show(recordings, levels),
    onread: () => void recorded.load(),
  });
  const talked = talkBlock({ onseek: (ms) => talk.seek(ms) });
  // An agent sees what was written to them, on the pages of that.
  const scores = may("view_evaluations") && who.get()?.user.role !== "agent"
    ? performance({
      interaction: interaction.id,
      evaluated: interaction.evaluated,
      onevaluate: evaluate,
      onchange: (count) => side.setCount("performance", count),
      signal,
    })
    : null;
  const recorded = recordingList({
    interaction: interaction.id,
    onseek: (ms) => talk.seek(ms),
    onchange: (all) => side.setCount("recordings", all.length),
    onread: () => void talk.refresh(),
    signal,
  });
  const wanted = query.get("tab");
  const isOfTalk = ["transcript", "comments", "moments"].includes(wanted ?? "");
  const side = tabs({
    label: t("interactions.tabs"),
    chosen: isOfTalk ? null : wanted,
    onchange: (id) => void setQuery({ tab: id === "details" ? null : id }),
    tabs: [
      { id: "details", label: t("interactions.details"), content: () => details(interaction, talked.element) },
      { id: "recordings", label: t("interactions.recordings"), content: () => recorded.element },
      ...(scores ? [{ id: "performance", label: t("interactions.performance"), content: () => scores.element }] : []),
    ],
  });
  if (isOfTalk && wanted) talk.showTab(wanted);
  side.element.classList.add("interaction-side");
  return {
    title: interaction.externalId,
    element: conversationPage({
      crumbs: h("a", { href: "/interactions" }, t("interactions.back")),
      title: interaction.externalId,
      head: head(interaction, evaluate),
      conversation: talk.element,
      side: side.element,
      split: { name: "interaction", label: t("interactions.splitter"), initial: 66, least: 40, most: 80 },
    }),
    update(visit) {
      const next = visit.query.get("t");
      if (next !== null && next !== at && Number.isFinite(Number(next))) talk.seek(Number(next), { reveal: true });
      const tab = visit.query.get("tab") ?? "details";
      if (["transcript", "comments", "moments"].includes(tab)) talk.showTab(tab);
      else side.choose(tab);
    },
  };

  async function evaluate() {
    if (await evaluateDialog(interaction)) await scores?.reload();
  }
}

/**
 * @param {Interaction} interaction
 * @param {() => void} evaluate
 */
function head(interaction, evaluate) {
  const about = [interaction.agent?.name, interaction.queue, dateTime(interaction.startedAt)].filter(Boolean).join(
    " · ",
  );
  const hasMedia = interaction.recordings.audio + interaction.recordings.screens > 0;
  return [
    h("span", { class: "muted interaction-about" }, about),
    interaction.evaluated && evaluatedTag(),
    interaction.offline && chip(t("interactions.offline")),
    h("span", { class: "grow" }),
    may("download_recordings") && hasMedia && menuButton({
      label: t("interactions.download"),
      icon: "download",
      items: /** @type {const} */ (["mp4", "mkv", "zip"]).map((format) => ({
        label: t(`interactions.bundle${format[0].toUpperCase()}${format.slice(1)}`),
        icon: "download",
        run: () => void downloadBundle(interaction, format),
      })),
    }),
    mayEvaluate(interaction) &&
    button({ label: t("interactions.evaluate"), look: "primary", onclick: evaluate }),
  ];
}

/**
 * @param {Interaction} interaction
 * @param {HTMLElement} talked
 */
function details(interaction, talked) {
  return h(
    "div",
    { class: "details" },
    facts([
      [t("interactions.externalId"), interaction.externalId],
      [t("interactions.channel"), channelTag(interaction.channel)],
      [t("interactions.agent"), agentWithTrend(interaction.agent, "–")],
      [t("interactions.team"), interaction.team?.name],
      [t("interactions.customer"), interaction.customer],
      [t("interactions.queue"), interaction.queue],
      [t("interactions.disposition"), interaction.disposition],
      [t("interactions.language"), interaction.language && languageName(interaction.language)],
      [
        t("interactions.topics"),
        interaction.topics.length > 0 && h("span", { class: "topics" }, interaction.topics.map((topic) => chip(topic))),
      ],
      [t("interactions.started"), dateTime(interaction.startedAt)],
      [t("interactions.duration"), interaction.durationMs > 0 ? clock(interaction.durationMs) : null],
      [t("interactions.evaluated"), interaction.evaluated ? evaluatedTag() : t("interactions.evaluatedNo")],
    ]),
    may("add_interactions") &&
      button({ label: t("interactions.edit"), icon: "edit", small: true, onclick: () => void edit(interaction) }),
    talked,
  );
}

/** @param {Interaction} interaction */
async function edit(interaction) {
  const form = interactionForm({ interaction });
  const answer = await openDialog({
    title: interaction.externalId,
    width: "large",
    body: form.element,
    actions: [{ label: t("lib.cancel") }, {
      label: t("interactions.save"),
      look: "primary",
      value: "saved",
      run: async () => {
        const changes = form.read();
        if (!changes) return false;
        try {
          await changeInteraction(interaction.id, changes);
        } catch (error) {
          if (!(error instanceof ApiError) || showErrors(error.errors, form.pointers).length > 0) throw error;
          if (error.errors.length === 0) throw error;
          return false;
        }
      },
    }],
  }).closed;
  if (answer !== "saved") return;
  toast(t("interactions.saved"), { kind: "good" });
  await reload();
}
