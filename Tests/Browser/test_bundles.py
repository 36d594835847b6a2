"""The combined download in a real browser: it starts at once, and what was composed plays."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from harness.page import until


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
