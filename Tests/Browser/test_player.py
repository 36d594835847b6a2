"""The player: what it keeps to when it plays, what it remembers, and what a call of an hour costs."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from harness.page import until
from harness.watch import assert_accessible, take_screenshots

PLAYER = "document.querySelector('em-player')"
CARD = {
    "key": "short",
    "name": "Short",
    "format": "percentage",
    "sections": [
        {
            "key": "all",
            "title": "All",
            "weight": 10_000,
            "questions": [
                {
                    "key": "greeting",
                    "type": "yesNo",
                    "text": "Greets",
                    "options": [{"key": "yes", "label": "Yes", "points": 1}, {"key": "no", "label": "No", "points": 0}],
                }
            ],
        }
    ],
}


@pytest.fixture(scope="module")
def account(server):
    """Screens may be recorded, and a scorecard is published."""
    api = server.api("admin")
    api.json_of(api.put("capture-policy", json={"screens": True}))
    draft = api.create("scorecards", CARD, 201)
    api.json_of(api.post(f"scorecards/{draft['id']}/publication", json={}, headers={"If-Match": f'"{draft["etag"]}"'}))
    return {"scorecard": draft["id"], "users": {user["login"]: user["id"] for user in api.read("users")["items"]}}


@pytest.fixture
def number(request):
    """A name of its own for each test's call."""
    return re.sub(r"\W", "-", request.node.name)[-80:]


@pytest.fixture
def call(server, account, fixtures, number):
    """A call of two legs and two screens; both are silent from 34.7 to 40.2 s."""
    api = server.api("admin")
    calls = json.loads((fixtures / "manifest.json").read_text())["calls"]
    found = next(call for call in calls if call["name"] == "charged-twice")
    body = {key: found[key] for key in ("channel", "startedAt")}
    home = api.create("interactions", body | {"externalId": number}, 201)["id"]
    made = [api.attach(home, fixtures / one["file"], kind="audio", party=one["party"]) for one in found["audio"]]
    for screen in found["screens"]:
        what = {key: screen[key] for key in ("monitor", "offsetMs", "capture")}
        made.append(api.attach(home, fixtures / screen["file"], kind="screen", **what))
    for recording in made:
        assert api.wait_for_recording(recording["id"])["state"] == "ready"
    assert len(api.wait_for_playback(home)["sound"]) == 1
    captions = (fixtures / found["transcript"]["file"]).read_bytes()
    assert api.put(f"interactions/{home}/transcript", data=captions, headers={"Content-Type": "text/vtt"}).ok
    return home


@pytest.fixture
def session(server, account, call):
    body = {"interactionId": call, "scorecards": [account["scorecard"]], "evaluatorId": account["users"]["evaluator"]}
    return server.api("admin").create("evaluations", body, 201)["id"]


def opened(page: Page, call: str) -> Page:
    page.goto(f"/interactions/{call}")
    until(page, f"{PLAYER}?.hasMedia === true")
    until(page, "[...document.querySelectorAll('video, audio')].every((media) => media.readyState > 2)")
    return page


def position(page: Page) -> float:
    return page.evaluate(f"{PLAYER}.currentMs")


def play_to(page: Page, ms: int) -> None:
    page.keyboard.press("k")
    until(page, f"{PLAYER}.currentMs > {ms}")
    page.keyboard.press("k")
    until(page, f"{PLAYER}.phase === 'paused'")


def heard(server, call: str, login: str = "evaluator") -> list[tuple[int, int]]:
    found = server.api(login).read(f"interactions/{call}/listening")
    return [(one["startMs"], one["endMs"]) for one in found["ranges"]]


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


def test_what_was_listened_to_is_kept_from_two_windows_and_told_with_the_session(new_page, server, call, session):
    first = opened(new_page("evaluator"), call)
    second = opened(first.context.new_page(), call)
    assert heard(server, call) == []
    with first.expect_response(re.compile("/listening$")) as told:
        play_to(first, 2000)
    assert told.value.ok
    second.evaluate(f"{PLAYER}.seek(20000)")
    with second.expect_response(re.compile("/listening$")):
        play_to(second, 22_500)
    [one, other] = heard(server, call)
    assert one[0] == 0 and 2000 <= one[1] < 4000 and 19_900 <= other[0] <= 20_100 and other[1] >= 22_500
    # The second window has learnt what the first one told; a page that is left while it plays tells the rest.
    assert second.evaluate(f"{PLAYER}.heard.length") == 2
    second.keyboard.press("k")
    until(second, f"{PLAYER}.currentMs > 24500")
    second.goto("/interactions")
    until(second, "document.querySelector('em-player') === null")
    until_heard(second, server, call, 24_500)

    page = new_page("admin")
    page.goto(f"/evaluations/{session}")
    page.get_by_role("tab", name="Details").click()
    percent = server.api("admin").read(f"evaluations/{session}")["listening"]["percent"]
    assert percent > 5
    expect(page.locator(".session-listened")).to_have_text(f"{percent}%")
    assert heard(server, call, "admin") == []


