/**
 * A conversation as one sees and hears it: screens, transport, timeline, transcript, comments, moments, held
 * together by one position. The workbench and the page of an interaction show it.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { styles } from "/lib/styles.js";
import { t } from "/lib/text.js";
import { pause } from "/lib/wait.js";
import { button } from "/lib/ui/button.js";
import { notice, skeleton } from "/lib/ui/parts.js";
import { tabs } from "/lib/ui/tabs.js";
import { toast } from "/lib/ui/toast.js";
import { may, who } from "/features/accounts/who.js";
import { comments } from "/features/comments/comments.js";
import { momentDialog } from "/features/moments/moment-dialog.js";
import { proposed } from "/features/moments/moment-rules.js";
import { moments, share } from "/features/moments/moments.js";
import { getPlayback, listRecordings } from "/features/recordings/calls.js";
import { markList } from "/features/recordings/mark-list.js";
import { EmPlayer } from "/features/recordings/player.js";
import { playerKeys } from "/features/recordings/player-keys.js";
import { keepListening } from "/features/recordings/player-listening.js";
import { EmTimeline } from "/features/recordings/timeline.js";
import { levelsOf } from "/features/recordings/timeline-sound.js";
import { getTranscript } from "/features/transcripts/calls.js";
import { inOrder } from "/features/transcripts/transcript-lines.js";
import { EmTranscript, speakerName } from "/features/transcripts/transcript-view.js";
import { commentMarks, momentMarks, redactionMarks } from "/features/interactions/conversation-marks.js";
import { recordingNotices } from "/features/interactions/conversation-notices.js";
import { rangeBar } from "/features/interactions/conversation-range.js";
import { splitter } from "/features/interactions/splitter.js";
import "/features/interactions/conversation-labels.js";

await styles(import.meta.url, "./conversation.css");

/** @typedef {{ startMs: number, endMs: number }} Range */
/** @typedef {import("/features/recordings/timeline-marks.js").Mark} Mark */
/** @typedef {import("/features/interactions/conversation-range.js").RangeAction} RangeAction */
/** @typedef {{ id: string, label: string, counted?: () => Promise<number>, content: () => Node }} ExtraTab */

/** How often one asks whether playback has been prepared, ms. */
const PREPARING_MS = 2000;

/**
 * @typedef {object} Conversation
 * @property {HTMLElement} element
 * @property {EmPlayer} player
 * @property {(marks: Mark[]) => void} setEvidence draws the evidence of the answers
 * @property {() => void} refreshRange the actions on a range have other words now
 * @property {() => Range} chosenRange what is chosen, else the line being said, else the ten seconds up to here
 * @property {() => void} comment
 * @property {() => Promise<void>} makeMoment
 * @property {(ms: number, options?: { reveal?: boolean }) => void} seek
 * @property {(id: string) => void} showTab
 * @property {(id: string) => void} renewTab what it tells has changed
 * @property {() => Promise<void>} refresh looks again what there is to hear and see
 * @property {Promise<void>} ready
 */

/**
 * @param {object} options
 * @param {{ id: string, durationMs?: number }} options.interaction
 * @param {AbortSignal} options.signal
 * @param {number | null} [options.startAt] ms; from `?t=`
 * @param {() => RangeAction[]} [options.rangeActions] beside comment and moment
 * @param {boolean} [options.hasEvidence] draws the lane of evidence
 * @param {ExtraTab[]} [options.tabs] after transcript, comments and moments
 * @param {(recordings: import("/features/recordings/recording.js").Recording[],
 *   levels: Map<string, import("/features/recordings/recording.js").Levels>) => void} [options.onmedia] what there is to
 *   hear and see, and how loud it is; again when more is ready
 * @param {() => void} [options.onread] a recording is being read again
 * @returns {Conversation}
 */
