/**
 * What stands in the way of publishing: listed above the form, and said at every field it belongs to.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { button } from "/lib/ui/button.js";
import "/features/scorecards/editor-labels.js";

/** @typedef {import("/features/scorecards/editor-desk.js").FieldProblem} FieldProblem */

/** @param {import("/features/scorecards/editor-desk.js").Desk} desk */
export function problemList(desk) {
  const element = h("div", { class: "json-problems", role: "alert" });
  return { element, set };

  /** @param {FieldProblem[]} problems */
  function set(problems) {
    desk.setProblems(problems);
    if (problems.length === 0) return replace(element);
    replace(
      element,
      h("p", { class: "json-problems-title" }, t("editor.errorsTitle", { count: problems.length })),
      h(
        "ul",
        null,
        problems.map((one) =>
          h(
            "li",
            null,
            button({
              label: t("editor.goTo"),
              small: true,
              onclick: () => desk.fieldAt(one.pointer)?.control.focus(),
              props: { aria: { label: `${t("editor.goTo")}: ${one.detail}` } },
            }),
            h("span", null, one.detail),
          )
        ),
      ),
    );
    desk.fieldAt(problems[0].pointer)?.control.focus();
  }
}
