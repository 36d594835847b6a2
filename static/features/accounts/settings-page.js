/**
 * What an admin decides for the account: its name and time zone, sharing outside, screen recording.
 * @module
 */
import { h } from "/lib/dom.js";
import { ApiError } from "/lib/http.js";
import { t } from "/lib/text.js";
import { configureTimes } from "/lib/times.js";
import { button, setBusy } from "/lib/ui/button.js";
import { choices } from "/lib/ui/choices.js";
import { checkbox, field, showErrors } from "/lib/ui/field.js";
import { pageHead } from "/lib/ui/parts.js";
import { toast, toastError } from "/lib/ui/toast.js";
import {
  changeSettings,
  getCapturePolicy,
  getSettings,
  listTeams,
  setCapturePolicy,
} from "/features/accounts/calls.js";
import { may, who } from "/features/accounts/who.js";
import "/features/accounts/settings-labels.js";
import "/features/interactions/labels.js";

/** @typedef {import("/features/accounts/calls.js").Settings} Settings */
/** @typedef {import("/features/accounts/calls.js").CapturePolicy} CapturePolicy */

/**
 * @returns {Promise<import("/lib/router.js").Shown>}
 */
export async function show() {
  const [settings, policy, teams] = await Promise.all([
    getSettings(),
    may("view_capture_policy") ? getCapturePolicy() : null,
    listTeams().catch(() => []),
  ]);
  return {
    title: t("settings.title"),
    element: h(
      "div",
      { class: "page narrow" },
      pageHead({ title: t("settings.title") }),
      accountCard(settings),
      sharingCard(settings),
      policy && captureCard(policy, teams),
    ),
  };
}

/** @param {Settings} settings */
function accountCard(settings) {
  const name = field({ label: t("settings.accountName"), props: { value: settings.accountName, maxlength: 250 } });
  const zones = h(
    "datalist",
    { id: "time-zones" },
    Intl.supportedValuesOf("timeZone").map((value) => h("option", { value })),
  );
  const zone = field({
    label: t("settings.timeZone"),
    hint: t("settings.timeZoneHint"),
    props: { value: settings.timeZone, list: "time-zones", autocomplete: "off" },
  });
  return card(
    t("settings.account"),
    null,
    [h("div", { class: "fields two" }, name.element, zone.element, zones)],
    async () => {
      name.setError(name.value() === "" ? t("settings.nameMissing") : null);
      if (name.value() === "") return false;
      const saved = await changeSettings({ accountName: name.value(), timeZone: zone.value() });
      configureTimes({ timeZone: saved.timeZone });
      who.set((before) => before && { ...before, account: { name: saved.accountName, timeZone: saved.timeZone } });
      return true;
    },
    { "/accountName": name, "/timeZone": zone },
  );
}

/** @param {Settings} settings */
function sharingCard({ sharing }) {
  const names = /** @type {const} */ (["shareOutside", "evaluatorsMayShare", "requirePassword", "allowDownload"]);
  const boxes = names.map((name) => checkbox({ label: t(`settings.${name}`), checked: sharing[name], look: "switch" }));
  const hours = field({
    label: t("settings.longestExpiryHours"),
    props: { type: "number", min: 1, step: 1, value: String(sharing.longestExpiryHours) },
  });
  return card(
    t("settings.sharing"),
    t("settings.sharingLead"),
    [boxes.map((box) => box.element), h("div", { class: "fields three" }, hours.element)],
    async () => {
      const longest = wholeNumber(hours.value());
      hours.setError(longest === null ? t("settings.hoursWrong") : null);
      if (longest === null) return false;
      const chosen = Object.fromEntries(names.map((name, index) => [name, boxes[index].control.checked]));
      await changeSettings({ sharing: /** @type {any} */ ({ ...chosen, longestExpiryHours: longest }) });
      return true;
    },
    { "/sharing/longestExpiryHours": hours, "/longestExpiryHours": hours },
  );
}

/**
 * @param {CapturePolicy} policy
 * @param {{ id: string, name: string }[]} teams
 */
function captureCard(policy, teams) {
  const screens = checkbox({ label: t("settings.screens"), checked: policy.screens, look: "switch" });
  const limits = {
    teams: limit("teams", teams.map((team) => ({ value: team.id, label: team.name })), policy.teams),
    channels: limit(
      "channels",
      ["voice", "chat", "email", "messaging", "other"].map((value) => ({ value, label: t(`interactions.${value}`) })),
      policy.channels,
    ),
    roles: limit(
      "roles",
      ["agent", "evaluator", "supervisor", "admin"].map((value) => ({ value, label: t(`settings.${value}`) })),
      policy.roles,
    ),
  };
  const days = field({
    label: t("settings.keepDays"),
    hint: t("settings.keepHint"),
    props: { type: "number", min: 1, step: 1, value: policy.keepDays === null ? "" : String(policy.keepDays) },
  });
  const body = [
    screens.element,
    h("div", { class: "filters" }, Object.values(limits).map((one) => one.element)),
    h("div", { class: "fields three" }, days.element),
  ];
  if (!may("manage_capture_policy")) return card(t("settings.capture"), t("settings.captureLead"), body, null, {});
  return card(t("settings.capture"), t("settings.captureLead"), body, async () => {
    const keepDays = days.value() === "" ? null : wholeNumber(days.value());
    const isWrong = days.value() !== "" && keepDays === null;
    days.setError(isWrong ? t("settings.daysWrong") : null);
    if (isWrong) return false;
    await setCapturePolicy({
      screens: screens.control.checked,
      teams: limits.teams.read(),
      channels: limits.channels.read(),
      roles: limits.roles.read(),
      keepDays,
    });
    return true;
  }, { "/keepDays": days });
}

/**
 * A choice of some, where none chosen means all.
 * @param {string} name
 * @param {import("/lib/ui/choices.js").Choice[]} options
 * @param {string[] | null} chosen
 */
function limit(name, options, chosen) {
  let picked = chosen ?? [];
  const made = choices({
    label: t(`settings.${name}`),
    options,
    chosen: picked,
    onchange: (next) => void (picked = next),
  });
  return { element: made.element, read: () => picked.length > 0 ? picked : null };
}

/**
 * @param {string} title
 * @param {string | null} lead
 * @param {import("/lib/dom.js").Child} body
 * @param {(() => Promise<boolean>) | null} save false when something is wrong, which is then shown
 * @param {Record<string, import("/lib/ui/field.js").Field>} fields by pointer
 */
function card(title, lead, body, save, fields) {
  const submit = button({ label: t("settings.save"), look: "primary", props: { type: "submit" } });
  return h(
    "form",
    { class: "card", novalidate: "", aria: { label: title }, onsubmit: submitted },
    h("header", { class: "card-head" }, h("h2", null, title)),
    h("div", { class: "card-body" }, lead && h("p", { class: "muted" }, lead), body, save && h("div", null, submit)),
  );

  /** @param {Event} event */
  async function submitted(event) {
    event.preventDefault();
    if (!save || submit.hasAttribute("data-busy")) return;
    setBusy(submit, true);
    try {
      if (await save()) toast(t("settings.saved"), { kind: "good" });
    } catch (error) {
      const isOfFields = error instanceof ApiError && error.errors.length > 0;
      const others = isOfFields ? showErrors(error.errors, fields) : [];
      if (!isOfFields || others.length > 0) toastError(others[0]?.detail ?? error);
    } finally {
      setBusy(submit, false);
    }
  }
}

/** @param {string} text */
function wholeNumber(text) {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 ? value : null;
}
