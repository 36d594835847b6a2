/**
 * The scorecards of the account.
 * @module
 */
import { h } from "/lib/dom.js";
import { navigate } from "/lib/router.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { date } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { dataGrid } from "/lib/ui/datagrid.js";
import { chip, emptyState, pageHead } from "/lib/ui/parts.js";
import { may } from "/features/accounts/who.js";
import { listScorecards } from "/features/scorecards/calls.js";
import { importDialog } from "/features/scorecards/import-dialog.js";
import { newCardDialog } from "/features/scorecards/new-card-dialog.js";
import "/features/scorecards/labels.js";

await Promise.all([styles(import.meta.url, "./scorecards.css"), styles(import.meta.url, "./editor.css")]);

/** @type {Record<string, import("/lib/ui/parts.js").Tone>} */
const tones = { draft: "warn", published: "good", retired: "plain" };

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {import("/lib/router.js").Shown}
 */
export function show({ signal }) {
  const mayEdit = may("edit_scorecards");
  const grid = dataGrid({
    label: t("scorecards.title"),
    columns: [
      {
        label: t("scorecards.name"),
        cell: (item) => [
          h("a", { class: "row-link", href: `/scorecards/${item.id}` }, item.name),
          item.description && h("span", { class: "sub" }, item.description),
        ],
      },
      {
        label: t("scorecards.state"),
        cell: (item) =>
          h(
            "span",
            { class: "chips" },
            chip(t(`scorecards.${item.state}`), { tone: tones[item.state], dot: true }),
            item.hasDraft && item.state === "published" && chip(t("scorecards.hasDraft"), { tone: "warn" }),
          ),
      },
      { label: t("scorecards.version"), className: "number", cell: (item) => item.version ?? "–" },
      { label: t("scorecards.format"), cell: (item) => t(`scorecards.${item.format}`) },
      { label: t("scorecards.questions"), className: "number", cell: (item) => item.questions },
      { label: t("scorecards.updated"), className: "nowrap", cell: (item) => date(item.updatedAt) },
    ],
    load: (cursor, abort) => listScorecards(abort, cursor),
    href: (item) => `/scorecards/${item.id}`,
    empty: () =>
      emptyState({
        icon: "card",
        title: t("scorecards.emptyTitle"),
        text: t("scorecards.emptyText"),
        action: mayEdit ? button({ label: t("editor.newCard"), look: "primary", onclick: begin }) : null,
      }),
    summary: (shown, total) => t("scorecards.count", { count: total?.count ?? shown }),
    signal,
  });
  void grid.reload();
  return {
    title: t("scorecards.title"),
    element: h(
      "div",
      { class: "page" },
      pageHead({
        title: t("scorecards.title"),
        actions: mayEdit && [
          button({ label: t("scorecards.import"), icon: "upload", onclick: () => void take() }),
          button({ label: t("editor.newCard"), look: "primary", icon: "add", onclick: begin }),
        ],
      }),
      grid.element,
    ),
  };

  async function begin() {
    const id = await newCardDialog();
    if (id) await navigate(`/scorecards/${id}/edit`);
  }

  async function take() {
    const place = await importDialog();
    if (place) await navigate(place);
  }
}
