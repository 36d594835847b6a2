import { readWindows, writeWindows } from "/features/recordings/windows-text.js";

/** @param {unknown} got @param {unknown} wanted */
function same(got, wanted) {
  if (JSON.stringify(got) !== JSON.stringify(wanted)) {
    throw new Error(`${JSON.stringify(got)} is not ${JSON.stringify(wanted)}`);
  }
}

Deno.test("lines become windows in order of time", () => {
  same(readWindows("1:05 CRM | Refund | form\n\n0:00 Knowledge base\n"), {
    windows: [
      { startMs: 0, application: "Knowledge base", title: "" },
      { startMs: 65_000, application: "CRM", title: "Refund | form" },
    ],
    wrongLine: null,
  });
});

Deno.test("a line without a time is named", () => {
  same(readWindows("0:00 CRM\nsoon CRM").wrongLine, 2);
  same(readWindows("0:10").wrongLine, 1);
});

Deno.test("what was written is read again", () => {
  const windows = [{ startMs: 0, application: "CRM", title: "Customer 1" }, {
    startMs: 3_725_000,
    application: "Mail",
    title: "",
  }];
  same(readWindows(writeWindows(windows)).windows, windows);
});
