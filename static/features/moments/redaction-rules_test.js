import {
  areaBetween,
  contained,
  firstRange,
  moved,
  parsePercent,
  percentText,
  rangeFault,
  shifted,
  soundCover,
  within,
} from "./redaction-rules.js";

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(actual)}`);
}

const moment = { startMs: 10_000, endMs: 20_000 };

Deno.test("a new redaction takes the chosen range as far as it lies in the moment", () => {
  same(firstRange({ startMs: 12_000, endMs: 13_000 }, 0, moment), { startMs: 12_000, endMs: 13_000 });
  same(firstRange({ startMs: 5000, endMs: 13_000 }, 0, moment), { startMs: 10_000, endMs: 13_000 });
  same(firstRange({ startMs: 1000, endMs: 2000 }, 15_000.4, moment), { startMs: 15_000, endMs: 17_000 });
  same(firstRange(null, 19_500, moment), { startMs: 19_500, endMs: 20_000 });
  same(firstRange(null, 50_000, moment), { startMs: 19_900, endMs: 20_000 });
});

Deno.test("a rectangle is drawn from any corner and stays on the screen", () => {
  same(areaBetween({ x: 0.5, y: 0.5 }, { x: 0.25, y: 0.75 }), { x: 2500, y: 5000, width: 2500, height: 2500 });
  same(areaBetween({ x: -1, y: 0.9 }, { x: 0.1, y: 7 }), { x: 0, y: 9000, width: 1000, height: 1000 });
  same(areaBetween({ x: 1, y: 1 }, { x: 1, y: 1 }), { x: 9950, y: 9950, width: 50, height: 50 });
});

Deno.test("arrow keys move it, with Shift resize it, and never beyond the edge", () => {
  const area = { x: 100, y: 9000, width: 1000, height: 1000 };
  same(moved(area, "ArrowLeft", { resizes: false, isSmall: false }), { ...area, x: 0 });
  same(moved(area, "ArrowDown", { resizes: false, isSmall: false }), area);
  same(moved(area, "ArrowRight", { resizes: false, isSmall: true }), { ...area, x: 120 });
  same(moved(area, "ArrowRight", { resizes: true, isSmall: false }), { ...area, width: 1200 });
  same(moved(area, "ArrowUp", { resizes: true, isSmall: false }), { ...area, height: 800 });
  same(moved(area, "Enter", { resizes: true, isSmall: false }), null);
  same(shifted(area, -500, 5000), { ...area, x: 0, y: 9000 });
  same(within({ x: 9990, y: 0, width: 3, height: 20_000 }), { x: 9950, y: 0, width: 50, height: 10_000 });
});

Deno.test("a picture keeps its shape in its box", () => {
  same(contained({ width: 400, height: 400 }, { width: 1600, height: 900 }), {
    left: 0,
    top: 87.5,
    width: 400,
    height: 225,
  });
  same(contained({ width: 400, height: 300 }, { width: 0, height: 0 }), { left: 0, top: 0, width: 400, height: 300 });
});

Deno.test("a range is told what is wrong with it", () => {
  same(rangeFault(null, 12_000, moment)?.at, "start");
  same(rangeFault(9999, 12_000, moment), { at: "start", label: "redactions.outside" });
  same(rangeFault(12_000, 20_001, moment), { at: "end", label: "redactions.outside" });
  same(rangeFault(12_000, 12_000, moment)?.label, "redactions.order");
  same(rangeFault(10_000, 20_000, moment), null);
});

Deno.test("percentages are read and written", () => {
  same(parsePercent("12.5"), 1250);
  same(parsePercent(" 100 % "), 10_000);
  same(parsePercent("100.01"), null);
  same(parsePercent("-1"), null);
  same(parsePercent("a"), null);
  same(percentText(1250), "12.5");
});

Deno.test("a party is covered by what names it, or names both", () => {
  /** @type {import("/features/moments/calls.js").Redaction[]} */
  const redactions = [
    { kind: "mute", startMs: 1000, endMs: 2000, channel: "agent" },
    { kind: "beep", startMs: 1500, endMs: 2500, channel: "both" },
    { kind: "black", startMs: 0, endMs: 9000, monitor: 1, x: 0, y: 0, width: 100, height: 100 },
  ];
  /** @param {"agent" | "customer" | "other"} party @param {number} at */
  const at = (party, at) => soundCover(redactions, party, { startMs: at, endMs: at + 40 });
  same(at("agent", 1000), "mute");
  same(at("agent", 970), "mute");
  same(at("agent", 1600), "beep");
  same(at("customer", 1200), null);
  same(at("customer", 1600), "beep");
  same(at("other", 1200), "mute");
  same(at("agent", 2500), null);
});
