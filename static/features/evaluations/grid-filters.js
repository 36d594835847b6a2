/**
 * The search and the filters above the list of evaluations; the address holds them.
 * @module
 */
import { h } from "/lib/dom.js";
import { settled } from "/lib/query.js";
import { setQuery } from "/lib/router.js";
import { t } from "/lib/text.js";
import { button } from "/lib/ui/button.js";
import { choices } from "/lib/ui/choices.js";
import { icon } from "/lib/ui/icons.js";
import { listUsers } from "/features/accounts/calls.js";
import { scoreFilter } from "/features/evaluations/score-filter.js";
import { interactionFacets } from "/features/interactions/calls.js";
import { periodFilter } from "/features/interactions/period-filter.js";
import { allScorecards } from "/features/scorecards/calls.js";
import { noFilters } from "/features/evaluations/grid-query.js";
import "/features/evaluations/labels.js";
import "/features/interactions/labels.js";

/** @typedef {import("/features/evaluations/grid-query.js").Filters} Filters */
/** @typedef {import("/lib/ui/choices.js").Choice} Choice */

/**
 * @param {Filters} filters
 * @returns {{ element: HTMLElement, set: (filters: Filters) => void, focus: () => void }}
 */
export function filterBar(filters) {
  const find = h("input", {
    type: "search",
    value: String(filters.q ?? ""),
    placeholder: t("evaluations.search"),
    aria: { label: t("evaluations.search") },
    oninput: settled(() => void setQuery({ q: find.value.trim() }), 250),
  });
  const part = (/** @type {string} */ name, /** @type {string} */ label, /** @type {Choice[]} */ options = []) =>
    choices({
      label,
      options,
      single: name === "archived",
      chosen: [filters[name] ?? []].flat(),
      onchange: (chosen) => void setQuery({ [name]: chosen }),
    });
  const fixed = [
    { value: "me", label: t("evaluations.mine") },
    { value: "none", label: t("evaluations.nobody") },
  ];
  /** @type {Record<string, import("/lib/ui/choices.js").Choices>} */
  const parts = {
    evaluator: part("evaluator", t("evaluations.evaluator"), fixed),
    agent: part("agent", t("evaluations.agent")),
    team: part("team", t("evaluations.team")),
    scorecard: part("scorecard", t("evaluations.scorecard")),
    queue: part("queue", t("evaluations.queue")),
    channel: part("channel", t("evaluations.channel")),
    archived: part("archived", t("evaluations.archive_filter"), [
      { value: "true", label: t("evaluations.archivedOnly") },
    ]),
  };
  const time = periodFilter({
    dates: ["created", "completed", "due", "edited"].map((value) => ({ value, label: t(`evaluations.${value}`) })),
    chosen: datesOf(filters),
    onchange: (chosen) => void setQuery({ ...chosen }),
  });
  const score = scoreFilter({ chosen: filters, onchange: (chosen) => void setQuery(chosen) });
  const clear = button({
    label: t("evaluations.clearFilters"),
    look: "bare",
    icon: "close",
    props: { hidden: Object.keys(filters).length === 0 },
    onclick: () => {
      find.value = "";
      void setQuery(noFilters());
      // The button goes with the filters.
      find.focus();
    },
  });
  void fill();
  return {
    element: h(
      "div",
      { class: "filters", role: "search" },
      h("div", { class: "search" }, icon("search"), find),
      time.element,
      Object.values(parts).map((one) => one.element),
      score.element,
      clear,
    ),
    set(next) {
      if (document.activeElement !== find) find.value = String(next.q ?? "");
      for (const [name, one] of Object.entries(parts)) one.set([next[name] ?? []].flat());
      time.set(datesOf(next));
      score.set(next);
      clear.hidden = Object.keys(next).length === 0;
    },
    focus: () => find.focus(),
  };

  async function fill() {
    const [people, cards, known] = await Promise.all([
      listUsers().catch(() => []),
      allScorecards().catch(() => []),
      interactionFacets().catch(() => null),
    ]);
    const ofRefs = (/** @type {{ id: string, name: string }[]} */ refs) =>
      refs.map((ref) => ({ value: ref.id, label: ref.name }));
    parts.evaluator.setOptions([...fixed, ...ofRefs(people.filter((one) => one.role !== "agent"))]);
    parts.scorecard.setOptions(ofRefs(cards));
    if (!known) return;
    parts.agent.setOptions(ofRefs(known.agents));
    parts.team.setOptions(ofRefs(known.teams));
    parts.queue.setOptions(known.queues.map((text) => ({ value: text, label: text })));
    parts.channel.setOptions(known.channels.map((name) => ({ value: name, label: t(`interactions.${name}`) })));
    for (const name of ["team", "queue", "channel"]) {
      const size = { team: known.teams, queue: known.queues, channel: known.channels }[name]?.length ?? 0;
      parts[name].element.hidden = size < 2 && !parts[name].element.classList.contains("is-set");
    }
  }
}

/** @param {Filters} filters */
function datesOf({ date, period, from, to }) {
  const one = (/** @type {string | string[] | undefined} */ value) => value === undefined ? null : String(value);
  return { date: one(date), period: one(period), from: one(from), to: one(to) };
}
