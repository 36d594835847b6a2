/**
 * What a trend is of: agent, scorecard, months or weeks, and how far back; the address holds it.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { setQuery } from "/lib/router.js";
import { t } from "/lib/text.js";
import { field, select } from "/lib/ui/field.js";
import { interactionFacets } from "/features/interactions/calls.js";
import { hasDays, spans } from "/features/evaluations/trend-query.js";
import "/features/evaluations/trend-labels.js";

/** @typedef {import("/features/evaluations/trend-query.js").Wanted} Wanted */
/** @typedef {import("/features/evaluations/calls.js").Trend} Trend */

const DAYS = "days";

/**
 * @param {Wanted} first
 * @returns {{ element: HTMLElement, set: (wanted: Wanted) => void, know: (trend: Trend) => void }}
 */
export function trendControls(first) {
  let wanted = first;
  /** @type {Trend | null} */
  let known = null;
  /** @type {{ id: string, name: string }[]} */
  let people = [];
  const agent = select([], { onchange: () => void setQuery({ agent: agent.value }) });
  const scorecard = select([], { onchange: () => void setQuery({ scorecard: scorecard.value }) });
  const span = select([], {
    onchange: () => {
      // The days begin as they are shown.
      const days = { from: known?.periods[0]?.from ?? null, to: known?.periods.at(-1)?.to ?? null };
      void setQuery(span.value === DAYS ? { span: null, ...days } : { span: span.value, from: null, to: null });
    },
  });
  const from = dayField(t("trend.from"), "from");
  const to = dayField(t("trend.to"), "to");
  const by = h("div", { class: "trend-by", role: "group", aria: { label: t("trend.by") } });
  const element = h(
    "div",
    { class: "trend-controls", role: "search", aria: { label: t("trend.controls") } },
    field({ label: t("trend.agent"), control: agent }).element,
    field({ label: t("trend.scorecard"), control: scorecard }).element,
    h("div", { class: "field" }, h("span", { class: "trend-label", aria: { hidden: true } }, t("trend.by")), by),
    field({ label: t("trend.time"), control: span }).element,
    from.element,
    to.element,
  );
  const steps = /** @type {const} */ (["month", "week"]).map((name) =>
    h("button", { type: "button", onclick: () => void setQuery({ by: name, span: null }) }, t(`trend.${name}`))
  );
  by.append(...steps);
  show();
  void fill();
  return {
    element,
    set(next) {
      wanted = next;
      show();
    },
    know(trend) {
      known = trend;
      show();
    },
  };

  async function fill() {
    people = (await interactionFacets().catch(() => ({ agents: [] }))).agents;
    show();
  }

  function show() {
    const others = known && known.agent.id === wanted.agent && !people.some((one) => one.id === known?.agent.id);
    const named = [...(others ? [known?.agent] : []), ...people].flatMap((one) => one ? [one] : []);
    offer(agent, [
      ...(wanted.agent && named.some((one) => one.id === wanted.agent)
        ? []
        : [{ value: wanted.agent ?? "", label: t("trend.chooseAgent") }]),
      ...named.map((one) => ({ value: one.id, label: one.name })),
    ], wanted.agent);
    const cards = known?.scorecards ?? [];
    const lost = known?.scorecard && !cards.some((one) => one.id === known?.scorecard?.id) ? [known.scorecard] : [];
    offer(scorecard, [
      { value: "", label: t("trend.allScorecards") },
      ...lost.map((one) => ({ value: one.id, label: t("trend.scorecardCount", { name: one.name, count: 0 }) })),
      ...cards.map((one) => ({
        value: one.id,
        label: t("trend.scorecardCount", { name: one.name, count: one.completed }),
      })),
    ], wanted.scorecard);
    offer(span, [
      ...spans[wanted.by].map((count) => ({
        value: String(count),
        label: t(wanted.by === "month" ? "trend.lastMonths" : "trend.lastWeeks", { count }),
      })),
      { value: DAYS, label: t("trend.days") },
    ], hasDays(wanted) ? DAYS : String(wanted.span));
    steps.forEach((step, index) => step.setAttribute("aria-pressed", String(wanted.by === ["month", "week"][index])));
    for (const [one, value] of /** @type {const} */ ([[from, wanted.from], [to, wanted.to]])) {
      one.element.hidden = !hasDays(wanted);
      if (document.activeElement !== one.control) one.control.value = value ?? "";
    }
  }
}

/**
 * @param {string} label
 * @param {"from" | "to"} name
 */
function dayField(label, name) {
  const control = h("input", {
    type: "date",
    max: "9998-12-31",
    onchange: () => control.value && void setQuery({ [name]: control.value }),
  });
  return field({ label, control });
}

/**
 * Puts other choices into a list, and leaves one that is the same alone: it may be open.
 * @param {HTMLSelectElement} list
 * @param {{ value: string, label: string }[]} options
 * @param {string | null} chosen
 */
function offer(list, options, chosen) {
  const key = JSON.stringify(options);
  if (list.dataset.offered !== key) {
    list.dataset.offered = key;
    replace(list, options.map((one) => h("option", { value: one.value }, one.label)));
  }
  list.value = chosen ?? "";
}
