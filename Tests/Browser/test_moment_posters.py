"""The picture that stands for a clip: in the list of moments, in the clip's dialog, on the page behind a link."""

import datetime
import json
import time

import pytest
from playwright.sync_api import expect

from harness.watch import assert_accessible, take_screenshots


@pytest.fixture(scope="module")
def home(server, fixtures):
    """A call with one screen in VP9 and one in H.264, and one recording of Opus."""
    api = server.api("admin")
    policy = api.read("capture-policy") | {"screens": True, "teams": None, "channels": None, "roles": None}
    assert api.put("capture-policy", json=policy).ok
    api.json_of(api.patch("settings", json={"sharing": {"requirePassword": False}}))
    calls = json.loads((fixtures / "manifest.json").read_text())["calls"]
    call = next(call for call in calls if call["name"] == "hotel-change")
    home = api.create("interactions", {"channel": "voice", "startedAt": call["startedAt"]}, 201)["id"]
    made = [api.attach(home, fixtures / audio["file"], kind="audio", party=audio["party"]) for audio in call["audio"]]
    for screen in call["screens"]:
        what = {key: screen[key] for key in ("monitor", "offsetMs", "capture")}
        made.append(api.attach(home, fixtures / screen["file"], kind="screen", **what))
    for recording in made:
        assert api.wait_for_recording(recording["id"])["state"] == "ready"
    return home


@pytest.fixture(scope="module")
def moments(server, home):
    """By name: one of WebM, one of MP4, one of sound, and one whose clip nobody asked for."""
    api = server.api("admin")
    found = {}
    for name, screens in (("webm", 1), ("grid", "grid"), ("sound", "none"), ("unmade", "grid")):
        body = {"title": f"A change of hotel, {name}", "startMs": 12_000, "endMs": 18_000 + len(found), "screens": screens}
        found[name] = api.create(f"interactions/{home}/moments", body, 201)["id"]
        if name != "unmade":
            job = api.create(f"moments/{found[name]}/clip", {}, 202)
            assert api.wait_for_job(job["id"])["state"] == "done"
    return found


def until(page, condition: str) -> None:
    deadline = time.monotonic() + 15
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, condition
        page.wait_for_timeout(50)


def row(page, name: str):
    return page.locator(".moment", has=page.get_by_text(f"A change of hotel, {name}", exact=True))


def test_the_list_shows_what_clips_show(new_page, moments):
    page = new_page("admin")
    page.goto("/moments")
    for name in ("webm", "grid"):
        picture = row(page, name).locator(".moment-picture img")
        expect(picture).to_be_visible()
        until(page, "[...document.querySelectorAll('.moment-picture img')].every((one) => one.naturalWidth > 100)")
        assert picture.get_attribute("alt") == ""
    for name in ("sound", "unmade"):
        expect(row(page, name).locator(".moment-picture img")).to_have_count(0)
        expect(row(page, name).locator(".moment-picture .icon")).to_be_visible()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert_accessible(page)
    take_screenshots(page, "moments-with-pictures")


def test_a_clip_in_webm_has_its_picture_and_plays(new_page, moments):
    page = new_page("admin")
    page.goto("/moments")
    row(page, "webm").locator(".moment-picture").click()
    video = page.locator(".clip video")
    expect(video).to_be_visible()
    assert video.evaluate("media => media.poster").endswith(f"/moments/{moments['webm']}/poster")
    until(page, "document.querySelector('.clip video').readyState >= 2")
    assert video.evaluate("media => [media.videoWidth, media.videoHeight]") == [1280, 720]
    video.evaluate("media => { media.muted = true; return media.play(); }")
    until(page, "document.querySelector('.clip video').currentTime > 1")
    assert video.evaluate("media => media.error") is None
    assert video.evaluate("media => media.duration") == pytest.approx(6, abs=0.1)
    page.keyboard.press("Escape")
    row(page, "sound").get_by_role("button", name="Watch the clip").click()
    expect(page.locator(".clip audio")).to_be_visible()
    until(page, "document.querySelector('.clip audio').readyState >= 2")


def test_the_page_behind_a_link_shows_the_picture_before_it_is_played(new_page, server, moments):
    expires = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=3)).isoformat()
    url = server.api("admin").create(f"moments/{moments['webm']}/shares", {"expiresAt": expires}, 201)["url"]
    page = new_page()
    # Nothing of the clip itself comes through: what is seen is the picture.
    page.route("**/clip", lambda route: None)
    page.goto(url)
    video = page.locator("video")
    expect(video).to_be_visible()
    poster = video.evaluate("media => media.poster")
    got = page.request.get(poster)
    assert (got.status, got.headers["content-type"], got.headers["cache-control"]) == (200, "image/jpeg", "private, no-store")
    box = video.bounding_box()
    assert box["width"] / box["height"] == pytest.approx(16 / 9, abs=0.02)
    page.wait_for_timeout(300)
    assert_accessible(page)
    take_screenshots(page, "shared-poster")
