/**
 * Makes a link to a moment: how long, by which password, how often, with download or not.
 * @module
 */
import { h } from "/lib/dom.js";
import { ApiError } from "/lib/http.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { dateTime } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { openDialog } from "/lib/ui/dialog.js";
import { checkbox, field, select, showErrors } from "/lib/ui/field.js";
import { toastError } from "/lib/ui/toast.js";
import { createShare, sharingPolicy } from "/features/sharing/calls.js";
import { copyField } from "/features/sharing/copy.js";
import { expiryHours, firstExpiry, hoursText } from "/features/sharing/expiry.js";
import { makePassword } from "/features/sharing/password.js";
import "/features/sharing/labels.js";

await styles(import.meta.url, "./sharing.css");

/** @typedef {{ id: string, url: string }} Link */
/** @typedef {import("/features/sharing/calls.js").Policy} Policy */

/**
 * @param {{ id: string, title: string }} moment
 * @returns {Promise<Link | null>} the link that was made
 */
export async function shareDialog(moment) {
  const policy = await sharingPolicy().catch((error) => void toastError(error));
  if (!policy) return null;
  if (!policy.mayShare) {
    toastError(t("sharing.notAllowed"));
    return null;
  }
  const form = shareForm(policy, moment.title);
  /** @type {Link | null} */
  let made = null;
  const dialog = openDialog({
    title: t("sharing.shareTitle", { title: moment.title }),
    width: "medium",
    body: form.body,
    actions: [{ label: t("lib.cancel") }, { label: t("sharing.create"), look: "primary", run: create }],
  });
  await dialog.closed;
  if (made) await showLink(made, form.password());
  return made;

  async function create() {
    const input = form.input();
    if (!input) return false;
    try {
      made = await createShare(moment.id, input);
      return true;
    } catch (error) {
      if (!(error instanceof ApiError) || error.errors.length === 0) throw error;
      const others = showErrors(error.errors, form.fields);
      if (others.length > 0) dialog.setError(others[0].detail);
      return false;
    }
  }
}

/**
 * @param {Policy} policy
 * @param {string} momentTitle
 */
function shareForm(policy, momentTitle) {
  const title = field({
    label: t("sharing.titleSeen"),
    hint: t("sharing.titleSeenHint"),
    props: { value: momentTitle, readOnly: true },
  });
  const expiryHint = h("span");
  const expiry = field({
    label: t("sharing.expiry"),
    control: select(
      expiryHours(policy.longestExpiryHours).map((hours) => ({ value: String(hours), label: named(hours) })),
      { value: String(firstExpiry(policy.longestExpiryHours)), onchange: sayUntil, autofocus: "" },
    ),
  });
  expiry.element.append(h("p", { class: "field-hint", aria: { live: "polite" } }, expiryHint));
  const secret = h("input", {
    type: "text",
    class: "mono",
    autocomplete: "off",
    spellcheck: "false",
    value: policy.passwordRequired ? makePassword() : "",
  });
  const password = field({
    label: t("sharing.password"),
    control: secret,
    required: policy.passwordRequired,
    hint: t(policy.passwordRequired ? "sharing.passwordHintRequired" : "sharing.passwordHint"),
    after: button({ label: t("sharing.generate"), icon: "key", onclick: () => void (secret.value = makePassword()) }),
  });
  const views = field({
    label: t("sharing.maxViews"),
    hint: t("sharing.maxViewsHint"),
    props: { type: "number", min: 1, step: 1, inputmode: "numeric" },
  });
  const download = checkbox({ label: t("sharing.allowDownload"), look: "switch" });
  sayUntil();
  return {
    body: [
      h("p", { class: "muted" }, t("sharing.shareLead")),
      title.element,
      h("div", { class: "fields two" }, expiry.element, views.element),
      password.element,
      policy.mayAllowDownload && download.element,
    ],
    fields: { "/expiresAt": expiry, "/password": password, "/maxViews": views },
    password: () => secret.value.trim(),
    input() {
      const given = secret.value.trim();
      const most = views.value() === "" ? undefined : Number(views.value());
      const isMissing = given === "" && policy.passwordRequired;
      const isWrong = most !== undefined && !(Number.isInteger(most) && most >= 1);
      password.setError(isMissing ? t("sharing.passwordMissing") : null);
      views.setError(isWrong ? t("sharing.maxViewsWrong") : null);
      if (isWrong) views.control.focus();
      else if (isMissing) secret.focus();
      if (isMissing || isWrong) return null;
      return {
        expiresAt: until(),
        password: given || undefined,
        maxViews: most,
        allowDownload: download.control.checked,
      };
    },
  };

  function until() {
    return new Date(Date.now() + Number(expiry.control.value) * 3_600_000).toISOString();
  }

  function sayUntil() {
    expiryHint.textContent = t("sharing.expiryHint", {
      when: dateTime(until()),
      longest: named(policy.longestExpiryHours),
    });
  }
}

/** @param {number} hours */
function named(hours) {
  const { key, count } = hoursText(hours);
  return t(`sharing.${key}`, { count });
}

/**
 * @param {Link} link
 * @param {string} password
 */
async function showLink(link, password) {
  await openDialog({
    title: t("sharing.createdTitle"),
    width: "medium",
    body: [
      h("p", { class: "muted" }, t("sharing.createdLead")),
      copyField(t("sharing.link"), link.url, { isFirst: true }),
      password !== "" && copyField(t("sharing.password"), password),
    ],
    actions: [{ label: t("sharing.done"), look: "primary" }],
  }).closed;
}
