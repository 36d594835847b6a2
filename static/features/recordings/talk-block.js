/**
 * How the conversation was talked: shares, the longest monologue, over-talk, silence, levels and health.
 * @module
 */
import { h, replace, uniqueId } from "/lib/dom.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { clock, clockRange, number } from "/lib/times.js";
import { facts, skeleton } from "/lib/ui/parts.js";
import { icon } from "/lib/ui/icons.js";
import { findings } from "/features/recordings/health.js";
import { nameOf } from "/features/recordings/recording-list.js";
import { talkFigures } from "/features/recordings/talk-figures.js";
import "/features/recordings/talk-labels.js";

await styles(import.meta.url, "./talk.css");

/** @typedef {import("/features/recordings/recording.js").Recording} Recording */
/** @typedef {import("/features/recordings/recording.js").Levels} Levels */
/** @typedef {import("/features/recordings/recording.js").Range} Range */
/** @typedef {import("/features/recordings/talk-figures.js").TalkFigures} TalkFigures */
/** @typedef {import("/features/recordings/talk-figures.js").Stretches} Stretches */
/** @typedef {(ms: number) => void} Seek */

/** Quieter than this nothing was recorded, dBFS. */
const NOTHING_DB = -96;

/**
 * A block that is filled when the recordings and their levels are known.
 * @param {{ onseek: Seek }} options
 * @returns {{ element: HTMLElement, show: (recordings: Recording[], levels: Map<string, Levels>) => void }}
 */
export function talkBlock({ onseek }) {
  const title = uniqueId("talk");
  const body = h("div", { class: "talk-body" }, skeleton(4));
  const element = h("section", { class: "talk", aria: { labelledby: title } }, h("h2", { id: title }, t("talk.title")));
  element.append(body);
  return {
    element,
    show(recordings, levels) {
      const figures = talkFigures(recordings, levels);
      replace(
        body,
        figures ? drawn(figures, onseek) : h("p", { class: "muted" }, whyNone(recordings)),
        health(recordings),
      );
    },
  };
}

/** @param {Recording[]} recordings */
function whyNone(recordings) {
  const sounds = recordings.filter((one) => one.kind === "audio");
  if (sounds.some((one) => one.state === "processing")) return t("talk.processing");
  return t(sounds.some((one) => one.state === "ready") ? "talk.failed" : "talk.none");
}

/**
 * @param {TalkFigures} figures
 * @param {Seek} onseek
 */
function drawn(figures, onseek) {
  const { speakers, monologue, overTalk, silence, clipping, lengthMs } = figures;
  const isMixed = speakers.some((one) => one.party === "other");
  return [
    shares(figures),
    table(figures),
    speakers.length === 1 && h("p", { class: "muted talk-note" }, t(isMixed ? "talk.mixed" : "talk.oneLeg")),
    facts([
      [
        t("talk.monologue"),
        monologue && go(monologue, onseek, {
          name: t("talk.goMonologue", { party: t(`talk.${monologue.party}`), range: rangeOf(monologue) }),
          text: [
            h("i", { class: ["talk-dot", monologue.party], aria: { hidden: true } }),
            t(`talk.${monologue.party}`),
            ", ",
            lengthOf(monologue.endMs - monologue.startMs),
          ],
        }),
      ],
      [t("talk.overTalk"), overTalk && total(overTalk, "talk.goOverTalk", lengthMs, onseek)],
      [t("talk.silence"), total(silence, "talk.goSilence", lengthMs, onseek)],
      [t("talk.clipping"), total(clipping, "talk.goClipping", 0, onseek)],
    ]),
  ];
}

/** @param {TalkFigures} figures */
function shares({ speakers }) {
  const [agent, customer] = speakers;
  if (agent?.percent == null || customer?.percent == null) return null;
  const name = t("talk.shares", { agent: agent.percent, customer: customer.percent });
  return h(
    "div",
    { class: "talk-bar", role: "img", aria: { label: name } },
    [agent, customer].filter((one) => one.percent !== 0).map((one) =>
      h("i", { class: one.party, style: { "--share": String(one.percent) } })
    ),
  );
}

/** @param {TalkFigures} figures */
function table({ speakers }) {
  const hasShares = speakers.some((one) => one.percent !== null);
  return h(
    "table",
    { class: "talk-speakers" },
    h(
      "thead",
      null,
      h(
        "tr",
        null,
        h("th", { scope: "col" }, t("talk.speaker")),
        hasShares && h("th", { scope: "col" }, t("talk.share")),
        h("th", { scope: "col" }, t("talk.time")),
        h("th", { scope: "col", title: t("talk.levelHint") }, t("talk.level")),
      ),
    ),
    h(
      "tbody",
      null,
      speakers.map((one) =>
        h(
          "tr",
          null,
          h(
            "th",
            { scope: "row" },
            h("i", { class: ["talk-dot", one.party], aria: { hidden: true } }),
            t(`talk.${one.party}`),
          ),
          hasShares && h("td", { class: "talk-share" }, t("talk.percent", { percent: one.percent ?? 0 })),
          h("td", null, clock(Math.round(one.talkMs / 1000) * 1000)),
          h("td", null, levelOf(one.loudnessDb)),
        )
      ),
    ),
  );
}

/** @param {number | null} db */
function levelOf(db) {
  if (db === null || db < NOTHING_DB) return t("talk.nothing");
  return t("talk.decibel", { level: number(Math.round(db)).replace("-", "−") });
}

/**
 * How often and how long, and the way to the longest of them.
 * @param {Stretches} stretches
 * @param {string} label of the way
 * @param {number} lengthMs of what it is a part of; 0 where the part says nothing
 * @param {Seek} onseek
 */
function total({ count, totalMs, longest }, label, lengthMs, onseek) {
  if (!longest) return h("span", { class: "muted" }, t("talk.never"));
  const values = { count, length: lengthOf(totalMs), percent: Math.round(100 * totalMs / Math.max(1, lengthMs)) };
  return go(longest, onseek, {
    name: t(label, { range: rangeOf(longest) }),
    text: t(lengthMs > 0 ? "talk.timesPart" : "talk.times", values),
  });
}

/**
 * Words, and a button that goes to a range.
 * @param {Range} range
 * @param {Seek} onseek
 * @param {{ name: string, text: import("/lib/dom.js").Child }} words
 */
function go(range, onseek, { name, text }) {
  return h(
    "span",
    { class: "talk-go" },
    h("span", null, text),
    h(
      "button",
      { type: "button", class: "talk-at", aria: { label: name }, title: name, onclick: () => onseek(range.startMs) },
      icon("play"),
      clock(range.startMs),
    ),
  );
}

/** @param {Recording[]} recordings */
function health(recordings) {
  if (recordings.length === 0 || recordings.some((one) => one.state === "processing")) return null;
  const found = findings(recordings);
  return facts([[
    t("talk.health"),
    found.length === 0 ? h("span", { class: "talk-well" }, icon("check"), t("talk.healthy")) : h(
      "ul",
      { class: "talk-unwell" },
      found.map(({ recording, message }) =>
        h("li", null, icon("warning"), h("span", null, h("b", null, nameOf(recording)), " · ", message))
      ),
    ),
  ]]);
}

/** @param {Range} range */
function rangeOf({ startMs, endMs }) {
  return clockRange(startMs, endMs);
}

/** "7.4 s", "48 s", "01:12". @param {number} ms */
function lengthOf(ms) {
  if (ms >= 60_000) return clock(ms);
  return t("talk.seconds", { count: ms < 10_000 ? Math.round(ms / 100) / 10 : Math.round(ms / 1000) });
}
