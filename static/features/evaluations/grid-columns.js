/**
 * The columns of the list of evaluations, and the menu that chooses among them.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { shortDateTime } from "/lib/times.js";
import { menuButton } from "/lib/ui/menu.js";
import { channelTag } from "/features/interactions/tags.js";
import { dueText, scoreText, stateChip } from "/features/evaluations/state.js";
import "/features/evaluations/labels.js";

/** @typedef {import("/features/evaluations/calls.js").Item} Item */
/** @typedef {import("/lib/ui/datagrid.js").Column<Item>} Column */

/** @type {Column} */
const name = {
  label: t("evaluations.name"),
  cell: (item) => [
    h("a", { class: "row-link", href: `/evaluations/${item.id}` }, item.name),
    h("span", { class: "sub" }, item.scorecards.map((one) => one.name).join(", ")),
  ],
};

/** By name, in the order they stand. @type {Record<string, Column>} */
const columns = {
  state: { label: t("evaluations.state"), cell: (item) => stateChip(item) },
  agent: {
    label: t("evaluations.agent"),
    cell: (item) => [
      item.interaction.agent?.name ?? "–",
      h("span", { class: "sub" }, item.interaction.externalId),
    ],
  },
  queue: { label: t("evaluations.queue"), cell: (item) => item.interaction.queue ?? "–" },
  channel: { label: t("evaluations.channel"), cell: (item) => channelTag(item.interaction.channel) },
  evaluator: {
    label: t("evaluations.evaluator"),
    cell: (item) => item.evaluator?.name ?? h("span", { class: "muted" }, "–"),
  },
  origin: { label: t("evaluations.origin"), cell: (item) => t(`evaluations.origin_${item.origin}`) },
  due: {
    label: t("evaluations.due"),
    sort: { up: "dueAt", down: "-dueAt" },
    className: "nowrap",
    cell: (item) => dueText(item),
  },
  score: {
    label: t("evaluations.score"),
    sort: { up: "score", down: "-score" },
    className: "number end",
    cell: (item) => scoreText(item),
  },
  completed: {
    label: t("evaluations.completed"),
    sort: { up: "completedAt", down: "-completedAt" },
    className: "nowrap",
    cell: (item) => [
      item.completedAt ? shortDateTime(item.completedAt) : "–",
      h("span", { class: "sub" }, t("evaluations.createdAt", { when: shortDateTime(item.createdAt) })),
    ],
  },
  edited: {
    label: t("evaluations.edited"),
    sort: { up: "lastEditedAt", down: "-lastEditedAt" },
    className: "nowrap",
    cell: (item) =>
      item.lastEditedAt
        ? [shortDateTime(item.lastEditedAt), h("span", { class: "sub" }, item.lastEditedBy?.name)]
        : "–",
  },
  created: {
    label: t("evaluations.created"),
    sort: { up: "createdAt", down: "-createdAt" },
    className: "nowrap",
    cell: (item) => [shortDateTime(item.createdAt), h("span", { class: "sub" }, item.createdBy.name)],
  },
};

/**
 * The columns that are shown, their heads sorting by what is offered.
 * @param {string[]} chosen
 * @param {string[] | null} sorts
 * @returns {Column[]}
 */
export function shownColumns(chosen, sorts) {
  const found = Object.keys(columns).filter((key) => chosen.includes(key)).map((key) => columns[key]);
  return [name, ...found].map((column) => {
    const { up, down } = column.sort ?? {};
    const isOffered = sorts === null || [up, down].some((one) => one && sorts.includes(one));
    return isOffered ? column : { ...column, sort: undefined };
  });
}

/**
 * @param {object} host
 * @param {() => string[]} host.chosen
 * @param {(chosen: string[]) => void} host.choose
 */
export function columnMenu({ chosen, choose }) {
  return menuButton({
    label: t("evaluations.columns"),
    look: "bare",
    items: () =>
      Object.entries(columns).map(([key, column]) => ({
        label: column.label,
        checked: chosen().includes(key),
        toggles: true,
        run: () => {
          const now = chosen();
          choose(now.includes(key) ? now.filter((one) => one !== key) : [...now, key]);
        },
      })),
  });
}
