import { may } from "/features/accounts/who.js";
import { ApiError, get, getAll, patch, post, put, remove } from "/lib/http.js";

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
 * People to choose from; of one role when it is named. Nobody, for who may not see them.
 * @param {string} [role]
 * @returns {Promise<User[]>}
 */
export async function listUsers(role) {
  if (!may("assign_evaluations") && !may("manage_users")) return [];
  return await getAll("users", { role });
}

/** @typedef {{ shareOutside: boolean, evaluatorsMayShare: boolean, requirePassword: boolean, longestExpiryHours: number, allowDownload: boolean }} SharingSettings */
/** @typedef {{ accountName: string, timeZone: string, sharing: SharingSettings }} Settings */
/** @typedef {{ screens: boolean, teams: string[] | null, channels: string[] | null, roles: string[] | null, keepDays: number | null }} CapturePolicy */

/** @returns {Promise<Settings>} */
export function getSettings() {
  return get("settings");
}

/** @param {Partial<Settings>} changes @returns {Promise<Settings>} */
export function changeSettings(changes) {
  return patch("settings", changes);
}

/** @returns {Promise<CapturePolicy>} */
export function getCapturePolicy() {
  return get("capture-policy");
}

/** @param {CapturePolicy} policy @returns {Promise<CapturePolicy>} */
export function setCapturePolicy(policy) {
  return put("capture-policy", policy);
}

/** @returns {Promise<import("/features/accounts/who.js").Ref[]>} */
export async function listTeams() {
  return (await get("teams")).items;
}
