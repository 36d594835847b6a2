"""B3: what a frame takes while an hour-long transcript follows the call, and while somebody scrolls through it.

Without a graphics card nothing can be said of when a picture is on the glass. What is measured is the work of the main
thread from one frame to the next, which is what delays a frame: scripts, style, layout, paint, whatever else it runs; in
processor time, so that another program's turn is not taken for work.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from desk import LINES, Desk, wait
from playwright.sync_api import Page
from report import Row

FRAME_MS = 1000 / 60
SECONDS = 20
PLAYER = "document.querySelector('em-player')"
TRACED = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline.frame"]


@dataclass(frozen=True)
class Frames:
    """Main thread's work from frame to frame, ms, and of that what scripts took."""

    work: list[float]
    scripts: list[float]

    def late(self) -> float:
        return 100 * sum(one > FRAME_MS for one in self.work) / len(self.work)

    def percentile(self, share: float) -> float:
        return sorted(self.work)[min(len(self.work) - 1, int(len(self.work) * share))]


def traced(page: Page, browser, act: Callable[[], object]) -> Frames:
    with TemporaryDirectory() as home:
        file = Path(home) / "trace.json"
        browser.start_tracing(page=page, path=file, categories=TRACED)
        act()
        browser.stop_tracing()
        events = json.loads(file.read_text())["traceEvents"]
    return frames_of(events)


def frames_of(events: list[dict]) -> Frames:
    """Cuts the busiest main thread's tasks at the beginnings of its frames."""
    mains = {
        (one["pid"], one["tid"])
        for one in events
        if one["name"] == "thread_name" and one["args"].get("name") == "CrRendererMain"
    }
    on_main = [one for one in events if (one["pid"], one["tid"]) in mains]
    begun = [one for one in on_main if one["name"] == "BeginMainThreadFrame"]
    if not begun:
        raise RuntimeError("no frame was drawn")
    thread = max(mains, key=lambda main: sum((one["pid"], one["tid"]) == main for one in begun))
    starts = sorted(one["ts"] for one in begun if (one["pid"], one["tid"]) == thread)
    mine = [one for one in on_main if (one["pid"], one["tid"]) == thread and one.get("ph") == "X"]
    tasks = [one for one in mine if one["name"] == "ThreadControllerImpl::RunTask"]
    calls = [one for one in mine if one["name"] in ("FunctionCall", "FireAnimationFrame", "TimerFire", "EventDispatch")]
    return Frames(between(starts, tasks), between(starts, outermost(calls)))


def outermost(events: list[dict]) -> list[dict]:
    """Those that are inside no other."""
    found, until = [], 0.0
    for one in sorted(events, key=lambda one: (one["ts"], -one.get("dur", 0))):
        if one["ts"] >= until:
            found.append(one)
            until = one["ts"] + one.get("dur", 0)
    return found


def between(starts: list[float], events: list[dict]) -> list[float]:
    """The time of events that begin between one start and the next, ms."""
    sums = [0.0] * (len(starts) - 1)
    place = 0
    for one in sorted(events, key=lambda one: one["ts"]):
        while place < len(sums) and one["ts"] >= starts[place + 1]:
            place += 1
        if place == len(sums):
            break
        if one["ts"] >= starts[place]:
            # Processor time where the browser tells it: what else runs on the machine is not its work.
            sums[place] += one.get("tdur", one.get("dur", 0)) / 1000
    return sums


def frames(desk: Desk) -> list[Row]:
    with desk.page() as page:
        page.goto(f"/evaluations/{desk.hour}")
        wait(page, f"{PLAYER}?.hasMedia && document.querySelectorAll('.transcript-line').length === {LINES}")
        page.wait_for_load_state("networkidle")
        page.evaluate(f"{PLAYER}.seek(1800000)")
        page.evaluate(f"{PLAYER}.play()")
        wait(page, f"{PLAYER}.phase === 'playing' && {PLAYER}.currentMs > 1801000")
        follow = traced(page, desk.browser, lambda: page.wait_for_timeout(SECONDS * 1000))
        if page.locator(".transcript-line.is-now").count() != 1:
            raise RuntimeError("the transcript did not follow")
        box = page.locator(".transcript-scroll").bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        scroll = traced(page, desk.browser, lambda: wheel(page))
    return [
        row(follow, f"while the call plays and its transcript of {LINES:,} lines follows"),
        row(scroll, "while the call plays and somebody scrolls through 1,800 lines, 40,000 px"),
    ]


def wheel(page: Page) -> None:
    for _ in range(200):
        page.mouse.wheel(0, 200)
        page.wait_for_timeout(10)


def row(seen: Frames, work: str) -> Row:
    return Row(
        "B3", f"work of the main thread for a frame, 99 of 100, {work}", "-", seen.percentile(0.99), "ms", at_most=16,
        context=f"{len(seen.work):,} frames, median {seen.percentile(0.5):.1f} ms, {seen.late():.1f}% above {FRAME_MS:.1f} ms, longest "
        f"{max(seen.work):.1f} ms; scripts in the longest {max(seen.scripts):.1f} ms; under tracing, without a graphics card",
        limit="laying out lines that come into sight",
        missed="Tracing is in it, and the decoder of the sound, which Chromium runs beside the page.",
    )  # fmt: skip
