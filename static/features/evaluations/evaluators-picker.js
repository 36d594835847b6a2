/**
 * Chooses who evaluates: nobody yet, one, or several people.
 * @module
 */
import { h, replace, uniqueId } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { checkbox } from "/lib/ui/field.js";
import { listUsers } from "/features/accounts/calls.js";
import { isMe, may, who } from "/features/accounts/who.js";
import "/features/evaluations/labels.js";

/**
 * @param {{ onchange: (count: number) => void }} options told how many are chosen
 * @returns {{ element: HTMLElement, chosen: () => string[] }}
 */
export function evaluatorsPicker({ onchange }) {
  /** @type {Set<string>} */
  const picked = new Set();
  const list = h("div", { class: "picker-list" });
  const labelId = uniqueId("people");
  const me = who.get()?.user;
  show(me && may("perform_evaluations") ? [{ id: me.id, name: t("evaluations.evaluatorMe") }] : []);
  if (may("assign_evaluations")) void fill();
  return {
    element: h(
      "div",
      { class: "field", role: "group", aria: { labelledby: labelId } },
      h("span", { class: "field-label", id: labelId }, t("evaluations.evaluators")),
      list,
      h("p", { class: "field-hint" }, t("evaluations.evaluatorsHint")),
    ),
    chosen: () => [...picked],
  };

  async function fill() {
    const people = await listUsers().catch(() => []);
    show(
      people.filter((one) => one.role !== "agent" && !one.disabled).map((one) => ({
        id: one.id,
        name: isMe(one) ? t("evaluations.evaluatorMe") : one.name,
      })),
    );
  }

  /** @param {{ id: string, name: string }[]} people */
  function show(people) {
    replace(
      list,
      people.map(({ id, name }) => {
        const box = checkbox({
          label: name,
          checked: picked.has(id),
          props: {
            onchange: () => {
              if (box.control.checked) picked.add(id);
              else picked.delete(id);
              onchange(picked.size);
            },
          },
        });
        return box.element;
      }),
    );
  }
}
