/**
 * The saved searches that evaluations are drawn from.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { navigate } from "/lib/router.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { date } from "/lib/times.js";
import { button, buttonLink } from "/lib/ui/button.js";
import { dataGrid } from "/lib/ui/datagrid.js";
import { confirmDialog } from "/lib/ui/dialog.js";
import { menuButton } from "/lib/ui/menu.js";
import { emptyState, pageHead } from "/lib/ui/parts.js";
import { toastError } from "/lib/ui/toast.js";
import { may } from "/features/accounts/who.js";
import { deleteCriteria, drawable, listCriteria } from "/features/evaluations/calls.js";
import { criteriaDialog, searchText } from "/features/evaluations/criteria-dialogs.js";
import { drawDialog } from "/features/evaluations/draw-dialog.js";
import { interactionFacets } from "/features/interactions/calls.js";
import { daysOf } from "/features/interactions/period.js";
import "/features/evaluations/labels.js";

await styles(import.meta.url, "./evaluations.css");

/** @typedef {import("/features/evaluations/calls.js").Criteria} Criteria */

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {Promise<import("/lib/router.js").Shown>}
 */
export async function show({ signal }) {
  const known = await interactionFacets().catch(() => null);
  const grid = dataGrid({
    label: t("evaluations.criteriaTitle"),
    columns: [
      {
        label: t("evaluations.criteriaName"),
        cell: (item) => h("a", { class: "row-link", href: matches(item) }, item.name),
      },
      { label: t("evaluations.criteriaSearch"), cell: (item) => searchText(item.search, known) },
      { label: t("evaluations.toDraw"), className: "number", cell: available },
      {
        label: t("evaluations.by"),
        className: "nowrap",
        cell: (item) => [item.createdBy.name, h("span", { class: "sub" }, date(item.createdAt))],
      },
      { label: t("evaluations.draw"), quiet: true, className: "end nowrap", cell: actions },
    ],
    load: (cursor, abort) => listCriteria(abort, cursor),
    empty: () =>
      emptyState({
        icon: "filter",
        title: t("evaluations.criteriaEmpty"),
        text: t("evaluations.criteriaEmptyText"),
        action: buttonLink({ label: t("evaluations.goFilter"), look: "primary", href: "/interactions" }),
      }),
    summary: (shown, total) => t("evaluations.shown", { shown, total: total?.count ?? shown }),
    signal,
  });
  void grid.reload();
  return {
    title: t("evaluations.criteriaTitle"),
    element: h(
      "div",
      { class: "page" },
      pageHead({
        title: t("evaluations.criteriaTitle"),
        sub: t("evaluations.criteriaSub"),
        crumbs: [{ label: t("evaluations.title"), href: "/evaluations" }],
        actions: [
          buttonLink({ label: t("evaluations.goFilter"), icon: "filter", href: "/interactions" }),
          button({
            label: t("evaluations.newCriteria"),
            icon: "add",
            look: "primary",
            onclick: () => void change(null),
          }),
        ],
      }),
      grid.element,
    ),
  };

  /** @param {Criteria} item */
  function available(item) {
    const cell = h("span", { class: "muted" }, "…");
    drawable(item.id).then(
      (found) => replace(cell, t("evaluations.available", { count: found.available })),
      () => replace(cell, "–"),
    );
    return cell;
  }

  /** @param {Criteria} item */
  function actions(item) {
    return h(
      "span",
      { class: "row-actions" },
      may("create_evaluations") && button({
        label: t("evaluations.draw"),
        small: true,
        onclick: async () => {
          if (await drawDialog(item.id)) await navigate("/evaluations");
        },
      }),
      menuButton({
        label: item.name,
        icon: "more",
        iconOnly: true,
        small: true,
        look: "bare",
        items: [
          { label: t("evaluations.showMatches"), icon: "search", href: matches(item) },
          { label: t("evaluations.edit"), icon: "edit", run: () => void change(item) },
          "-",
          { label: t("evaluations.delete"), icon: "trash", danger: true, run: () => void forget(item) },
        ],
      }),
    );
  }

  /** @param {Criteria | null} item null makes new ones */
  async function change(item) {
    if (await criteriaDialog(item, known)) await grid.reload();
  }

  /** @param {Criteria} item */
  async function forget(item) {
    const isSure = await confirmDialog({
      title: t("evaluations.deleteTitle"),
      body: t("evaluations.deleteText", { name: item.name }),
      confirm: t("evaluations.delete"),
      danger: true,
    });
    if (!isSure) return;
    await deleteCriteria(item.id).catch(toastError);
    await grid.reload();
  }
}

/**
 * The interaction list with what the criteria search for.
 * @param {Criteria} item
 */
function matches(item) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(item.search)) {
    for (const one of [value].flat()) {
      if (one == null) continue;
      if (name === "conditions") query.append(name, JSON.stringify(one));
      else if (name !== "from" && name !== "to") query.append(name, String(one));
    }
  }
  for (const [name, day] of Object.entries(daysOf(item.search))) query.append(name, day);
  return `/interactions?${query}`;
}
