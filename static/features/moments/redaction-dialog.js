/**
 * Says what of a moment its clip must not hold: stretches of sound, parts of a screen, keypad tones.
 * @module
 */
import { h } from "/lib/dom.js";
import { ApiError } from "/lib/http.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { button } from "/lib/ui/button.js";
import { confirmDialog, openDialog } from "/lib/ui/dialog.js";
import { field, select } from "/lib/ui/field.js";
import { toast } from "/lib/ui/toast.js";
import { getMoment, getRedactions, putRedactions } from "/features/moments/calls.js";
import { clipDialog } from "/features/moments/clip-dialog.js";
import { areaLayer } from "/features/moments/redaction-area.js";
import { redactionList } from "/features/moments/redaction-list.js";
import { firstRange, proposalKey } from "/features/moments/redaction-rules.js";
import { soundMask } from "/features/moments/redaction-sound.js";
import { redactionStrip } from "/features/moments/redaction-strip.js";
import { tonesCallout } from "/features/moments/redaction-tones.js";
import { listRecordings } from "/features/recordings/calls.js";
import { EmPlayer } from "/features/recordings/player.js";
import { restPlayers } from "/features/recordings/player-rest.js";
import "/features/moments/labels.js";
import "/features/moments/redaction-labels.js";

await styles(import.meta.url, "./redactions.css");

/** @typedef {import("/features/moments/calls.js").Moment} Moment */
/** @typedef {import("/features/moments/calls.js").Redaction} Redaction */
/** @typedef {import("/features/moments/calls.js").Proposal} Proposal */
/** @typedef {import("/features/moments/calls.js").Decision} Decision */
/** @typedef {import("/features/moments/redaction-list.js").Item} Item */

/** Where a rectangle begins that is added by a button. */
const FIRST_AREA = { x: 3500, y: 4000, width: 3000, height: 1200 };

/**
 * Opens the redactions of a moment; gives the moment as it is then, null when nothing was saved.
 * @param {Moment} moment
 * @returns {Promise<Moment | null>}
 */
