/**
 * What can be done with the evaluations chosen in the list, each for itself, and what became of every one.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { number } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { openDialog } from "/lib/ui/dialog.js";
import { announce } from "/lib/ui/toast.js";
import { may } from "/features/accounts/who.js";
import { changeEvaluations } from "/features/evaluations/calls.js";
import { dueField } from "/features/evaluations/due-field.js";
import { evaluatorField } from "/features/evaluations/evaluator-field.js";
import { reasonDialog } from "/features/evaluations/reason-dialog.js";
import "/features/evaluations/labels.js";

/** @typedef {import("/features/evaluations/calls.js").Item} Item */
/** @typedef {import("/features/evaluations/calls.js").Change} Change */
/** @typedef {import("/features/evaluations/calls.js").ChangeResult} ChangeResult */

/** How many are chosen at once: each of them is told what became of it. */
const MOST = 1000;

/**
 * Null for those who may do nothing to many.
 * @param {object} host
 * @param {() => boolean} host.isArchive the list shows archived ones
 * @param {() => Promise<void>} host.done something was changed
 * @param {() => void} host.none nothing is to be chosen any more
 * @param {(most: number) => Promise<void>} host.beyond chooses what the list holds beyond what it shows
 * @param {() => void} host.focus the bar is gone
 */
export function bulkBar({ isArchive, done, none, beyond, focus }) {
  if (!["assign_evaluations", "extend_evaluations", "archive_evaluations"].some(may)) return null;
  /** @type {Item[]} */
  let chosen = [];
  /** @type {number | null} how many could be chosen at once, where not all are shown */
  let offered = null;
  const element = h("div", {
    class: "bulk-bar",
    role: "toolbar",
    hidden: true,
    aria: { label: t("evaluations.chosenBar") },
  });
  return { element, set };

  /**
   * @param {Item[]} items
   * @param {import("/lib/ui/datagrid.js").Beyond | null} rest what could be chosen besides
   */
  function set(items, rest) {
    const all = rest === null || items.length >= MOST ? null : Math.min(rest.total?.count ?? MOST, MOST);
    const changed = items.length !== chosen.length || all !== offered;
    chosen = items;
    offered = all;
    element.hidden = items.length === 0;
    if (!changed || items.length === 0) return;
    const text = t("evaluations.chosen", { count: items.length });
    announce(text);
    const hadFocus = element.contains(document.activeElement);
    replace(
      element,
      h("strong", null, text),
      all !== null && button({
        label: t(all < MOST && !rest?.total?.capped ? "evaluations.chooseEvery" : "evaluations.chooseMost", {
          count: number(all),
        }),
        look: "bare",
        onclick: () => void beyond(MOST),
      }),
      !isArchive() && may("assign_evaluations") && button({ label: t("evaluations.assign"), onclick: assign }),
      !isArchive() && may("extend_evaluations") && button({ label: t("evaluations.extend"), onclick: extend }),
      may("archive_evaluations") &&
        (isArchive()
          ? button({ label: t("evaluations.unarchive"), onclick: () => ask("unarchive") })
          : button({ label: t("evaluations.archive"), onclick: () => ask("archive") })),
      may("archive_evaluations") && button({ label: t("evaluations.void"), onclick: withdraw }),
      button({ label: t("evaluations.chooseNone"), look: "bare", onclick: leave }),
    );
    if (hadFocus && !element.contains(document.activeElement)) element.querySelector("button")?.focus();
  }

  function leave() {
    none();
    focus();
  }

  function assign() {
    const evaluator = evaluatorField();
    return change("assign", evaluator.element, () => ({ action: "assign", evaluatorId: evaluator.value() || null }));
  }

  function extend() {
    const due = dueField({ hint: t("evaluations.extendHint") });
    return change("extend", due.element, async () => {
      const dueAt = await due.read();
      return dueAt === undefined ? null : { action: "extend", dueAt };
    });
  }

  /** @param {"archive" | "unarchive"} action */
  function ask(action) {
    return change(action, h("p", null, t(`evaluations.${action}Text`)), () => ({ action }));
  }

  async function withdraw() {
    const items = chosen;
    const words = {
      title: t("evaluations.voidTitle", { count: items.length }),
      text: t("evaluations.voidText"),
      question: t("evaluations.voidReason", { count: items.length }),
      missing: t("evaluations.voidReasonMissing"),
      confirm: t("evaluations.voidNow"),
      look: /** @type {const} */ ("danger"),
    };
    await tell(items, await reasonDialog(words, (reason) => changeAll(items, { action: "void", reason })));
  }

  /**
   * @param {Change["action"]} action
   * @param {HTMLElement} body
   * @param {() => Change | null | Promise<Change | null>} input null while something is wrong
   */
  async function change(action, body, input) {
    const items = chosen;
    /** @type {ChangeResult[] | null} */
    let results = null;
    await openDialog({
      title: t(`evaluations.${action}Title`, { count: items.length }),
      body,
      actions: [
        { label: t("lib.cancel") },
        {
          label: t(`evaluations.${action}Now`),
          look: "primary",
          run: async () => {
            const wanted = await input();
            if (!wanted) return false;
            results = await changeAll(items, wanted);
          },
        },
      ],
    }).closed;
    await tell(items, results);
  }

  /**
   * @param {Item[]} items
   * @param {Change} wanted
   */
  function changeAll(items, wanted) {
    return changeEvaluations(items.map((item) => item.id), wanted);
  }

  /**
   * @param {Item[]} items
   * @param {ChangeResult[] | null} results null when nothing was asked for
   */
  async function tell(items, results) {
    if (results === null) return;
    await done();
    await showResults(items, results);
    focus();
  }
}

/**
 * What became of each.
 * @param {{ id: string, name: string }[]} items
 * @param {ChangeResult[]} results
 */
export async function showResults(items, results) {
  const refused = results.filter((one) => one.code !== null).length;
  const names = new Map(items.map((item) => [item.id, item.name]));
  await openDialog({
    title: t("evaluations.resultTitle"),
    width: "medium",
    body: [
      h("p", { role: "status" }, t("evaluations.resultSummary", { done: results.length - refused, refused })),
      h(
        "ul",
        { class: "bulk-results" },
        results.map((one) =>
          h(
            "li",
            { class: one.code === null ? "is-done" : "is-refused" },
            h("span", null, names.get(one.id) ?? one.id),
            h("span", { class: one.code === null ? "muted" : "bulk-why" }, whatBecame(one)),
          )
        ),
      ),
    ],
    actions: [{ label: t("evaluations.ok"), look: "primary" }],
  }).closed;
}

/** @param {ChangeResult} result */
function whatBecame({ code, detail }) {
  if (code === null) return t("evaluations.resultDone");
  return code === "unanswered" ? t("evaluations.unanswered", { why: detail ?? "" }) : detail;
}
