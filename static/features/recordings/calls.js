import { address, get, post, put, remove, send, upload } from "/lib/http.js";

/** @typedef {import("/features/recordings/recording.js").Recording} Recording */

/** @param {string} interaction @param {AbortSignal} [signal] @returns {Promise<Recording[]>} */
export async function listRecordings(interaction, signal) {
  return (await get(`interactions/${encodeURIComponent(interaction)}/recordings`, null, { signal })).items;
}

/**
 * Which media elements a player opens.
 * @param {string} interaction
 * @param {AbortSignal} [signal]
 * @returns {Promise<import("/features/recordings/recording.js").InteractionPlayback>}
 */
export function getPlayback(interaction, signal) {
  return get(`interactions/${encodeURIComponent(interaction)}/playback`, null, { signal });
}

/**
 * @param {string} recording
 * @param {number} samplesPerPixel no coarser than this, where there is one
 * @param {AbortSignal} [signal]
 * @returns {Promise<ArrayBuffer>} audiowaveform .dat
 */
export function getPeaks(recording, samplesPerPixel, signal) {
  return get(`recordings/${encodeURIComponent(recording)}/peaks`, { samplesPerPixel }, {
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

/** @typedef {{ ranges: import("/features/recordings/recording.js").Range[], listenedMs: number, totalMs: number, percent: number | null }} Listening */

/** What one has listened to oneself. @param {string} interaction @param {AbortSignal} [signal] @returns {Promise<Listening>} */
export function getListening(interaction, signal) {
  return get(`interactions/${encodeURIComponent(interaction)}/listening`, null, { signal });
}

/**
 * Adds to it; the same again changes nothing.
 * @param {string} interaction
 * @param {import("/features/recordings/recording.js").Range[]} ranges
 * @param {{ keepalive?: boolean }} [options]
 * @returns {Promise<Listening>} all of it now
 */
export function putListening(interaction, ranges, options) {
  return put(`interactions/${encodeURIComponent(interaction)}/listening`, { ranges }, options);
}

/**
 * What a screen shows: its thumbnails, when it is lively, black, still.
 * @param {string} recording
 * @param {AbortSignal} [signal]
 * @returns {Promise<import("/features/recordings/recording.js").Thumbnails>}
 */
export function getThumbnails(recording, signal) {
  return get(`recordings/${encodeURIComponent(recording)}/thumbnails`, null, { signal });
}

/** Where the file as it came can be saved from. @param {string} recording */
export function downloadUrl(recording) {
  return address(`recordings/${encodeURIComponent(recording)}/content`, { download: 1 });
}

/**
 * Makes a complete upload a recording of an interaction.
 * @param {string} interaction
 * @param {{ upload: string, kind: "audio" | "screen", offsetMs: number, party?: string, monitor?: number, capture?: import("/features/recordings/recording.js").Capture }} input
 * @returns {Promise<Recording>}
 */
export function attachRecording(interaction, input) {
  return post(`interactions/${encodeURIComponent(interaction)}/recordings`, input, { idempotent: true });
}

/** @param {string} recording @param {AbortSignal} [signal] @returns {Promise<Recording>} */
export function getRecording(recording, signal) {
  return get(`recordings/${encodeURIComponent(recording)}`, null, { signal });
}

/**
 * Has one read again that could not be read; its file is still there.
 * @param {string} recording
 * @returns {Promise<Recording>}
 */
export function readAgain(recording) {
  return post(`recordings/${encodeURIComponent(recording)}/ingest`, null);
}

/** @param {string} recording @returns {Promise<void>} */
export function deleteRecording(recording) {
  return remove(`recordings/${encodeURIComponent(recording)}`);
}

const tus = { "Tus-Resumable": "1.0.0" };

/**
 * Announces a file that is to be sent; gives the id of its upload.
 * @param {{ name: string, size: number }} file
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>}
 */
export async function createUpload(file, signal) {
  const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)));
  const headers = { ...tus, "Upload-Length": String(file.size), "Upload-Metadata": `filename ${name}` };
  const reply = await send("POST", "uploads", { headers, signal });
  return (reply.location ?? "").split("/").pop() ?? "";
}

/** How many bytes of an upload have come. @param {string} id @param {AbortSignal} [signal] */
export async function uploadOffset(id, signal) {
  const reply = await send("HEAD", `uploads/${encodeURIComponent(id)}`, { headers: tus, signal });
  return Number(reply.headers.get("Upload-Offset") ?? 0);
}

/**
 * Sends the next piece of an upload; gives how many bytes the server then has.
 * @param {string} id
 * @param {number} offset
 * @param {Blob} piece
 * @param {{ signal?: AbortSignal, onProgress?: (sent: number) => void }} options
 * @returns {Promise<number>}
 */
export async function sendPiece(id, offset, piece, options) {
  const headers = {
    ...tus,
    "Upload-Offset": String(offset),
    "Content-Type": "application/offset+octet-stream",
  };
  const reply = await upload("PATCH", `uploads/${encodeURIComponent(id)}`, piece, { headers, ...options });
  return Number(reply.headers.get("Upload-Offset") ?? offset + piece.size);
}

/** Gives an upload up. @param {string} id */
export async function dropUpload(id) {
  await send("DELETE", `uploads/${encodeURIComponent(id)}`, { headers: tus });
}
