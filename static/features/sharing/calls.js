import { get, post, remove } from "/lib/http.js";

/** @typedef {import("/features/accounts/who.js").Ref} Ref */
/** @typedef {{ mayShare: boolean, passwordRequired: boolean, longestExpiryHours: number, mayAllowDownload: boolean }} Policy */

/**
 * A link to a moment, as the one who shared it sees it.
 * @typedef {object} Share
 * @property {string} id
 * @property {{ id: string, title: string, interactionId: string }} moment
 * @property {Ref} createdBy
 * @property {string} createdAt
 * @property {string} expiresAt
 * @property {"active" | "expired" | "revoked" | "used_up" | "held"} state
 * @property {boolean} hasPassword
 * @property {number | null} maxViews
 * @property {number} views
 * @property {boolean} allowDownload
 * @property {string | null} lastViewedAt
 * @property {number} laterRecordings recordings of the moment that came in after the link was made, and are not shown by it
 */

/** @typedef {{ at: string, outcome: "opened" | "unlocked" | "wrong_password" | "refused", network: string }} View */

/**
 * What a link shows to whoever opens it.
 * @typedef {object} Shared
 * @property {string} title
 * @property {number} durationMs
 * @property {"video" | "audio"} kind
 * @property {string} sharedBy
 * @property {string} expiresAt
 * @property {boolean} allowDownload
 * @property {boolean} hasCaptions
 * @property {string | null} language of the captions, where the transcript names it
 * @property {{ state: "rendering" | "ready" | "failed", poster: { width: number, height: number } | null }} clip
 */

/** @returns {Promise<Policy>} */
export function sharingPolicy() {
  return get("shares/policy");
}

/**
 * @param {string} momentId
 * @param {{ expiresAt: string, password?: string, maxViews?: number, allowDownload?: boolean }} input
 * @returns {Promise<{ id: string, url: string }>} the address, told this once
 */
export function createShare(momentId, input) {
  return post(`moments/${encodeURIComponent(momentId)}/shares`, input, { idempotent: true });
}

/**
 * @param {string | null} cursor
 * @param {AbortSignal} [signal]
 * @returns {Promise<import("/lib/ui/datagrid.js").PageOf<Share>>}
 */
export function listShares(cursor, signal) {
  return get("shares", { cursor }, { signal });
}

/** @param {string} id @returns {Promise<Share & { viewLog: View[] }>} */
export function getShare(id) {
  return get(`shares/${encodeURIComponent(id)}`);
}

/** @param {string} id @returns {Promise<void>} */
export function revokeShare(id) {
  return remove(`shares/${encodeURIComponent(id)}`);
}

/** @param {string} token @returns {Promise<Shared>} */
export function getShared(token) {
  return get(`shared/${encodeURIComponent(token)}`);
}

/** @param {string} token @param {string} password @returns {Promise<void>} */
export function unlock(token, password) {
  return post(`shared/${encodeURIComponent(token)}/unlock`, { password });
}

/**
 * Where a link's clip, its picture, download and captions are.
 * @param {string} token
 */
export function sharedAddresses(token) {
  const base = `/api/v1/shared/${encodeURIComponent(token)}`;
  return {
    clip: `${base}/clip`,
    poster: `${base}/poster`,
    download: `${base}/clip?download=1`,
    captions: `${base}/captions`,
  };
}
