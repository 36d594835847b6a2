/**
 * Says why a recording could not be read and whether reading it again may help, and has it read again.
 * @module
 */
import { t } from "/lib/text.js";
import { button, setBusy } from "/lib/ui/button.js";
import { notice } from "/lib/ui/parts.js";
import { toast, toastError } from "/lib/ui/toast.js";
import { may } from "/features/accounts/who.js";
import { readAgain } from "/features/recordings/calls.js";
import "/features/recordings/labels.js";

/** @typedef {import("/features/recordings/recording.js").Recording} Recording */

/**
 * Why it was not read, and whether another try may help.
 * @param {{ message: string, mayPass: boolean }} failure
 */
export function failureText({ message, mayPass }) {
  return `${message} ${t(mayPass ? "recordings.mayPass" : "recordings.mayNotPass")}`;
}

/**
 * @param {Recording} recording one that failed
 * @param {{ text?: string, onread: () => Promise<void> | void }} options `text` in place of the bare failure; `onread`
 *   is called when it is being read again, and the focus is its to place
 */
export function failureNotice(recording, { text = recording.failure ? failureText(recording.failure) : "", onread }) {
  const again = button({
    label: t("recordings.readAgain"),
    small: true,
    props: { aria: { label: t("recordings.readAgainName", { name: recording.fileName }) } },
    onclick: () => void ask(),
  });
  return notice(text, { tone: "bad", action: may("upload_recordings") ? again : null });

  async function ask() {
    if (again.hasAttribute("data-busy")) return;
    setBusy(again, true);
    try {
      await readAgain(recording.id);
      toast(t("recordings.readingAgain", { name: recording.fileName }), { kind: "good" });
      await onread();
    } catch (error) {
      setBusy(again, false);
      toastError(error);
    }
  }
}
