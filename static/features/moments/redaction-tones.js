/**
 * The keypad tones of a moment: passages that are proposed as mutes, and what was decided about them.
 * @module
 */
import { h, replace } from "/lib/dom.js";
import { t } from "/lib/text.js";
import { clockTenths } from "/lib/times.js";
import { button } from "/lib/ui/button.js";
import { notice } from "/lib/ui/parts.js";
import { proposalKey } from "/features/moments/redaction-rules.js";
import "/features/moments/redaction-labels.js";

/** @typedef {import("/features/moments/calls.js").Proposal} Proposal */
/** @typedef {import("/features/moments/calls.js").Decision} Decision */

/**
 * @param {object} options
 * @param {(proposal: Proposal) => void} options.onplay
 * @param {(proposals: Proposal[], decision: Decision | null) => void} options.ondecide null takes a decision back
 */
export function tonesCallout({ onplay, ondecide }) {
  const element = h("div", { class: "redaction-tones" });
  return { element, show };

  /**
   * @param {readonly Proposal[]} proposals
   * @param {Map<string, Decision>} decisions made here and not saved yet
   */
  function show(proposals, decisions) {
    const open = proposals.filter((one) => one.decision === null && !decisions.has(proposalKey(one)));
    replace(
      element,
      proposals.length > 0 && notice(
        [
          h(
            "p",
            null,
            open.length > 0 ? t("redactions.tones", { count: open.length }) : t("redactions.tonesDecided"),
          ),
          h("ul", null, proposals.map((one) => h("li", null, passage(one, decisions.get(proposalKey(one)))))),
          open.length > 1 && h(
            "div",
            { class: "redaction-all" },
            button({ label: t("redactions.muteAll"), small: true, onclick: () => ondecide(open, "accepted") }),
            button({ label: t("redactions.keepAll"), small: true, onclick: () => ondecide(open, "dismissed") }),
          ),
        ],
        { tone: open.length > 0 ? "warn" : "plain" },
      ),
    );
  }

  /**
   * @param {Proposal} proposal
   * @param {Decision | undefined} decided
   */
  function passage(proposal, decided) {
    const range = `${clockTenths(proposal.startMs)} – ${clockTenths(proposal.endMs)}`;
    const who = proposal.decidedBy?.name ?? "";
    const said = decided
      ? t(decided === "accepted" ? "redactions.willMute" : "redactions.willKeep")
      : proposal.decision && t(proposal.decision === "accepted" ? "redactions.muted" : "redactions.kept", { who });
    return [
      button({
        label: t("redactions.playThis", { range }),
        icon: "play",
        iconOnly: true,
        look: "bare",
        small: true,
        onclick: () => onplay(proposal),
      }),
      h("span", { class: "mono" }, range),
      h("span", { class: "muted" }, t(`redactions.${proposal.channel}`)),
      h("span", { class: "grow" }),
      said && h("span", { class: "muted" }, said),
      decided
        ? act("undo", "undoThis", null)
        : proposal.decision
        ? proposal.decision === "dismissed" && act("muteOne", "muteThis", "accepted")
        : [act("muteOne", "muteThis", "accepted"), act("keepOne", "keepThis", "dismissed")],
    ];

    /**
     * @param {string} label
     * @param {string} name
     * @param {Decision | null} decision
     */
    function act(label, name, decision) {
      return button({
        label: t(`redactions.${label}`),
        small: true,
        onclick: () => ondecide([proposal], decision),
        props: { aria: { label: t(`redactions.${name}`, { range }) } },
      });
    }
  }
}
