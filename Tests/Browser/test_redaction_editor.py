"""Redacting a moment: by mouse and by keyboard, with keypad tones to decide about before it can be shared."""

import re

import pytest
from playwright.sync_api import Page, expect

from harness.calls import add_call
from harness.keypad import write_keypad_call
from harness.page import until
from harness.watch import assert_accessible, take_screenshots

# What reaches the loudspeakers is looked at before it does.
HEARING = """
const connect = AudioNode.prototype.connect;
const analysers = [];
AudioNode.prototype.connect = function (target, ...rest) {
  if (target instanceof AudioDestinationNode) {
    const analyser = this.context.createAnalyser();
    analyser.fftSize = 4096;
    connect.call(this, analyser);
    analysers.push(analyser);
  }
  return connect.call(this, target, ...rest);
};
let found = { peak: 0, hertz: 0 };
setInterval(() => {
  for (const analyser of analysers) {
    const samples = new Float32Array(1024);
    analyser.getFloatTimeDomainData(samples);
    const peak = Math.max(...samples.map(Math.abs));
    if (peak <= found.peak) continue;
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const loudest = bins.indexOf(Math.max(...bins));
    found = { peak, hertz: loudest * analyser.context.sampleRate / analyser.fftSize };
  }
}, 20);
window.hearing = { clear: () => (found = { peak: 0, hertz: 0 }), loudest: () => found };
"""
AREA = {"x": 1000, "y": 1000, "width": 3000, "height": 2000}
SPOKEN = "document.querySelectorAll('dialog em-player audio').length"


@pytest.fixture(scope="module")
def call(server, fixtures):
    """A call with two legs and two screens."""
    return add_call(server.api("admin"), fixtures)


def make_moment(server, home: str, title: str, start: int, end: int) -> str:
    body = {"title": title, "startMs": start, "endMs": end}
    return server.api("admin").create(f"interactions/{home}/moments", body, 201)["id"]


def redact(server, moment: str, *what: dict) -> None:
    """Has the clip of a moment leave this out."""
    api = server.api("admin")
    based = {"If-Match": f'"{api.read(f"moments/{moment}/redactions")["etag"]}"'}
    api.json_of(api.put(f"moments/{moment}/redactions", json={"redactions": list(what)}, headers=based))


def open_dialog(page: Page, title: str):
    page.get_by_role("button", name=f"More about “{title}”").click()
    page.get_by_role("menuitem", name="Redact…").click()
    dialog = page.get_by_role("dialog", name=f"Redact “{title}”")
    expect(dialog).to_be_visible()
    return dialog


def check(page: Page, name: str) -> None:
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert_accessible(page)
    take_screenshots(page, name)


def redactions(server, moment: str) -> list[dict]:
    return server.api("admin").read(f"moments/{moment}/redactions")["redactions"]


def test_a_rectangle_is_drawn_with_the_mouse_and_dragged(new_page, server, call):
    moment = make_moment(server, call, "By mouse", 20_000, 30_000)
    page = new_page("admin")
    page.goto("/moments")
    dialog = open_dialog(page, "By mouse")
    expect(dialog.get_by_text("Nothing is redacted")).to_be_visible()
    picture = dialog.locator(".area-picture")
    until(page, lambda: dialog.locator("video").evaluate("video => video.readyState >= 2"))
    box = picture.bounding_box()
    at = lambda x, y: (box["x"] + box["width"] * x, box["y"] + box["height"] * y)
    page.mouse.move(*at(0.2, 0.3))
    page.mouse.down()
    page.mouse.move(*at(0.5, 0.4), steps=4)
    page.mouse.move(*at(0.6, 0.5), steps=4)
    page.mouse.up()
    expect(dialog.get_by_role("button", name="Black out Monitor 1", exact=False)).to_have_attribute("aria-expanded", "true")
    # Dragged by its middle a tenth to the right, then made larger at its corner.
    page.mouse.move(*at(0.4, 0.4))
    page.mouse.down()
    page.mouse.move(*at(0.5, 0.4), steps=5)
    page.mouse.up()
    page.mouse.move(*at(0.7, 0.5))
    page.mouse.down()
    page.mouse.move(*at(0.8, 0.6), steps=5)
    page.mouse.up()
    check(page, "redactions-rectangle")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("1 redaction", exact=True)).to_be_visible()
    (kept,) = redactions(server, moment)
    assert kept["kind"] == "black" and kept["monitor"] == 1
    for name, expected in (("x", 3_000), ("y", 3_000), ("width", 5_000), ("height", 3_000)):
        assert abs(kept[name] - expected) <= 60, kept
    assert (kept["startMs"], kept["endMs"]) == (20_000, 22_000)


