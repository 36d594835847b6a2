import { address, get } from "/lib/http.js";

/** @typedef {import("/features/recordings/recording.js").Recording} Recording */

/** @param {string} interaction @param {AbortSignal} [signal] @returns {Promise<Recording[]>} */
export async function listRecordings(interaction, signal) {
  return (await get(`interactions/${encodeURIComponent(interaction)}/recordings`, null, { signal })).items;
}

/** Where the bytes of a recording are, for a media element. @param {string} recording */
export function contentUrl(recording) {
  return address(`recordings/${encodeURIComponent(recording)}/content`);
}

/** @param {string} recording @param {AbortSignal} [signal] @returns {Promise<ArrayBuffer>} audiowaveform .dat */
export function getPeaks(recording, signal) {
  return get(`recordings/${encodeURIComponent(recording)}/peaks`, null, {
    as: "buffer",
    accept: "application/octet-stream",
    signal,
  });
}

/**
 * @param {string} recording
 * @param {AbortSignal} [signal]
 * @returns {Promise<import("/features/recordings/recording.js").Levels>}
 */
export function getLevels(recording, signal) {
  return get(`recordings/${encodeURIComponent(recording)}/levels`, null, { signal });
}
