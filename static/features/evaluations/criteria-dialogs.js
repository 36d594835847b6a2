/**
 * Saves the filters of the interaction list as criteria, changes them with their conditions, and says in words what
 * they search for.
 * @module
 */
import { h } from "/lib/dom.js";
import { navigate } from "/lib/router.js";
import { t } from "/lib/text.js";
import { openDialog } from "/lib/ui/dialog.js";
import { field } from "/lib/ui/field.js";
import { toast } from "/lib/ui/toast.js";
import { changeCriteria, createCriteria } from "/features/evaluations/calls.js";
import { conditionText, edited, treeOf } from "/features/evaluations/conditions.js";
import { conditionsEditor } from "/features/evaluations/conditions-editor.js";
import { interactionFacets } from "/features/interactions/calls.js";
import { languageName, queryOf } from "/features/interactions/filters.js";
import { daysOf } from "/features/interactions/period.js";
import { periodName } from "/features/interactions/period-filter.js";
import "/features/evaluations/labels.js";
import "/features/interactions/labels.js";

/** What criteria may search by; other filters of the list say nothing about what to draw. */
const searchable = [
  "q",
  "agent",
  "team",
  "queue",
  "channel",
  "disposition",
  "language",
  "period",
  "from",
  "to",
  "window",
];

/** @typedef {import("/features/interactions/calls.js").Facets} Facets */

/**
 * @param {Record<string, string | string[]>} filters of the interaction list
 * @returns {Promise<boolean>}
 */
export async function saveCriteriaDialog(filters) {
  const query = queryOf(filters);
  const search = Object.fromEntries(
    searchable.filter((name) => query[name] != null).map((name) => [name, query[name]]),
  );
  if (query.conditions) search.conditions = JSON.parse(String(query.conditions));
  const known = await interactionFacets().catch(() => null);
  const name = nameField("");
  const answer = await openDialog({
    title: t("evaluations.saveTitle"),
    body: [
      h("p", { class: "muted" }, t("evaluations.saveLead")),
      h("p", null, searchText(search, known)),
      search.period && h("p", { class: "muted" }, t("evaluations.savePeriod")),
      name.element,
    ],
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
 * Makes criteria of conditions, or changes the name and conditions of some; the filters they were saved with stay.
 * @param {import("/features/evaluations/calls.js").Criteria | null} criteria
 * @param {Facets | null} known
 * @returns {Promise<boolean>}
 */
export async function criteriaDialog(criteria, known) {
  const name = nameField(criteria?.name ?? "");
  const { conditions, ...filters } = criteria?.search ?? {};
  const root = edited(conditions);
  const editor = conditionsEditor(root, known);
  const wrong = h("p", { class: "field-error", role: "alert", hidden: true }, t("evaluations.conditionMissing"));
  const answer = await openDialog({
    title: t(criteria ? "evaluations.edit" : "evaluations.newCriteria"),
    width: "large",
    body: [
      name.element,
      Object.keys(filters).length > 0 && h("p", { class: "muted" }, searchText(filters, known)),
      h("h3", { class: "conditions-title" }, t("evaluations.conditions")),
      editor.element,
      wrong,
    ],
    actions: [{ label: t("lib.cancel") }, {
      label: t("evaluations.save"),
      look: "primary",
      value: "saved",
      run: async () => {
        const tree = treeOf(root);
        wrong.hidden = tree !== undefined;
        if (!named(name)) return false;
        if (tree === undefined) {
          wrong.scrollIntoView({ block: "nearest" });
          editor.focusOpen();
          return false;
        }
        const input = { name: name.value(), search: tree ? { ...filters, conditions: tree } : filters };
        await (criteria ? changeCriteria(criteria.id, input) : createCriteria(input));
      },
    }],
  }).closed;
  return answer === "saved";
}

/**
 * What a search asks for, in words: "Queue: Billing · Channel: Voice".
 * @param {Record<string, any>} search
 * @param {Facets | null} known the names of ids
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
  const days = search.period ? periodName(search) : periodName(daysOf(search));
  if (days) parts.push(t("interactions.startedOn", { days }));
  if (search.window) parts.push(t("interactions.windowValue", { text: search.window }));
  if (search.conditions) {
    parts.push(conditionText(search.conditions, (field, value) => (naming[field] ?? String)(value)));
  }
  return parts.join(" · ") || t("evaluations.everything");
}

/** @param {string} value */
function nameField(value) {
  return field({ label: t("evaluations.criteriaName"), props: { maxlength: 250, value }, required: true });
}

/** @param {import("/lib/ui/field.js").Field} name */
function named(name) {
  const isNamed = name.value() !== "";
  name.setError(isNamed ? null : t("evaluations.nameMissing"));
  if (!isNamed) name.control.focus();
  return isNamed;
}