def test_everything_works_by_keyboard(new_page, server, call):
    moment = make_moment(server, call, "By keyboard", 40_000, 50_000)
    page = new_page("admin")
    page.goto("/moments")
    page.get_by_role("button", name="More about “By keyboard”").press("Enter")
    page.get_by_role("menuitem", name="Redact…").press("Enter")
    dialog = page.get_by_role("dialog", name="Redact “By keyboard”")
    black = dialog.get_by_role("button", name="Black out part")
    black.focus()
    black.press("Enter")
    area = dialog.locator(".area.is-chosen")
    expect(area).to_be_focused()
    for keys in ("ArrowRight", "ArrowDown", "Control+ArrowDown", "Shift+ArrowRight", "Shift+Control+ArrowUp"):
        area.press(keys)
    expect(area).to_have_accessible_name("Black rectangle: left 37%, top 42.2%, 32% wide, 11.8% high")
    # The same in numbers, and its range typed.
    left = dialog.get_by_label("Left, %")
    expect(left).to_have_value("37")
    left.fill("10.5")
    expect(area).to_have_accessible_name("Black rectangle: left 10.5%, top 42.2%, 32% wide, 11.8% high")
    start, end = dialog.get_by_label("From", exact=True), dialog.get_by_label("To", exact=True)
    end.fill("55")
    expect(dialog.get_by_text("Within the moment: 00:40.0 – 00:50.0.")).to_be_visible()
    dialog.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(dialog.get_by_text("Correct what is marked first.")).to_be_visible()
    expect(end).to_be_focused()
    end.fill("45.25")
    expect(dialog.get_by_text("Correct what is marked first.")).to_be_hidden()
    start.fill("44")
    beep = dialog.get_by_role("button", name="Beep range")
    beep.press("Enter")
    dialog.get_by_label("Whose sound").select_option("customer")
    dialog.get_by_label("From", exact=True).fill("46")
    dialog.get_by_label("To", exact=True).fill("47.5")
    check(page, "redactions-sound")
    dialog.get_by_role("button", name="Mute range").press("Enter")
    dialog.get_by_role("button", name="Remove “Mute", exact=False).press("Enter")
    # Leaving asks first.
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Stay").press("Enter")
    # The focus comes back to where it was asked from before anything else is done.
    expect(page.get_by_role("button", name="Stay")).to_have_count(0)
    expect(dialog.locator(":focus")).to_have_count(1)
    dialog.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(dialog).to_be_hidden()
    first, second = redactions(server, moment)
    assert first == {
        "kind": "black", "startMs": 44_000, "endMs": 45_250, "monitor": 1,
        "x": 1_050, "y": 4_220, "width": 3_200, "height": 1_180,
    }
    assert second == {"kind": "beep", "startMs": 46_000, "endMs": 47_500, "channel": "customer"}


def test_another_screen_is_chosen_and_the_result_watched(new_page, server, call):
    moment = make_moment(server, call, "The other screen", 20_000, 24_000)
    page = new_page("admin")
    page.goto("/moments")
    dialog = open_dialog(page, "The other screen")
    dialog.get_by_label("Monitor", exact=True).first.select_option("2")
    dialog.get_by_role("button", name="Black out part").click()
    dialog.get_by_role("button", name="Save and watch clip").click()
    clip = page.get_by_role("dialog", name="The other screen", exact=True)
    expect(clip.locator("video")).to_be_visible(timeout=60_000)
    until(page, lambda: clip.locator("video").evaluate("video => video.readyState >= 2"))
    assert [one["monitor"] for one in redactions(server, moment)] == [2]


def test_the_sound_plays_as_the_clip_will_have_it(new_page, server, call):
    moment = make_moment(server, call, "As the clip", 8_000, 16_000)
    mute = {"kind": "mute", "startMs": 8_000, "endMs": 11_000, "channel": "both"}
    redact(server, moment, mute, {"kind": "beep", "startMs": 13_500, "endMs": 16_000, "channel": "agent"})
    page = new_page("admin")
    page.add_init_script(HEARING)
    page.goto("/moments")
    dialog = open_dialog(page, "As the clip")
    until(page, "[...document.querySelectorAll('dialog audio')].every((one) => one.readyState > 2)")
    assert page.evaluate(SPOKEN) == 2, "each leg is an element of its own"
    player = "document.querySelector('dialog em-player')"

    def loudest(start: int, end: int) -> dict:
        page.evaluate(f"{player}.seek({start})")
        until(page, f"!{player}.isPlaying && [...document.querySelectorAll('dialog audio')].every((one) => !one.seeking)")
        dialog.get_by_role("button", name="Play", exact=True).click()
        until(page, f"{player}.phase === 'playing' && {player}.currentMs > {start + 150}")
        page.evaluate("hearing.clear()")
        until(page, f"{player}.currentMs > {end}")
        found = page.evaluate("hearing.loudest()")
        dialog.get_by_role("button", name="Pause", exact=True).click()
        return found

    muted = loudest(8_100, 10_600)
    assert muted["peak"] < 0.003, muted
    free = loudest(11_200, 13_200)
    assert free["peak"] > 0.02, free
    beeped = loudest(13_600, 15_500)
    assert 900 < beeped["hertz"] < 1_100 and beeped["peak"] > 0.05, beeped
    # Somebody who looks for the place needs to hear it.
    dialog.get_by_label("Play the sound as the clip will have it").uncheck()
    assert loudest(8_100, 10_600)["peak"] > 0.02


