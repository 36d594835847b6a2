/**
 * The editor of a scorecard: its form on one side, the form as evaluators see it on the other.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { ApiError, connection } from "/lib/http.js";
import { addKeys } from "/lib/keyboard.js";
import { navigate, reload } from "/lib/router.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { button, setBusy } from "/lib/ui/button.js";
import { confirmDialog } from "/lib/ui/dialog.js";
import { menuButton } from "/lib/ui/menu.js";
import { pageHead } from "/lib/ui/parts.js";
import { toast, toastError } from "/lib/ui/toast.js";
import { may, who } from "/features/accounts/who.js";
import { Draft, keeperIn } from "/features/evaluations/draft.js";
import { adopt, dropDraft, getScorecard, publish, saveDraft } from "/features/scorecards/calls.js";
import { wholeCard } from "/features/scorecards/card.js";
import { differences } from "/features/scorecards/difference.js";
import { draftConflict } from "/features/scorecards/draft-conflict.js";
import { Desk } from "/features/scorecards/editor-desk.js";
import { sectionsEditor, weightsLine } from "/features/scorecards/editor-form.js";
import { tryout } from "/features/scorecards/editor-preview.js";
import { problemList } from "/features/scorecards/editor-problems.js";
import { publishDialog } from "/features/scorecards/publish-dialog.js";
import { settingsEditor } from "/features/scorecards/editor-settings.js";
import { makeReorderable } from "/features/scorecards/reorder.js";
import "/features/scorecards/labels.js";
import "/features/scorecards/editor-labels.js";

await Promise.all([styles(import.meta.url, "./scorecards.css"), styles(import.meta.url, "./editor.css")]);

/** From the last change to the preview being drawn anew, ms. */
const PREVIEW_MS = 150;

/** @typedef {import("/features/scorecards/card.js").Card} Card */

/**
 * @param {import("/lib/router.js").Visit} visit
 * @returns {Promise<import("/lib/router.js").Shown>}
 */
