import { get, post, send } from "/lib/http.js";

/** @typedef {import("/features/accounts/who.js").Ref} Ref */

/**
 * Something a person is asked to do.
 * @typedef {object} Item
 * @property {string} id
 * @property {"evaluator_message"} type
 * @property {"open" | "closed"} state
 * @property {string} summary
 * @property {boolean} showScore
 * @property {string | null} dueAt
 * @property {Ref} assignee
 * @property {Ref} createdBy
 * @property {string} createdAt
 * @property {string | null} closedAt
 * @property {Ref | null} closedBy
 * @property {Ref} evaluation
 * @property {{ id: string, externalId: string }} interaction
 * @property {number} messageCount
 * @property {string | null} lastMessageAt
 * @property {Ref | null} lastMessageBy
 */

/** @typedef {{ id: string, author: Ref, body: string, createdAt: string, mine: boolean }} Message */
/** @typedef {Item & { messages: Message[] }} Thread */

/**
 * An evaluation as an item shows it; scores, points and weights only where the item says so.
 * @typedef {object} Shown
 * @property {string} id
 * @property {string} name
 * @property {boolean} final
 * @property {string | null} completedAt
 * @property {string | null} lastEditedAt
 * @property {Ref | null} evaluator
 * @property {{ id: string, externalId: string, channel: string, startedAt: string, durationMs: number }} interaction
 * @property {boolean} showScore
 * @property {number | null} [score] micro-percent
 * @property {boolean | null} [passed]
 * @property {ShownForm[]} forms
 */
/**
 * One scorecard of it; what it is worth only where that may be seen.
 * @typedef {object} ShownForm
 * @property {string} name
 * @property {"percentage" | "points"} [format]
 * @property {number | null} [passMark] micro-percent
 * @property {import("/features/evaluations/score.js").ScoreResult} [score] not before something was saved
 * @property {ShownSection[]} sections
 */
/** @typedef {{ key: string, title: string, description: string, weight?: number, questions: ShownQuestion[] }} ShownSection */
/**
 * @typedef {object} ShownQuestion
 * @property {string} key
 * @property {string} text
 * @property {string} helpText
 * @property {string | null} answer the option's label
 * @property {boolean} na
 * @property {number} [points]
 * @property {number} [possible]
 * @property {"none" | "section" | "evaluation"} [autoFail]
 * @property {string | null} comment
 * @property {{ startMs: number, endMs: number }[]} evidence
 */

/**
 * Tells the agent about an evaluation.
 * @param {string} evaluation
 * @param {{ summary: string, dueAt?: string, showScore: boolean }} message
 * @returns {Promise<Item>}
 */
export function notifyAgent(evaluation, message) {
  return post(`evaluations/${encodeURIComponent(evaluation)}/notification`, message, { idempotent: true });
}

/**
 * @param {{ state?: "open" | "closed", mine?: boolean, sent?: boolean, evaluation?: string }} query
 * @param {AbortSignal} [signal]
 * @param {string | null} [cursor]
 * @returns {Promise<import("/lib/ui/datagrid.js").PageOf<Item>>}
 */
export function listItems(query, signal, cursor = null) {
  return get("action-items", { ...query, cursor }, { signal });
}

/** @param {string} id @param {AbortSignal} [signal] @returns {Promise<Thread>} */
export function getItem(id, signal) {
  return get(`action-items/${encodeURIComponent(id)}`, {}, { signal });
}

/** @param {string} id @param {AbortSignal} [signal] @returns {Promise<Shown>} */
export function getShown(id, signal) {
  return get(`action-items/${encodeURIComponent(id)}/evaluation`, {}, { signal });
}

/** @param {string} id @param {string} body @returns {Promise<Thread>} */
export function writeMessage(id, body) {
  return post(`action-items/${encodeURIComponent(id)}/messages`, { body }, { idempotent: true });
}

/** @param {string} id @param {boolean} isClosed @returns {Promise<Thread>} */
export async function setClosed(id, isClosed) {
  const path = `action-items/${encodeURIComponent(id)}/closure`;
  return (await send(isClosed ? "PUT" : "DELETE", path)).data;
}
