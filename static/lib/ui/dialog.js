/**
 * Dialogs on `<dialog>`: the browser keeps the focus inside, Escape closes, the opener gets the focus back, or
 * what stands in its place.
 * @module
 */
import { h, replace, uniqueId } from "/lib/dom.js";
import { t } from "/lib/text.js";
import "/lib/labels.js";
import { button, setBusy } from "/lib/ui/button.js";
import { standIn } from "/lib/ui/keyboard-place.js";

/**
 * @typedef {object} Action
 * @property {string} label
 * @property {"primary" | "danger" | "plain" | "bare"} [look]
 * @property {string} [value] what `closed` gives
 * @property {() => any} [run] may be slow; a false (or a promise of it) keeps the dialog open, an error is shown in it
 * @property {boolean} [start] stands at the start of the row, away from the others
 */

/**
 * @typedef {object} DialogOptions
 * @property {string} title
 * @property {import("/lib/dom.js").Child} body
 * @property {Action[]} [actions] the last primary one is what Enter in a field does
 * @property {"small" | "medium" | "large"} [width]
 * @property {string} [className]
 * @property {() => boolean | Promise<boolean>} [mayClose] asked before Escape or × closes it
 */

/**
 * @typedef {object} OpenDialog
 * @property {HTMLDialogElement} element
 * @property {Promise<string | null>} closed the value of the action that closed it, null when dismissed
 * @property {(value?: string | null) => void} close
 * @property {(message: string | null) => void} setError
 * @property {(actions: Action[]) => void} setActions
 */

/**
 * @param {DialogOptions} options
 * @returns {OpenDialog}
 */
export function openDialog({ title, body, actions = [], width = "small", className = "", mayClose }) {
  const titleId = uniqueId("dialog");
  const opener = document.activeElement;
  /** @type {string | null} */
  let result = null;
  const error = h("p", { class: "dialog-error", role: "alert", hidden: true });
  const footer = h("div", { class: "dialog-actions" });
  const form = h(
    "form",
    { class: "dialog-frame", novalidate: "", onsubmit: submitted, onkeydown: typed },
    h(
      "div",
      { class: "dialog-head" },
      h("h2", { id: titleId, tabindex: "-1" }, title),
      button({ icon: "close", iconOnly: true, look: "bare", label: t("lib.close"), onclick: () => void dismiss() }),
    ),
    h("div", { class: "dialog-body" }, body, error),
    footer,
  );
  const element = h(
    "dialog",
    { class: ["dialog", width, className], aria: { labelledby: titleId }, oncancel: cancelled },
    form,
  );
  /** @type {Action | undefined} */
  let byEnter;
  /** @type {HTMLButtonElement | undefined} */
  let byEnterButton;
  /** @type {HTMLButtonElement | undefined} what the keyboard begins at where there is no field */
  let firstButton;

  setActions(actions);
  document.body.append(element);
  element.showModal();
  const first = element.querySelector("[autofocus]") ??
    element.querySelector(".dialog-body :is(input, select, textarea):not([disabled])") ??
    firstButton ??
    element.querySelector(".dialog-body :is(a[href], button:not([disabled]))") ??
    element.querySelector(".dialog-head h2");
  if (first instanceof HTMLElement) first.focus();

  /** @type {Promise<string | null>} */
  const closed = new Promise((resolve) => {
    element.addEventListener("close", () => {
      element.remove();
      const back = opener?.isConnected ? opener : opener && standIn(opener);
      if (back instanceof HTMLElement) back.focus({ preventScroll: true });
      resolve(result);
    });
  });

  return { element, closed, close, setError, setActions };

  /** @param {Action[]} given */
  function setActions(given) {
    byEnter = given.findLast((action) => action.look === "primary" || action.look === "danger");
    // Nobody deletes by a key pressed once too often: where that is what is asked, the keyboard begins at the way out.
    const byDefault = byEnter?.look === "primary" ? byEnter : given.find((action) => action.look !== "danger");
    byEnterButton = firstButton = undefined;
    const focused = document.activeElement;
    const held = footer.contains(focused) ? focused?.textContent : undefined;
    const isFirst = footer.childElementCount === 0 && element.matches(":modal:has(.dialog-head :focus)");
    footer.hidden = given.length === 0;
    replace(
      footer,
      given.map((action) => {
        const made = button({
          label: action.label,
          look: action.look ?? "plain",
          onclick: () => void act(action, made),
          props: { class: action.start ? "at-start" : "" },
        });
        if (action === byEnter) byEnterButton = made;
        if (action === byDefault) firstButton = made;
        return made;
      }),
    );
    // The keyboard stays where it was: at the action of that name, else where it begins. A dialog that had none when it
    // opened gave it to its title.
    if (held === undefined && !isFirst) return;
    const buttons = [...footer.querySelectorAll("button")];
    (buttons.find((one) => one.textContent === held) ?? firstButton)?.focus();
  }

  /** @param {string | null} [value] */
  function close(value = null) {
    result = value;
    element.close();
  }

  /** @param {string | null} message */
  function setError(message) {
    error.hidden = message === null;
    error.textContent = message ?? "";
    // It stands below all that is asked, which may be more than the dialog has room for.
    if (message !== null) error.scrollIntoView({ block: "nearest" });
  }

  /**
   * @param {Action} action
   * @param {HTMLButtonElement} by
   */
  async function act(action, by) {
    if (by.hasAttribute("data-busy")) return;
    setError(null);
    setBusy(by, true);
    try {
      if ((await action.run?.()) !== false) close(action.value ?? action.label);
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem));
    } finally {
      setBusy(by, false);
    }
  }

  /** @param {Event} event */
  function submitted(event) {
    event.preventDefault();
    if (byEnter && byEnterButton) void act(byEnter, byEnterButton);
  }

  /**
   * Browsers submit a form of one field by Enter; of several only with a button for it, which this one has not.
   * @param {KeyboardEvent} event
   */
  function typed(event) {
    const isField = event.target instanceof HTMLInputElement && !["checkbox", "radio"].includes(event.target.type);
    if (event.key === "Enter" && isField && !event.isComposing && !event.defaultPrevented) submitted(event);
  }

  /** @param {Event} event */
  function cancelled(event) {
    if (event.target !== element) return;
    event.preventDefault();
    void dismiss();
  }

  async function dismiss() {
    if ((await mayClose?.()) !== false) close(null);
  }
}

/**
 * Asks a yes-or-no question; true when it was confirmed.
 * @param {{ title: string, body: import("/lib/dom.js").Child, confirm: string, cancel?: string, danger?: boolean }} question
 * @returns {Promise<boolean>}
 */
export async function confirmDialog({ title, body, confirm, cancel = t("lib.cancel"), danger = false }) {
  const { closed } = openDialog({
    title,
    body: typeof body === "string" ? h("p", null, body) : body,
    actions: [{ label: cancel, value: "" }, { label: confirm, look: danger ? "danger" : "primary", value: "yes" }],
  });
  return (await closed) === "yes";
}
