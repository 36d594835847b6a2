/**
 * The only door to the network. JSON in and out; a refusal is an `ApiError`; GETs are tried again.
 * @module
 */
import { store } from "/lib/store.js";
import { aborted, pause } from "/lib/wait.js";

const base = "/api/v1/";

/**
 * What the server refused, in its own words, or that it was not reached (`code` "offline", status 0).
 */
export class ApiError extends Error {
  /**
   * @param {object} problem
   * @param {number} problem.status
   * @param {string} problem.code stable, to decide by
   * @param {string} problem.detail a whole sentence, to show
   * @param {{ pointer: string, code: string, detail: string }[]} [problem.errors] field by field
   * @param {Record<string, any>} [problem.extras] further members of the answer
   * @param {number | null} [problem.retryAfterMs]
   */
  constructor({ status, code, detail, errors = [], extras = {}, retryAfterMs = null }) {
    super(detail);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.errors = errors;
    this.extras = extras;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * @typedef {object} Options
 * @property {Record<string, any>} [query] lists repeat their name; null, undefined and "" are left out
 * @property {any} [body] sent as JSON, unless it is a Blob, text or bytes
 * @property {string} [type] the Content-Type of a body that is no JSON
 * @property {string | null} [ifMatch]
 * @property {boolean} [idempotent] gives a POST an Idempotency-Key, so that it may be tried again
 * @property {string} [accept]
 * @property {Record<string, string>} [headers]
 * @property {AbortSignal} [signal]
 * @property {boolean} [keepalive] goes on when the page is left; for small bodies
 * @property {"json" | "text" | "buffer"} [as] how the answer is read; by its Content-Type when absent
 */

/**
 * @typedef {object} Reply
 * @property {number} status
 * @property {any} data
 * @property {Headers} headers
 * @property {string | null} etag
 * @property {string | null} location
 * @property {number | null} retryAfterMs
 */

/**
 * Whether the server could be reached last; `since` is when it was lost, in ms since the epoch.
 * @type {import("/lib/store.js").Store<{ online: boolean, since: number | null }>}
 */
export const connection = store(
  /** @type {{ online: boolean, since: number | null }} */ ({ online: true, since: null }),
);

/** @type {Set<(error: ApiError) => void>} */
const signedOutListeners = new Set();

/**
 * Calls back whenever the server says that nobody is signed in.
 * @param {(error: ApiError) => void} listener
 */
export function onSignedOut(listener) {
  signedOutListeners.add(listener);
}

/**
 * @param {string} path under /api/v1/, or absolute
 * @param {Record<string, any> | null} [query]
 * @param {Options} [options]
 * @returns {Promise<any>} the answer's data
 */
export async function get(path, query = null, options = {}) {
  return (await send("GET", path, { ...options, query: query ?? options.query })).data;
}

/**
 * The whole of a list that is given in pages, for what has to be found in it.
 * @param {string} path
 * @param {Record<string, any> | null} [query]
 * @param {Options} [options]
 * @returns {Promise<any[]>}
 */
export async function getAll(path, query = null, options = {}) {
  const all = [];
  for (let cursor = null;;) {
    const page = await get(path, { ...query, limit: 100, cursor }, options);
    all.push(...page.items);
    cursor = page.next;
    if (!cursor) return all;
  }
}

/** @param {string} path @param {any} [body] @param {Options} [options] @returns {Promise<any>} */
export async function post(path, body, options = {}) {
  return (await send("POST", path, { ...options, body: body ?? {} })).data;
}

/** @param {string} path @param {any} body @param {Options} [options] @returns {Promise<any>} */
export async function put(path, body, options = {}) {
  return (await send("PUT", path, { ...options, body })).data;
}

/** @param {string} path @param {any} body @param {Options} [options] @returns {Promise<any>} */
export async function patch(path, body, options = {}) {
  return (await send("PATCH", path, { ...options, body })).data;
}

/** @param {string} path @param {Options} [options] @returns {Promise<any>} */
export async function remove(path, options = {}) {
  return (await send("DELETE", path, options)).data;
}

/**
 * Sends one request and gives status, headers and data; GETs, HEADs and idempotent POSTs are tried up to
 * three times when the network or a gateway fails.
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<Reply>}
 */
export async function send(method, path, options = {}) {
  const url = address(path, options.query);
  const init = requestInit(method, options);
  const mayRepeat = method === "GET" || method === "HEAD" || options.idempotent === true;
  for (let attempt = 1;; attempt += 1) {
    try {
      return await once(url, init, options);
    } catch (error) {
      if (!(error instanceof ApiError) || !mayRepeat || attempt === 3 || !isPassing(error)) throw error;
      await pause(error.retryAfterMs ?? 250 * 2 ** attempt, options.signal);
    }
  }
}

/**
 * Sends bytes and tells how many have gone, which fetch cannot.
 * @param {string} method
 * @param {string} path
 * @param {Blob} body
 * @param {{ headers?: Record<string, string>, signal?: AbortSignal, onProgress?: (sent: number) => void }} options
 * @returns {Promise<Reply>}
 */
export function upload(method, path, body, { headers = {}, signal, onProgress } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted());
    const request = new XMLHttpRequest();
    request.open(method, address(path));
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => onProgress?.(event.loaded));
    request.addEventListener("load", () => {
      connectionIs(true);
      const reply = replyOf(request.status, headersOf(request.getAllResponseHeaders()), parsed(request.responseText));
      if (request.status < 400) resolve(reply);
      else reject(refusal(reply));
    });
    request.addEventListener("error", () => {
      connectionIs(false);
      reject(unreachable());
    });
    request.addEventListener("abort", () => reject(aborted()));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}

