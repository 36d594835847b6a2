/**
 * Differences between two contents of a scorecard, as words.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { exactPercent } from "/lib/times.js";
import { chip } from "/lib/ui/parts.js";
import "/features/scorecards/editor-labels.js";

/** @typedef {import("/features/scorecards/difference.js").Difference} Difference */

/** @type {Record<Difference["kind"], { label: string, tone: import("/lib/ui/parts.js").Tone }>} */
const kinds = {
  added: { label: "editor.added", tone: "good" },
  removed: { label: "editor.removedMark", tone: "bad" },
  moved: { label: "editor.movedMark", tone: "plain" },
  changed: { label: "editor.changed", tone: "accent" },
};

/** @param {Difference[]} found */
export function differenceList(found) {
  if (found.length === 0) return h("p", { class: "muted" }, t("editor.noDifference"));
  return h("ul", { class: "differences" }, found.map(line));
}

/** @param {Difference} one */
function line(one) {
  const { label, tone } = kinds[one.kind];
  const element = t(`editor.element${capital(one.element)}`);
  return h(
    "li",
    null,
    chip(t(label), { tone }),
    h("span", null, element, " ", h("b", null, one.name || t("editor.untitled"))),
    one.member !== undefined && h(
      "span",
      { class: "difference-values" },
      t(`editor.member${capital(one.member)}`),
      ": ",
      h("del", null, shown(one.member, one.before)),
      " → ",
      h("ins", null, shown(one.member, one.after)),
    ),
  );
}

/** @param {string} member @param {any} value @returns {string} */
function shown(member, value) {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) {
    return t("editor.empty");
  }
  if (member === "weight") return exactPercent(value * 10_000);
  if (member === "passMark") return exactPercent(value);
  if (typeof value === "boolean") return t(value ? "editor.yes" : "editor.no");
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object") return `${t("editor.onOptions")}: ${value.onOptions.join(", ")}`;
  return String(value);
}

/** @param {string} word */
function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