def until_heard(page: Page, server, call: str, ms: int) -> None:
    for _ in range(100):
        if max((end for _, end in heard(server, call)), default=0) >= ms:
            return
        page.wait_for_timeout(50)
    raise AssertionError(heard(server, call))


def test_what_could_not_be_told_is_told_by_the_next_visit(new_page, server, call, watch):
    watch.expect("net::ERR_FAILED")
    page = opened(new_page("evaluator"), call)
    page.route("**/listening", lambda route: route.abort())
    play_to(page, 1500)
    until(page, "Object.keys(localStorage).some((key) => key.startsWith('earmark.heard.'))")
    assert heard(server, call) == []
    page.unroute("**/listening")
    opened(page, call)
    until_heard(page, server, call, 1500)
    [(start, end)] = heard(server, call)
    assert start == 0 and end >= 1500
    until(page, "!Object.keys(localStorage).some((key) => key.startsWith('earmark.heard.'))")


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


def test_marks_stand_in_a_list_that_is_filtered_and_walked(new_page, server, call, session):
    api = server.api("evaluator")
    api.create(f"interactions/{call}/comments", {"body": "Calm voice", "startMs": 30_000}, 201)
    api.create(f"interactions/{call}/moments", {"title": "Refund promised", "startMs": 50_000, "endMs": 56_000}, 201)
    page = new_page("evaluator")
    page.goto(f"/evaluations/{session}")
    until(page, f"{PLAYER}?.hasMedia === true")
    page.evaluate(f"{PLAYER}.setRange({{ startMs: 10000, endMs: 12000 }})")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("e")
    page.get_by_role("tab", name="Marks").click()
    rows = page.locator(".mark-row")
    expect(rows).to_have_count(3)
    assert [re.sub(r"\s+", " ", text) for text in rows.all_inner_texts()] == [
        "00:10 – 00:12 Evidence Q1", "00:30 Comment Calm voice Evaluator", "00:50 – 00:56 Moment Refund promised",
    ]
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert_accessible(page)
    take_screenshots(page, "marks")
    page.get_by_role("searchbox", name="Find a mark").fill("refund")
    expect(rows).to_have_count(1)
    rows.first.click()
    until(page, f"Math.abs({PLAYER}.currentMs - 50000) < 20")
    page.get_by_role("searchbox", name="Find a mark").fill("nothing like it")
    expect(page.get_by_text("No mark is like that")).to_be_visible()
    page.get_by_role("searchbox", name="Find a mark").fill("")
    page.get_by_role("button", name="1 comment", exact=True).click()
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="1 comment", exact=True).click()
    page.get_by_role("searchbox", name="Find a mark").focus()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    until(page, f"Math.abs({PLAYER}.currentMs - 30000) < 20")
    expect(rows.nth(1)).to_be_focused()


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
    take_screenshots(page, "player-full-screen")
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


LINES = 1600


@pytest.fixture
def hour(server, call):
    """The same call with as many lines as an hour has."""
    def at(ms: int) -> str:
        return f"00:{ms // 60_000:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"

    cues = "".join(
        f"\n{at(index * 45)} --> {at(index * 45 + 40)}\n<v {'Agent' if index % 2 else 'Customer'}>"
        f"Line {index} says that {'the refund is on its way and ' * (index % 4)}all is well\n"
        for index in range(LINES)
    )
    answer = server.api("admin").put(
        f"interactions/{call}/transcript", data=("WEBVTT\n" + cues).encode(), headers={"Content-Type": "text/vtt"}
    )
    assert answer.ok
    return call


