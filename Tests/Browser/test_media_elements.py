"""A browser opens six connections to a server: media take five at the most, whatever is looked at."""

import json
import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from harness.page import until
from harness.watch import assert_accessible, take_screenshots

PLAYER = "document.querySelector('em-player')"
MOST = 5

# Keeps every media element that is ever made, and counts those that have something to load or hold it.
COUNT = """{
  const made = [];
  const create = Document.prototype.createElement;
  Document.prototype.createElement = function (...given) {
    const element = create.apply(this, given);
    if (element instanceof HTMLMediaElement) made.push(element);
    return element;
  };
  const { NETWORK_IDLE, NETWORK_LOADING } = HTMLMediaElement;
  const holds = (one) => one.hasAttribute("src") || [NETWORK_IDLE, NETWORK_LOADING].includes(one.networkState);
  window.mediaNow = () => made.filter(holds).length;
  window.mediaMost = 0;
  setInterval(() => (window.mediaMost = Math.max(window.mediaMost, window.mediaNow())), 10);
}"""


class Connections:
    """How many answers with media are open at once."""

    def __init__(self, page: Page):
        self.open: set = set()
        self.most = 0
        page.on("request", self._begun)
        page.on("requestfinished", lambda request: self.open.discard(request))
        page.on("requestfailed", lambda request: self.open.discard(request))

    def _begun(self, request):
        if request.resource_type == "media":
            self.open.add(request)
            self.most = max(self.most, len(self.open))


@pytest.fixture(scope="module")
def api(server):
    api = server.api("admin")
    api.json_of(api.put("capture-policy", json={"screens": True}))
    return api


@pytest.fixture(scope="module")
def call(api, fixtures):
    """Two legs and four screens, all of them prepared."""
    calls = json.loads((fixtures / "manifest.json").read_text())["calls"]
    found = next(call for call in calls if call["name"] == "insurance-claim")
    body = {key: found[key] for key in ("channel", "startedAt")} | {"externalId": "FULL-HOUSE"}
    home = api.create("interactions", body, 201)["id"]
    made = [api.attach(home, fixtures / one["file"], kind="audio", party=one["party"]) for one in found["audio"]]
    for screen in found["screens"]:
        what = {key: screen[key] for key in ("monitor", "offsetMs", "capture")}
        made.append(api.attach(home, fixtures / screen["file"], kind="screen", **what))
    for recording in made:
        assert api.wait_for_recording(recording["id"])["state"] == "ready"
    playback = api.wait_for_playback(home)
    assert (len(playback["sound"]), len(playback["screens"])) == (1, 4)
    moment = api.create(f"interactions/{home}/moments", {"title": "Claim number", "startMs": 4_000, "endMs": 9_000}, 201)
    asked = api.post(f"moments/{moment['id']}/clip")
    if asked.status_code == 202:
        assert api.wait_for_job(asked.json()["id"])["state"] == "done"
    return home


@pytest.fixture
def page(new_page, call):
    page = new_page("admin")
    page.add_init_script(COUNT)
    page.connections = Connections(page)
    page.goto(f"/interactions/{call}")
    loaded(page)
    return page


def loaded(page: Page) -> None:
    until(page, f"{PLAYER}?.hasMedia === true")
    until(page, f"[...{PLAYER}.querySelectorAll('video, audio')].every((media) => media.readyState > 2)")


def check(page: Page) -> None:
    assert page.evaluate("window.mediaMost") <= MOST
    assert page.connections.most <= MOST


def test_two_legs_and_four_screens_play_in_five(page):
    assert page.evaluate("window.mediaNow()") == MOST
    page.keyboard.press("k")
    until(page, f"{PLAYER}.currentMs > 1500")
    for ms in (30_000, 5_000, 42_000, 12_345):
        page.evaluate(f"{PLAYER}.seek({ms})")
    until(page, f"{PLAYER}.phase === 'playing' && {PLAYER}.currentMs > 13000")
    # There is a connection left for what else somebody does meanwhile.
    assert page.evaluate("fetch('/api/v1/session').then((answer) => answer.status)") == 200
    check(page)


