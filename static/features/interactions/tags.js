/**
 * How an interaction is shown in a line: its channel, its media, its Evaluated tag.
 * @module
 */
import { h } from "/lib/dom.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { icon } from "/lib/ui/icons.js";
import { chip } from "/lib/ui/parts.js";
import "/features/interactions/labels.js";

await styles(import.meta.url, "./tags.css");

/** @typedef {import("/features/interactions/calls.js").Interaction} Interaction */

/** @type {Record<string, import("/lib/ui/icons.js").IconName>} */
const channelIcons = { voice: "phone", chat: "chat", email: "mail", messaging: "chat", other: "file" };

/** @param {string} channel */
export function channelTag(channel) {
  return h("span", { class: "channel-tag" }, icon(channelIcons[channel] ?? "file"), t(`interactions.${channel}`));
}

export function evaluatedTag() {
  return chip(t("interactions.evaluated"), { tone: "good", icon: "check" });
}

/** @param {Interaction} interaction */
export function mediaTags({ recordings, hasTranscript }) {
  const screens = recordings.screens;
  const audio = recordings.audio;
  return h(
    "span",
    { class: "media-tags" },
    audio > 0 && mark("audio", t("interactions.audioCount", { count: audio })),
    screens > 0 && mark("screen", t("interactions.screenCount", { count: screens }), screens),
    hasTranscript && mark("captions", t("interactions.hasTranscript")),
    recordings.processing > 0 &&
      chip(t("interactions.processing", { count: recordings.processing }), { tone: "accent" }),
    recordings.failed > 0 && chip(t("interactions.failed", { count: recordings.failed }), { tone: "bad" }),
    audio + screens + recordings.processing + recordings.failed === 0 && !hasTranscript &&
      h("span", { class: "muted" }, "–", h("span", { class: "visually-hidden" }, t("interactions.noMedia"))),
  );
}

/**
 * @param {import("/lib/ui/icons.js").IconName} name
 * @param {string} label
 * @param {number} [count]
 */
function mark(name, label, count) {
  return h(
    "span",
    { class: "media-mark", title: label },
    icon(name),
    count !== undefined && h("span", { aria: { hidden: true } }, count),
    h("span", { class: "visually-hidden" }, label),
  );
}
