"""The page behind a link, for somebody without an account: it plays, asks for its password, or says that it is dead."""

import datetime
import json

import pytest
from playwright.sync_api import expect

from harness.page import until
from harness.watch import assert_accessible, take_screenshots

PASSWORD = "four-green-bottles"


@pytest.fixture(scope="module")
def moments(server, fixtures):
    """Moments of one call, with its screens and of its sound alone, their clips rendered."""
    api = server.api("admin")
    policy = api.read("capture-policy") | {"screens": True, "teams": None, "channels": ["voice"], "roles": None}
    assert api.put("capture-policy", json=policy).ok
    api.json_of(api.patch("settings", json={"sharing": {"requirePassword": False}}))
    calls = json.loads((fixtures / "manifest.json").read_text())["calls"]
    call = next(call for call in calls if call["screens"] and call["transcript"]["format"] == "vtt")
    members = ("externalId", "channel", "queue", "disposition", "language", "topics", "startedAt")
    home = api.create("interactions", {key: call[key] for key in members}, 201)["id"]
    made = [api.attach(home, fixtures / audio["file"], kind="audio", party=audio["party"]) for audio in call["audio"]]
    for screen in call["screens"]:
        what = {key: screen[key] for key in ("monitor", "offsetMs", "capture")}
        made.append(api.attach(home, fixtures / screen["file"], kind="screen", **what))
    for recording in made:
        assert api.wait_for_recording(recording["id"])["state"] == "ready"
    words = (fixtures / call["transcript"]["file"]).read_bytes()
    assert api.put(f"interactions/{home}/transcript", data=words, headers={"Content-Type": "text/vtt"}).ok
    found = {}
    for name, screens in (("picture", "grid"), ("sound", "none")):
        body = {"title": f"The refund, {name}", "startMs": 5000, "endMs": 13_000, "note": "Listen.", "screens": screens}
        found[name] = api.create(f"interactions/{home}/moments", body, 201)["id"]
        job = api.create(f"moments/{found[name]}/clip", {}, 202)
        assert api.wait_for_job(job["id"])["state"] == "done"
    return found


@pytest.fixture
def share(server, moments):
    """Makes a link; gives its id and the path of its page."""

    def make(name="picture", **wishes) -> tuple[str, str]:
        expires = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=3)).isoformat()
        body = {"expiresAt": expires} | wishes
        made = server.api("admin").create(f"moments/{moments[name]}/shares", body, 201)
        return made["id"], made["url"].removeprefix(server.url)

    return make


def check(page, name) -> None:
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert_accessible(page)
    take_screenshots(page, name)


def wait_for_media(page) -> None:
    until(page, "document.querySelector('video')?.readyState >= 2")


def test_a_shared_clip_plays_with_its_captions_from_where_the_address_says(new_page, share):
    _, path = share(allowDownload=True)
    page = new_page()
    answer = page.goto(path + "?t=2000")
    assert answer.status == 200
    assert "noindex" in answer.headers["x-robots-tag"] and answer.headers["cache-control"] == "private, no-store"
    expect(page.get_by_role("heading", name="The refund, picture")).to_be_visible()
    wait_for_media(page)
    video = page.locator("video")
    assert video.evaluate("media => media.currentTime") == pytest.approx(2, abs=0.05)
    assert video.evaluate("media => media.duration") == pytest.approx(8, abs=0.1)
    assert video.evaluate("media => media.videoWidth") > 0
    until(page, "document.querySelector('video').textTracks[0]?.cues?.length > 0")
    video.evaluate("media => { media.muted = true; return media.play(); }")
    until(page, "document.querySelector('video').currentTime > 2.5")
    video.evaluate("media => media.pause()")
    check(page, "shared-video")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download clip").click()
    assert download.value.suggested_filename == "The refund, picture.mp4"


def test_a_moment_of_sound_shows_what_is_said(new_page, share):
    _, path = share("sound")
    page = new_page()
    page.goto(path)
    wait_for_media(page)
    page.locator("video").evaluate("media => { media.currentTime = 3; }")
    expect(page.locator(".shared-line")).not_to_be_empty()
    expect(page.get_by_role("link", name="Download clip")).to_have_count(0)
    check(page, "shared-audio")


