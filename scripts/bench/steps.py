"""B5: how far screens are from the sound while four of them play, and that all wait together where the line is slow."""

from desk import Desk, slowed, wait
from playwright.sync_api import Page
from report import Row

PLAYER = "document.querySelector('em-player')"
SECONDS = 30
SLOW_MEGABITS = 0.5
# Every 50 ms: how far each screen is from the sound, ms, and while all should wait, whether any runs.
WATCH = """(() => {
  const player = document.querySelector("em-player");
  const [sound] = player.querySelectorAll("audio");
  const screens = [...player.querySelectorAll("video")];
  const at = (one) => one.currentTime * 1000 + Number(one.dataset.offset);
  const seen = (window.benchSteps = { apart: [], waits: 0, alone: 0, samples: 0 });
  let [playingFor, waitingFor] = [0, 0];
  setInterval(() => {
    seen.samples += 1;
    const isWaiting = player.phase === "waiting";
    if (isWaiting && waitingFor === 0) seen.waits += 1;
    waitingFor = isWaiting ? waitingFor + 50 : 0;
    playingFor = player.phase === "playing" ? playingFor + 50 : 0;
    // What was told to stop a moment ago may still be stopping; what was started is on its way for a second.
    if (waitingFor > 200 && [sound, ...screens].some((one) => !one.paused)) seen.alone += 1;
    if (playingFor <= 1000 || sound.paused || sound.seeking) return;
    const now = at(sound);
    for (const one of screens) if (!one.paused && !one.ended && !one.seeking) seen.apart.push(Math.abs(at(one) - now));
  }, 50);
})()"""


def steps(desk: Desk) -> list[Row]:
    with desk.page() as page:
        opened(page, desk)
        page.evaluate(WATCH)
        page.evaluate(f"{PLAYER}.play()")
        page.wait_for_timeout(SECONDS * 1000)
        fast = page.evaluate("window.benchSteps")
    apart = sorted(fast["apart"])
    if len(apart) < 100:
        raise RuntimeError(f"the screens hardly played: {len(apart)} readings")
    with desk.page() as page:
        slowed(page, latency=100, megabits=SLOW_MEGABITS)
        opened(page, desk)
        page.evaluate(WATCH)
        page.evaluate(f"{PLAYER}.play()")
        page.wait_for_timeout(SECONDS * 1000)
        slow = page.evaluate("window.benchSteps")
    return [
        Row(
            "B5", "distance of a screen from the sound, four screens on a fast line, the largest", "-", apart[-1], "ms", at_most=80,
            context=f"{len(apart):,} readings in {SECONDS} s, median {apart[len(apart) // 2]:.0f} ms, 95 of 100 "
            f"{apart[len(apart) * 95 // 100]:.0f} ms; decoded in software", limit="how exactly a browser starts an element",
            missed="Five elements are decoded in software by processors that do other work too.",
        ),
        Row(
            "B5", f"moments at which something plays while the rest waits for data, line of {SLOW_MEGABITS:g} Mbit/s", "-",
            slow["alone"], "", at_most=0,
            context=f"{slow['samples']:,} readings in {SECONDS} s, all waited {slow['waits']} times" +
            (f"; playing, at most {max(slow['apart']):.0f} ms apart" if slow["apart"] else ""), limit="",
        ),
    ]  # fmt: skip


def opened(page: Page, desk: Desk) -> None:
    page.goto(f"/interactions/{desk.call}")
    wait(page, f"{PLAYER}?.hasMedia && {PLAYER}.querySelectorAll('video').length === 4", seconds=180)
    wait(page, f"[...{PLAYER}.querySelectorAll('video, audio')].every((one) => one.readyState > 1)", seconds=180)
