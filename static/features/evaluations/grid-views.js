/**
 * Filters that are a press away: what a person has to do, and what the person has kept under a name.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { setQuery } from "/lib/router.js";
import { t } from "/lib/text.js";
import { button } from "/lib/ui/button.js";
import { confirmDialog, openDialog } from "/lib/ui/dialog.js";
import { field } from "/lib/ui/field.js";
import { menuButton } from "/lib/ui/menu.js";
import { toast, toastError } from "/lib/ui/toast.js";
import { changeView, createView, deleteView, listViews } from "/features/evaluations/calls.js";
import { isSame, mineToDo, toAddress, toKeep } from "/features/evaluations/grid-query.js";
import "/features/evaluations/labels.js";

/** @typedef {import("/features/evaluations/calls.js").View} View */
/** @typedef {import("/features/evaluations/grid-query.js").Filters} Filters */

/**
 * @param {object} host
 * @param {boolean} host.hasWork the person scores evaluations
 * @param {AbortSignal} host.signal
 * @returns {{ element: HTMLElement, set: (filters: Filters, sort: string | null) => void }}
 */
export function viewBar({ hasWork, signal }) {
  const element = h("div", { class: "view-bar", role: "group", aria: { label: t("evaluations.views") } });
  /** @type {View[]} */
  let views = [];
  /** @type {Record<string, any>} */
  let now = {};
  /** The one that was chosen last: filters changed since can be put in its place. @type {string | null} */
  let last = null;
  void fill();
  return {
    element,
    set(filters, sort) {
      now = toKeep(filters, sort);
      show();
    },
  };

  async function fill() {
    views = await listViews(signal).catch(() => []);
    show();
  }

  function show() {
    const open = views.find((view) => isSame(view.query, now)) ?? null;
    if (open) last = open.id;
    if (Object.keys(now).length === 0) last = null;
    const held = open ?? views.find((view) => view.id === last) ?? null;
    const focused = element.contains(document.activeElement) ? document.activeElement?.textContent ?? "" : null;
    replace(
      element,
      hasWork && choice(t("evaluations.mineToDo"), mineToDo),
      views.map((view) => choice(view.name, view.query)),
      held && menuButton({
        label: t("evaluations.viewMenu", { name: held.name }),
        icon: "more",
        iconOnly: true,
        look: "bare",
        align: "start",
        items: () => menu(held, open !== null),
      }),
      Object.keys(now).length > 0 && !open && button({
        label: t("evaluations.keepView"),
        icon: "add",
        look: "bare",
        onclick: () => void keep(),
      }),
    );
    if (focused !== null) focusOn(focused);
  }

  /** The button that says so, or the first. @param {string} words */
  function focusOn(words) {
    const all = [...element.querySelectorAll("button")];
    (all.find((one) => one.textContent === words) ?? all[0])?.focus();
  }

  /**
   * @param {string} name
   * @param {Record<string, any>} query
   */
  function choice(name, query) {
    return h("button", {
      type: "button",
      class: "view-choice",
      aria: { pressed: isSame(query, now) },
      onclick: () => void setQuery(toAddress(query)),
    }, name);
  }

  /**
   * @param {View} view
   * @param {boolean} isUnchanged
   * @returns {(import("/lib/ui/menu.js").MenuItem | "-")[]}
   */
  function menu(view, isUnchanged) {
    return [
      { label: t("evaluations.renameView"), icon: "edit", run: () => void rename(view) },
      {
        label: t("evaluations.replaceView"),
        icon: "swap",
        disabled: isUnchanged ? t("evaluations.replaceViewWhy") : null,
        run: () => void put(view, { name: view.name, query: now }),
      },
      "-",
      { label: t("evaluations.deleteView"), icon: "trash", danger: true, run: () => void drop(view) },
    ];
  }

  async function keep() {
    const name = await askName(t("evaluations.keepViewTitle"), "", (text) => createView({ name: text, query: now }));
    if (name === null) return;
    toast(t("evaluations.savedToast", { name }), { kind: "good" });
    await fill();
    focusOn(name);
  }

  /** @param {View} view */
  async function rename(view) {
    // Its filters as they are by then: they may have been replaced since the menu was made.
    const change = (/** @type {string} */ name) =>
      changeView(view.id, { name, query: views.find(({ id }) => id === view.id)?.query ?? view.query });
    if (await askName(t("evaluations.renameViewTitle"), view.name, change) !== null) await fill();
  }

  /**
   * @param {View} view
   * @param {{ name: string, query: Record<string, any> }} changed
   */
  async function put(view, changed) {
    try {
      await changeView(view.id, changed);
      // Whoever is told so may go on from there at once.
      await fill();
      toast(t("evaluations.savedToast", { name: view.name }), { kind: "good" });
    } catch (error) {
      toastError(error);
    }
  }

  /** @param {View} view */
  async function drop(view) {
    const isSure = await confirmDialog({
      title: t("evaluations.deleteViewTitle", { name: view.name }),
      body: t("evaluations.deleteViewText"),
      confirm: t("evaluations.delete"),
      danger: true,
    });
    if (!isSure) return;
    try {
      await deleteView(view.id);
      last = null;
      await fill();
    } catch (error) {
      toastError(error);
    }
  }
}

/**
 * @param {string} title
 * @param {string} given
 * @param {(name: string) => Promise<unknown>} run
 * @returns {Promise<string | null>} null when it was given up
 */
async function askName(title, given, run) {
  const name = field({ label: t("evaluations.viewName"), required: true, props: { value: given, maxlength: 100 } });
  const answer = await openDialog({
    title,
    body: name.element,
    actions: [{ label: t("lib.cancel") }, {
      label: t("evaluations.save"),
      look: "primary",
      value: "saved",
      run: async () => {
        const isMissing = name.value().trim() === "";
        name.setError(isMissing ? t("evaluations.nameMissing") : null);
        if (isMissing) return false;
        await run(name.value().trim());
      },
    }],
  }).closed;
  return answer === "saved" ? name.value().trim() : null;
}
