/**
 * The password of an Excel file, typed twice, with a hint at how good it is.
 * @module
 */
import { h } from "/lib/dom.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { button } from "/lib/ui/button.js";
import { field } from "/lib/ui/field.js";
import { makePassword } from "/features/sharing/password.js";
import { strength } from "/features/exports/strength.js";
import "/features/exports/labels.js";

await styles(import.meta.url, "./exports.css");

/**
 * @returns {{ element: HTMLElement, value: () => string | null, focus: () => void }} value gives null, and says why at
 * the field, while it cannot be used
 */
export function passwordFields() {
  // Nothing that fills in sign-ins belongs here: this password is of a file.
  const secret = input();
  const again = input();
  const meter = h("p", { class: "export-strength field-hint", aria: { live: "polite" } }, t("exports.passwordHint"));
  const eye = button({
    label: t("exports.show"),
    icon: "eye",
    iconOnly: true,
    onclick: toggle,
    props: { "aria-pressed": "false" },
  });
  const first = field({
    label: t("exports.password"),
    control: secret,
    required: true,
    after: [
      eye,
      button({ label: t("exports.make"), icon: "key", onclick: make }),
    ],
  });
  first.element.append(meter);
  const second = field({ label: t("exports.repeat"), control: again, required: true });
  secret.addEventListener("input", judge);
  again.addEventListener("input", () => second.setError(null));
  return {
    element: h("div", { class: "export-password" }, first.element, second.element),
    value,
    focus: () => secret.focus(),
  };

  function input() {
    return h("input", {
      type: "password",
      class: "mono",
      autocomplete: "off",
      spellcheck: "false",
      autocapitalize: "off",
      maxlength: 255,
      "data-1p-ignore": "",
      "data-lpignore": "true",
    });
  }

  function judge() {
    first.setError(null);
    const name = strength(secret.value);
    meter.dataset.strength = secret.value === "" ? "" : name;
    meter.textContent = t(secret.value === "" ? "exports.passwordHint" : `exports.${name}`);
  }

  function toggle() {
    show(secret.type === "password");
  }

  /** @param {boolean} isShown */
  function show(isShown) {
    for (const one of [secret, again]) one.type = isShown ? "text" : "password";
    eye.setAttribute("aria-pressed", String(isShown));
    eye.setAttribute("aria-label", t(isShown ? "exports.hide" : "exports.show"));
    eye.title = t(isShown ? "exports.hide" : "exports.show");
  }

  function make() {
    secret.value = again.value = makePassword();
    show(true);
    judge();
    second.setError(null);
    meter.textContent = t("exports.made");
    secret.focus();
    secret.select();
  }

  function value() {
    const isShort = strength(secret.value) === "short";
    const isDifferent = secret.value !== again.value;
    first.setError(isShort ? t("exports.missing") : null);
    second.setError(!isShort && isDifferent ? t("exports.different") : null);
    if (isShort) secret.focus();
    else if (isDifferent) again.focus();
    return isShort || isDifferent ? null : secret.value;
  }
}
