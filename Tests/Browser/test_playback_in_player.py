"""What browsers do not play is played all the same: by its rendition, as soon as that is there."""

import json
import re
import subprocess

import pytest
from playwright.sync_api import Page, expect

from harness.children import crash_making_playback
from harness.page import until
from harness.watch import assert_accessible, take_screenshots

PLAYER = "document.querySelector('em-player')"

# Loudness of both channels of the sound over a second, from what is really played.
LOUDNESS = """async () => {
  const context = new AudioContext();
  const splitter = context.createChannelSplitter(2);
  context.createMediaElementSource(document.querySelector('em-player audio')).connect(splitter);
  const sides = [0, 1].map((side) => {
    const analyser = context.createAnalyser();
    splitter.connect(analyser, side);
    return analyser;
  });
  window.loudness = async () => {
    const loudest = [0, 0];
    for (const end = performance.now() + 1000; performance.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      for (const [side, analyser] of sides.entries()) {
        const samples = new Float32Array(analyser.fftSize);
        analyser.getFloatTimeDomainData(samples);
        loudest[side] = Math.max(loudest[side], ...samples.map(Math.abs));
      }
    }
    return loudest;
  };
}"""


def ffmpeg(*arguments) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, arguments)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def api(server):
    api = server.api("admin")
    api.json_of(api.put("capture-policy", json={"screens": True}))
    return api


def added(api, name: str) -> str:
    body = {"externalId": name, "channel": "voice", "startedAt": "2026-03-02T10:00:00Z"}
    return api.create("interactions", body, 201)["id"]


def opened(page: Page, call: str) -> Page:
    page.goto(f"/interactions/{call}")
    until(page, f"{PLAYER}?.hasMedia === true")
    until(page, "[...document.querySelectorAll('video, audio')].every((media) => media.readyState > 2)")
    return page


@pytest.fixture(scope="module")
def odd_call(api, tmp_path_factory):
    """Legs in G.711 and GSM, the agent heard for the first 4 s, the customer from 6 s on; a screen in AVI."""
    folder = tmp_path_factory.mktemp("odd")
    tone = "sine=frequency={}:duration=10:sample_rate=8000,volume='if({},1,0)':eval=frame"
    ffmpeg("-f", "lavfi", "-i", tone.format(400, r"lt(t\,4)"), "-c:a", "pcm_alaw", folder / "agent.wav")
    ffmpeg("-f", "lavfi", "-i", tone.format(700, r"gt(t\,5)"), "-c:a", "libgsm_ms", folder / "customer.wav")
    ffmpeg("-f", "lavfi", "-i", "testsrc=s=640x360:r=10:d=10", "-c:v", "mpeg4", "-q:v", "3", folder / "screen.avi")
    home = added(api, "ODD-1")
    api.attach(home, folder / "agent.wav", kind="audio", party="agent")
    api.attach(home, folder / "customer.wav", kind="audio", party="customer", offsetMs=1000)
    api.attach(home, folder / "screen.avi", kind="screen", monitor=1)
    for recording in api.read(f"interactions/{home}/recordings")["items"]:
        assert api.wait_for_recording(recording["id"])["state"] == "ready"
    assert len(api.wait_for_playback(home)["sound"]) == 1
    return home


def test_two_legs_are_one_element_the_agent_left(new_page, odd_call):
    page = opened(new_page("evaluator"), odd_call)
    expect(page.locator("em-player audio")).to_have_count(1)
    expect(page.locator("em-player video")).to_have_count(1)
    assert page.evaluate(f"{PLAYER}.durationMs") == pytest.approx(11_000, abs=40)
    page.evaluate(LOUDNESS)
    page.keyboard.press("k")
    until(page, f"{PLAYER}.currentMs > 1000")
    left, right = page.evaluate("window.loudness()")
    assert left > 0.05 and right < 0.005
    page.evaluate(f"{PLAYER}.seek(7500)")
    until(page, f"{PLAYER}.currentMs > 8000")
    left, right = page.evaluate("window.loudness()")
    assert right > 0.05 and left < 0.005


