/**
 * The grid of evaluations: filtered in the URL, sorted, opened by Enter.
 * @module
 */
import { h } from "/lib/dom.js";
import { addKeys } from "/lib/keyboard.js";
import { setQuery } from "/lib/router.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { number } from "/lib/times.js";
import { button, buttonLink } from "/lib/ui/button.js";
import { dataGrid } from "/lib/ui/datagrid.js";
import { emptyState, pageHead } from "/lib/ui/parts.js";
import { toastError } from "/lib/ui/toast.js";
import { may } from "/features/accounts/who.js";
import { bulkBar } from "/features/evaluations/bulk-bar.js";
import { chooseColumns, chosenColumns, listEvaluations } from "/features/evaluations/calls.js";
import { columnMenu, shownColumns } from "/features/evaluations/grid-columns.js";
import { filterBar } from "/features/evaluations/grid-filters.js";
import { filtersOf, noFilters, pressed, sortOf, sortsOf } from "/features/evaluations/grid-query.js";
import { stateBar } from "/features/evaluations/grid-states.js";
import { viewBar } from "/features/evaluations/grid-views.js";
import { trendLink } from "/features/evaluations/trend-link.js";
import "/features/evaluations/labels.js";
import "/features/exports/labels.js";

await Promise.all([styles(import.meta.url, "./evaluations.css"), styles(import.meta.url, "./grid.css")]);

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {Promise<import("/lib/router.js").Shown>}
 */
export async function show({ query, signal }) {
  let filters = filtersOf(query);
  let sort = query.get("sort");
  /** @type {string[]} */
  let columns = await chosenColumns(signal);
  const bar = filterBar(filters);
  const states = stateBar(signal);
  const trend = trendLink();
  const views = viewBar({ hasWork: may("perform_evaluations"), signal });
  addKeys([{
    id: "evaluations.find",
    keys: ["/"],
    label: t("evaluations.search"),
    group: t("lib.keysList"),
    run: () => bar.focus(),
  }], signal);
  const mayDraw = may("create_evaluations") && may("edit_criteria");
  /** @type {import("/features/exports/list-dialog.js").Total | null} */
  let total = null;
  const several = bulkBar({
    isArchive: () => filters.archived === "true",
    done: () => reload(),
    none: () => grid.chooseNone(),
    beyond: (most) => grid.chooseBeyond(most),
    focus: () => grid.focus(),
  });
  const grid = dataGrid({
    label: t("evaluations.title"),
    columns: () => shownColumns(columns, sortsOf(filters)),
    load: async (cursor, abort) => {
      const page = await listEvaluations({ ...filters, sort: sortOf(filters, sort), cursor }, abort);
      total = page.total ?? total;
      return page;
    },
    href: (item) => `/evaluations/${item.id}`,
    sort: () => sortOf(filters, sort),
    onsort: (next) => void setQuery({ sort: pressed(sortOf(filters, sort), next) }),
    empty: () => Object.keys(filters).length > 0 ? emptyFiltered() : empty(),
    summary: (shown, total) =>
      t(total?.capped ? "evaluations.shownCapped" : "evaluations.shown", {
        shown: number(shown),
        total: number(total?.count ?? shown),
      }),
    choose: several
      ? { label: (item) => t("evaluations.choose", { name: item.name }), onchange: several.set }
      : undefined,
    signal,
  });
  void reload();
  return {
    title: t("evaluations.title"),
    element: h(
      "div",
      { class: "page" },
      pageHead({
        title: t("evaluations.title"),
        actions: [
          trend.element,
          may("perform_evaluations") && button({
            label: t("exports.list"),
            icon: "download",
            onclick: exportThese,
          }),
          may("edit_criteria") && buttonLink({ label: t("evaluations.criteria"), icon: "filter", href: "/criteria" }),
          mayDraw && drawButton(),
        ],
      }),
      views.element,
      bar.element,
      h("div", { class: "state-row" }, states.element, columnMenu({ chosen: () => columns, choose })),
      several?.element,
      grid.element,
    ),
    update(visit) {
      filters = filtersOf(visit.query);
      sort = visit.query.get("sort");
      bar.set(filters);
      return reload();
    },
  };

  function reload() {
    states.set(filters);
    views.set(filters, sort);
    trend.set(filters);
    return grid.reload();
  }

  /** @param {string[]} next */
  async function choose(next) {
    columns = next;
    grid.redraw();
    try {
      await chooseColumns(next);
    } catch (error) {
      toastError(error);
    }
  }

  function drawButton() {
    return button({
      label: t("evaluations.drawFrom"),
      icon: "add",
      look: "primary",
      onclick: draw,
    });
  }

  // What the dialogs are made of is asked for when one is opened: the list is the first page that most people see.
  async function draw() {
    try {
      const { drawDialog } = await import("/features/evaluations/draw-dialog.js");
      if (await drawDialog()) await reload();
    } catch (error) {
      toastError(error);
    }
  }

  async function exportThese() {
    try {
      const { exportList } = await import("/features/exports/list-dialog.js");
      await exportList(filters, total);
    } catch (error) {
      toastError(error);
    }
  }

  function empty() {
    return emptyState({
      icon: "list",
      title: t("evaluations.emptyTitle"),
      text: t("evaluations.emptyText"),
      action: mayDraw ? drawButton() : null,
    });
  }
}

function emptyFiltered() {
  return emptyState({
    icon: "filter",
    title: t("evaluations.emptyFiltered"),
    text: t("evaluations.emptyFilteredText"),
    action: button({ label: t("evaluations.clearFilters"), onclick: () => void setQuery(noFilters()) }),
  });
}