/**
 * The address of a path of the API, with its query.
 * @param {string} path
 * @param {Record<string, any> | null} [query]
 */
export function address(path, query) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one != null && one !== "") search.append(name, String(one));
    }
  }
  const text = search.toString();
  return (path.startsWith("/") ? path : base + path) + (text ? `?${text}` : "");
}

/**
 * Whether an error only says that somebody went away before the answer came.
 * @param {unknown} error
 */
export function isAbort(error) {
  return error instanceof DOMException && error.name === "AbortError";
}

/**
 * @param {string} method
 * @param {Options} options
 * @returns {RequestInit & { headers: Record<string, string> }}
 */
function requestInit(method, options) {
  /** @type {Record<string, string>} */
  const headers = { Accept: options.accept ?? "application/json", ...options.headers };
  if (options.ifMatch) headers["If-Match"] = options.ifMatch;
  if (options.idempotent) headers["Idempotency-Key"] = crypto.randomUUID();
  /** @type {BodyInit | undefined} */
  let body;
  if (options.body !== undefined) {
    if (options.type) body = options.body;
    else body = JSON.stringify(options.body);
    headers["Content-Type"] = options.type ?? "application/json";
  }
  return {
    method,
    headers,
    body,
    signal: options.signal,
    credentials: "same-origin",
    cache: "no-store",
    keepalive: options.keepalive,
  };
}

/**
 * @param {string} url
 * @param {RequestInit} init
 * @param {Options} options
 */
async function once(url, init, options) {
  /** @type {Response} */
  let response;
  let data;
  try {
    response = await fetch(url, init);
    data = response.ok ? await dataOf(response, options.as) : parsed(await response.text());
  } catch (error) {
    if (isAbort(error)) throw error;
    connectionIs(false);
    throw unreachable();
  }
  connectionIs(true);
  const reply = replyOf(response.status, response.headers, data);
  if (response.ok) return reply;
  const error = refusal(reply);
  if (error.code === "not_signed_in") { for (const listener of signedOutListeners) listener(error); }
  throw error;
}

/**
 * @param {Response} response
 * @param {"json" | "text" | "buffer"} [as]
 */
async function dataOf(response, as) {
  if (response.status === 204) return null;
  if (as === "buffer") return await response.arrayBuffer();
  const text = await response.text();
  if (as === "text") return text;
  const isJson = as === "json" || (response.headers.get("Content-Type") ?? "").includes("json");
  return isJson ? parsed(text) : text;
}

/** @param {string} text */
function parsed(text) {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * @param {number} status
 * @param {Headers} headers
 * @param {any} data
 * @returns {Reply}
 */
function replyOf(status, headers, data) {
  const seconds = Number(headers.get("Retry-After") ?? NaN);
  return {
    status,
    data,
    headers,
    etag: headers.get("ETag"),
    location: headers.get("Location"),
    retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : null,
  };
}

/** @param {string} text */
function headersOf(text) {
  const headers = new Headers();
  for (const line of text.trim().split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return headers;
}

/** @param {Reply} reply */
function refusal({ status, data, retryAfterMs }) {
  const { type: _type, title, status: _status, code, detail, errors, ...extras } = data ?? {};
  return new ApiError({
    status,
    code: code ?? `http_${status}`,
    detail: detail ?? title ?? `The server answered ${status}. Try again in a moment.`,
    errors: errors ?? [],
    extras,
    retryAfterMs,
  });
}

function unreachable() {
  return new ApiError({
    status: 0,
    code: "offline",
    detail: "Earmark cannot be reached. Check the connection; nothing you entered is lost.",
  });
}

/** @param {ApiError} error */
function isPassing(error) {
  return error.code === "offline" || error.status === 502 || error.status === 503 || error.status === 504;
}

/** @param {boolean} online */
function connectionIs(online) {
  if (connection.get().online === online) return;
  connection.set({ online, since: online ? null : Date.now() });
}
