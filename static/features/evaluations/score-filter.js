/**
 * The filter by score: from so many percent to so many, both within.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { percent } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { field } from "/lib/ui/field.js";
import { icon } from "/lib/ui/icons.js";
import { panel, popover } from "/lib/ui/popover.js";
import { fromPercent, toPercent } from "/features/evaluations/grid-query.js";
import "/features/evaluations/labels.js";

/** @typedef {{ scoreFrom?: any, scoreTo?: any }} Scores micro-percent, as the address says them */

/**
 * @param {{ chosen: Scores, onchange: (chosen: { scoreFrom: string | null, scoreTo: string | null }) => void }} options
 * @returns {{ element: HTMLElement, set: (chosen: Scores) => void }}
 */
export function scoreFilter({ chosen, onchange }) {
  let now = chosen;
  const opener = button({ props: { class: "choices-button", aria: { haspopup: "dialog" } } });
  const bound = (/** @type {string} */ label) =>
    field({ label, props: { type: "text", inputmode: "decimal", maxlength: 12 }, after: "%" });
  const from = bound(t("evaluations.scoreFrom"));
  const to = bound(t("evaluations.scoreTo"));
  const form = h(
    "form",
    { novalidate: true, onsubmit: apply },
    h("div", { class: "fields two" }, from.element, to.element),
    h(
      "footer",
      null,
      button({ label: t("evaluations.scoreAny"), small: true, look: "bare", onclick: () => choose(null, null) }),
      button({ label: t("evaluations.scoreApply"), small: true, props: { type: "submit" } }),
    ),
  );
  const body = panel("choices period", form);
  body.setAttribute("role", "dialog");
  body.setAttribute("aria-label", t("evaluations.scoreRange"));
  const opened = popover(opener, body, { onopen: fill });
  draw();
  return {
    element: opener,
    set(next) {
      now = next;
      draw();
    },
  };

  function fill() {
    const [least, most] = [from, to];
    least.control.value = toPercent(now.scoreFrom);
    most.control.value = toPercent(now.scoreTo);
    for (const one of [least, most]) one.setError(null);
    least.control.focus();
  }

  /** @param {Event} event */
  function apply(event) {
    event.preventDefault();
    const values = [from, to].map((one) => fromPercent(one.value()));
    [from, to].forEach((one, index) => one.setError(values[index] === undefined ? t("evaluations.scoreWrong") : null));
    const [least, most] = values;
    if (least === undefined || most === undefined) return;
    if (least !== null && most !== null && Number(least) > Number(most)) {
      return to.setError(t("evaluations.scoreOrder"));
    }
    choose(least, most);
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
    const name = words();
    opener.classList.toggle("is-set", name !== null);
    replace(
      opener,
      h("span", { class: "choices-name" }, t("evaluations.scoreRange")),
      name && h("span", { class: "choices-value" }, name),
      icon("down", "caret"),
    );
  }

  function words() {
    const [least, most] = [now.scoreFrom, now.scoreTo].map((one) => one == null ? null : percent(Number(one)));
    if (least && most) return `${least} – ${most}`;
    if (least) return t("evaluations.scoreLeast", { score: least });
    return most ? t("evaluations.scoreMost", { score: most }) : null;
  }
}
