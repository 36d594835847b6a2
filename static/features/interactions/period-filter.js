/**
 * The filter by time: a few named stretches, or days from and to; where there are several dates, of one of them.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { date, instantOf } from "/lib/times.js";
import { field, select } from "/lib/ui/field.js";
import { filterPanel, rangeForm } from "/lib/ui/filter-panel.js";
import { icon } from "/lib/ui/icons.js";
import { periods } from "/features/interactions/period.js";
import "/features/interactions/labels.js";

/** @typedef {import("/features/interactions/period.js").Period} Period */

const names = {
  today: "interactions.today",
  yesterday: "interactions.yesterday",
  "7d": "interactions.days7",
  "30d": "interactions.days30",
  "90d": "interactions.days90",
};

/**
 * What a period is called.
 * @param {Period} chosen
 * @returns {string | null}
 */
export function periodName({ period, from, to }) {
  const days = /^(\d+)d$/.exec(period ?? "");
  if (period && period in names) return t(names[/** @type {keyof typeof names} */ (period)]);
  if (days) return t("interactions.days", { count: Number(days[1]) });
  const day = (/** @type {string | null | undefined} */ text) => date(text ? instantOf(text) : null);
  if (from && to) return t("interactions.range", { from: day(from), to: day(to) });
  if (from) return t("interactions.since", { from: day(from) });
  if (to) return t("interactions.until", { to: day(to) });
  return null;
}

/** @typedef {Period & { date?: string | null }} Chosen `date` where there are several */

/**
 * @param {object} options
 * @param {Chosen} options.chosen
 * @param {{ value: string, label: string }[]} [options.dates] which date it may be, the usual one first
 * @param {(chosen: Chosen) => void} options.onchange
 * @returns {{ element: HTMLElement, set: (chosen: Chosen) => void }}
 */
export function periodFilter({ chosen, dates, onchange }) {
  let now = chosen;
  const which = dates && field({
    label: t("interactions.whichDate"),
    control: select(dates, { onchange: () => again() }),
  });
  const from = field({ label: t("interactions.from"), props: { type: "date" } });
  const to = field({ label: t("interactions.to"), props: { type: "date" } });
  const list = h("div", { class: "period-list" });
  const form = rangeForm({
    from,
    to,
    // A day that is half typed has no value, and is not the same as none.
    read: (one) => one.control.validity.badInput ? undefined : one.value() || null,
    isBackwards: (first, last) => first > last,
    says: {
      apply: t("interactions.apply"),
      wrong: t("interactions.dayWrong"),
      backwards: t("interactions.daysBackwards"),
    },
    onapply: (first, last) => choose({ period: null, from: first, to: last }),
  });
  const opened = filterPanel({
    label: t("interactions.time"),
    className: "range",
    content: [which?.element, list, form],
    onopen: fill,
  });
  draw();
  return {
    element: opened.element,
    set(next) {
      now = next;
      draw();
    },
  };

  function fill() {
    if (which && dates) which.control.value = now.date ?? dates[0].value;
    /** @type {[string | null, string][]} */
    const rows = [
      [null, t("interactions.anyTime")],
      ...periods.map((name) => /** @type {[string, string]} */ ([name, String(periodName({ period: name }))])),
    ];
    replace(
      list,
      rows.map(([name, label]) =>
        h(
          "button",
          {
            type: "button",
            class: "menu-item",
            aria: { pressed: name === (now.period ?? null) && !(now.from || now.to) },
            onclick: () => choose({ period: name, from: null, to: null }),
          },
          h("span", { class: "menu-label" }, label),
          name === (now.period ?? null) && !(now.from || now.to) && icon("check"),
        )
      ),
    );
    from.control.value = now.from ?? "";
    to.control.value = now.to ?? "";
    for (const one of [from, to]) one.setError(null);
    (which?.control ?? list.querySelector("button"))?.focus();
  }

  /** The same days of another date. */
  function again() {
    const { period, from, to } = now;
    if (period || from || to) tell({ period, from, to });
  }

  /** @param {Period} next */
  function choose(next) {
    opened.close();
    tell(next);
  }

  /** @param {Period} next */
  function tell(next) {
    const isSet = next.period || next.from || next.to;
    now = which ? { date: isSet ? which.value() : null, ...next } : next;
    draw();
    onchange(now);
  }

  function draw() {
    const date = dates?.find(({ value }) => value === now.date);
    const days = periodName(now);
    opened.show(days && date ? t("interactions.dateOf", { date: date.label, days }) : days);
  }
}