def test_redactions_stand_on_the_timeline_of_the_call(new_page, server, call):
    moment = make_moment(server, call, "On the timeline", 30_000, 40_000)
    mute = {"kind": "mute", "startMs": 31_000, "endMs": 33_000, "channel": "agent"}
    redact(server, moment, mute, {"kind": "black", "startMs": 34_000, "endMs": 38_000, "monitor": 2} | AREA)
    page = new_page("admin")
    page.goto(f"/interactions/{call}")
    lane = page.get_by_role("group", name="Redacted")
    muted = lane.get_by_role("button", name="Muted · Agent in the clip “On the timeline”, 00:31 – 00:33")
    expect(muted).to_be_visible()
    covered = lane.get_by_role("button", name="Blacked out · Monitor 2 in the clip “On the timeline”, 00:34 – 00:38")
    expect(covered).to_have_text("Blacked out · Monitor 2")
    covered.click()
    until(page, "document.querySelector('em-player').currentMs === 34000")
    page.get_by_role("tab", name=re.compile("^Marks")).click()
    rows = page.locator(".mark-row.redaction")
    expect(rows.filter(has_text="0:31")).to_be_visible()
    check(page, "timeline-redactions")


def test_redactions_over_the_same_stretch_stand_below_each_other(new_page, server, call):
    moment = make_moment(server, call, "One over the other", 50_000, 60_000)
    redact(
        server,
        moment,
        {"kind": "mute", "startMs": 51_000, "endMs": 55_000, "channel": "agent"},
        {"kind": "beep", "startMs": 51_000, "endMs": 55_000, "channel": "customer"},
        {"kind": "black", "startMs": 52_000, "endMs": 58_000, "monitor": 1} | AREA,
        {"kind": "mute", "startMs": 59_900, "endMs": 60_000, "channel": "both"},
    )
    page = new_page("admin")
    page.goto("/moments")
    dialog = open_dialog(page, "One over the other")
    strip = dialog.get_by_role("group", name="Redactions along the moment")
    bars = strip.get_by_role("button")
    expect(bars).to_have_count(4)
    names = [
        "Mute, Agent, 00:51.0 – 00:55.0", "Beep, Customer, 00:51.0 – 00:55.0",
        "Black out, Monitor 1, 00:52.0 – 00:58.0", "Mute, Both, 00:59.9 – 01:00.0",
    ]  # fmt: skip
    for name in names:
        assert_nothing_is_over(strip.get_by_role("button", name=name))
        strip.get_by_role("button", name=name).click()
        expect(strip.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
    tops = [bars.nth(index).bounding_box()["y"] for index in range(4)]
    assert tops[0] < tops[1] < tops[2] and tops[3] == tops[0], tops
    # By keyboard from one to the next, without losing the place when one is chosen.
    bars.nth(0).focus()
    for index, name in enumerate(names):
        expect(bars.nth(index)).to_be_focused()
        expect(bars.nth(index)).to_have_accessible_name(name)
        page.keyboard.press("Enter")
        expect(bars.nth(index)).to_have_attribute("aria-pressed", "true")
        page.keyboard.press("Tab")
    bars.nth(1).click()
    check(page, "redactions-overlapping")
    page.goto(f"/interactions/{call}")
    marks = page.get_by_role("group", name="Redacted").get_by_role("button", name="One over the other")
    expect(marks).to_have_count(4)
    expect(marks.filter(has_text="Muted · Agent")).to_be_visible()
    for index in range(4):
        assert_nothing_is_over(marks.nth(index))
    marks.nth(2).click()
    until(page, "document.querySelector('em-player').currentMs === 52000")
    check(page, "timeline-redactions-overlapping")


def assert_nothing_is_over(button) -> None:
    """A pointer hits it at its middle and at both ends."""
    button.scroll_into_view_if_needed()
    hit = button.evaluate("""button => {
      const box = button.getBoundingClientRect();
      return [3, box.width / 2, box.width - 3].map((x) =>
        button.contains(document.elementFromPoint(box.left + x, box.top + box.height / 2)));
    }""")
    assert hit == [True] * 3, (button, hit)


def test_what_somebody_else_changed_is_not_overwritten(new_page, server, call):
    moment = make_moment(server, call, "Two at once", 20_000, 24_000)
    page = new_page("admin")
    page.goto("/moments")
    dialog = open_dialog(page, "Two at once")
    dialog.get_by_role("button", name="Mute range").click()
    api = server.api("admin")
    now = api.get(f"moments/{moment}/redactions")
    theirs = [{"kind": "beep", "startMs": 22_000, "endMs": 23_000, "channel": "both"}]
    assert api.put(
        f"moments/{moment}/redactions", json={"redactions": theirs}, headers={"If-Match": now.headers["ETag"]}
    ).ok
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog.get_by_text("Somebody changed the redactions meanwhile", exact=False)).to_be_visible()
    dialog.get_by_role("button", name="Load theirs").click()
    expect(dialog.get_by_role("button", name="Beep Both", exact=False)).to_be_visible()
    assert redactions(server, moment) == theirs


