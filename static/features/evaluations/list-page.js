/**
 * The grid of evaluations: filtered in the URL, sorted, opened by Enter.
 * @module
 */
import { h } from "/lib/dom.js";
import { addKeys } from "/lib/keyboard.js";
import { readFilters, settled } from "/lib/query.js";
import { setQuery } from "/lib/router.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { number, shortDateTime } from "/lib/times.js";
import { button, buttonLink } from "/lib/ui/button.js";
import { choices } from "/lib/ui/choices.js";
import { dataGrid } from "/lib/ui/datagrid.js";
import { icon } from "/lib/ui/icons.js";
import { emptyState, pageHead } from "/lib/ui/parts.js";
import { listUsers } from "/features/accounts/calls.js";
import { may } from "/features/accounts/who.js";
import { listScorecards } from "/features/scorecards/calls.js";
import { bulkBar } from "/features/evaluations/bulk-bar.js";
import { listEvaluations } from "/features/evaluations/calls.js";
import { drawDialog } from "/features/evaluations/draw-dialog.js";
import { dueText, scoreText, stateChip } from "/features/evaluations/state.js";
import { exportList } from "/features/exports/list-dialog.js";
import "/features/evaluations/labels.js";

await styles(import.meta.url, "./evaluations.css");

/** @typedef {import("/features/evaluations/calls.js").Item} Item */

/** What filters are called whose name is a state too. @type {Record<string, string>} */
const titles = { expired: "due_filter", archived: "archive_filter" };

const lists = ["state", "evaluator", "scorecard"];
const single = ["q", "expired", "archived"];

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {import("/lib/router.js").Shown}
 */
