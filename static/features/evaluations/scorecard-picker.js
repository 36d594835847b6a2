/**
 * Boxes to choose published scorecards by, at most ten.
 * @module
 */
import { h, replace, uniqueId } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { checkbox } from "/lib/ui/field.js";
import { listScorecards } from "/features/scorecards/calls.js";
import "/features/evaluations/labels.js";

const most = 10;

/**
 * @returns {{ element: HTMLElement, chosen: () => string[], setError: (message: string | null) => void }}
 */
export function scorecardPicker() {
  /** @type {Set<string>} */
  const picked = new Set();
  const list = h("div", { class: "picker-list" });
  const error = h("p", { class: "field-error", hidden: true });
  const labelId = uniqueId("picker");
  const element = h(
    "div",
    { class: "field", role: "group", aria: { labelledby: labelId } },
    h("span", { class: "field-label", id: labelId }, t("evaluations.scorecards")),
    list,
    error,
  );
  void fill();
  return {
    element,
    chosen: () => [...picked],
    setError(message) {
      error.hidden = message === null;
      error.textContent = message ?? "";
    },
  };

  async function fill() {
    const cards = (await listScorecards().catch(() => ({ items: [] }))).items.filter((one) =>
      one.version !== null && one.state === "published"
    );
    if (cards.length === 0) return replace(list, h("p", { class: "muted" }, t("evaluations.noScorecards")));
    if (cards.length === 1) picked.add(cards[0].id);
    replace(
      list,
      cards.map((card) => {
        const box = checkbox({
          label: card.name,
          hint: card.description || undefined,
          checked: picked.has(card.id),
          props: {
            onchange: () => {
              if (box.control.checked && picked.size >= most) box.control.checked = false;
              else if (box.control.checked) picked.add(card.id);
              else picked.delete(card.id);
            },
          },
        });
        return box.element;
      }),
    );
  }
}
