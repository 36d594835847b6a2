"""Clips of copied and encoded packets in a browser: the right picture before a joint, behind it and at the end."""

import subprocess

import pytest

from harness.clips import RATE, recording
from harness.server import executable

START_MS, END_MS = 1_410, 9_230
PAGE = "<!doctype html><title>Clip</title><video preload='auto' muted></video><canvas></canvas>"
# From memory: what is fulfilled here has no ranges, and without them nobody seeks.
LOAD = """async () => {
  const clip = await (await fetch("/clip")).blob();
  document.querySelector("video").src = URL.createObjectURL(clip);
}"""
SEEK = """async (seconds) => {
  const video = document.querySelector("video");
  const canvas = document.querySelector("canvas");
  if (video.readyState < 2) await new Promise((done) => video.addEventListener("loadeddata", done, { once: true }));
  const seeked = new Promise((done) => video.addEventListener("seeked", done, { once: true }));
  video.currentTime = seconds;
  await seeked;
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const pen = canvas.getContext("2d");
  pen.drawImage(video, 0, 0);
  return pen.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[1];
}"""


def grey(seconds: float) -> float:
    """What the recording's pictures say about when they are on screen."""
    luma = 40 + (int(seconds * RATE + 0.001) * 37) % 170
    return (luma - 16) * 255 / 219


@pytest.mark.parametrize("name", ["grey.mp4", "grey-b.mp4", "grey.webm"])
def test_a_joined_clip_shows_the_right_picture_wherever_one_seeks(browser, tmp_path, name):
    clip = tmp_path / f"clip{recording(name).suffix}"
    command = [executable(), "media", "clip", recording(name), "--start", str(START_MS), "--end", str(END_MS)]
    subprocess.run([*command, "-o", clip], check=True, capture_output=True)
    page = browser.new_page()
    kind = "video/webm" if clip.suffix == ".webm" else "video/mp4"
    page.route("http://clips.test/", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.route("http://clips.test/clip", lambda route: route.fulfill(path=clip, content_type=kind))
    page.goto("http://clips.test/")
    page.evaluate(LOAD)
    # The first keyframe behind the start is at 3.2 s: the joint is at 1.79 s.
    places = [0.0, 0.3, 1.7, 1.8, 1.85, 3.3, 7.5, 7.7, 7.81, 1.75, 0.1]
    seen = [page.evaluate(SEEK, place) for place in places]
    expected = [grey(START_MS / 1_000 + place) for place in places]
    assert seen == pytest.approx(expected, abs=9)
    video = page.locator("video")
    assert video.evaluate("media => media.duration") == pytest.approx(7.82, abs=0.05)
    # Over the joint and on.
    video.evaluate("media => { media.currentTime = 1.2; return media.play(); }")
    for _ in range(100):
        if video.evaluate("media => media.currentTime") > 2.2:
            break
        page.wait_for_timeout(100)
    assert video.evaluate("media => [media.currentTime > 2.2, media.error]") == [True, None]
    page.close()
