/**
 * Takes a scorecard from a CSV or JSON file: what it would change is shown first, what is wrong stands beside its line.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { ApiError } from "/lib/http.js";
import { t } from "/lib/text.js";
import { button, buttonLink } from "/lib/ui/button.js";
import { openDialog } from "/lib/ui/dialog.js";
import { notice } from "/lib/ui/parts.js";
import { toast } from "/lib/ui/toast.js";
import { importCard, isJson, templateAddress } from "/features/scorecards/calls.js";
import { differenceList } from "/features/scorecards/difference-view.js";
import { lineOf, linesOf, readJson } from "/features/scorecards/json-lines.js";
import "/features/scorecards/labels.js";

/** @returns {Promise<string | null>} where the scorecard is that was taken */
export async function importDialog() {
  const found = h("div", { class: "import-found", aria: { live: "polite" } });
  const name = h("span", { class: "muted" }, t("scorecards.noFile"));
  const choose = h("input", {
    type: "file",
    accept: ".csv,.json,text/csv,application/json",
    hidden: true,
    onchange: () => void look(),
  });
  /** @type {{ file: File, tried: import("/features/scorecards/calls.js").Imported } | null} */
  let ready = null;
  /** @type {string | null} */
  let place = null;
  const dialog = openDialog({
    title: t("scorecards.importTitle"),
    width: "large",
    body: [
      h("p", null, t("scorecards.importLead")),
      h(
        "div",
        { class: "file-row" },
        choose,
        button({ label: t("scorecards.importFile"), icon: "file", onclick: () => choose.click() }),
        buttonLink({ label: t("scorecards.template"), look: "bare", href: templateAddress, props: { download: "" } }),
        name,
      ),
      found,
    ],
    actions: [{ label: t("lib.cancel") }, { label: t("scorecards.importNow"), look: "primary", run: take }],
  });
  await dialog.closed;
  return place;

  async function look() {
    const file = choose.files?.[0];
    choose.value = "";
    if (!file) return;
    ready = null;
    dialog.setError(null);
    replace(name, file.name);
    const text = isJson(file) ? await file.text() : null;
    const broken = text === null ? null : readJson(text).error;
    if (broken) {
      replace(found, problems([t("scorecards.importLine", { line: broken.line, detail: t("scorecards.notJson") })]));
      return;
    }
    try {
      const tried = await importCard(file, { dryRun: true });
      ready = { file, tried };
      replace(found, outcome(tried));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      replace(found, problems(text === null ? sentences(error) : withLines(error, text)));
    }
  }

  async function take() {
    if (!ready) {
      dialog.setError(t("scorecards.importFirst"));
      return false;
    }
    try {
      const done = await importCard(ready.file, { dryRun: false, etag: ready.tried.etag });
      place = `/scorecards/${done.id}${done.outcome === "unchanged" ? "" : "?version=draft"}`;
      toast(t(done.outcome === "unchanged" ? "scorecards.importSame" : "scorecards.draftToast", { name: done.name }), {
        kind: "good",
      });
      return true;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412) throw error;
      replace(found, notice(t("scorecards.importStale"), { tone: "warn" }));
      ready = null;
      return false;
    }
  }
}

/** @param {import("/features/scorecards/calls.js").Imported} tried */
function outcome(tried) {
  return [
    h("p", null, t(`scorecards.import_${tried.outcome}`, { name: tried.name, count: tried.questions })),
    tried.outcome === "drafted" && differenceList(tried.differences),
    tried.problems.length > 0 && notice(
      [
        h("p", null, t("scorecards.importProblems")),
        h("ul", null, tried.problems.map((one) => h("li", null, one.detail))),
      ],
      { tone: "warn" },
    ),
  ];
}

/** @param {ApiError} error */
function sentences(error) {
  return error.errors.length > 0 ? error.errors.map((one) => one.detail) : [error.detail];
}

/**
 * A JSON file's errors name a place in it; people look for a line.
 * @param {ApiError} error
 * @param {string} text
 */
function withLines(error, text) {
  if (error.errors.length === 0) return [error.detail];
  const lines = linesOf(text);
  return error.errors
    .map((one) => ({ line: lineOf(lines, one.pointer), detail: one.detail }))
    .sort((a, b) => a.line - b.line)
    .map((one) => t("scorecards.importLine", one));
}

/** @param {string[]} found */
function problems(found) {
  return h(
    "div",
    { class: "json-problems", role: "alert" },
    h("p", { class: "json-problems-title" }, t("scorecards.fix", { count: found.length })),
    h("ul", null, found.map((one) => h("li", null, one))),
  );
}
