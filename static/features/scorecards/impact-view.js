/**
 * How past evaluations would have scored under a new version, section by section.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { percent } from "/lib/times.js";
import "/features/scorecards/editor-labels.js";

/** @typedef {import("/features/scorecards/calls.js").Impact} Impact */

/** @param {Impact} impact */
export function impactView(impact) {
  if (impact.forms === 0) return h("p", { class: "muted" }, t("editor.impactNone"));
  return h(
    "section",
    { class: "impact", aria: { label: t("editor.impactTitle") } },
    h("h3", null, t("editor.impactTitle")),
    h(
      "p",
      { class: "muted" },
      t(impact.capped ? "editor.impactCapped" : "editor.impactForms", { count: impact.forms }),
    ),
    h(
      "table",
      { class: "grid impact-table" },
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          h("th", { scope: "col" }, t("editor.impactSection")),
          ["impactBefore", "impactAfter", "impactChange"].map((name) =>
            h("th", { scope: "col", class: "number" }, t(`editor.${name}`))
          ),
        ),
      ),
      h("tbody", null, impact.sections.map((one) => row(one.title || one.key, one.before, one.after))),
      h("tfoot", null, row(t("editor.impactTotal"), impact.before.average, impact.after.average)),
    ),
    h("ul", { class: "impact-facts" }, words(impact).map((text) => h("li", null, text))),
    impact.changes.length > 0 && h(
      "details",
      null,
      h("summary", null, t("editor.impactChanges")),
      h(
        "ul",
        { class: "impact-changes" },
        impact.changes.map((one) =>
          h(
            "li",
            null,
            h("a", { href: `/evaluations/${one.evaluation.id}`, target: "_blank" }, one.evaluation.name),
            h("span", { class: "number" }, `${percent(one.before)} → ${percent(one.after)}`),
          )
        ),
      ),
    ),
  );
}

/**
 * @param {string} name
 * @param {number | null} before
 * @param {number | null} after
 */
function row(name, before, after) {
  const change = before === null || after === null ? null : after - before;
  const sign = change === null || change === 0 ? "none" : change > 0 ? "up" : "down";
  return h(
    "tr",
    null,
    h("th", { scope: "row" }, name),
    h("td", { class: "number" }, percent(before)),
    h("td", { class: "number" }, percent(after)),
    h("td", { class: "number", dataset: { change: sign } }, points(change)),
  );
}

/** @param {number | null} change micro-percent */
function points(change) {
  if (change === null) return "–";
  if (change === 0) return "0";
  return `${change > 0 ? "+" : "−"}${percent(Math.abs(change))}`;
}

/** @param {Impact} impact */
function words(impact) {
  const of = (/** @type {string} */ name, /** @type {number} */ count) =>
    count > 0 ? [t(`editor.${name}`, { count })] : [];
  return [
    ...of("impactHigher", impact.higher),
    ...of("impactLower", impact.lower),
    ...of("impactFails", impact.nowFails),
    ...of("impactPasses", impact.nowPasses),
    ...impact.leftOut.map((one) => t(`editor.left_${one.reason}`, { text: one.text || one.key, count: one.forms })),
  ];
}