export async function redactionDialog(moment) {
  const leaving = new AbortController();
  const [kept, recordings] = await Promise.all([getRedactions(moment.id), listRecordings(moment.interaction.id)]);
  let { proposals, etag } = kept;
  let lastId = 0;
  /** @type {Item[]} */
  let items = kept.redactions.map(itemOf);
  /** @type {number | null} */
  let chosen = null;
  /** @type {Map<string, Decision>} */
  let decisions = new Map();
  /** Mutes that stand for a decision made here, by proposal. @type {Map<string, number>} */
  let mutes = new Map();
  let saved = snapshot();
  /** @type {Moment | null} */
  let changed = null;

  const shown = recordings.filter((one) => one.kind === "screen" && one.state === "ready" && isShown(one.monitor ?? 1));
  const monitors = shown.map((one) => one.monitor ?? 1).sort();
  /** @type {number | null} */
  let monitor = monitors[0] ?? null;
  restPlayers(leaving.signal);
  const player = new EmPlayer();
  const layer = areaLayer({
    ondraw: drawn,
    onchange: (area) => changeChosen(area),
    onremove: removeChosen,
    signal: leaving.signal,
  });
  const list = redactionList({
    moment,
    monitors,
    here: () => player.currentMs,
    onchoose: choose,
    onchange: (item) => {
      dialog.setError(null);
      if (item.redaction.kind === "black" && item.redaction.monitor !== monitor) watch(item.redaction.monitor);
      strip.draw(items, chosen);
      showAreas();
      mask.hear();
    },
    onremove: remove,
  });
  const strip = redactionStrip({ moment, onseek: (ms) => player.seek(ms), onchoose: choose });
  const asClip = h("input", { type: "checkbox", checked: true, onchange: () => mask.hear() });
  const mask = soundMask({
    player,
    recordings,
    redactions: () => asClip.checked ? items.map((item) => item.redaction) : [],
    signal: leaving.signal,
  });
  const tones = tonesCallout({ onplay: (one) => player.playRange(one), ondecide: decide });
  const which = field({
    label: t("redactions.monitor"),
    control: select(
      monitors.map((number) => ({ value: String(number), label: t("redactions.monitorNumber", { number }) })),
      { onchange: () => watch(Number(which.value())) },
    ),
  });
  const dialog = openDialog({
    title: t("redactions.title", { title: moment.title }),
    width: "large",
    className: "redaction-dialog",
    body: [
      h("p", { class: "muted" }, t("redactions.lead")),
      tones.element,
      h(
        "div",
        { class: ["redaction-desk", monitors.length === 0 && "has-no-screens"] },
        h(
          "div",
          { class: "redaction-stage" },
          monitors.length > 1 && which.element,
          h("div", { class: "redaction-screen" }, player, monitors.length > 0 && layer.element),
          strip.element,
          h("label", { class: "redaction-heard" }, asClip, t("redactions.asClip")),
          monitors.length > 0 && h("p", { class: "muted redaction-hint" }, t("redactions.draw")),
        ),
        h(
          "div",
          { class: "redaction-side" },
          h(
            "div",
            { class: "redaction-add", role: "group", aria: { label: t("redactions.list") } },
            adder("mute"),
            adder("beep"),
            monitors.length > 0 && adder("black"),
          ),
          list.element,
        ),
      ),
    ],
    mayClose,
  });
  offerSaving();
  player.addEventListener("move", moved);
  watch(monitor);
  draw();
  await dialog.closed;
  leaving.abort();
  player.pause();
  return changed;

  /** @param {Redaction} redaction @returns {Item} */
  function itemOf(redaction) {
    lastId += 1;
    return { id: lastId, redaction: { ...redaction } };
  }

  /** @param {number} number */
  function isShown(number) {
    return moment.screens === "grid" || moment.screens === number;
  }

  function snapshot() {
    return JSON.stringify([items.map((item) => item.redaction), [...decisions]]);
  }

  /** @param {"mute" | "beep" | "black"} kind */
  function adder(kind) {
    return button({
      label: t(`redactions.add${kind[0].toUpperCase()}${kind.slice(1)}`),
      icon: "add",
      small: true,
      onclick: () => add(kind),
      props: { title: t("redactions.addTitle") },
    });
  }

  /**
   * @param {"mute" | "beep" | "black"} kind
   * @param {import("/features/moments/redaction-rules.js").Area} [area]
   */
  function add(kind, area = FIRST_AREA) {
    const range = firstRange(player.range, player.currentMs, moment);
    const item = itemOf(
      kind === "black" ? { kind, ...range, monitor: monitor ?? 1, ...area } : { kind, ...range, channel: "both" },
    );
    items = inOrder([...items, item]);
    choose(item.id);
    if (kind === "black") layer.focus();
  }

  /** @param {import("/features/moments/redaction-rules.js").Area} area */
  function drawn(area) {
    const item = chosenItem();
    const isHere = item?.redaction.kind === "black" && item.redaction.monitor === monitor && isNow(item.redaction);
    if (isHere) changeChosen(area);
    else add("black", area);
    layer.focus();
  }

  /** @param {import("/features/moments/redaction-rules.js").Area} area */
  function changeChosen(area) {
    const item = chosenItem();
    if (item?.redaction.kind !== "black") return;
    Object.assign(item.redaction, area);
    list.refresh(item);
    showAreas();
  }

  function removeChosen() {
    if (chosen !== null) remove(chosen);
  }

  /** @param {number} id */
  function remove(id) {
    const place = items.findIndex((item) => item.id === id);
    items = items.filter((item) => item.id !== id);
    for (const [key, mute] of mutes) {
      if (mute !== id) continue;
      mutes.delete(key);
      decisions.delete(key);
    }
    if (chosen === id) chosen = null;
    draw();
    const next = list.element.querySelectorAll(".redaction-head")[Math.min(place, items.length - 1)];
    const other = next ?? dialog.element.querySelector(".redaction-add button");
    if (other instanceof HTMLElement) other.focus();
  }

  /** @param {number | null} id */
  function choose(id) {
    chosen = id;
    const item = chosenItem();
    if (item?.redaction.kind === "black" && item.redaction.monitor !== monitor) watch(item.redaction.monitor);
    if (item && !isNow(item.redaction)) player.seek(item.redaction.startMs);
    draw();
    if (item) list.element.querySelector(`[data-id="${id}"]`)?.scrollIntoView({ block: "nearest" });
  }

  /**
   * @param {Proposal[]} some
   * @param {Decision | null} decision
   */
  function decide(some, decision) {
    for (const one of some) {
      const key = proposalKey(one);
      const before = mutes.get(key);
      if (before !== undefined) items = items.filter((item) => item.id !== before);
      mutes.delete(key);
      decisions.delete(key);
      if (decision) decisions.set(key, decision);
      if (decision !== "accepted") continue;
      const item = itemOf({ kind: "mute", startMs: one.startMs, endMs: one.endMs, channel: one.channel });
      items = inOrder([...items, item]);
      mutes.set(key, item.id);
    }
    if (chosenItem() === null) chosen = null;
    draw();
    const next = tones.element.querySelector("button[aria-label]:not(.icon-only)");
    if (next instanceof HTMLElement) next.focus();
  }

  function chosenItem() {
    return items.find((item) => item.id === chosen) ?? null;
  }

  /** @param {{ startMs: number, endMs: number }} range */
  function isNow(range) {
    return range.startMs <= player.currentMs && player.currentMs < range.endMs;
  }

  /** @param {number | null} number */
  function watch(number) {
    monitor = number;
    if (number !== null) which.control.value = String(number);
    const at = Math.min(Math.max(player.currentMs, moment.startMs), moment.endMs);
    player.load({
      recordings: recordings.filter((one) => one.kind === "audio" || one.monitor === number && shown.includes(one)),
      startAt: at,
    });
    layer.watch(player.querySelector("video"));
    showAreas();
  }

  function moved() {
    const at = player.currentMs;
    if (player.isPlaying && at >= moment.endMs) player.pause();
    strip.move(at);
    showAreas();
  }

  function showAreas() {
    const item = chosenItem();
    const edited = item?.redaction.kind === "black" && item.redaction.monitor === monitor ? item.redaction : null;
    const black = items.flatMap(({ redaction }) =>
      redaction.kind === "black" && redaction !== edited && redaction.monitor === monitor && isNow(redaction)
        ? [redaction]
        : []
    );
    layer.show(black, edited);
  }

  function draw() {
    list.draw(items, chosen);
    strip.draw(items, chosen);
    tones.show(proposals, decisions);
    showAreas();
    mask.hear();
  }

  function offerSaving() {
    dialog.setActions([
      { label: t("lib.cancel"), run: mayClose },
      {
        label: t("redactions.saveAndWatch"),
        run: async () => {
          if (!await save()) return false;
          void dialog.closed.then(() => changed && clipDialog(changed));
        },
      },
      { label: t("redactions.save"), look: "primary", run: save },
    ]);
  }

  async function save() {
    if (!list.check()) {
      dialog.setError(t("redactions.wrong"));
      return false;
    }
    const known = new Map(proposals.map((one) => [proposalKey(one), one]));
    const answers = [...decisions].flatMap(([key, decision]) => {
      const one = known.get(key);
      return one ? [{ channel: one.channel, startMs: one.startMs, endMs: one.endMs, decision }] : [];
    });
    try {
      await putRedactions(moment.id, { redactions: items.map((item) => item.redaction), decisions: answers }, etag);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "stale") throw error;
      dialog.setError(t("redactions.stale"));
      dialog.setActions([
        { label: t("lib.cancel"), run: mayClose },
        { label: t("redactions.loadAgain"), look: "primary", run: async () => (await reload(), false) },
      ]);
      return false;
    }
    saved = snapshot();
    changed = await getMoment(moment.id);
    const isHeld = changed.undecidedProposals > 0;
    toast(t(isHeld ? "redactions.savedAndHeld" : "redactions.saved"), { kind: isHeld ? "plain" : "good" });
    return true;
  }

  async function reload() {
    const now = await getRedactions(moment.id);
    ({ proposals, etag } = now);
    items = now.redactions.map(itemOf);
    [decisions, mutes, chosen] = [new Map(), new Map(), null];
    saved = snapshot();
    draw();
    offerSaving();
  }

  async function mayClose() {
    if (snapshot() === saved) return true;
    return await confirmDialog({
      title: t("redactions.drop"),
      body: t("redactions.dropText"),
      confirm: t("redactions.dropYes"),
      cancel: t("redactions.dropNo"),
      danger: true,
    });
  }
}

/** @param {Item[]} items */
function inOrder(items) {
  return [...items].sort((a, b) => a.redaction.startMs - b.redaction.startMs || a.id - b.id);
}
