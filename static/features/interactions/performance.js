/**
 * The evaluations of one interaction; starting another, and deleting those that a machine made.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { isAbort } from "/lib/http.js";
import { t } from "/lib/text.js";
import { shortDateTime } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { confirmDialog } from "/lib/ui/dialog.js";
import { chip, emptyState, notice, skeleton } from "/lib/ui/parts.js";
import { toast, toastError } from "/lib/ui/toast.js";
import { may } from "/features/accounts/who.js";
import { deleteEvaluation, listEvaluations } from "/features/evaluations/calls.js";
import { dueText, scoreText, stateChip } from "/features/evaluations/state.js";
import "/features/evaluations/labels.js";
import "/features/evaluations/workbench-labels.js";
import "/features/interactions/labels.js";

/** @typedef {import("/features/evaluations/calls.js").Item} Item */

/** Whether this person may start one; what is evaluated already, few may evaluate again. @param {{ evaluated: boolean }} interaction */
export function mayEvaluate({ evaluated }) {
  return may("create_evaluations") && (!evaluated || may("reuse_evaluated"));
}

/**
 * @param {object} options
 * @param {string} options.interaction
 * @param {boolean} options.evaluated whether anybody has evaluated it, in sight or not
 * @param {() => void} options.onevaluate
 * @param {(count: number) => void} options.onchange
 * @param {AbortSignal} options.signal
 * @returns {{ element: HTMLElement, reload: () => Promise<void> }}
 */
export function performance({ interaction, evaluated, onevaluate, onchange, signal }) {
  const element = h("div", { class: "performance" }, skeleton(4, "inset"));
  void reload();
  return { element, reload };

  async function reload() {
    try {
      const { items } = await listEvaluations({ interaction, limit: 100 }, signal);
      onchange(items.length);
      draw(items);
    } catch (error) {
      if (!isAbort(error)) {
        replace(element, notice(error instanceof Error ? error.message : String(error), { tone: "bad" }));
      }
    }
  }

  /** @param {Item[]} items */
  function draw(items) {
    const start = (/** @type {"primary" | "plain"} */ look) =>
      mayEvaluate({ evaluated })
        ? button({ label: t("interactions.evaluate"), icon: "add", small: look === "plain", look, onclick: onevaluate })
        : null;
    if (items.length === 0) {
      const text = evaluated
        ? { title: t("interactions.evaluatedElsewhere"), text: t("interactions.evaluatedElsewhereText") }
        : { title: t("interactions.notEvaluatedYet"), text: t("interactions.notEvaluatedText") };
      replace(element, emptyState({ icon: "card", ...text, action: start("primary") }));
      return;
    }
    replace(
      element,
      h("div", { class: "panel-head" }, start("plain")),
      h("ul", { class: "performance-list" }, items.map((item) => row(item, drop))),
    );
  }

  /** @param {Item} item an automated one */
  async function drop({ id, name }) {
    const isSure = await confirmDialog({
      title: t("workbench.deleteTitle"),
      body: t("workbench.deleteText", { name }),
      confirm: t("workbench.deleteNow"),
      danger: true,
    });
    if (!isSure) return;
    try {
      await deleteEvaluation(id);
      toast(t("workbench.deletedToast", { name }), { kind: "good" });
    } catch (error) {
      toastError(error);
    }
    await reload();
  }
}

/**
 * @param {Item} item
 * @param {(item: Item) => Promise<void>} drop
 */
function row(item, drop) {
  const isAutomated = item.origin === "automation";
  return h(
    "li",
    { class: "performance-row" },
    h(
      "div",
      null,
      h("a", { class: "row-link", href: `/evaluations/${item.id}` }, item.name),
      h("span", { class: "sub" }, item.scorecards.map((one) => one.name).join(", ")),
    ),
    h("span", { class: "performance-score" }, scoreText(item)),
    h(
      "div",
      { class: "performance-facts" },
      stateChip(item),
      chip(item.evaluator?.name ?? t("evaluations.nobody"), { icon: "user" }),
      isAutomated && chip(t("evaluations.origin_automation")),
      item.completedAt
        ? h("span", { class: "muted" }, t("evaluations.completedAt", { when: shortDateTime(item.completedAt) }))
        : item.dueAt && h("span", { class: "muted" }, t("evaluations.due"), " ", dueText(item)),
      isAutomated && may("delete_automated_evaluations") && [
        h("span", { class: "grow" }),
        button({
          label: t("workbench.delete"),
          small: true,
          props: { aria: { label: `${t("workbench.deleteNow")}: ${item.name}` } },
          onclick: () => void drop(item),
        }),
      ],
    ),
  );
}
