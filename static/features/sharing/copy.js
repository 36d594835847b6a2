/**
 * A value to copy: shown, selected by a click, with a button.
 * @module
 */
import { h } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { button } from "/lib/ui/button.js";
import { field } from "/lib/ui/field.js";
import { toast } from "/lib/ui/toast.js";
import "/features/sharing/labels.js";

/**
 * @param {string} label
 * @param {string} value
 * @param {{ isFirst?: boolean }} [options] the first thing to do where it stands
 */
export function copyField(label, value, { isFirst = false } = {}) {
  const control = h("input", { type: "text", class: "mono", value, readOnly: true, onclick: () => control.select() });
  const copy = button({
    label: t("sharing.copy"),
    icon: "copy",
    onclick: () => void copyText(value, control),
    props: { autofocus: isFirst ? "" : undefined },
  });
  return field({ label, control, after: copy }).element;
}

/**
 * @param {string} value
 * @param {HTMLInputElement} control is selected when the browser refuses
 */
async function copyText(value, control) {
  try {
    await navigator.clipboard.writeText(value);
    toast(t("sharing.copied"), { kind: "good" });
  } catch {
    control.select();
    toast(t("sharing.copyFailed"), { kind: "bad" });
  }
}
