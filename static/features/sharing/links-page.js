/**
 * The links one gave out: their state, their openings, and revoking them.
 * @module
 */
import { h } from "/lib/dom.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { dateTime, relative, shortDateTime } from "/lib/times.js";
import { button, buttonLink } from "/lib/ui/button.js";
import { dataGrid } from "/lib/ui/datagrid.js";
import { confirmDialog, openDialog } from "/lib/ui/dialog.js";
import { icon } from "/lib/ui/icons.js";
import { chip, emptyState, pageHead } from "/lib/ui/parts.js";
import { toast, toastError } from "/lib/ui/toast.js";
import { getShare, listShares, revokeShare } from "/features/sharing/calls.js";
import "/features/sharing/labels.js";

await styles(import.meta.url, "./sharing.css");

/** @typedef {import("/features/sharing/calls.js").Share} Share */

/** @type {Record<string, import("/lib/ui/parts.js").Tone>} */
const tones = { active: "good", expired: "plain", revoked: "bad", used_up: "warn", held: "warn" };

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {import("/lib/router.js").Shown}
 */
export function show({ signal }) {
  const grid = dataGrid({
    label: t("sharing.title"),
    columns: columns((item) => void revoke(item)),
    load: (cursor, abort) => listShares(cursor, abort),
    empty: () =>
      emptyState({
        icon: "link",
        title: t("sharing.emptyTitle"),
        text: t("sharing.emptyText"),
        action: buttonLink({ label: t("sharing.goInteractions"), look: "primary", href: "/interactions" }),
      }),
    summary: (shown, total) => t("sharing.shown", { shown, total: total?.count ?? shown }),
    signal,
  });
  void grid.reload();
  return {
    title: t("sharing.title"),
    element: h(
      "div",
      { class: "page" },
      pageHead({
        title: t("sharing.title"),
        sub: t("sharing.sub"),
        actions: buttonLink({ label: t("sharing.moments"), icon: "moment", href: "/moments" }),
      }),
      grid.element,
    ),
  };

  /** @param {Share} item */
  async function revoke(item) {
    const isSure = await confirmDialog({
      title: t("sharing.revokeTitle"),
      body: t("sharing.revokeText", { title: item.moment.title }),
      confirm: t("sharing.revoke"),
      danger: true,
    });
    if (!isSure) return;
    try {
      await revokeShare(item.id);
      toast(t("sharing.revokedToast"), { kind: "good" });
      await grid.reload();
    } catch (error) {
      toastError(error);
    }
  }
}

/**
 * @param {(item: Share) => void} revoke
 * @returns {import("/lib/ui/datagrid.js").Column<Share>[]}
 */
function columns(revoke) {
  return [
    {
      label: t("sharing.moment"),
      cell: (item) => [
        h(
          "a",
          { class: "row-link", href: `/interactions/${item.moment.interactionId}?tab=moments` },
          item.moment.title,
        ),
        h("span", { class: "sub" }, item.createdBy.name),
        item.laterRecordings > 0 && isAlive(item) &&
        h(
          "span",
          { class: "sub share-later" },
          icon("screen"),
          t("sharing.laterRecordings", { count: item.laterRecordings }),
        ),
      ],
    },
    {
      label: t("sharing.state"),
      cell: (item) =>
        chip(t(`sharing.${item.state}`), {
          tone: tones[item.state],
          dot: item.state === "active",
          title: item.state === "held" ? t("sharing.heldTitle") : undefined,
        }),
    },
    {
      label: t("sharing.expires"),
      className: "nowrap",
      cell: (item) => [shortDateTime(item.expiresAt), h("span", { class: "sub" }, relative(item.expiresAt))],
    },
    {
      label: t("sharing.views"),
      className: "number",
      cell: (item) => [
        item.maxViews === null ? item.views : t("sharing.viewsOf", { views: item.views, max: item.maxViews }),
        h(
          "span",
          { class: "sub" },
          item.lastViewedAt ? t("sharing.lastViewed", { when: relative(item.lastViewedAt) }) : t("sharing.neverViewed"),
        ),
      ],
    },
    {
      label: t("sharing.protection"),
      cell: (item) =>
        h(
          "span",
          { class: "share-chips" },
          item.hasPassword
            ? chip(t("sharing.password"), { icon: "lock" })
            : chip(t("sharing.noPassword"), { tone: "warn" }),
          item.allowDownload && chip(t("sharing.download"), { icon: "download" }),
        ),
    },
    { label: t("sharing.created"), className: "nowrap", cell: (item) => shortDateTime(item.createdAt) },
    {
      label: t("sharing.revoke"),
      quiet: true,
      className: "end nowrap",
      cell: (item) =>
        h(
          "span",
          { class: "share-actions" },
          button({ label: t("sharing.log"), small: true, look: "bare", onclick: () => void openLog(item) }),
          isAlive(item) &&
            button({ label: t("sharing.revoke"), small: true, onclick: () => revoke(item) }),
        ),
    },
  ];
}

/** @param {Share} item */
function isAlive(item) {
  return item.state === "active" || item.state === "held";
}

/** @param {Share} item */
async function openLog(item) {
  const share = await getShare(item.id).catch((error) => void toastError(error));
  if (!share) return;
  const heads = ["when", "outcome", "network"].map((name) => h("th", { scope: "col" }, t(`sharing.${name}`)));
  const rows = share.viewLog.map((view) =>
    h(
      "tr",
      null,
      h("th", { scope: "row", class: "nowrap" }, dateTime(view.at)),
      h("td", null, t(`sharing.${view.outcome}`)),
      h("td", { class: "mono" }, view.network),
    )
  );
  const table = h("table", { class: "grid" }, h("thead", null, h("tr", null, heads)), h("tbody", null, rows));
  await openDialog({
    title: t("sharing.logTitle", { title: item.moment.title }),
    width: "medium",
    body: rows.length === 0
      ? h("p", { class: "muted" }, t("sharing.logEmpty"))
      : h("div", { class: "grid-frame" }, table),
    actions: [{ label: t("lib.close"), look: "primary" }],
  }).closed;
}