def test_a_new_moment_is_previewed_by_the_player_that_is_there(page):
    page.evaluate(f"{PLAYER}.setRange({{ startMs: 4000, endMs: 6000 }})")
    page.keyboard.press("m")
    page.get_by_role("dialog").get_by_role("button", name="Play", exact=True).click()
    until(page, f"{PLAYER}.currentMs > 4300")
    check(page)


def test_a_clip_is_watched_in_place_of_the_call_which_comes_back_where_it_was(page):
    page.evaluate(f"{PLAYER}.seek(7777)")
    page.keyboard.press("k")
    until(page, f"{PLAYER}.currentMs > 8500")
    page.get_by_role("tab", name="Moments").click()
    page.get_by_role("button", name="Watch the clip of “Claim number”").click()
    clip = page.locator(".clip-dialog video")
    expect(clip).to_be_visible()
    until(page, "document.querySelector('.clip-dialog video').currentTime > 0.5")
    # The call does not go on underneath, and its pictures are still seen.
    assert page.evaluate(f"{PLAYER}.isPlaying") is False
    expect(page.locator("em-player canvas.screen-still")).to_have_count(4)
    at = page.evaluate(f"{PLAYER}.currentMs")
    check(page)
    page.keyboard.press("Escape")
    expect(page.locator("em-player video")).to_have_count(4)
    expect(page.locator("em-player canvas.screen-still")).to_have_count(0)
    loaded(page)
    assert page.evaluate(f"{PLAYER}.currentMs") == at
    page.keyboard.press("k")
    until(page, f"{PLAYER}.phase === 'playing' && {PLAYER}.currentMs > {at + 500}")
    check(page)


def test_redactions_are_edited_and_watched_in_place_of_the_call(page):
    page.get_by_role("tab", name="Moments").click()
    page.get_by_role("button", name="More about “Claim number”").click()
    page.get_by_role("menuitem", name="Redact…").click()
    dialog = page.get_by_role("dialog", name="Redact “Claim number”")
    own = "document.querySelector('dialog em-player')"
    until(page, f"{own}?.hasMedia === true && [...{own}.querySelectorAll('video, audio')].every((media) => media.readyState > 2)")
    page.evaluate(f"{own}.play()")
    until(page, f"{own}.currentMs > 4500")
    expect(page.locator(".conversation canvas.screen-still")).to_have_count(4)
    dialog.get_by_role("button", name="Mute range").click()
    dialog.get_by_role("button", name="Save and watch clip").click()
    expect(page.locator(".clip-dialog video")).to_be_visible(timeout=60_000)
    until(page, "document.querySelector('.clip-dialog video').currentTime > 0.3")
    expect(page.locator(".conversation canvas.screen-still")).to_have_count(4)
    check(page)
    page.keyboard.press("Escape")
    loaded(page)
    expect(page.locator(".conversation video")).to_have_count(4)
    check(page)


def test_until_the_sound_of_both_legs_is_made_four_screens_play_without_it(new_page, call):
    """Just after they came in the two legs are played apart; with four screens that would be six."""
    page = new_page("evaluator")
    page.add_init_script(COUNT)
    page.connections = Connections(page)
    legs = [
        one
        for one in page.context.request.get(f"/api/v1/interactions/{call}/recordings").json()["items"]
        if one["kind"] == "audio"
    ]
    ready = {"is": False}

    def delayed(route):
        """The server's own answer as it was before."""
        answer = route.fetch()
        found = answer.json()
        if not ready["is"]:
            found["sound"] = [
                {"recordings": [one["id"]], "offsetMs": one["offsetMs"], "durationMs": one["durationMs"]} | one["playback"]
                for one in legs
            ]
            found["isComplete"] = False
        route.fulfill(response=answer, body=json.dumps(found))

    page.route(re.compile(f"/interactions/{call}/playback$"), delayed)
    page.goto(f"/interactions/{call}")
    until(page, "[0, 1, 2, 3].every((place) => document.querySelectorAll('em-player video')[place]?.readyState > 2)")
    expect(page.get_by_text("The sound is being prepared for playback.")).to_be_visible()
    page.keyboard.press("k")
    until(page, f"{PLAYER}.phase === 'playing' && {PLAYER}.currentMs > 1000")
    ready["is"] = True
    expect(page.get_by_text("The sound is being prepared for playback.")).to_have_count(0)
    until(page, f"{PLAYER}.phase === 'playing' && document.querySelector('audio').currentTime > 2")
    assert abs(page.evaluate(f"document.querySelector('audio').currentTime * 1000 - {PLAYER}.currentMs")) < 300
    check(page)


