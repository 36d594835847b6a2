/**
 * The fields of an interaction added by hand, or changed.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clock, instantOf, localOf, parseClock } from "/lib/times.js";
import { field, select } from "/lib/ui/field.js";
import { listUsers } from "/features/accounts/calls.js";
import { interactionFacets } from "/features/interactions/calls.js";
import "/features/interactions/labels.js";
import "/features/recordings/labels.js";

/** @typedef {import("/features/interactions/calls.js").Interaction} Interaction */

/**
 * @param {{ interaction?: Interaction }} [options] what is changed; a new one when absent
 */
export function interactionForm({ interaction } = {}) {
  const list = (/** @type {string} */ name) => h("datalist", { id: `known-${name}` });
  const known = { queue: list("queue"), disposition: list("disposition"), language: list("language") };
  const text = (/** @type {"queue" | "disposition" | "language"} */ name) =>
    field({
      label: t(`interactions.${name}`),
      props: { list: `known-${name}`, maxlength: 250, value: interaction?.[name] ?? "", autocomplete: "off" },
    });
  const fields = {
    externalId: field({
      label: t("interactions.externalId"),
      hint: interaction ? undefined : t("recordings.externalHint"),
      props: { maxlength: 250, value: interaction?.externalId ?? "", autocomplete: "off" },
    }),
    channel: field({
      label: t("interactions.channel"),
      control: select(
        ["voice", "chat", "email", "messaging", "other"].map((value) => ({ value, label: t(`interactions.${value}`) })),
        { value: interaction?.channel ?? "voice" },
      ),
    }),
    agentId: field({
      label: t("interactions.agent"),
      control: select([{ value: "", label: t("interactions.agentNone") }]),
    }),
    startedAt: field({
      label: t("interactions.started"),
      required: true,
      props: { type: "datetime-local", step: 1, value: localOf(interaction?.startedAt ?? new Date()) },
    }),
    durationMs: field({
      label: t("recordings.duration"),
      hint: t("recordings.durationHint"),
      props: {
        value: interaction && interaction.durationMs > 0 ? clock(interaction.durationMs) : "",
        inputmode: "numeric",
      },
    }),
    customer: field({
      label: t("interactions.customer"),
      props: { maxlength: 250, value: interaction?.customer ?? "", autocomplete: "off" },
    }),
    queue: text("queue"),
    disposition: text("disposition"),
    language: text("language"),
    topics: field({
      label: t("interactions.duplicateTopic"),
      className: "all",
      props: { value: (interaction?.topics ?? []).join(", "), autocomplete: "off" },
    }),
  };
  void fill();
  return {
    element: h(
      "div",
      { class: "fields three" },
      Object.values(fields).map((one) => one.element),
      Object.values(known),
    ),
    pointers: Object.fromEntries(Object.entries(fields).map(([name, one]) => [`/${name}`, one])),
    read,
  };

  /** @returns {Record<string, any> | null} null when something is wrong, which is then shown */
  function read() {
    const startedAt = fields.startedAt.value() ? instantOf(fields.startedAt.value()) : null;
    const durationMs = fields.durationMs.value() ? parseClock(fields.durationMs.value()) : undefined;
    fields.startedAt.setError(startedAt ? null : t("recordings.startWrong"));
    fields.durationMs.setError(durationMs === null ? t("recordings.durationWrong") : null);
    if (!startedAt || durationMs === null) return null;
    const none = interaction ? null : undefined;
    const isSameStart = interaction && localOf(interaction.startedAt) === fields.startedAt.value();
    const isSameLength = interaction && clock(interaction.durationMs) === fields.durationMs.value();
    return {
      externalId: fields.externalId.value() || undefined,
      channel: fields.channel.value(),
      agentId: fields.agentId.value() || none,
      // Unchanged fields are shorter than what they show: the seconds and milliseconds stay.
      startedAt: isSameStart ? undefined : startedAt,
      durationMs: isSameLength ? undefined : durationMs,
      customer: fields.customer.value() || none,
      queue: fields.queue.value() || none,
      disposition: fields.disposition.value() || none,
      language: fields.language.value() || none,
      topics: fields.topics.value().split(",").map((topic) => topic.trim()).filter(Boolean),
    };
  }

  async function fill() {
    const [people, facets] = await Promise.all([
      listUsers("agent").catch(() => []),
      interactionFacets().catch(() => null),
    ]);
    const agents = people.length > 0 ? people.filter((one) => !one.disabled) : facets?.agents ?? [];
    const before = interaction?.agent;
    const all = before && !agents.some((one) => one.id === before.id) ? [before, ...agents] : agents;
    fields.agentId.control.append(...all.map((agent) => h("option", { value: agent.id }, agent.name)));
    fields.agentId.control.value = before?.id ?? "";
    if (!facets) return;
    known.queue.append(...facets.queues.map((value) => h("option", { value })));
    known.disposition.append(...facets.dispositions.map((value) => h("option", { value })));
    known.language.append(...facets.languages.map((value) => h("option", { value })));
  }
}
