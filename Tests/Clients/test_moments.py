"""A moment's clip, measured by decoding it: it begins and ends where it says and holds nothing else."""

import array
import json
import subprocess
from io import StringIO

import pytest
import webvtt

RATE = 8_000
PER_MS = RATE // 1_000


@pytest.fixture(scope="module")
def admin(server):
    api = server.api("admin")
    policy = api.read("capture-policy")
    assert api.put("capture-policy", json=policy | {"screens": True, "teams": None, "channels": None, "roles": None}).ok
    return api


@pytest.fixture(scope="module")
def call(admin, fixtures):
    """The call with two legs, two screens and a transcript: its interaction and its entry in the manifest."""
    manifest = json.loads((fixtures / "manifest.json").read_text())
    call = next(call for call in manifest["calls"] if call["name"] == "charged-twice")
    body = {key: call[key] for key in ("externalId", "channel", "language", "startedAt")}
    home = admin.create("interactions", body, 201)["id"]
    made = [admin.attach(home, fixtures / one["file"], kind="audio", party=one["party"]) for one in call["audio"]]
    for screen in call["screens"]:
        what = {key: screen[key] for key in ("monitor", "offsetMs", "capture")}
        made.append(admin.attach(home, fixtures / screen["file"], kind="screen", **what))
    for recording in made:
        assert admin.wait_for_recording(recording["id"])["state"] == "ready"
    text = (fixtures / call["transcript"]["file"]).read_bytes()
    assert admin.put(f"interactions/{home}/transcript", data=text, headers={"Content-Type": "text/vtt"}).ok
    return home, call


def cut(api, home: str, start: int, end: int, **more) -> dict:
    body = {"title": "A clip", "startMs": start, "endMs": end} | more
    return api.create(f"interactions/{home}/moments", body, 201)


def clip(api, moment: dict, path) -> None:
    answer = api.post(f"moments/{moment['id']}/clip", json={})
    if answer.status_code == 202:
        job = api.wait_for_job(answer.json()["id"])
        assert job["state"] == "done", job
    got = api.get(f"moments/{moment['id']}/clip", params={"download": "1"})
    assert got.status_code == 200, got.text[:300]
    path.write_bytes(got.content)


def channels(path) -> tuple[array.array, array.array]:
    """Both channels of a file, as it plays, at 8 kHz."""
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, "-map", "0:a:0", "-ac", "2", "-ar", str(RATE), "-f", "s16le", "-"],
        check=True,
        capture_output=True,
    ).stdout
    both = array.array("h", raw)
    return both[0::2], both[1::2]


def heard(samples: array.array) -> tuple[int, int]:
    """First and last millisecond in which something is heard."""
    loud = [place for place, sample in enumerate(samples) if abs(sample) > 700]
    return loud[0] // PER_MS, loud[-1] // PER_MS


def line_alone(call) -> dict:
    """A line of the agent with more than a quarter of a second of quiet on both sides."""
    lines = call["transcript"]["segments"]
    for before, line, after in zip(lines, lines[1:], lines[2:]):
        quiet = line["startMs"] - before["endMs"] > 260 and after["startMs"] - line["endMs"] > 260
        if line["party"] == "agent" and quiet and line["endMs"] - line["startMs"] > 2_000:
            return line
    raise AssertionError("no such line")


def test_the_sound_begins_and_ends_within_25_ms_of_the_range(admin, call, tmp_path):
    home, entry = call
    line = line_alone(entry)
    moment = cut(admin, home, line["startMs"] - 250, line["endMs"] + 250, screens="none")
    clip(admin, moment, tmp_path / "clip")
    agent, customer = channels(tmp_path / "clip")
    length = (line["endMs"] - line["startMs"]) + 500
    assert abs(len(agent) / PER_MS - length) <= 25
    first, last = heard(agent)
    assert abs(first - 250) <= 40, first
    assert abs(last - (length - 250)) <= 60, last
    assert max(abs(sample) for sample in customer) < 700, "nothing of the other party is in this range"


def test_nothing_from_outside_the_range_hides_in_the_file(admin, call, tmp_path):
    """Decoded without its edit list, a clip is as long as its range: there is no pre-roll to be uncovered."""
    home, entry = call
    line = line_alone(entry)
    start, end = line["startMs"] + 137, line["startMs"] + 4_391
    moment = cut(admin, home, start, end, screens=1)
    clip(admin, moment, tmp_path / "clip")
    shown = json.loads(
        subprocess.run(
            ["ffprobe", "-v", "error", "-ignore_editlist", "1", "-count_frames", "-show_streams", "-of", "json"]
            + [tmp_path / "clip"],
            check=True,
            capture_output=True,
        ).stdout
    )
    video = next(stream for stream in shown["streams"] if stream["codec_type"] == "video")
    frames = int(video["nb_read_frames"])
    # Five frames a second; the one on screen at the start counts too.
    assert abs(frames - (end - start) / 200) <= 1.5, frames
    audio = next(stream for stream in shown["streams"] if stream["codec_type"] == "audio")
    assert abs(float(audio["duration"]) * 1_000 - (end - start)) <= 130, audio["duration"]


def test_the_first_picture_is_the_one_on_screen_at_the_start(admin, call, fixtures, tmp_path):
    home, entry = call
    screen = entry["screens"][0]
    # Just after something changed on the screen, so that a frame too early or too late would show.
    change = screen["capture"]["windows"][3]["startMs"] + screen["offsetMs"]
    for start in (change - 1_700, change + 900):
        moment = cut(admin, home, start, start + 3_000, screens=1)
        clip(admin, moment, tmp_path / "clip")
        at = (start - screen["offsetMs"]) / 1_000
        source = fixtures / screen["file"]
        likeness = subprocess.run(
            ["ffmpeg", "-v", "info", "-i", tmp_path / "clip", "-ss", f"{max(0, at - 0.0001):.4f}", "-i", source]
            + ["-filter_complex", "[0:v]trim=end_frame=1[a];[1:v]trim=end_frame=1,setpts=PTS-STARTPTS[b];[a][b]ssim"]
            + ["-f", "null", "-"],
            capture_output=True,
            text=True,
        ).stderr
        assert float(likeness.rsplit("All:", 1)[1].split()[0]) > 0.97, likeness[-300:]


def test_captions_of_a_clip_count_from_its_beginning(admin, call):
    home, entry = call
    line = line_alone(entry)
    moment = cut(admin, home, line["startMs"] - 200, line["endMs"] + 200)
    answer = admin.get(f"moments/{moment['id']}/captions")
    assert answer.headers["Content-Type"].startswith("text/vtt")
    captions = list(webvtt.from_buffer(StringIO(answer.text)))
    assert [caption.text for caption in captions] == [line["text"]]
    assert captions[0].start == "00:00:00.200"


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [(5_000, 5_400, "moment_too_short"), (78_000, 90_000, "moment_outside_media")],
)
def test_a_moment_that_cannot_be_is_refused(admin, call, start, end, code):
    answer = admin.post(f"interactions/{call[0]}/moments", json={"title": "No", "startMs": start, "endMs": end})
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == code
