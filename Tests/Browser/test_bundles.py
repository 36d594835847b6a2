"""The combined download in a real browser: it starts at once, and what was composed plays."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from harness.page import until
from harness.watch import assert_accessible, take_screenshots

# A job as the server tells of it while it runs.
MAKING = {
    "id": "01a1f000-0000-7000-8000-000000000000",
    "kind": "bundle",
    "state": "running",
    "progress": 0.1,
    "step": None,
    "remainingMs": None,
    "error": None,
    "result": None,
    "createdAt": "2026-11-12T14:02:00.000Z",
    "finishedAt": None,
}


@pytest.fixture(scope="module")
def call(server, fixtures):
    """Two legs, four screens and a transcript; gives the interaction."""
    api = server.api("admin")
    policy = api.read("capture-policy")
    assert api.put("capture-policy", json=policy | {"screens": True, "teams": None, "channels": None, "roles": None}).ok
    call = next(
        one for one in json.loads((fixtures / "manifest.json").read_text())["calls"] if one["name"] == "insurance-claim"
    )
    home = api.create("interactions", {key: call[key] for key in ("externalId", "channel", "startedAt")}, 201)["id"]
    made = [api.attach(home, fixtures / one["file"], kind="audio", party=one["party"]) for one in call["audio"]]
    made += [api.attach(home, fixtures / one["file"], kind="screen", monitor=one["monitor"]) for one in call["screens"]]
    for recording in made:
        assert api.wait_for_recording(recording["id"])["state"] == "ready"
    answer = api.put(
        f"interactions/{home}/transcript",
        data=(fixtures / "insurance-claim.vtt").read_bytes(),
        headers={"Content-Type": "text/vtt"},
    )
    assert answer.ok, answer.text
    return home


def check(page: Page, name: str) -> None:
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert_accessible(page)
    take_screenshots(page, name)


@pytest.mark.parametrize("form", ["MP4", "ZIP"])
def test_a_download_starts_at_once_and_says_how_large_it_is(new_page, server, call, tmp_path, form):
    page = new_page("evaluator")
    page.goto(f"/interactions/{call}")
    page.get_by_role("button", name="Download").first.click()
    with page.expect_download() as started:
        page.get_by_role("menuitem", name=re.compile(f"one {form}")).click()
    told = page.get_by_role("region", name="Messages")
    expect(told.get_by_text(re.compile(rf"^The download of the {form} has started: [\d.]+ .?B\.$"))).to_be_visible()
    path = tmp_path / "bundle"
    started.value.save_as(path)
    assert path.read_bytes() == server.api("evaluator").get(f"interactions/{call}/bundle?format={form.lower()}").content


def test_one_that_has_to_be_written_shows_how_far_it_is_and_comes_when_it_is_there(new_page, server, call, tmp_path):
    page = new_page("evaluator")
    held = {"is": True}

    def job(route):
        """The server's own answer as it was halfway."""
        answer = route.fetch()
        found = answer.json()
        if held["is"]:
            found |= {"state": "running", "progress": 0.4, "step": "Joining the streams", "remainingMs": 4000}
            found |= {"result": None, "finishedAt": None}
        route.fulfill(response=answer, body=json.dumps(found))

    page.route(re.compile("/api/v1/jobs/"), job)
    page.goto(f"/interactions/{call}")
    page.get_by_role("button", name="Download").first.click()
    check(page, "bundle-menu")
    page.get_by_role("menuitem", name=re.compile("one MKV")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("progressbar")).to_have_attribute("value", "0.4")
    check(page, "bundle-progress")
    with page.expect_download() as started:
        held["is"] = False
    path = tmp_path / "bundle.mkv"
    started.value.save_as(path)
    assert path.read_bytes() == server.api("evaluator").get(f"interactions/{call}/bundle?format=mkv").content
    expect(dialog.get_by_role("link")).to_be_visible()
    check(page, "bundle-ready")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_one_that_cannot_be_written_says_why(new_page, call):
    page = new_page("evaluator")
    sentence = "The file is damaged or cut off and cannot be read; export it again from the recorder and upload that copy."

    def asked(route):
        """A bundle is written once; here it is asked for as if for the first time."""
        route.fulfill(status=202, content_type="application/json", body=json.dumps(MAKING))

    page.route(re.compile(r"/bundle(\?|$)"), asked)
    page.route(re.compile("/api/v1/jobs/"), lambda route: route.fulfill(
        status=200, content_type="application/json",
        body=json.dumps(MAKING | {"state": "failed", "error": {"code": "media_unreadable", "message": sentence}}),
    ))
    page.goto(f"/interactions/{call}")
    page.get_by_role("button", name="Download").first.click()
    page.get_by_role("menuitem", name=re.compile("one MKV")).click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_have_text(sentence)
    check(page, "bundle-failed")


def test_a_composed_mp4_plays_in_a_browser(new_page, call):
    page = new_page("evaluator")
    page.goto(f"/interactions/{call}")
    page.evaluate(
        """async (call) => {
          const video = document.createElement("video");
          video.id = "composed";
          video.muted = true;
          video.src = `/api/v1/interactions/${call}/bundle?format=mp4`;
          document.body.append(video);
          await video.play();
        }""",
        call,
    )
    video = "document.getElementById('composed')"
    until(page, f"{video}.currentTime > 1 && {video}.getVideoPlaybackQuality().totalVideoFrames > 2")
    facts = page.evaluate(f"({{width: {video}.videoWidth, seconds: {video}.duration}})")
    assert facts["width"] > 600 and 60 < facts["seconds"] < 200
    for part in (0.9, 0.3):
        page.evaluate(f"{video}.currentTime = {video}.duration * {part}")
        until(page, f"!{video}.seeking && {video}.readyState >= 3 && {video}.currentTime > {video}.duration * {part}")
    assert page.evaluate(f"{video}.error") is None