export function show({ query, signal }) {
  const names = { lists, single };
  let filters = readFilters(query, names);
  let sort = query.get("sort") ?? "-createdAt";
  const bar = filterBar(filters);
  addKeys([{
    id: "evaluations.find",
    keys: ["/"],
    label: t("evaluations.search"),
    group: t("lib.keysList"),
    run: () => bar.focus(),
  }], signal);
  const mayDraw = may("create_evaluations");
  /** @type {import("/features/exports/list-dialog.js").Total | null} */
  let total = null;
  const several = bulkBar({
    isArchive: () => filters.archived === "true",
    done: () => grid.reload(),
    none: () => grid.chooseNone(),
  });
  const grid = dataGrid({
    label: t("evaluations.title"),
    columns: columns(),
    load: async (cursor, abort) => {
      const page = await listEvaluations({ ...filters, sort, cursor }, abort);
      total = page.total ?? total;
      return page;
    },
    href: (item) => `/evaluations/${item.id}`,
    sort: () => sort,
    onsort: (next) => void setQuery({ sort: next === "-createdAt" ? null : next }),
    empty: () => Object.keys(filters).length > 0 ? emptyFiltered() : empty(),
    summary: (shown, total) => t("evaluations.shown", { shown: number(shown), total: number(total?.count ?? shown) }),
    choose: several
      ? { label: (item) => t("evaluations.choose", { name: item.name }), onchange: several.set }
      : undefined,
    signal,
  });
  void grid.reload();
  return {
    title: t("evaluations.title"),
    element: h(
      "div",
      { class: "page" },
      pageHead({
        title: t("evaluations.title"),
        actions: [
          may("perform_evaluations") && button({
            label: t("exports.list"),
            icon: "download",
            onclick: () => void exportList(filters, total),
          }),
          may("edit_criteria") && buttonLink({ label: t("evaluations.criteria"), icon: "filter", href: "/criteria" }),
          mayDraw && drawButton(),
        ],
      }),
      bar.element,
      several?.element,
      grid.element,
    ),
    update(visit) {
      filters = readFilters(visit.query, names);
      sort = visit.query.get("sort") ?? "-createdAt";
      bar.set(filters);
      return grid.reload();
    },
  };

  function drawButton() {
    return button({
      label: t("evaluations.drawFrom"),
      icon: "add",
      look: "primary",
      onclick: async () => {
        if (await drawDialog()) await grid.reload();
      },
    });
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

/** @param {Record<string, string | string[]>} filters */
function filterBar(filters) {
  const find = h("input", {
    type: "search",
    value: String(filters.q ?? ""),
    placeholder: t("evaluations.search"),
    aria: { label: t("evaluations.search") },
    oninput: settled(() => void setQuery({ q: find.value.trim() }), 250),
  });
  const part = (
    /** @type {string} */ name,
    /** @type {import("/lib/ui/choices.js").Choice[]} */ options,
    one = false,
  ) =>
    choices({
      label: t(`evaluations.${titles[name] ?? name}`),
      options,
      single: one,
      chosen: [filters[name] ?? []].flat(),
      onchange: (chosen) => void setQuery({ [name]: chosen }),
    });
  const fixed = [
    { value: "me", label: t("evaluations.mine") },
    { value: "none", label: t("evaluations.nobody") },
  ];
  /** @type {Record<string, import("/lib/ui/choices.js").Choices>} */
  const parts = {
    state: part("state", [
      ...["unassigned", "assigned", "in_progress"].map((value) => ({ value, label: t(`evaluations.${value}`) })),
      { value: "completed", label: t("evaluations.completedState") },
    ]),
    evaluator: part("evaluator", fixed),
    scorecard: part("scorecard", []),
    expired: part("expired", [
      { value: "true", label: t("evaluations.expiredOnly") },
      { value: "false", label: t("evaluations.notExpired") },
    ], true),
    archived: part("archived", [{ value: "true", label: t("evaluations.archivedOnly") }], true),
  };
  const clear = button({
    label: t("evaluations.clearFilters"),
    look: "bare",
    icon: "close",
    props: { hidden: Object.keys(filters).length === 0 },
    onclick: () => void setQuery(Object.fromEntries([...lists, ...single].map((name) => [name, null]))),
  });
  void fill();
  return {
    element: h(
      "div",
      { class: "filters", role: "search" },
      h("div", { class: "search" }, icon("search"), find),
      Object.values(parts).map((one) => one.element),
      clear,
    ),
    /** @param {Record<string, string | string[]>} next */
    set(next) {
      if (document.activeElement !== find) find.value = String(next.q ?? "");
      for (const [name, one] of Object.entries(parts)) one.set([next[name] ?? []].flat());
      clear.hidden = Object.keys(next).length === 0;
    },
    focus: () => find.focus(),
  };

  async function fill() {
    const [people, cards] = await Promise.all([
      listUsers().catch(() => []),
      listScorecards().then((page) => page.items).catch(() => []),
    ]);
    parts.evaluator.setOptions([
      ...fixed,
      ...people.filter((one) => one.role !== "agent").map((one) => ({ value: one.id, label: one.name })),
    ]);
    parts.scorecard.setOptions(cards.map((one) => ({ value: one.id, label: one.name })));
  }
}

/** @returns {import("/lib/ui/datagrid.js").Column<Item>[]} */
function columns() {
  return [
    {
      label: t("evaluations.name"),
      cell: (item) => [
        h("a", { class: "row-link", href: `/evaluations/${item.id}` }, item.name),
        h("span", { class: "sub" }, item.scorecards.map((one) => one.name).join(", ")),
      ],
    },
    { label: t("evaluations.state"), cell: (item) => stateChip(item) },
    {
      label: t("evaluations.agent"),
      cell: (item) => [
        item.interaction.agent?.name ?? "–",
        h("span", { class: "sub" }, item.interaction.externalId),
      ],
    },
    {
      label: t("evaluations.evaluator"),
      cell: (item) => [
        item.evaluator?.name ?? h("span", { class: "muted" }, "–"),
        h("span", { class: "sub" }, t(`evaluations.origin_${item.origin}`)),
      ],
    },
    { label: t("evaluations.due"), sort: { up: "dueAt" }, className: "nowrap", cell: (item) => dueText(item) },
    { label: t("evaluations.score"), className: "number end", cell: (item) => scoreText(item) },
    {
      label: t("evaluations.completed"),
      sort: { down: "-completedAt" },
      className: "nowrap",
      cell: (item) => [
        item.completedAt ? shortDateTime(item.completedAt) : "–",
        h("span", { class: "sub" }, t("evaluations.createdAt", { when: shortDateTime(item.createdAt) })),
      ],
    },
    {
      label: t("evaluations.edited"),
      className: "nowrap",
      cell: (item) =>
        item.lastEditedAt
          ? [shortDateTime(item.lastEditedAt), h("span", { class: "sub" }, item.lastEditedBy?.name)]
          : "–",
    },
  ];
}

function emptyFiltered() {
  return emptyState({
    icon: "filter",
    title: t("evaluations.emptyFiltered"),
    text: t("evaluations.emptyFilteredText"),
    action: button({
      label: t("evaluations.clearFilters"),
      onclick: () => void setQuery(Object.fromEntries([...lists, ...single].map((name) => [name, null]))),
    }),
  });
}
