/**
 * The states of an evaluation as chips, and its score as people read it.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { percent, relative, shortDateTime } from "/lib/times.js";
import { chip } from "/lib/ui/parts.js";
import "/features/evaluations/labels.js";

/** @type {Record<string, import("/lib/ui/parts.js").Tone>} */
const tones = { unassigned: "plain", assigned: "accent", in_progress: "accent", completed: "good" };

/** @param {{ state: string, expired?: boolean, voided?: unknown }} item */
export function stateChip({ state, expired = false, voided = null }) {
  const name = state === "completed" ? t("evaluations.completedState") : t(`evaluations.${state}`);
  return h(
    "span",
    { class: "state-chips" },
    chip(name, { tone: tones[state] ?? "plain", dot: state !== "unassigned" }),
    voided !== null && chip(t("evaluations.voided"), { tone: "bad" }),
    expired && voided === null && chip(t("evaluations.expired"), { tone: "bad" }),
  );
}

/**
 * When it is due, in a colour once it is close or past.
 * @param {{ dueAt: string | null, state: string }} item
 * @param {Date} [now]
 */
export function dueText({ dueAt, state }, now = new Date()) {
  if (!dueAt) return "–";
  const left = new Date(dueAt).getTime() - now.getTime();
  const isOpen = state !== "completed";
  const tone = isOpen && left < 0 ? "is-bad" : isOpen && left < 86_400_000 ? "is-warn" : "";
  return [
    h("span", { class: ["due", tone] }, shortDateTime(dueAt)),
    isOpen && h("span", { class: "sub" }, relative(dueAt, now)),
  ];
}

/** @param {{ score: number | null, passed: boolean | null, passMark: number | null, state: string }} item */
export function scoreText({ score, passed, passMark, state }) {
  if (score === null) return state === "completed" ? h("span", { class: "muted" }, t("evaluations.notScored")) : "–";
  return h(
    "span",
    { class: ["score-text", passed === true && "is-good", passed === false && "is-bad"] },
    percent(score, passMark),
    passed !== null && h("span", { class: "visually-hidden" }, t(passed ? "evaluations.passed" : "evaluations.failed")),
  );
}
