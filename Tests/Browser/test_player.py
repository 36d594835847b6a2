"""The player: what it keeps to when it plays, and what it remembers."""

import re

import pytest
from playwright.sync_api import Page, expect

from harness.page import until
from harness.player import PLAYER, opened, own_call, play_to, position
from harness.watch import assert_accessible, take_screenshots


@pytest.fixture
def call(server, fixtures, request):
    """Both parties are silent from 34.7 to 40.2 s."""
    return own_call(server, fixtures, request.node.name)


def choose_setting(page: Page, name: str) -> None:
    page.get_by_role("button", name="Player settings").click()
    page.get_by_role("menuitemcheckbox", name=name).click()


def test_when_one_screen_runs_dry_in_the_middle_all_wait(new_page, call):
    page = new_page("evaluator")
    screen = {"content": "", "held": []}

    def drip(route):
        """The second screen comes in small pieces, and from the third on not at all until it is let go."""
        url = route.request.url
        if not screen["content"]:
            screen["content"] = url
        first = int(re.match(r"bytes=(\d+)-", route.request.headers.get("range", "bytes=0-")).group(1))
        if url != screen["content"] or screen["held"] is None:
            return route.continue_()
        if first >= 2 * PIECE:
            return screen["held"].append(route)
        route.continue_(headers=route.request.headers | {"range": f"bytes={first}-{first + PIECE - 1}"})

    recordings = page.context.request.get(f"/api/v1/interactions/{call}/recordings").json()["items"]
    last = max(recordings, key=lambda one: one["monitor"] or 0)
    PIECE = last["bytes"] // 6
    page.route(re.compile(f"{last['id']}/content"), drip)
    page.goto(f"/interactions/{call}")
    until(page, f"{PLAYER}?.hasMedia === true")
    page.keyboard.press("k")
    until(page, f"{PLAYER}.phase === 'waiting' && {PLAYER}.currentMs > 500", 60)
    stuck = position(page)
    assert page.evaluate("[...document.querySelectorAll('video, audio')].every((media) => media.paused)")
    until(page, f"{PLAYER}.phase === 'waiting'")
    assert position(page) == stuck
    held, screen["held"] = screen["held"], None
    for route in held:
        route.continue_()
    until(page, f"{PLAYER}.phase === 'playing' && {PLAYER}.currentMs > {stuck + 500}", 40)


def test_speed_keeps_the_pitch_and_is_remembered_with_the_volume(new_page, call):
    page = opened(new_page("evaluator"), call)
    page.get_by_role("button", name="Speed: 1×").click()
    rates = page.get_by_role("menuitemradio")
    assert rates.all_inner_texts()[0] == "0.5×" and rates.all_inner_texts()[-1] == "3×"
    page.get_by_role("menuitemradio", name="2×", exact=True).click()
    page.get_by_role("slider", name="Volume").fill("40")
    media = "[...document.querySelectorAll('audio')]"
    page.keyboard.press("k")
    until(page, f"{PLAYER}.phase === 'playing'")
    assert page.evaluate(f"{media}.every((one) => one.preservesPitch && Math.abs(one.playbackRate - 2) < 0.15)")
    page.reload()
    until(page, f"{PLAYER}?.hasMedia === true")
    expect(page.get_by_role("button", name="Speed: 2×")).to_be_visible()
    expect(page.get_by_role("slider", name="Volume")).to_have_value("40")
    assert page.evaluate(f"{media}.map((one) => one.volume)") == [0.4]


def test_silence_of_both_is_skipped_and_not_missed(new_page, server, call):
    page = opened(new_page("evaluator"), call)
    page.get_by_role("button", name="Skip silence").click()
    page.evaluate(f"""() => {{
      window.passed = [];
      {PLAYER}.addEventListener("move", () => window.passed.push({PLAYER}.currentMs));
    }}""")
    page.evaluate(f"{PLAYER}.seek(34000)")
    play_to(page, 40_500)
    passed = page.evaluate("window.passed")
    assert not [ms for ms in passed if 35_800 < ms < 39_500], "it played through the silence"
    until(page, f"{PLAYER}.heard.length === 1")
    page.get_by_role("button", name="Skip silence").click()
    expect(page.get_by_role("button", name="Skip silence")).to_have_attribute("aria-pressed", "false")


def test_silence_that_reaches_beyond_a_loop_does_not_end_it(new_page, call):
    page = opened(new_page("evaluator"), call)
    page.get_by_role("button", name="Skip silence").click()
    page.evaluate(f"{PLAYER}.setRange({{ startMs: 34_000, endMs: 36_000 }})")
    page.evaluate(f"{PLAYER}.seek(34_000)")
    page.evaluate(f"""() => {{
      window.passed = [];
      {PLAYER}.addEventListener("move", () => window.passed.push({PLAYER}.currentMs));
    }}""")
    page.keyboard.press("r")
    until(page, "window.passed.filter((ms, at) => ms < window.passed[at - 1] - 500).length >= 2")
    assert max(page.evaluate("window.passed")) < 37_000


