/**
 * What stands in the head of the window while somebody evaluates: of which conversation, until when, whether
 * it is saved, and what can be done with it.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { shortDateTime, timeOfDay } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { menuButton } from "/lib/ui/menu.js";
import { chip } from "/lib/ui/parts.js";
import { may } from "/features/accounts/who.js";
import { stateChip } from "/features/evaluations/state.js";
import { exportItems } from "/features/exports/export-menu.js";
import "/features/evaluations/workbench-labels.js";

/** @typedef {import("/features/evaluations/calls.js").Session} Session */
/** @typedef {import("/features/evaluations/draft.js").DraftState} DraftState */

/**
 * @param {object} actions
 * @param {() => boolean} actions.showsScore
 * @param {() => void} actions.toggleScore
 * @param {() => void} actions.replace
 * @param {() => void} actions.save
 * @param {() => void} actions.complete
 * @param {() => void} actions.close
 * @param {() => void} actions.resolve opens the conflict again
 * @param {() => void} actions.shelve archives it, or takes it back
 * @param {() => void} actions.notify tells the agent
 * @param {() => void} actions.rename
 * @param {() => void} actions.void withdraws it for good
 * @param {() => void} actions.remove deletes it for good
 * @param {import("/features/exports/export-menu.js").ExportHost} actions.exports
 */
export function workbenchBar(actions) {
  const crumbs = h("div", { class: "bench-crumbs" });
  const unsaved = h("span", { class: "bench-unsaved", role: "status" });
  const state = h("span", { class: "bench-state", role: "status" });
  const remove = button({ label: t("workbench.delete"), onclick: actions.remove });
  const shelve = button({ label: t("workbench.archive"), onclick: actions.shelve });
  const score = button({ label: t("workbench.showScore"), look: "bare", onclick: actions.toggleScore });
  score.append(h("i", { class: "bench-switch", aria: { hidden: true } }));
  const replaceButton = button({ label: t("workbench.replace"), onclick: actions.replace });
  const save = h("span", { class: "bench-save" });
  const element = h(
    "div",
    { class: "bench-bar" },
    crumbs,
    h("span", { class: "grow" }),
    unsaved,
    state,
    score,
    replaceButton,
    remove,
    shelve,
    save,
  );
  return { element, setSession, setDraft, setScore, setUnsaved };

  /** @param {boolean} isUnsaved a completed session shows other answers than its own */
  function setUnsaved(isUnsaved) {
    element.toggleAttribute("data-unsaved", isUnsaved);
    const words = [
      h("span", { class: "is-long" }, t("workbench.notSavedYet")),
      h("span", { class: "is-short" }, t("workbench.notSavedShort")),
    ];
    replace(unsaved, isUnsaved && chip(words, { tone: "warn", dot: true }));
  }

  /** @param {Session} session */
  function setSession(session) {
    const { interaction, dueAt } = session;
    const late = dueAt !== null && new Date(dueAt) < new Date();
    const isOpen = session.state !== "completed";
    replace(
      crumbs,
      h("a", { class: "bench-up", href: "/evaluations" }, t("workbench.evaluations")),
      h("span", { aria: { hidden: true } }, "/"),
      h("strong", { title: interaction.externalId }, interaction.externalId),
      h(
        "span",
        { class: "bench-about" },
        [interaction.agent?.name, shortDateTime(interaction.startedAt)].filter(Boolean).map((part) => ` · ${part}`),
      ),
      dueAt && isOpen &&
        chip(t(late ? "workbench.expired" : "workbench.due", { when: shortDateTime(dueAt) }), {
          tone: late ? "bad" : "warn",
        }),
      stateChip({ state: session.state, voided: session.voided }),
    );
    replaceButton.hidden = !session.may.replace;
    remove.hidden = !session.may.delete;
    shelve.hidden = !session.may.archive && !session.may.unarchive;
    shelve.textContent = t(session.may.unarchive ? "workbench.unarchive" : "workbench.archive");
    const notify = session.may.notify
      ? [{
        label: t("actionItems.notifyOpen"),
        icon: /** @type {const} */ ("mail"),
        run: actions.notify,
      }]
      : [];
    const rename = may("assign_evaluations") && session.archivedAt === null
      ? [{ label: t("workbench.rename"), icon: /** @type {const} */ ("edit"), run: actions.rename }]
      : [];
    const withdraw = session.may.void
      ? [{ label: t("workbench.void"), icon: /** @type {const} */ ("trash"), run: actions.void }]
      : [];
    const items = [
      { label: t("workbench.saveNow"), hint: "Ctrl+S", run: actions.save },
      ...(session.may.complete ? [{ label: t("workbench.complete"), hint: "Ctrl+Enter", run: actions.complete }] : []),
      /** @type {const} */ ("-"),
      ...exportItems(actions.exports),
      ...notify,
      ...rename,
      ...withdraw,
      /** @type {const} */ ("-"),
      { label: t("workbench.close"), run: actions.close },
    ];
    const hadFocus = save.contains(document.activeElement);
    replace(
      save,
      session.may.save ? menuButton({ label: t("workbench.save"), look: "primary", items }) : [
        menuButton({
          label: t("exports.list"),
          icon: "download",
          items: [...exportItems(actions.exports), ...notify, ...rename, ...withdraw],
        }),
        button({ label: t("workbench.close"), onclick: actions.close }),
      ],
    );
    if (hadFocus) save.querySelector("button")?.focus();
  }

  /** @param {DraftState} draft */
  function setDraft({ name, savedAt, problem }) {
    const text = name === "saved"
      ? savedAt ? t("workbench.saved", { at: timeOfDay(savedAt) }) : null
      : name === "refused"
      ? t("workbench.refused", { why: problem?.message ?? "" })
      : t(`workbench.${name}`);
    element.dataset.draft = name;
    const tone = name === "refused" || name === "conflict" ? "bad" : name === "offline" ? "warn" : "plain";
    replace(
      state,
      text && h(
        "span",
        { class: ["chip", "bench-saved", tone, `is-${name}`], title: text },
        h("i", { class: "dot", aria: { hidden: true } }),
        h("span", null, text),
      ),
      name === "conflict" && button({ label: t("workbench.resolve"), small: true, onclick: actions.resolve }),
    );
  }

  function setScore() {
    score.setAttribute("aria-pressed", String(actions.showsScore()));
  }
}
