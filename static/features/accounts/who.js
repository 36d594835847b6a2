/**
 * Who is signed in, and what they may do.
 * @module
 */
import { store } from "/lib/store.js";

/** @typedef {{ id: string, name: string }} Ref */

/**
 * @typedef {object} Who
 * @property {{ id: string, login: string, name: string, role: string }} user
 * @property {string[]} permissions
 * @property {Ref[]} teams
 * @property {{ name: string, timeZone: string }} account
 */

/**
 * The person signed in; null when nobody is.
 * @type {import("/lib/store.js").Store<Who | null>}
 */
export const who = store(/** @type {Who | null} */ (null));

/**
 * Whether the person signed in has a permission, by its name: "share_moments".
 * @param {string} permission
 */
export function may(permission) {
  return who.get()?.permissions.includes(permission) ?? false;
}

/**
 * Whether that is the person signed in.
 * @param {Ref | null | undefined} person
 */
export function isMe(person) {
  return person != null && person.id === who.get()?.user.id;
}

/**
 * Where somebody's work begins: an agent with what there is to do, everybody else with the conversations.
 * @param {{ user: { role: string } } | null} somebody
 */
export function homeOf(somebody) {
  return somebody?.user.role === "agent" ? "/home" : "/interactions";
}