export async function show({ params, signal }) {
  if (!may("edit_scorecards")) {
    throw new ApiError({ status: 403, code: "forbidden", detail: t("editor.forbidden") });
  }
  const known = await getScorecard(params.id, signal);
  const desk = new Desk(wholeCard(known.draft ?? known.content));
  const isPublished = known.version !== null;
  const form = h("div", { class: "edit-form" });
  const state = h("span", { class: "edit-state", role: "status" }, t("editor.unchanged"));
  const problems = problemList(desk);
  const weights = weightsLine(desk);
  const preview = tryout(() => desk.card);
  const undo = button({ label: t("editor.undo"), onclick: () => desk.undo() });
  const redo = button({ label: t("editor.redo"), onclick: () => desk.redo() });
  const publishing = button({ label: t("editor.publish"), look: "primary", onclick: () => void publishNow() });
  let timer = 0;

  // The draft keeps lists of forms; a scorecard is a list of one.
  const cards = (/** @type {any} */ forms) => /** @type {Card} */ (forms[0]);
  const forms = (/** @type {Card} */ card) => /** @type {any} */ ([card]);
  const keeper = keeperIn(localStorage, who.get()?.user.id ?? "", `scorecard.${known.id}`);
  const draft = new Draft({
    etag: known.etag,
    base: forms(desk.card),
    savedAt: null,
    keeper,
    send: async (given, etag) => ({
      .../** @type {any} */ ({ savedAt: null }),
      etag: await saveDraft(known.id, cards(given), etag) ?? etag,
    }),
    onstate: tellState,
    onconflict: () => void resolveConflict(),
  });

  desk.redraw = redraw;
  desk.addEventListener("change", changed);
  makeReorderable(form, desk);
  connection.subscribe((now) => now.online && draft.retry(), signal);
  addKeys(
    [
      {
        id: "editor.undo",
        keys: ["Ctrl+Z"],
        label: t("editor.undo"),
        group: t("editor.keysGroup"),
        run: () => desk.undo(),
      },
      {
        id: "editor.redo",
        keys: ["Ctrl+Shift+Z", "Ctrl+Y"],
        label: t("editor.redo"),
        group: t("editor.keysGroup"),
        run: () => desk.redo(),
      },
    ],
    signal,
  );
  redraw(null);
  preview.draw();
  tellSteps();
  const kept = keeper.get();
  if (kept) takeUp(kept);

  return {
    title: t("editor.title", { name: known.name }),
    element: h(
      "div",
      { class: "page edit-page" },
      pageHead({
        title: t("editor.title", { name: known.name }),
        crumbs: [{ label: t("scorecards.title"), href: "/scorecards" }, {
          label: known.name,
          href: `/scorecards/${known.id}`,
        }],
        sub: t("editor.keys"),
        actions: [state, undo, redo, isPublished && more(), publishing],
      }),
      problems.element,
      h("div", { class: "edit-layout" }, h("div", { class: "edit-column" }, weights.element, form), preview.element),
    ),
    mayLeave: async () => {
      await draft.flush();
      return true;
    },
    leave: () => {
      clearTimeout(timer);
      draft.end();
    },
  };

  function more() {
    return menuButton({
      label: t("editor.more"),
      items: [{ label: t("editor.discard"), icon: "trash", danger: true, run: () => void discard() }],
    });
  }

  function changed() {
    draft.change(forms(desk.card));
    weights.set();
    tellSteps();
    clearTimeout(timer);
    timer = setTimeout(preview.draw, PREVIEW_MS);
  }

  /** @param {string | null} focus */
  function redraw(focus) {
    const active = document.activeElement;
    const inside = active instanceof HTMLElement && form.contains(active) ? active.dataset.at ?? null : null;
    desk.clearFields();
    replace(form, settingsEditor(desk, { isKeyFixed: isPublished }), sectionsEditor(desk));
    desk.showProblems();
    weights.set();
    const wanted = focus ?? inside;
    if (wanted === null) return;
    const goal = form.querySelector(`[data-at="${CSS.escape(wanted)}"]`);
    if (goal instanceof HTMLElement) goal.focus();
  }

  function tellSteps() {
    for (const [one, can] of /** @type {const} */ ([[undo, desk.canUndo], [redo, desk.canRedo]])) {
      if (can) one.removeAttribute("aria-disabled");
      else one.setAttribute("aria-disabled", "true");
    }
  }

  /** @param {import("/features/evaluations/draft.js").DraftState} now */
  function tellState(now) {
    state.dataset.state = now.name;
    replace(
      state,
      now.name === "conflict"
        ? button({ label: t("editor.conflict"), small: true, onclick: () => void resolveConflict() })
        : t(`editor.${now.name}`, { why: now.problem?.message ?? "" }),
    );
  }

  /**
   * What this browser kept of an earlier visit and never sent; a draft saved since then waits for a choice.
   * @param {import("/features/evaluations/draft.js").Kept} kept
   */
  function takeUp(kept) {
    const card = wholeCard(cards(kept.forms));
    if (kept.etag !== draft.etag) draft.hold({ ...kept, forms: forms(card) });
    desk.apply(card);
    if (draft.state.name === "conflict") void resolveConflict();
  }

  async function resolveConflict() {
    const theirs = await getScorecard(known.id, signal).catch((error) => {
      if (!signal.aborted) toastError(error);
      return null;
    });
    if (!theirs) return;
    const card = wholeCard(theirs.draft ?? theirs.content);
    if (differences(desk.card, card).length === 0) return draft.settle({ etag: theirs.etag, forms: forms(card) });
    const choice = await draftConflict(desk.card, card);
    if (choice === null || signal.aborted) return;
    if (choice === "mine") {
      await draft.resolve(theirs.etag, forms(card), forms(desk.card));
      toast(t("editor.mineKept"));
      return;
    }
    desk.removeEventListener("change", changed);
    desk.apply(card);
    desk.addEventListener("change", changed);
    draft.settle({ etag: theirs.etag, forms: forms(card) });
    tellSteps();
    preview.draw();
    toast(t("editor.theirsTaken"));
  }

  async function publishNow() {
    setBusy(publishing, true);
    problems.set([]);
    try {
      if (draft.state.name === "conflict") return void resolveConflict();
      if (!(await draft.flush())) return;
      const choice = isPublished ? await publishDialog(known.id) : { moves: false };
      if (choice === null) return;
      const { version } = await publish(known.id, draft.etag);
      keeper.set(null);
      if (choice.moves) {
        const { moved } = await adopt(known.id);
        toast(t("scorecards.movedToast", { count: moved, version }), { kind: "good" });
      }
      const isSame = version === known.version;
      toast(t(isSame ? "editor.sameVersionToast" : "editor.publishedToast", { name: desk.card.name, version }), {
        kind: "good",
      });
      await navigate(`/scorecards/${known.id}`);
    } catch (error) {
      if (error instanceof ApiError && error.errors.length > 0) problems.set(error.errors);
      else if (error instanceof ApiError && error.status === 412) void resolveConflict();
      else toastError(error);
    } finally {
      setBusy(publishing, false);
    }
  }

  async function discard() {
    if (draft.state.name === "conflict") return resolveConflict();
    const isSure = await confirmDialog({
      title: t("editor.discardTitle"),
      body: t("editor.discardText", { version: known.version }),
      confirm: t("editor.discard"),
      danger: true,
    });
    if (!isSure) return;
    try {
      await draft.flush();
      await dropDraft(known.id, draft.etag);
      keeper.set(null);
      await reload();
    } catch (error) {
      toastError(error);
    }
  }
}
