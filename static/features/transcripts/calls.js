import { get } from "/lib/http.js";

/**
 * @typedef {object} Transcript
 * @property {string | null} language
 * @property {import("/features/transcripts/transcript-lines.js").Segment[]} segments
 */

/**
 * What was said; null when nobody wrote it down.
 * @param {string} interaction
 * @param {AbortSignal} [signal]
 * @returns {Promise<Transcript | null>}
 */
export async function getTranscript(interaction, signal) {
  try {
    return await get(`interactions/${encodeURIComponent(interaction)}/transcript`, null, { signal });
  } catch (error) {
    if (/** @type {{ status?: number }} */ (error).status === 404) return null;
    throw error;
  }
}
