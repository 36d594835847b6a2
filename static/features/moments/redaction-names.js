/**
 * What redactions are called where they stand beside each other.
 * @module
 */
import { t } from "/lib/text.js";
import { clockTenths } from "/lib/times.js";
import "/features/moments/redaction-labels.js";

/** @typedef {import("/features/moments/calls.js").Redaction} Redaction */

/**
 * What a redaction is called: "Mute, Agent, 02:21.0 – 02:23.5".
 * @param {Redaction} redaction
 */
export function shortName(redaction) {
  const range = `${clockTenths(redaction.startMs)} – ${clockTenths(redaction.endMs)}`;
  return t("redactions.shortOf", { what: t(`redactions.${redaction.kind}`), whom: whose(redaction), range });
}

/**
 * Whose sound or which screen it covers.
 * @param {Redaction} redaction
 */
export function whose(redaction) {
  return redaction.kind === "black"
    ? t("redactions.monitorNumber", { number: redaction.monitor })
    : t(`redactions.${redaction.channel}`);
}
