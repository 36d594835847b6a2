/**
 * Begins a scorecard from nothing: a name, how it is scored, and the editor opens.
 * @module
 */
import { ApiError } from "/lib/http.js";
import { t } from "/lib/text.js";
import { openDialog } from "/lib/ui/dialog.js";
import { field, select } from "/lib/ui/field.js";
import { createScorecard } from "/features/scorecards/calls.js";
import { firstCard, keyOf } from "/features/scorecards/card.js";
import "/features/scorecards/editor-labels.js";

/** @returns {Promise<string | null>} the id of the scorecard that was made */
export async function newCardDialog() {
  const name = field({ label: t("editor.newName"), required: true, props: { maxlength: 250, autocomplete: "off" } });
  const format = select(["percentage", "points"].map((value) => ({ value, label: t(`editor.${value}`) })));
  /** @type {string | null} */
  let id = null;
  const { closed } = openDialog({
    title: t("editor.newCard"),
    body: [name.element, field({ label: t("editor.newFormat"), control: format }).element],
    actions: [{ label: t("lib.cancel") }, { label: t("editor.create"), look: "primary", run: make }],
  });
  await closed;
  return id;

  async function make() {
    name.setError(null);
    if (name.value() === "") {
      name.setError(t("editor.newNameMissing"));
      name.control.focus();
      return false;
    }
    const key = keyOf(name.value());
    for (let again = 1;; again += 1) {
      try {
        const card = firstCard(
          {
            key: again === 1 ? key : `${key}-${again}`,
            name: name.value(),
            format: /** @type {"percentage" | "points"} */ (format.value),
            title: t("editor.firstSection"),
          },
          () => crypto.randomUUID().slice(0, 8),
        );
        id = (await createScorecard(card)).id;
        return true;
      } catch (error) {
        const isTaken = error instanceof ApiError && error.errors.some((one) => one.code === "key_taken");
        if (!isTaken || again === 20) throw error;
      }
    }
  }
}
