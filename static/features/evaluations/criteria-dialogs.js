/**
 * Saves the filters of the interaction list as criteria, and says in words what criteria search for.
 * @module
 */
import { h } from "/lib/dom.js";
import { navigate } from "/lib/router.js";
import { t } from "/lib/text.js";
import { date } from "/lib/times.js";
import { openDialog } from "/lib/ui/dialog.js";
import { field } from "/lib/ui/field.js";
import { toast } from "/lib/ui/toast.js";
import { changeCriteria, createCriteria } from "/features/evaluations/calls.js";
import { languageName, queryOf } from "/features/interactions/filters.js";
import "/features/evaluations/labels.js";
import "/features/interactions/labels.js";

/** What criteria may search by; other filters of the list say nothing about what to draw. */
const searchable = ["q", "agent", "team", "queue", "channel", "disposition", "language", "from", "to", "window"];

/**
 * @param {Record<string, string | string[]>} filters of the interaction list
 * @returns {Promise<boolean>}
 */
export async function saveCriteriaDialog(filters) {
  const query = queryOf(filters);
  const search = Object.fromEntries(
    searchable.filter((name) => query[name] != null).map((name) => [name, query[name]]),
  );
  const name = nameField("");
  const answer = await openDialog({
    title: t("evaluations.saveTitle"),
    body: [h("p", { class: "muted" }, t("evaluations.saveLead")), name.element],
    actions: [{ label: t("lib.cancel") }, {
      label: t("evaluations.save"),
      look: "primary",
      value: "saved",
      run: async () => {
        if (!named(name)) return false;
        await createCriteria({ name: name.value(), search });
        toast(t("evaluations.savedToast", { name: name.value() }), {
          kind: "good",
          action: { label: t("evaluations.criteria"), run: () => void navigate("/criteria") },
        });
      },
    }],
  }).closed;
  return answer === "saved";
}

/**
 * @param {import("/features/evaluations/calls.js").Criteria} criteria
 * @returns {Promise<boolean>}
 */
export async function renameCriteriaDialog(criteria) {
  const name = nameField(criteria.name);
  const answer = await openDialog({
    title: t("evaluations.rename"),
    body: name.element,
    actions: [{ label: t("lib.cancel") }, {
      label: t("evaluations.save"),
      look: "primary",
      value: "saved",
      run: async () => {
        if (!named(name)) return false;
        await changeCriteria(criteria.id, { name: name.value(), search: criteria.search });
      },
    }],
  }).closed;
  return answer === "saved";
}

/**
 * What a search asks for, in words: "Queue: Billing · Channel: Voice".
 * @param {Record<string, any>} search
 * @param {import("/features/interactions/calls.js").Facets | null} known the names of ids
 */
export function searchText(search, known) {
  const ofId = (/** @type {string} */ id) =>
    [...(known?.agents ?? []), ...(known?.teams ?? [])].find((ref) => ref.id === id)?.name ?? id;
  /** @type {Record<string, (value: string) => string>} */
  const naming = {
    agent: ofId,
    team: ofId,
    channel: (value) => t(`interactions.${value}`),
    language: languageName,
  };
  const parts = ["agent", "team", "queue", "channel", "disposition", "language"].flatMap((name) => {
    const values = [search[name] ?? []].flat();
    if (values.length === 0) return [];
    return [`${t(`interactions.${name}`)}: ${values.map(naming[name] ?? String).join(", ")}`];
  });
  if (search.q) parts.unshift(`“${search.q}”`);
  if (search.from || search.to) parts.push(`${date(search.from) || "…"} – ${date(search.to) || "…"}`);
  return parts.join(" · ") || t("evaluations.everything");
}

/** @param {string} value */
function nameField(value) {
  return field({ label: t("evaluations.criteriaName"), props: { maxlength: 250, value }, required: true });
}

/** @param {import("/lib/ui/field.js").Field} name */
function named(name) {
  name.setError(name.value() === "" ? t("evaluations.nameMissing") : null);
  return name.value() !== "";
}