def test_a_screen_in_avi_is_seen_and_goes_where_it_is_told(new_page, odd_call):
    page = opened(new_page("evaluator"), odd_call)
    page.evaluate(f"{PLAYER}.seek(6200)")
    until(page, "document.querySelector('video').readyState > 1 && !document.querySelector('video').seeking")
    found = page.evaluate("(({ currentTime, videoWidth, error }) => [currentTime, videoWidth, error])(document.querySelector('video'))")
    assert found == [pytest.approx(6.2, abs=0.01), 640, None]


def test_what_is_being_prepared_is_said_and_comes_by_itself(new_page, odd_call, watch):
    page = new_page("evaluator")
    preparing = {"state": "preparing", "url": None, "contentType": None}
    ready = {"is": False}

    def delayed(route):
        """The server's own answer as it was while everything was being prepared."""
        answer = route.fetch()
        found = answer.json()
        if not ready["is"]:
            if "items" in found:
                for one in found["items"]:
                    one["playback"] |= preparing
                legs = [one for one in found["items"] if one["kind"] == "audio"]
                page.legs = legs
            else:
                found["sound"] = [
                    one | {"recordings": [leg["id"]], "offsetMs": leg["offsetMs"]} | preparing
                    for leg in page.legs
                    for one in found["sound"]
                ]
                found["screens"] = [one | preparing for one in found["screens"]]
                found["isComplete"] = False
        route.fulfill(response=answer, body=json.dumps(found))

    page.route(re.compile(f"/interactions/{odd_call}/(recordings|playback)$"), delayed)
    page.goto(f"/interactions/{odd_call}")
    expect(page.get_by_text("The sound is being prepared for playback.")).to_be_visible()
    expect(page.locator(".screen-veil")).to_have_text("Playback is being prepared…")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_disabled()
    assert_accessible(page)
    take_screenshots(page, "playback-preparing")
    ready["is"] = True
    until(page, f"{PLAYER}.hasMedia && !{PLAYER}.isPreparing", 20)
    expect(page.get_by_text("The sound is being prepared for playback.")).to_have_count(0)
    until(page, "[...document.querySelectorAll('video, audio')].every((media) => media.readyState > 2)")
    # What was waited for were two legs; what came is the sound of both.
    expect(page.locator("em-player audio")).to_have_count(1)
    page.keyboard.press("k")
    until(page, f"{PLAYER}.currentMs > 1500")
    expect(page.locator(".screen-veil")).to_be_hidden()


def test_what_cannot_be_prepared_says_so(new_page, server, api, tmp_path):
    file = tmp_path / "crashing.avi"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=960x540:r=15:d=60", "-c:v", "mjpeg", file)
    home = added(api, "ODD-2")
    crash_making_playback(server, api, api.attach(home, file, kind="screen", monitor=1)["id"])
    page = new_page("evaluator")
    page.goto(f"/interactions/{home}")
    expect(page.locator(".screen-veil")).to_contain_text("Playback could not be prepared. ")
    expect(page.locator(".screen-veil")).to_contain_text("safely")
    assert_accessible(page)


def test_a_screen_without_one_picture_that_can_be_read_is_said_to_be_damaged(new_page, api, tmp_path):
    file = tmp_path / "damaged.avi"
    ffmpeg("-f", "lavfi", "-i", "testsrc=s=320x180:r=10:d=5", "-c:v", "mjpeg", file)
    content = bytearray(file.read_bytes())
    place, end = content.index(b"movi"), content.index(b"idx1")
    while 0 <= (place := content.find(b"00dc", place)) < end:
        size = int.from_bytes(content[place + 4 : place + 8], "little")
        content[place + 8 : place + 8 + size] = bytes(size)
        place += 8 + size
    file.write_bytes(content)
    home = added(api, "ODD-3")
    api.wait_for_recording(api.attach(home, file, kind="screen", monitor=1)["id"])
    page = new_page("evaluator")
    page.goto(f"/interactions/{home}")
    expect(page.get_by_role("alert")).to_contain_text("damaged.avi could not be read: The file is damaged")
    assert_accessible(page)
