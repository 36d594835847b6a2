import { ApiError, get, post, remove } from "/lib/http.js";

/** @typedef {import("/features/accounts/who.js").Who} Who */
/** @typedef {{ id: string, login: string, name: string, role: string, disabled: boolean }} User */

/**
 * Who is signed in; null when nobody is.
 * @returns {Promise<Who | null>}
 */
export async function getSession() {
  try {
    return await get("session");
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** @param {string} login @param {string} password @returns {Promise<Who>} */
export function signIn(login, password) {
  return post("session", { login, password });
}

/** @returns {Promise<void>} */
export function signOut() {
  return remove("session");
}

/**
 * People to choose from; of one role when it is named.
 * @param {string} [role]
 * @returns {Promise<User[]>}
 */
export async function listUsers(role) {
  return (await get("users", { role })).items;
}
