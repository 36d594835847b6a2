/**
 * The list of interactions: filtered in the URL, sorted, walked by keyboard.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { addKeys } from "/lib/keyboard.js";
import { setQuery } from "/lib/router.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { clock, number, relative, shortDateTime } from "/lib/times.js";
import { button, buttonLink } from "/lib/ui/button.js";
import { dataGrid } from "/lib/ui/datagrid.js";
import { emptyState, pageHead } from "/lib/ui/parts.js";
import { announce } from "/lib/ui/toast.js";
import { may } from "/features/accounts/who.js";
import { listInteractions } from "/features/interactions/calls.js";
import { filtersOf, interactionFilters, isFiltered, noFilters, queryOf } from "/features/interactions/filters.js";
import { channelTag, evaluatedTag, mediaTags } from "/features/interactions/tags.js";
import "/features/evaluations/labels.js";
import "/features/interactions/labels.js";

await styles(import.meta.url, "./interactions.css");

/** @typedef {import("/features/interactions/calls.js").Interaction} Interaction */

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {import("/lib/router.js").Shown}
 */
export function show({ query, signal }) {
  let filters = filtersOf(query);
  let sort = query.get("sort") ?? "-startedAt";
  const bar = interactionFilters({ filters });
  const mayAdd = may("add_offline_interactions") || may("add_interactions");
  const save = button({
    label: t("interactions.saveCriteria"),
    icon: "filter",
    props: { hidden: !(may("edit_criteria") && isFiltered(filters)) },
    onclick: () => void saveCriteria(filters),
  });
  /** @type {ReturnType<typeof pickBar> | null} */
  const picked = may("create_evaluations")
    ? pickBar({ none: () => grid.chooseNone(), done: () => grid.reload(), focus: () => grid.focus() })
    : null;
  /** @type {ReturnType<typeof dataGrid<Interaction>>} */
  const grid = dataGrid({
    label: t("interactions.title"),
    columns: columns(),
    load: (cursor, abort) => listInteractions({ ...queryOf(filters), sort, cursor }, abort),
    href: (item) => `/interactions/${item.id}`,
    sort: () => sort,
    onsort: (next) => void setQuery({ sort: next === "-startedAt" ? null : next }),
    empty: () => isFiltered(filters) ? emptyFiltered() : empty(mayAdd),
    summary,
    choose: picked
      ? { label: (item) => t("evaluations.choose", { name: item.externalId }), onchange: picked.set }
      : undefined,
    signal,
  });
  addKeys([{
    id: "interactions.find",
    keys: ["/"],
    label: t("interactions.findFocus"),
    group: t("lib.keysList"),
    run: () => bar.focus(),
  }], signal);
  void grid.reload();
  return {
    title: t("interactions.title"),
    element: h(
      "div",
      { class: "page" },
      pageHead({
        title: t("interactions.title"),
        actions: [
          save,
          mayAdd && buttonLink({ label: t("interactions.add"), icon: "add", look: "primary", href: "/upload" }),
        ],
      }),
      bar.element,
      picked?.element,
      grid.element,
    ),
    update(visit) {
      filters = filtersOf(visit.query);
      sort = visit.query.get("sort") ?? "-startedAt";
      bar.set(filters);
      save.hidden = !(may("edit_criteria") && isFiltered(filters));
      return grid.reload();
    },
  };
}

/**
 * What can be done with the interactions that are chosen.
 * @param {{ none: () => void, done: () => Promise<void>, focus: () => void }} host
 */
function pickBar({ none, done, focus }) {
  const element = h("div", {
    class: "bulk-bar",
    role: "toolbar",
    hidden: true,
    aria: { label: t("evaluations.pickBar") },
  });
  return { element, set };

  /** @param {Interaction[]} items */
  function set(items) {
    element.hidden = items.length === 0;
    if (items.length === 0) return;
    const text = t("evaluations.chosen", { count: items.length });
    announce(text);
    replace(
      element,
      h("strong", null, text),
      button({ label: t("evaluations.pick"), look: "primary", onclick: () => void pick(items) }),
      button({ label: t("evaluations.chooseNone"), look: "bare", onclick: () => (none(), focus()) }),
    );
  }

  /** @param {Interaction[]} items */
  async function pick(items) {
    const { pickDialog } = await import("/features/evaluations/pick-dialog.js");
    if (!(await pickDialog(items))) return;
    await done();
    focus();
  }
}

/**
 * The dialog is fetched when it is wanted: few look for criteria, everybody opens this page.
 * @param {import("/features/interactions/filters.js").Filters} filters
 */
async function saveCriteria(filters) {
  const { saveCriteriaDialog } = await import("/features/evaluations/criteria-dialogs.js");
  await saveCriteriaDialog(filters);
}

/** @returns {import("/lib/ui/datagrid.js").Column<Interaction>[]} */
function columns() {
  return [
    {
      label: t("interactions.interaction"),
      sort: { up: "externalId" },
      cell: (item) => [
        h("a", { class: "row-link", href: `/interactions/${item.id}` }, item.externalId),
        item.customer && h("span", { class: "sub" }, item.customer),
      ],
    },
    {
      label: t("interactions.agent"),
      cell: (item) => [item.agent?.name ?? "–", item.team && h("span", { class: "sub" }, item.team.name)],
    },
    { label: t("interactions.queue"), cell: (item) => item.queue ?? "–" },
    { label: t("interactions.channel"), cell: (item) => channelTag(item.channel) },
    { label: t("interactions.disposition"), cell: (item) => item.disposition ?? "–" },
    {
      label: t("interactions.started"),
      sort: { up: "startedAt", down: "-startedAt" },
      className: "nowrap",
      cell: (
        item,
      ) => [shortDateTime(item.startedAt), h("span", { class: "sub" }, relative(item.startedAt))],
    },
    {
      label: t("interactions.duration"),
      sort: { up: "durationMs", down: "-durationMs" },
      className: "number",
      cell: (item) => item.durationMs > 0 ? clock(item.durationMs) : "–",
    },
    { label: t("interactions.media"), cell: mediaTags },
    {
      label: t("interactions.evaluated"),
      quiet: true,
      className: "end",
      cell: (item) => item.evaluated && evaluatedTag(),
    },
  ];
}

/**
 * @param {number} shown
 * @param {{ count: number, capped: boolean } | undefined} total
 */
function summary(shown, total) {
  const key = total?.capped ? "interactions.shownCapped" : "interactions.shown";
  return t(key, { shown: number(shown), total: number(total?.count ?? shown) });
}

/** @param {boolean} mayAdd */
function empty(mayAdd) {
  return emptyState({
    icon: "phone",
    title: t("interactions.emptyTitle"),
    text: t("interactions.emptyText"),
    action: mayAdd ? buttonLink({ label: t("interactions.add"), look: "primary", icon: "add", href: "/upload" }) : null,
  });
}

function emptyFiltered() {
  return emptyState({
    icon: "filter",
    title: t("interactions.emptyFiltered"),
    text: t("interactions.emptyFilteredText"),
    action: button({ label: t("interactions.clearFilters"), onclick: () => void setQuery(noFilters()) }),
  });
}