@pytest.fixture
def apart(server, call):
    """The same call as if its legs could not be joined, once and for all."""
    with closing(sqlite3.connect(server.data / "earmark.sqlite")) as database:
        legs = "WHERE interaction_id = ? AND recording_id IS NULL"
        (known,) = database.execute(f"SELECT hash FROM renditions {legs}", [call]).fetchone()
        failed = "state = 'failed', hash = NULL, failure_code = 'media_crashed', failure_message = 'It broke.'"
        with database:
            database.execute(f"UPDATE renditions SET {failed} {legs}", [call])
        yield call
        with database:
            ready = "state = 'ready', hash = ?, failure_code = NULL, failure_message = NULL"
            database.execute(f"UPDATE renditions SET {ready} {legs}", [known, call])


def test_two_legs_that_cannot_be_joined_are_heard_beside_three_screens_and_the_fourth_by_a_click(new_page, apart):
    page = new_page("admin")
    page.add_init_script(COUNT)
    page.connections = Connections(page)
    page.goto(f"/interactions/{apart}")
    spare = page.get_by_role("button", name=re.compile("^Show Monitor 4 .*in place of another screen$"))
    expect(spare).to_contain_text("could not be joined")
    sounds, screens = "[...document.querySelectorAll('em-player audio')]", "[...document.querySelectorAll('em-player video')]"
    until(page, f"{screens}.filter((one) => one.readyState > 2).length === 3")
    until(page, f"{sounds}.filter((one) => one.readyState > 2).length === 2")
    assert page.evaluate("window.mediaNow()") == MOST
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert_accessible(page)
    take_screenshots(page, "spare-screen")
    page.keyboard.press("k")
    until(page, f"{PLAYER}.phase === 'playing' && {sounds}.every((one) => one.currentTime > 1)")
    # Monitor 4 comes where the clock is, monitor 3 waits; nobody misses a word.
    spare.click()
    until(page, f"{screens}[3].readyState > 2 && {PLAYER}.phase === 'playing'")
    until(page, f"Math.abs({screens}[3].currentTime * 1000 + Number({screens}[3].dataset.offset) - {PLAYER}.currentMs) < 300")
    expect(page.get_by_role("button", name=re.compile("^Show Monitor 3 "))).to_be_visible()
    assert page.evaluate(f"{sounds}.every((one) => !one.paused)")
    check(page)


def test_an_enlarged_screen_keeps_its_place_when_another_is_shown(new_page, apart):
    page = new_page("admin")
    page.add_init_script(COUNT)
    page.connections = Connections(page)
    page.goto(f"/interactions/{apart}")
    loaded_without_spare = "[...document.querySelectorAll('em-player video')].filter((one) => one.readyState > 2).length === 3"
    until(page, loaded_without_spare)
    page.get_by_role("button", name=re.compile("^Enlarge Monitor 3")).press("Enter")
    page.get_by_role("button", name=re.compile("^Show Monitor 4 ")).press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Show Monitor 2 "))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Enlarge Monitor 3"))).to_have_attribute("aria-pressed", "true")
    until(page, loaded_without_spare)
    check(page)
