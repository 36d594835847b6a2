/**
 * One scorecard: its form to read, its settings, its versions.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { reload, setQuery } from "/lib/router.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { date, exactPercent } from "/lib/times.js";
import { button, buttonLink } from "/lib/ui/button.js";
import { confirmDialog, openDialog } from "/lib/ui/dialog.js";
import { menuButton } from "/lib/ui/menu.js";
import { chip, facts, notice, pageHead } from "/lib/ui/parts.js";
import { toast, toastError } from "/lib/ui/toast.js";
import { may } from "/features/accounts/who.js";
import { adopt, adoptionOf, exportAddress, getScorecard, getVersion, setRetired } from "/features/scorecards/calls.js";
import { wholeCard } from "/features/scorecards/card.js";
import { differences } from "/features/scorecards/difference.js";
import { differenceList } from "/features/scorecards/difference-view.js";
import { scorecardPreview } from "/features/scorecards/preview.js";
import "/features/scorecards/editor-labels.js";
import "/features/scorecards/labels.js";

await Promise.all([styles(import.meta.url, "./scorecards.css"), styles(import.meta.url, "./editor.css")]);

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {Promise<import("/lib/router.js").Shown>}
 */
export async function show({ params, query, signal }) {
  const card = await getScorecard(params.id, signal);
  const mayMove = may("assign_evaluations") && card.state === "published";
  const adoption = mayMove ? await adoptionOf(card.id, signal) : null;
  const form = h("div", { class: "card preview-card" });
  const side = h("aside", { class: "preview-side" });
  const update = async (/** @type {URLSearchParams} */ search) => {
    const wanted = search.get("version");
    const isDraft = wanted === "draft" || (card.version === null && !wanted);
    const number = isDraft ? null : Number(wanted ?? card.version);
    const content = isDraft
      ? card.draft ?? card.content
      : number === card.version
      ? card.content
      : (await getVersion(card.id, Number(number))).content;
    replace(
      form,
      h(
        "header",
        { class: "preview-head" },
        h(
          "h2",
          null,
          content.name,
          " ",
          h(
            "span",
            { class: "muted" },
            number ? t("scorecards.versionN", { version: number }) : t("scorecards.shownDraft"),
          ),
        ),
        h("p", { class: "muted" }, t("scorecards.previewNote")),
        h(
          "div",
          { class: "preview-tools" },
          compareButton(number, content),
          (/** @type {const} */ (["csv", "json"])).map((kind) =>
            buttonLink({
              label: t(`scorecards.export_${kind}`),
              small: true,
              href: exportAddress(card.id, kind, number),
              props: { download: "" },
            })
          ),
        ),
      ),
      scorecardPreview(content),
    );
    const hadFocus = side.contains(document.activeElement);
    replace(side, settings(content), versions(number));
    // Whoever chose a version stands at the one that is shown.
    const shown = side.querySelector(".version-list [aria-pressed=true]");
    if (hadFocus && shown instanceof HTMLElement) shown.focus();
  };
  await update(query);
  return {
    title: card.name,
    element: h(
      "div",
      { class: "page" },
      pageHead({
        title: card.name,
        crumbs: [{ label: t("scorecards.title"), href: "/scorecards" }],
        sub: [
          card.state === "retired" && chip(t("scorecards.retired"), { dot: true }),
          card.description && h("span", null, card.description),
        ],
        actions: may("edit_scorecards") && [
          card.version !== null && menuButton({
            label: t("scorecards.more"),
            items: [
              card.state === "retired"
                ? { label: t("scorecards.bringBack"), run: () => void retire(false) }
                : { label: t("scorecards.retire"), danger: true, run: () => void retire(true) },
            ],
          }),
          buttonLink({ label: t("editor.edit"), icon: "edit", look: "primary", href: `/scorecards/${card.id}/edit` }),
        ],
      }),
      adoption !== null && adoption.untouched > 0 && notice(t("scorecards.older", { count: adoption.untouched }), {
        action: button({
          label: t("scorecards.moveNow", { version: adoption.version }),
          small: true,
          onclick: () => void move(),
        }),
      }),
      h("div", { class: "preview-layout" }, form, side),
    ),
    update: (visit) => update(visit.query),
  };

  /** @param {boolean} isRetired */
  async function retire(isRetired) {
    const isSure = !isRetired || await confirmDialog({
      title: t("scorecards.retireTitle"),
      body: t("scorecards.retireText"),
      confirm: t("scorecards.retire"),
      danger: true,
    });
    if (!isSure) return;
    try {
      await setRetired(card.id, isRetired, card.etag);
      toast(t(isRetired ? "scorecards.retiredToast" : "scorecards.backToast", { name: card.name }), { kind: "good" });
      await reload();
    } catch (error) {
      toastError(error);
    }
  }

  async function move() {
    try {
      const { moved, version } = await adopt(card.id);
      toast(t("scorecards.movedToast", { count: moved, version }), { kind: "good" });
      await reload();
    } catch (error) {
      toastError(error);
    }
  }

  /**
   * What a version, or the draft, has that the one before it has not.
   * @param {number | null} shown
   * @param {import("/features/scorecards/calls.js").Content} content
   */
  function compareButton(shown, content) {
    const before = shown === null ? card.version ?? 0 : shown - 1;
    if (before < 1) return null;
    return button({
      label: t("editor.compare"),
      small: true,
      onclick: async () => {
        const old = await getVersion(card.id, before);
        openDialog({
          title: shown === null
            ? t("editor.compareDraft", { before })
            : t("editor.compareTitle", { before, after: shown }),
          width: "medium",
          body: differenceList(differences(wholeCard(old.content), wholeCard(content))),
          actions: [{ label: t("lib.close"), look: "primary" }],
        });
      },
    });
  }

  /** @param {import("/features/scorecards/calls.js").Content} content */
  function settings(content) {
    return h(
      "section",
      { class: "card" },
      h("header", { class: "card-head" }, h("h2", null, t("scorecards.settings"))),
      h(
        "div",
        { class: "card-body" },
        facts([
          [t("scorecards.key"), h("code", null, content.key)],
          [t("scorecards.format"), t(`scorecards.${content.format}`)],
          [
            t("scorecards.passMark"),
            content.passMark != null ? exactPercent(content.passMark) : t("scorecards.noPassMark"),
          ],
        ]),
        h(
          "ul",
          { class: "preview-settings" },
          h(
            "li",
            null,
            t(content.unansweredOptional === "exclude" ? "scorecards.unansweredExclude" : "scorecards.unansweredZero"),
          ),
          content.evidenceRequired && h("li", null, t("scorecards.evidenceRequired")),
          content.defaultsOn && h("li", null, t("scorecards.defaultsOn")),
        ),
        (content.tags ?? []).length > 0 && h("div", { class: "chips" }, (content.tags ?? []).map((tag) => chip(tag))),
      ),
    );
  }

  /** @param {number | null} shown */
  function versions(shown) {
    const rows = [...card.versions].sort((a, b) => b.number - a.number);
    const entry = (
      /** @type {string} */ label,
      /** @type {string | null} */ detail,
      /** @type {string} */ value,
      /** @type {boolean} */ on,
    ) =>
      h(
        "li",
        null,
        h(
          "button",
          {
            type: "button",
            class: "menu-item",
            aria: { pressed: on },
            onclick: () => void setQuery({ version: value }),
          },
          h("span", { class: "menu-label" }, label),
          h("span", { class: "menu-hint" }, detail),
        ),
      );
    return h(
      "section",
      { class: "card" },
      h("header", { class: "card-head" }, h("h2", null, t("scorecards.versions"))),
      h(
        "ul",
        { class: "version-list" },
        (card.draft || card.version === null) && entry(t("scorecards.shownDraft"), null, "draft", shown === null),
        rows.map((one) =>
          entry(
            t("scorecards.versionN", { version: one.number }),
            t("scorecards.versionLine", { when: date(one.publishedAt), who: one.publishedBy?.name ?? "–" }),
            String(one.number),
            one.number === shown,
          )
        ),
      ),
    );
  }
}
