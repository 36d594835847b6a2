import { address, get, patch, post, put, remove, send } from "/lib/http.js";

/** @typedef {import("/features/accounts/who.js").Ref} Ref */

/** @typedef {"agent" | "customer" | "both"} Channel */
/** @typedef {{ kind: "mute" | "beep", startMs: number, endMs: number, channel: Channel }} SoundRedaction */
/**
 * A rectangle in ten-thousandths of a screen's width and height.
 * @typedef {{ kind: "black", startMs: number, endMs: number, monitor: number, x: number, y: number,
 *   width: number, height: number }} Blackout
 */
/** @typedef {SoundRedaction | Blackout} Redaction */
/** @typedef {"accepted" | "dismissed"} Decision */
/**
 * A passage of keypad tones, and what somebody decided about it.
 * @typedef {{ channel: Channel, startMs: number, endMs: number, decision: Decision | null, decidedBy: Ref | null,
 *   decidedAt: string | null }} Proposal
 */
/** @typedef {{ redactions: Redaction[], proposals: Proposal[], etag: string }} Redactions */

/**
 * A clip of a conversation, kept as a recipe and rendered when somebody wants it.
 * @typedef {object} Moment
 * @property {string} id
 * @property {{ id: string, externalId: string }} interaction
 * @property {string} title
 * @property {number} startMs
 * @property {number} endMs
 * @property {string | null} note
 * @property {"grid" | "none" | number} screens
 * @property {Ref} createdBy
 * @property {string} createdAt
 * @property {{ state: "none" | "rendering" | "ready" | "failed", job: { id: string, url: string } | null,
 *   bytes: number | null, durationMs: number | null, contentType: string | null, reencodedFrames: number | null,
 *   copiedPackets: number | null, poster: { width: number, height: number } | null,
 *   error: string | { message: string } | null }} clip
 * @property {Redaction[]} redactions
 * @property {number} undecidedProposals passages of keypad tones nobody has decided about
 * @property {boolean} mayShare
 * @property {boolean} mayDelete
 */

/** @param {string} interaction @param {AbortSignal} [signal] @returns {Promise<Moment[]>} */
export async function listMoments(interaction, signal) {
  return (await get(`interactions/${encodeURIComponent(interaction)}/moments`, { limit: 100 }, { signal })).items;
}

/**
 * @param {{ cursor?: string | null }} query
 * @param {AbortSignal} [signal]
 * @returns {Promise<{ items: Moment[], next: string | null, total?: { count: number, capped: boolean } }>}
 */
export function listAllMoments(query, signal) {
  return get("moments", query, { signal });
}

/** @param {string} id @param {AbortSignal} [signal] @returns {Promise<Moment>} */
export function getMoment(id, signal) {
  return get(`moments/${encodeURIComponent(id)}`, null, { signal });
}

/**
 * @param {string} interaction
 * @param {{ title: string, startMs: number, endMs: number, note?: string, screens?: "grid" | "none" | number }} moment
 * @returns {Promise<Moment>}
 */
export function createMoment(interaction, moment) {
  return post(`interactions/${encodeURIComponent(interaction)}/moments`, moment, { idempotent: true });
}

/** @param {string} id @param {{ title?: string, note?: string | null }} changes @returns {Promise<Moment>} */
export function changeMoment(id, changes) {
  return patch(`moments/${encodeURIComponent(id)}`, changes);
}

/** @param {string} id @param {AbortSignal} [signal] @returns {Promise<Redactions>} */
export function getRedactions(id, signal) {
  return get(`moments/${encodeURIComponent(id)}/redactions`, null, { signal });
}

/**
 * @param {string} id
 * @param {{ redactions: Redaction[], decisions: { channel: Channel, startMs: number, endMs: number, decision: Decision }[] }} changes
 * @param {string} etag of what they are based on
 * @returns {Promise<Redactions>}
 */
export function putRedactions(id, changes, etag) {
  return put(`moments/${encodeURIComponent(id)}/redactions`, changes, { ifMatch: `"${etag}"` });
}

/** @param {string} id */
export function deleteMoment(id) {
  return remove(`moments/${encodeURIComponent(id)}`);
}

/**
 * Asks for the clip: the moment when it is ready, else the job that renders it.
 * @param {string} id
 * @returns {Promise<{ moment: Moment, job: null } | { moment: null, job: import("/features/jobs/calls.js").Job }>}
 */
export async function requestClip(id) {
  const reply = await send("POST", `moments/${encodeURIComponent(id)}/clip`, { body: {} });
  return reply.status === 202 ? { moment: null, job: reply.data } : { moment: reply.data, job: null };
}

/** Where the clip is, for a media element or to save. @param {string} id @param {boolean} [download] */
export function clipUrl(id, download = false) {
  return address(`moments/${encodeURIComponent(id)}/clip`, download ? { download: 1 } : null);
}

/** Where the picture is that stands for the clip. @param {string} id */
export function posterUrl(id) {
  return address(`moments/${encodeURIComponent(id)}/poster`);
}

/** @param {string} id */
export function captionsUrl(id) {
  return address(`moments/${encodeURIComponent(id)}/captions`);
}
