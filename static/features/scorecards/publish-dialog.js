/**
 * Publishes a scorecard from JSON, pasted or from a file; every error stands beside its line.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { ApiError } from "/lib/http.js";
import { t } from "/lib/text.js";
import { button } from "/lib/ui/button.js";
import { openDialog } from "/lib/ui/dialog.js";
import { field } from "/lib/ui/field.js";
import { toast } from "/lib/ui/toast.js";
import { createScorecard, getScorecard, listScorecards, publish, saveDraft } from "/features/scorecards/calls.js";
import { lineOf, linesOf, readJson } from "/features/scorecards/json-lines.js";
import "/features/scorecards/labels.js";

/**
 * @param {{ text?: string }} [options]
 * @returns {Promise<string | null>} the id of the scorecard that was published or saved
 */
export async function publishDialog({ text = "" } = {}) {
  const area = h("textarea", {
    class: "json-area",
    spellcheck: "false",
    rows: 18,
    value: text,
    oninput: () => clear(),
  });
  const json = field({ label: t("scorecards.json"), control: area, hint: t("scorecards.dialogLead") });
  const problems = h("div", { class: "json-problems", role: "alert" });
  const choose = h("input", {
    type: "file",
    accept: ".json,application/json",
    class: "visually-hidden",
    tabindex: -1,
    aria: { label: t("scorecards.file") },
    onchange: () => void read(),
  });
  /** @type {{ id: string, etag: string | null } | null} */
  let draft = null;
  /** @type {string | null} */
  let done = null;
  const dialog = openDialog({
    title: t("scorecards.dialogTitle"),
    width: "large",
    body: [
      h(
        "div",
        { class: "file-row" },
        choose,
        button({ label: t("scorecards.file"), icon: "file", onclick: () => choose.click() }),
      ),
      json.element,
      problems,
    ],
    actions: [
      { label: t("scorecards.saveDraft"), start: true, run: () => attempt(false) },
      { label: t("lib.cancel") },
      { label: t("scorecards.publishNow"), look: "primary", run: () => attempt(true) },
    ],
  });
  area.focus();
  await dialog.closed;
  return done;

  async function read() {
    const file = choose.files?.[0];
    if (!file) return;
    area.value = await file.text();
    choose.value = "";
    clear();
  }

  /** @param {boolean} alsoPublish */
  async function attempt(alsoPublish) {
    clear();
    const { value, error } = readJson(area.value);
    if (error) {
      say([{ line: error.line, detail: t("scorecards.notJson") }]);
      return false;
    }
    try {
      draft = await drafted(value);
      if (alsoPublish) {
        const { version } = await publish(draft.id, draft.etag ?? "*");
        toast(t("scorecards.publishedToast", { name: value.name, version }), { kind: "good" });
      } else toast(t("scorecards.draftToast", { name: value.name }), { kind: "good" });
      done = draft.id;
      return true;
    } catch (problem) {
      if (!(problem instanceof ApiError) || problem.errors.length === 0) throw problem;
      const lines = linesOf(area.value);
      say(problem.errors.map((one) => ({ line: lineOf(lines, one.pointer), detail: one.detail })));
      return false;
    }
  }

  /**
   * Saves the content as the draft of its scorecard, known by its key, or of a new one.
   * @param {any} content
   */
  async function drafted(content) {
    let known = draft;
    if (!known) {
      for (let cursor = null;;) {
        const page = await listScorecards(undefined, cursor);
        const same = page.items.find((one) => one.key === content?.key);
        if (same) {
          known = { id: same.id, etag: (await getScorecard(same.id)).etag };
          break;
        }
        if (!page.next) break;
        cursor = page.next;
      }
    }
    if (!known) return await createScorecard(content);
    const etag = await saveDraft(known.id, content, known.etag ?? "*");
    return { id: known.id, etag: etag ?? (await getScorecard(known.id)).etag };
  }

  function clear() {
    dialog?.setError(null);
    json.setError(null);
    replace(problems);
  }

  /** @param {{ line: number, detail: string }[]} found */
  function say(found) {
    area.setAttribute("aria-invalid", "true");
    const rows = [...found].sort((a, b) => a.line - b.line);
    replace(
      problems,
      h("p", { class: "json-problems-title" }, t("scorecards.fix", { count: rows.length })),
      h(
        "ul",
        null,
        rows.map(({ line, detail }) =>
          h(
            "li",
            null,
            button({ label: t("scorecards.line", { line }), small: true, onclick: () => goTo(line) }),
            h("span", null, detail),
          )
        ),
      ),
    );
    goTo(rows[0].line);
  }

  /** @param {number} line */
  function goTo(line) {
    const all = area.value.split("\n");
    const start = all.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    area.focus();
    area.setSelectionRange(start, start + (all[line - 1]?.length ?? 0));
    const height = Number.parseFloat(getComputedStyle(area).lineHeight) || 18;
    area.scrollTop = Math.max(0, (line - 4) * height);
  }
}