def test_after_a_longer_pause_it_goes_on_a_little_earlier(new_page, call):
    page = opened(new_page("evaluator"), call)
    moved = f"(() => {{ const at = {PLAYER}.currentMs; {PLAYER}.play(); return {PLAYER}.currentMs - at; }})()"

    def paused_for(ms: int) -> None:
        play_to(page, 4000)
        until(page, f"performance.now() > {page.evaluate('performance.now()')} + {ms}")

    paused_for(3300)
    assert -1600 < page.evaluate(moved) < -1400
    page.evaluate(f"{PLAYER}.pause()")
    # At once, it goes on where it was.
    assert abs(page.evaluate(moved)) < 100
    page.evaluate(f"{PLAYER}.pause()")
    until(page, f"performance.now() > {page.evaluate('performance.now()')} + 3300")
    # Somebody who went elsewhere meanwhile wants to hear it from there.
    page.evaluate(f"{PLAYER}.seek(9000)")
    assert abs(page.evaluate(moved)) < 100
    page.evaluate(f"{PLAYER}.pause()")
    choose_setting(page, "After a pause, go on 1.5 s earlier")
    until(page, f"performance.now() > {page.evaluate('performance.now()')} + 3300")
    assert abs(page.evaluate(moved)) < 100


def test_a_range_loops_by_its_key_and_is_seen_to(new_page, call):
    page = opened(new_page("evaluator"), call)
    page.evaluate(f"{PLAYER}.seek(5000)")
    page.keyboard.press("i")
    page.evaluate(f"{PLAYER}.seek(6200)")
    page.keyboard.press("o")
    loop = page.get_by_role("toolbar", name="Chosen range").get_by_role("button", name=re.compile("^Loop"))
    expect(loop).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("r")
    expect(loop).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".range-shade")).to_have_class(re.compile("is-looping"))
    page.evaluate(f"""() => {{
      window.turns = 0;
      let before = 0;
      {PLAYER}.addEventListener("move", () => {{
        if ({PLAYER}.currentMs < before - 500) window.turns += 1;
        before = {PLAYER}.currentMs;
      }});
    }}""")
    until(page, "window.turns >= 2")
    assert 4900 <= position(page) <= 7200
    page.keyboard.press("r")
    until(page, f"{PLAYER}.currentMs > 7300")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog")
    expect(keys.get_by_role("listitem").filter(has_text="Loop the range")).to_contain_text("R")


FRAMES = """async (keys) => {
  const video = document.querySelector("video");
  const seen = [];
  for (const key of keys) {
    const frame = new Promise((resolve) => video.requestVideoFrameCallback((_, { mediaTime }) => resolve(mediaTime)));
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    seen.push(await frame);
  }
  return seen;
}"""


def test_a_frame_key_shows_the_next_frame_and_no_other(new_page, server, call):
    rates = [
        stream["frameRate"]
        for one in server.api("admin").read(f"interactions/{call}/recordings")["items"]
        if one["kind"] == "screen"
        for stream in one["streams"]
        if stream["type"] == "video"
    ]
    page = opened(new_page("evaluator"), call)
    page.evaluate(f"{PLAYER}.seek(7777)")
    until(page, "!document.querySelector('video').seeking")
    seen = page.evaluate(FRAMES, [".", ".", ".", ".", ".", ",", ",", ".", ",", ",", ",", ".", "."])
    steps = [round((after - before) * rates[0], 2) for before, after in zip(seen, seen[1:])]
    assert steps == [1, 1, 1, 1, -1, -1, 1, -1, -1, -1, 1, 1]


FULL = "document.fullscreenElement === document.querySelector('em-player')"


def test_the_player_fills_the_screen_by_key_by_button_and_by_two_clicks(new_page, call):
    page = opened(new_page("evaluator"), call)
    page.keyboard.press("f")
    until(page, FULL)
    # A window that fills the screen has one size.
    take_screenshots(page, "player-full-screen", sizes=())
    # The bar and the keys stay with it.
    page.get_by_role("button", name="Play", exact=True).click()
    until(page, f"{PLAYER}.currentMs > 300")
    page.keyboard.press("f")
    until(page, f"!({FULL})")
    page.get_by_role("button", name="Full screen").click()
    until(page, FULL)
    page.get_by_role("button", name="Full screen").click()
    until(page, f"!({FULL})")
    page.get_by_role("button", name="Enlarge Monitor 1").dblclick()
    until(page, FULL)
    assert_accessible(page)
