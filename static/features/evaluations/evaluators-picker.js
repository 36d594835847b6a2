/**
 * Chooses who evaluates: nobody yet, one, or several people.
 * @module
 */
import { t } from "/lib/text.js";
import { listUsers } from "/features/accounts/calls.js";
import { isMe, may, who } from "/features/accounts/who.js";
import { pickList } from "/features/evaluations/pick-list.js";
import "/features/evaluations/labels.js";

/**
 * @param {{ onchange: (count: number) => void }} options told how many are chosen
 * @returns {import("/features/evaluations/pick-list.js").PickList}
 */
export function evaluatorsPicker({ onchange }) {
  const list = pickList({ label: t("evaluations.evaluators"), hint: t("evaluations.evaluatorsHint"), onchange });
  const me = who.get()?.user;
  list.setOptions(me && may("perform_evaluations") ? [{ value: me.id, label: t("evaluations.evaluatorMe") }] : []);
  if (may("assign_evaluations")) void fill();
  return list;

  async function fill() {
    const people = await listUsers().catch(() => []);
    list.setOptions(
      people.filter((one) => one.role !== "agent" && !one.disabled)
        .map((one) => ({ value: one.id, label: isMe(one) ? t("evaluations.evaluatorMe") : one.name }))
        .sort((a, b) => Number(b.value === me?.id) - Number(a.value === me?.id)),
    );
  }
}