@pytest.fixture(scope="module")
def keyed(server, tmp_path_factory):
    """A call whose customer keys in two numbers."""
    api = server.api("admin")
    home = api.create("interactions", {"channel": "voice", "startedAt": "2026-11-12T09:14:07Z"}, 201)["id"]
    path = write_keypad_call(tmp_path_factory.mktemp("keyed") / "customer.wav", 4_000, 14_000, length_ms=24_000)
    recording = api.attach(home, path, kind="audio", party="customer")
    assert api.wait_for_recording(recording["id"])["state"] == "ready"
    return home


def test_keypad_tones_are_decided_about_before_sharing(new_page, server, keyed):
    moment = make_moment(server, keyed, "Card number", 1_000, 22_000)
    found = server.api("admin").read(f"moments/{moment}")["undecidedProposals"]
    assert found == 2
    page = new_page("admin")
    page.goto("/moments")
    row = page.locator(".moment", has_text="Card number")
    expect(row.get_by_role("button", name="Keypad tones to decide about in “Card number”")).to_be_visible()
    row.get_by_role("button", name="Share “Card number”").click()
    why = page.get_by_role("dialog", name="Not to be shared yet")
    expect(why).to_contain_text("2 passages of keypad tones were found in this moment.")
    check(page, "redactions-held")
    why.get_by_role("button", name="Decide…").click()
    dialog = page.get_by_role("dialog", name="Redact “Card number”")
    expect(dialog).to_contain_text("2 passages of keypad tones were found: digits can be read from them.")
    check(page, "redactions-tones")
    dialog.get_by_role("button", name="Mute the tones at", exact=False).first.press("Enter")
    dialog.get_by_role("button", name="Keep the tones at", exact=False).first.press("Enter")
    expect(dialog).to_contain_text("Keypad tones: all decided.")
    dialog.get_by_role("button", name="Save", exact=True).click()
    # Straight on to what was wanted.
    expect(page.get_by_role("dialog", name="Share “Card number”")).to_be_visible()
    (kept,) = redactions(server, moment)
    assert kept["kind"] == "mute" and kept["channel"] == "customer" and 3_700 <= kept["startMs"] <= 4_000
    decided = server.api("admin").read(f"moments/{moment}/redactions")["proposals"]
    assert sorted(one["decision"] for one in decided) == ["accepted", "dismissed"]
    assert {one["decidedBy"]["name"] for one in decided} == {"Admin"}


def test_who_may_not_decide_is_told_who_does(new_page, server, keyed):
    make_moment(server, keyed, "Not mine", 1_000, 12_000)
    policy = {"sharing": {"evaluatorsMayShare": True}}
    server.api("admin").json_of(server.api("admin").patch("settings", json=policy))
    page = new_page("evaluator")
    page.goto("/moments")
    row = page.locator(".moment", has_text="Not mine")
    expect(row.get_by_text("Keypad tones")).to_be_visible()
    expect(row.get_by_role("button", name="Keypad tones", exact=False)).to_have_count(0)
    row.get_by_role("button", name="Share “Not mine”").click()
    why = page.get_by_role("dialog", name="Not to be shared yet")
    expect(why).to_contain_text("Whoever made this moment, or a supervisor, has to decide.")
    expect(why.get_by_role("button", name="Decide…")).to_have_count(0)
    assert_accessible(page)
