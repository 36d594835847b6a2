/**
 * The field for who evaluates: nobody yet, me, or somebody.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { field, select } from "/lib/ui/field.js";
import { listUsers } from "/features/accounts/calls.js";
import { isMe, may, who } from "/features/accounts/who.js";
import "/features/evaluations/labels.js";

/**
 * @param {{ me?: boolean }} [options] whether it starts with me
 * @returns {import("/lib/ui/field.js").Field}
 */
export function evaluatorField({ me = false } = {}) {
  const mine = who.get()?.user.id ?? "";
  const list = select([
    { value: "", label: t("evaluations.evaluatorNone") },
    ...(may("perform_evaluations") ? [{ value: mine, label: t("evaluations.evaluatorMe") }] : []),
  ], { value: me && may("perform_evaluations") ? mine : "" });
  if (may("assign_evaluations")) void fill();
  return field({ label: t("evaluations.evaluator"), control: list });

  async function fill() {
    const people = await listUsers().catch(() => []);
    list.append(
      ...people.filter((one) => one.role !== "agent" && !one.disabled && !isMe(one)).map((one) =>
        h("option", { value: one.id }, one.name)
      ),
    );
  }
}