COST = """() => {
  const player = document.querySelector("em-player");
  const transcript = document.querySelector("em-transcript");
  const watch = new MutationObserver(() => {});
  watch.observe(transcript, { subtree: true, childList: true, attributes: true, characterData: true });
  let changed = 0;
  let lines = 0;
  let before = transcript.querySelector("[aria-current]");
  for (let ms = 20000; ms < 30000; ms += 16) {
    transcript.moveTo(ms);
    changed += watch.takeRecords().length;
    const now = transcript.querySelector("[aria-current]");
    if (now !== before) lines += 1;
    before = now;
  }
  return { changed, lines };
}"""


def test_an_hour_of_transcript_costs_what_is_seen_of_it(new_page, hour):
    page = opened(new_page("evaluator"), hour)
    rows = page.locator(".transcript-line")
    expect(rows).to_have_count(LINES)
    # In groups that are not laid out while they are out of sight; the first ones are.
    until(page, "document.querySelector('.transcript-lines').classList.contains('is-laid')")
    groups = page.evaluate("""[...document.querySelectorAll('.transcript-group')].map((group) =>
      [group.children.length, getComputedStyle(group).contentVisibility])""")
    assert groups == [[40, "auto"]] * (LINES // 40)
    until(page, "!document.querySelector('.transcript-group:last-child .line-text').checkVisibility({ contentVisibilityAuto: true })")
    # A step of the clock touches the two lines that change, and between lines nothing.
    cost = page.evaluate(COST)
    assert cost["lines"] > 200
    assert cost["changed"] <= 4 * cost["lines"] + 4
    # The browser's search and assistive technology find a line that was never seen, and it comes to its place.
    assert page.evaluate("window.find('Line 1555 says')")
    found = "getSelection().anchorNode.parentElement.closest('.transcript-line').dataset.index"
    assert page.evaluate(found) == "1555"
    page.keyboard.press("Escape")
    rows.nth(1555).get_by_role("button").focus()
    expect(rows.nth(1555)).to_be_in_viewport()
    page.evaluate(f"{PLAYER}.seek(700 * 45 + 20)")
    page.get_by_role("button", name="Back to now").click()
    expect(rows.nth(700)).to_be_in_viewport()
    assert_accessible(page)


PLAYING = """async () => {
  const player = document.querySelector("em-player");
  const found = { moves: 0, changed: 0, added: 0 };
  const watch = new MutationObserver((records) => {
    found.changed += records.length;
    for (const record of records) {
      found.added += [...record.addedNodes].filter((node) => node instanceof Element).length;
    }
  });
  watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  await new Promise((resolve) => player.addEventListener("move", () => (found.moves += 1) > 90 && resolve()));
  watch.disconnect();
  return found;
}"""


def test_a_frame_of_playback_changes_little_in_the_page(new_page, hour):
    page = opened(new_page("evaluator"), hour)
    page.keyboard.press("k")
    until(page, f"{PLAYER}.currentMs > 500")
    found = page.evaluate(PLAYING)
    # The playhead each time; the clock, the slider's value and the lines now and then; no element is made anew.
    assert found["added"] == 0
    assert found["changed"] <= 9 * found["moves"], found


def test_the_screen_in_front_is_on_the_timeline_with_a_picture_of_every_time(new_page, call):
    page = opened(new_page("evaluator"), call)
    lane = page.locator(".lane.activity")
    expect(lane).to_be_visible()
    expect(lane).to_contain_text("Screen 1")
    drawn = """(() => {
      const canvas = document.querySelector(".activity-canvas");
      return canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((one) => one > 0);
    })()"""
    until(page, drawn)
    preview = page.locator(".timeline-preview")
    expect(preview).to_be_hidden()
    box = page.locator(".waves-surface").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 20)
    expect(preview).to_be_visible()
    expect(preview).to_contain_text(re.compile(r"00:4\d"))
    picture = "document.querySelector('.preview-picture').style"
    [url] = re.findall(r'url\("(.+)"\)', page.evaluate(f"{picture}.backgroundImage"))
    answer = page.context.request.get(url)
    assert answer.ok and answer.headers["content-type"] == "image/jpeg"
    late = page.evaluate(f"{picture}.backgroundPosition")
    page.mouse.move(box["x"] + 2, box["y"] + 20)
    expect(preview).to_contain_text("00:00")
    assert page.evaluate(f"{picture}.backgroundPosition") == "0px 0px" != late
    take_screenshots(page, "timeline-preview")
    assert_accessible(page)
    page.mouse.move(box["x"] + 2, box["y"] - 200)
    expect(preview).to_be_hidden()
    page.get_by_role("button", name=re.compile("^Enlarge Monitor 2")).click()
    expect(lane).to_contain_text("Screen 2")
