import { getAll, patch, post, remove } from "/lib/http.js";

/** @typedef {import("/features/accounts/who.js").Ref} Ref */

/**
 * What somebody remarks on a conversation, or on a stretch of it.
 * @typedef {object} Comment
 * @property {string} id
 * @property {string} interactionId
 * @property {Ref} author
 * @property {string} body
 * @property {number | null} startMs
 * @property {number | null} endMs
 * @property {number | null} segment
 * @property {"public" | "private"} visibility
 * @property {string | null} parent
 * @property {string} createdAt
 * @property {string | null} editedAt
 * @property {boolean} mine
 */

/** @param {string} interaction @param {AbortSignal} [signal] @returns {Promise<Comment[]>} */
export function listComments(interaction, signal) {
  return getAll(`interactions/${encodeURIComponent(interaction)}/comments`, null, { signal });
}

/**
 * @param {string} interaction
 * @param {{ body: string, startMs?: number, endMs?: number, segment?: number, visibility: "public" | "private", parent?: string }} comment
 * @returns {Promise<Comment>}
 */
export function createComment(interaction, comment) {
  return post(`interactions/${encodeURIComponent(interaction)}/comments`, comment, { idempotent: true });
}

/** @param {string} id @param {{ body?: string, visibility?: string }} changes @returns {Promise<Comment>} */
export function changeComment(id, changes) {
  return patch(`comments/${encodeURIComponent(id)}`, changes);
}

/** @param {string} id */
export function deleteComment(id) {
  return remove(`comments/${encodeURIComponent(id)}`);
}
