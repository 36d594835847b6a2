import { get, patch, post, send } from "/lib/http.js";

/** @typedef {import("/features/accounts/who.js").Ref} Ref */

/**
 * One customer conversation and what is known of it.
 * @typedef {object} Interaction
 * @property {string} id
 * @property {string} externalId
 * @property {"voice" | "chat" | "email" | "messaging" | "other"} channel
 * @property {Ref | null} agent
 * @property {Ref | null} team
 * @property {string | null} queue
 * @property {string | null} disposition
 * @property {string | null} language
 * @property {string | null} customer
 * @property {string[]} topics
 * @property {string} startedAt
 * @property {number} durationMs
 * @property {boolean} offline
 * @property {boolean} evaluated
 * @property {{ audio: number, screens: number, processing: number, failed: number }} recordings
 * @property {boolean} hasTranscript
 * @property {string} createdAt
 */

/**
 * What interactions can be filtered by.
 * @typedef {object} Facets
 * @property {Ref[]} agents
 * @property {Ref[]} teams
 * @property {string[]} queues
 * @property {string[]} channels
 * @property {string[]} dispositions
 * @property {string[]} languages
 */

/**
 * @param {Record<string, any>} query
 * @param {AbortSignal} [signal]
 * @returns {Promise<import("/lib/ui/datagrid.js").PageOf<Interaction>>}
 */
export function listInteractions(query, signal) {
  return get("interactions", query, { signal });
}

/** @returns {Promise<Facets>} */
export function interactionFacets() {
  return get("interactions/facets");
}

/** @param {string} id @param {AbortSignal} [signal] @returns {Promise<Interaction>} */
export function getInteraction(id, signal) {
  return get(`interactions/${encodeURIComponent(id)}`, null, { signal });
}

/** @param {Record<string, any>} interaction @returns {Promise<Interaction>} */
export function createInteraction(interaction) {
  return post("interactions", interaction, { idempotent: true });
}

/** @param {string} id @param {Record<string, any>} changes @returns {Promise<Interaction>} */
export function changeInteraction(id, changes) {
  return patch(`interactions/${encodeURIComponent(id)}`, changes);
}

/**
 * Asks for the combined download: its address and size when it is there (a ZIP always is, an MP4 nearly always), else
 * the job that makes it.
 * @param {string} id
 * @param {"mkv" | "mp4" | "zip"} format
 * @returns {Promise<{ url: string, bytes: number, job: null } | { url: null, job: import("/features/jobs/calls.js").Job }>}
 */
export async function requestBundle(id, format) {
  const reply = await send("POST", `interactions/${encodeURIComponent(id)}/bundle`, { body: { format } });
  if (reply.status === 202) return { url: null, job: reply.data };
  return { url: reply.data.url, bytes: reply.data.bytes, job: null };
}
