import { address, ApiError, connection, get, getAll, isAbort, onSignedOut, post, send } from "/lib/http.js";

/** @param {unknown} got @param {unknown} wanted */
function same(got, wanted) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`);
  }
}

/**
 * Answers in place of the network while `run` runs; gives what was asked.
 * @param {((request: Request) => Response | Promise<Response>)[]} answers
 * @param {() => Promise<void>} run
 */
async function answering(answers, run) {
  const original = globalThis.fetch;
  /** @type {Request[]} */
  const asked = [];
  globalThis.fetch = async (input, init) => {
    const request = new Request(new URL(String(input), "http://here"), init);
    asked.push(request);
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    return await answer(request);
  };
  try {
    await run();
  } finally {
    globalThis.fetch = original;
  }
  return asked;
}

/** @param {unknown} body @param {ResponseInit} [init] */
const json = (body, init) =>
  new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json", ETag: '"7"' }, ...init });

Deno.test("an address carries lists and leaves out what is empty", () => {
  same(
    address("interactions", { q: "", agent: ["a", "b"], from: null, sort: "-startedAt" }),
    "/api/v1/interactions?agent=a&agent=b&sort=-startedAt",
  );
  same(address("/healthz"), "/healthz");
});

Deno.test("a refusal keeps its code, its sentence, its fields and its further members", async () => {
  const problem = {
    type: "about:blank",
    title: "stale",
    status: 412,
    code: "stale",
    detail: "Somebody else saved.",
    errors: [{ pointer: "/a", code: "x", detail: "y" }],
    etag: '"8"',
  };
  await answering([() => json(problem, { status: 412 })], async () => {
    const error = await post("evaluations/1/answers", {}).catch((one) => one);
    if (!(error instanceof ApiError)) throw new Error("no ApiError");
    same([error.status, error.code, error.detail, error.errors.length, error.extras], [
      412,
      "stale",
      "Somebody else saved.",
      1,
      { etag: '"8"' },
    ]);
  });
});

Deno.test("a GET is tried again when a gateway fails, a POST is not", async () => {
  const down = () => new Response("", { status: 503, headers: { "Retry-After": "0" } });
  let data;
  const gets = await answering([down, () => json({ fine: true })], async () => void (data = await get("x")));
  same([gets.length, data], [2, { fine: true }]);
  const posts = await answering([down], async () => void (await post("x").catch(() => {})));
  same(posts.length, 1);
});

Deno.test("If-Match and a key for creating go along", async () => {
  const [asked] = await answering([() => json({})], async () => {
    const reply = await send("POST", "x", { body: { a: 1 }, ifMatch: '"3"', idempotent: true });
    same(reply.etag, '"7"');
  });
  same(asked.headers.get("If-Match"), '"3"');
  same(/^[0-9a-f-]{36}$/.test(asked.headers.get("Idempotency-Key") ?? ""), true);
  same(await asked.text(), '{"a":1}');
});

Deno.test("a lost connection is told, and so is its return", async () => {
  await answering([() => Promise.reject(new TypeError("network"))], async () => {
    const error = await post("x").catch((one) => one);
    same([error.code, error.status, connection.get().online], ["offline", 0, false]);
  });
  await answering([() => json({})], async () => void (await get("x")));
  same(connection.get().online, true);
});

Deno.test("a request that is given up ends as an abort, not as a lost connection", async () => {
  const stop = new AbortController();
  stop.abort();
  await answering([(request) => Promise.reject(request.signal.reason)], async () => {
    const error = await get("x", null, { signal: stop.signal }).catch((one) => one);
    same([isAbort(error), connection.get().online], [true, true]);
  });
});

Deno.test("being signed out is told to whoever asked", async () => {
  let times = 0;
  onSignedOut(() => (times += 1));
  const problem = { status: 401, code: "not_signed_in", detail: "Sign in first." };
  await answering([() => json(problem, { status: 401 })], async () => void (await get("x").catch(() => {})));
  same(times, 1);
});

Deno.test("a list is read to its last page", async () => {
  const pages = [{ items: [1, 2], next: "b" }, { items: [3], next: "c" }, { items: [4], next: null }];
  let got = /** @type {any[]} */ ([]);
  const asked = await answering(pages.map((page) => () => json(page)), async () => {
    got = await getAll("users", { role: "agent" });
  });
  same(got, [1, 2, 3, 4]);
  same(asked.map((one) => new URL(one.url).search), [
    "?role=agent&limit=100",
    "?role=agent&limit=100&cursor=b",
    "?role=agent&limit=100&cursor=c",
  ]);
});