export function conversation(
  { interaction, signal, startAt = null, rangeActions, hasEvidence = false, tabs: extra = [], onmedia, onread },
) {
  const player = new EmPlayer();
  const timeline = new EmTimeline();
  const transcript = new EmTranscript();
  /** @type {import("/features/recordings/recording.js").Recording[]} */
  let recordings = [];
  /** @type {import("/features/comments/calls.js").Comment[]} */
  let remarks = [];
  /** @type {import("/features/moments/calls.js").Moment[]} */
  let clips = [];
  /** Whether what is listened to is kept already: recordings may come one after the other. */
  let isKept = false;
  let isWaiting = false;
  /** The timer after which one looks whether more is ready. */
  let look = 0;
  /** Where the reader is in a conversation that has no media, ms. */
  let readMs = 0;
  /** @type {{ evidence: Mark[], marks: Mark[], redactions: Mark[] }} */
  const marks = { evidence: [], marks: [], redactions: [] };
  const listed = markList({ onseek: seek });
  const stage = h("div", { class: "conversation-stage" }, h("div", { class: "conversation-wait" }, skeleton(4)));
  const messages = h("div", { class: "conversation-messages", tabindex: -1 });
  const chosen = rangeBar({
    player,
    transcript,
    actions: () => rangeActions?.() ?? [],
    oncomment: comment,
    onmoment: () => void makeMoment(),
  });

  const remarkList = comments({
    interaction: interaction.id,
    here: anchor,
    onseek: (range) =>
      range.endMs ? player.playRange({ startMs: range.startMs, endMs: range.endMs }) : seek(range.startMs),
    onchange: (all) => {
      remarks = all;
      panels.setCount("comments", all.length);
      drawMarks();
    },
    signal,
  });
  const momentList = moments({
    interaction: interaction.id,
    onmake: () => void makeMoment(),
    onplay: (range) => player.playRange(range),
    onchange: (all) => {
      clips = all;
      panels.setCount("moments", all.length);
      drawMarks();
    },
    signal,
  });
  const panels = tabs({
    label: t("conversation.tabs"),
    tabs: [
      { id: "transcript", label: t("conversation.transcript"), content: () => transcript },
      { id: "comments", label: t("conversation.comments"), content: () => remarkList.element },
      { id: "moments", label: t("conversation.moments"), content: () => momentList.element },
      { id: "marks", label: t("conversation.marks"), content: () => listed.element },
      ...extra,
    ],
  });
  panels.element.classList.add("conversation-panels");
  for (const one of extra) count(one);
  const element = h("div", { class: "conversation" }, stage, messages, chosen.element, panels.element);
  const split = splitter({
    name: "screens",
    label: t("conversation.screensHeight"),
    direction: "rows",
    frame: element,
    least: 12,
    most: 62,
    initial: 34,
  });

  player.addEventListener("move", () => transcript.moveTo(player.currentMs));
  transcript.addEventListener("seek", (event) => seek(/** @type {CustomEvent<number>} */ (event).detail));
  transcript.addEventListener("lines", () => {
    const lines = transcript.lines;
    if (lines) player.setRange({ startMs: lines.startMs, endMs: lines.endMs });
  });
  playerKeys(player, { signal, comment, makeMoment });
  const ready = load();
  return {
    element,
    player,
    setEvidence,
    refreshRange: chosen.draw,
    chosenRange,
    comment,
    makeMoment,
    seek,
    showTab: (id) => panels.choose(id),
    renewTab,
    refresh,
    ready,
  };

  // A tab without its number is no harm; what fails is told when it is opened.
  /** @param {ExtraTab} tab */
  function count({ id, counted }) {
    void counted?.().then((number) => panels.setCount(id, number), () => {});
  }

  /** What a tab tells has changed. @param {string} id */
  function renewTab(id) {
    panels.refresh(id);
    const tab = extra.find((one) => one.id === id);
    if (tab) count(tab);
  }

  async function load() {
    replace(messages);
    const [found, spoken] = await Promise.allSettled([
      listRecordings(interaction.id, signal),
      getTranscript(interaction.id, signal),
    ]);
    if (signal.aborted) return;
    const segments = spoken.status === "fulfilled" && spoken.value ? inOrder(spoken.value.segments) : [];
    transcript.load(segments);
    player.setCaptions(segments.map((one) => ({ ...one, speaker: speakerName(one) })));
    if (found.status === "rejected") {
      replace(stage);
      replace(
        messages,
        notice([t("conversation.failed"), " ", found.reason?.message ?? ""], {
          tone: "bad",
          action: button({ label: t("conversation.tryAgain"), small: true, onclick: () => void load() }),
        }),
      );
      return;
    }
    await showRecordings(found.value);
    if (startAt !== null) seek(startAt, { reveal: true });
    else transcript.moveTo(hereMs());
  }

  /** @param {import("/features/recordings/recording.js").Recording[]} list */
  async function showRecordings(list) {
    recordings = list;
    const hasMedia = list.some((recording) => recording.state === "ready");
    const hasScreens = list.some((recording) => recording.kind === "screen");
    element.toggleAttribute("data-silent", !hasMedia);
    element.toggleAttribute("data-no-screens", !hasScreens);
    const [levels, playback] = await Promise.all([
      levelsOf(list, signal),
      // Each recording knows how it is played, too.
      getPlayback(interaction.id, signal).catch(() => undefined),
    ]);
    if (signal.aborted) return;
    onmedia?.(list, levels);
    if (hasMedia || list.some((recording) => recording.state === "processing")) {
      replace(stage, player, hasScreens && split, timeline);
      player.load({ recordings: list, playback, levels });
      void waitForPlayback(playback);
      timeline.load(player, { recordings: list, levels, hasEvidence });
      if (!isKept) keepListening(player, { interaction: interaction.id, person: who.get()?.user.id ?? "", signal });
      isKept = true;
    } else replace(stage);
    replace(messages, recordingNotices(list, () => void readAgain()));
    const waiting = list.filter((recording) => recording.state === "processing").length;
    clearTimeout(look);
    if (waiting > 0) lookLater(waiting, 3000);
  }

  /** @param {number} waiting how many were being prepared @param {number} ms */
  function lookLater(waiting, ms) {
    look = setTimeout(() => void lookAgain(waiting), ms);
  }

  async function refresh() {
    const { isPlaying } = player;
    try {
      await showRecordings(await listRecordings(interaction.id, signal));
      if (isPlaying) player.play();
    } catch {
      // The page is left, or the server is away: it is asked again with the page.
    }
  }

  /** One is being read again: the button that was pressed is gone. */
  async function readAgain() {
    onread?.();
    await refresh();
    messages.focus();
  }

  /**
   * Asks until nothing that the player opened is being prepared any more.
   * @param {import("/features/recordings/recording.js").InteractionPlayback} [playback] as it was opened
   */
  async function waitForPlayback(playback) {
    if (isWaiting) return;
    isWaiting = true;
    try {
      let isComplete = playback?.isComplete ?? true;
      while (player.isPreparing || (player.hasSpare && !isComplete)) {
        await pause(PREPARING_MS, signal);
        const now = await getPlayback(interaction.id, signal);
        isComplete = now.isComplete;
        player.prepared(now);
        // Other elements than were waited for: the sound of both legs came before theirs, or could not be made.
        const isJoined = player.hasSpare && now.sound.length === 1;
        if (isComplete && (player.isPreparing || isJoined)) await showAgain();
      }
    } catch {
      // The page is left, or the server is away: it is asked again with the page.
    }
    isWaiting = false;
  }

  /** Opens the recordings anew, and goes on where it was. */
  async function showAgain() {
    const { isPlaying } = player;
    await showRecordings(recordings);
    if (isPlaying) player.play();
  }

  /** @param {number} waiting how many were being prepared */
  async function lookAgain(waiting) {
    if (signal.aborted) return;
    try {
      const list = await listRecordings(interaction.id, signal);
      const isSame = list.filter((recording) => recording.state === "processing").length === waiting;
      // A player that plays is not torn down for one more screen: it comes when it pauses.
      if (isSame || player.isPlaying) lookLater(waiting, 3000);
      else await showRecordings(list);
    } catch {
      if (!signal.aborted) lookLater(waiting, 8000);
    }
  }

  /**
   * @param {number} ms
   * @param {{ reveal?: boolean }} [options] marks the line, for a search hit
   */
  function seek(ms, { reveal = false } = {}) {
    readMs = ms;
    player.seek(ms);
    transcript.moveTo(hereMs());
    if (reveal) transcript.reveal(ms);
    else transcript.follow();
  }

  function hereMs() {
    return player.hasMedia ? player.currentMs : readMs;
  }

  function chosenRange() {
    if (player.range) return player.range;
    const at = hereMs();
    const said = transcript.segments.find((one) => one.startMs <= at && at < one.endMs);
    if (said) return { startMs: said.startMs, endMs: said.endMs };
    return proposed(null, at, { startMs: 0, endMs: Math.max(player.durationMs, at) });
  }

  /** Where a new comment hangs: the chosen lines, the range, else here. */
  function anchor() {
    const lines = transcript.lines;
    if (lines) return { startMs: lines.startMs, endMs: lines.endMs, segment: lines.segments[0].index };
    if (player.range) return { ...player.range, segment: null };
    const isSomewhere = player.hasMedia || readMs > 0;
    return { startMs: isSomewhere ? Math.max(0, Math.round(hereMs())) : null, endMs: null, segment: null };
  }

  function comment() {
    if (!may("write_comments")) return;
    panels.choose("comments");
    remarkList.write(anchor());
  }

  async function makeMoment() {
    if (!may("create_moments") || !player.hasMedia) return;
    const whole = { startMs: 0, endMs: player.durationMs };
    const made = await momentDialog({
      interaction: interaction.id,
      range: proposed(player.range, player.currentMs, whole),
      monitors: recordings.flatMap((one) => one.kind === "screen" && one.state === "ready" ? [one.monitor ?? 1] : []),
      onpreview: (range) => player.playRange(range),
    });
    if (!made) return;
    momentList.add(made.moment);
    panels.choose("moments");
    momentList.reveal(made.moment.id);
    if (made.wantsShare) await share(made.moment);
    else toast(t("moments.made"), { kind: "good" });
  }

  function drawMarks() {
    marks.marks = [
      ...momentMarks(clips, (clip) => {
        panels.choose("moments");
        momentList.reveal(clip.id);
        player.playRange({ startMs: clip.startMs, endMs: clip.endMs });
      }),
      ...commentMarks(remarks, (remark, startMs) => {
        panels.choose("comments");
        remarkList.reveal(remark.id);
        seek(startMs);
      }),
    ];
    marks.redactions = redactionMarks(clips, (clip, startMs) => {
      panels.choose("moments");
      momentList.reveal(clip.id);
      seek(startMs);
    });
    timeline.setMarks({ marks: marks.marks, redactions: marks.redactions });
    listMarks();
  }

  /** @param {Mark[]} evidence */
  function setEvidence(evidence) {
    marks.evidence = evidence;
    timeline.setMarks({ evidence });
    listMarks();
  }

  function listMarks() {
    const all = [...marks.evidence, ...marks.marks, ...marks.redactions];
    listed.set(all);
    panels.setCount("marks", all.length);
  }
}
