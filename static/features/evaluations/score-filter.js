/**
 * The filter by score: from so many percent to so many, both within.
 * @module
 */
import { t } from "/lib/text.js";
import { percent } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { field } from "/lib/ui/field.js";
import { filterPanel, rangeForm } from "/lib/ui/filter-panel.js";
import { fromPercent, toPercent } from "/features/evaluations/grid-query.js";
import "/features/evaluations/labels.js";

/** @typedef {{ scoreFrom?: any, scoreTo?: any }} Scores micro-percent, as the address says them */

/**
 * @param {{ chosen: Scores, onchange: (chosen: { scoreFrom: string | null, scoreTo: string | null }) => void }} options
 * @returns {{ element: HTMLElement, set: (chosen: Scores) => void }}
 */
export function scoreFilter({ chosen, onchange }) {
  let now = chosen;
  const bound = (/** @type {string} */ label) =>
    field({ label, props: { type: "text", inputmode: "decimal", maxlength: 12 }, after: "%" });
  const from = bound(t("evaluations.scoreFrom"));
  const to = bound(t("evaluations.scoreTo"));
  const form = rangeForm({
    from,
    to,
    read: (one) => fromPercent(one.value()),
    isBackwards: (least, most) => Number(least) > Number(most),
    says: {
      apply: t("evaluations.scoreApply"),
      wrong: t("evaluations.scoreWrong"),
      backwards: t("evaluations.scoreOrder"),
    },
    before: button({ label: t("evaluations.scoreAny"), small: true, look: "bare", onclick: () => choose(null, null) }),
    onapply: choose,
  });
  const opened = filterPanel({
    label: t("evaluations.scoreRange"),
    className: "range",
    content: form,
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
    from.control.value = toPercent(now.scoreFrom);
    to.control.value = toPercent(now.scoreTo);
    for (const one of [from, to]) one.setError(null);
    from.control.focus();
  }

  /**
   * @param {string | null} scoreFrom
   * @param {string | null} scoreTo
   */
  function choose(scoreFrom, scoreTo) {
    now = { scoreFrom, scoreTo };
    draw();
    opened.close();
    onchange({ scoreFrom, scoreTo });
  }

  function draw() {
    const [least, most] = [now.scoreFrom, now.scoreTo].map((one) => one == null ? null : percent(Number(one)));
    if (least && most) opened.show(`${least} – ${most}`);
    else if (least) opened.show(t("evaluations.scoreLeast", { score: least }));
    else opened.show(most ? t("evaluations.scoreMost", { score: most }) : null);
  }
}