def test_words_are_read_as_they_were_said_in_their_language(new_page, server, fixtures):
    api = server.api("admin")
    home = api.create("interactions", {"channel": "voice", "startedAt": "2026-11-12T09:14:07Z"}, 201)["id"]
    made = api.attach(home, fixtures / "bad-line-agent.wav", kind="audio", party="agent")
    assert api.wait_for_recording(made["id"])["state"] == "ready"
    hostile = "AT&T <b>&amp;</b> <img src=x onerror=alert(1)> &lt;i&gt; 3 < 4"
    words = {"language": "nl", "segments": [{"startMs": 0, "endMs": 4000, "speaker": "O'Neil & <Zoon>", "text": hostile}]}
    assert api.put(f"interactions/{home}/transcript", json=words).ok
    moment = api.create(f"interactions/{home}/moments", {"title": "Merk & <zoon>", "startMs": 0, "endMs": 4000}, 201)["id"]
    expires = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=3)).isoformat()
    made = api.create(f"moments/{moment}/shares", {"expiresAt": expires}, 201)
    page = new_page()
    page.goto(made["url"].removeprefix(server.url))
    wait_for_media(page)
    page.locator("video").evaluate("media => { media.currentTime = 1; }")
    expect(page.locator(".shared-line")).to_have_text(f"O'Neil & <Zoon>: {hostile}")
    expect(page.locator(".shared-line")).to_have_attribute("lang", "nl")
    expect(page.locator(".shared-line *")).to_have_count(0)
    expect(page.locator("track")).to_have_attribute("srclang", "nl")


def test_a_locked_link_takes_a_pasted_password_and_keeps_the_place(new_page, share):
    _, path = share(password=PASSWORD)
    page = new_page()
    assert page.goto(path + "?t=2000").status == 401
    field = page.get_by_label("Password", exact=True)
    expect(field).to_be_focused()
    check(page, "shared-locked")
    field.fill("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_text("That is not the password.")).to_be_visible()
    assert_accessible(page)
    field.fill("")
    page.keyboard.insert_text(f" {PASSWORD} ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The refund, picture")).to_be_visible()
    wait_for_media(page)
    assert page.locator("video").evaluate("media => media.currentTime") == pytest.approx(2, abs=0.05)
    assert page.reload().status == 200
    wait_for_media(page)
    assert new_page().goto(path).status == 401


def test_guessing_is_told_how_long_to_wait(new_page, server, share):
    _, path = share(password=PASSWORD)
    page = new_page()
    page.goto(path)
    field = page.get_by_label("Password", exact=True)
    guesser, wait = server.api(), 0
    while wait <= 60:
        wait = int(guesser.post(f"shared{path[2:]}/unlock", json={"password": "a guess"}).headers.get("Retry-After", 0))
    field.fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Too many attempts. Try again in 30 minutes.")).to_be_visible()
    expect(field).to_be_focused()


def test_reloading_is_no_new_view_and_the_next_visitor_comes_too_late(new_page, server, share):
    id, path = share(maxViews=1)
    page = new_page()
    for _ in range(3):
        assert page.goto(path).status == 200
        wait_for_media(page)
    late = new_page()
    assert late.goto(path).status == 404
    expect(late.get_by_role("heading", name="This link does not work")).to_be_visible()
    assert server.api("admin").read(f"shares/{id}")["views"] == 1


def test_dead_links_look_alike(new_page, server, share):
    id, path = share()
    server.api("admin").delete(f"shares/{id}")
    seen = []
    for dead in (path, "/s/" + "A" * 43):
        page = new_page()
        assert page.goto(dead).status == 404
        expect(page.get_by_role("heading", name="This link does not work")).to_be_visible()
        seen.append(page.locator("main").inner_html())
    assert seen[0] == seen[1]
    check(page, "shared-dead")


def test_a_link_that_dies_while_it_is_watched_stops_playing_new_bytes(new_page, server, share):
    id, path = share()
    page = new_page()
    page.goto(path)
    wait_for_media(page)
    server.api("admin").delete(f"shares/{id}")
    clip = page.evaluate("path => fetch(path, { headers: { Range: 'bytes=0-9' } }).then((got) => got.status)", f"/api/v1/shared{path[2:]}/clip")
    assert clip == 404
    assert page.reload().status == 404


def test_a_clip_that_cannot_be_made_is_said_so(new_page, server, share, fixtures):
    api = server.api("admin")
    home = api.create("interactions", {"channel": "voice", "startedAt": "2026-11-12T09:14:07Z"}, 201)["id"]
    recording = api.attach(home, fixtures / "charged-twice-agent.opus", kind="audio", party="agent")
    assert api.wait_for_recording(recording["id"])["state"] == "ready"
    moment = api.create(f"interactions/{home}/moments", {"title": "Gone", "startMs": 0, "endMs": 3000}, 201)["id"]
    expires = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=3)).isoformat()
    url = api.create(f"moments/{moment}/shares", {"expiresAt": expires}, 201)["url"]
    assert api.delete(f"recordings/{recording['id']}").status_code == 204
    page = new_page()
    page.goto(url)
    expect(page.get_by_text("The clip could not be made.")).to_be_visible()
    assert_accessible(page)
