import { get, send } from "/lib/http.js";

/**
 * @typedef {object} Transcript
 * @property {string | null} language
 * @property {import("/features/transcripts/transcript-lines.js").Segment[]} segments
 */

/**
 * What was said, with the times of its words where they are known; null when nobody wrote it down.
 * @param {string} interaction
 * @param {AbortSignal} [signal]
 * @returns {Promise<Transcript | null>}
 */
export async function getTranscript(interaction, signal) {
  try {
    return await get(`interactions/${encodeURIComponent(interaction)}/transcript`, { words: "1" }, { signal });
  } catch (error) {
    if (/** @type {{ status?: number }} */ (error).status === 404) return null;
    throw error;
  }
}

/**
 * A place where the words searched for are said.
 * @typedef {object} Hit
 * @property {{ id: string, externalId: string, agent: import("/features/accounts/who.js").Ref | null, startedAt: string, channel: string }} interaction
 * @property {number} segment
 * @property {number} startMs
 * @property {number} endMs
 * @property {string} speaker
 * @property {{ text: string, hit: boolean }[]} snippet
 */

/**
 * Puts a transcript file in place; what it is follows from its name.
 * @param {string} interactionId
 * @param {File} file
 * @param {string | null} [charset] the code page of subtitles that are no Unicode; null where nobody knows
 * @returns {Promise<Transcript>}
 */
export async function putTranscript(interactionId, file, charset = null) {
  const type = /\.json$/i.test(file.name)
    ? "application/json"
    : /\.srt$/i.test(file.name)
    ? `application/x-subrip${charset ? `; charset=${charset}` : ""}`
    : "text/vtt";
  const path = `interactions/${encodeURIComponent(interactionId)}/transcript`;
  // The bytes as they are: subtitles are often older than UTF-8.
  return (await send("PUT", path, { body: await file.arrayBuffer(), type })).data;
}

/**
 * @param {string} words
 * @param {string | null} cursor
 * @param {AbortSignal} [signal]
 * @returns {Promise<{ items: Hit[], next: string | null, total?: { count: number, capped: boolean } }>}
 */
export function searchTranscripts(words, cursor, signal) {
  return get("transcripts/search", { q: words, cursor }, { signal });
}
