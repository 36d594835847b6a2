"""What browsers do not play gets a rendition in which every instant is where it was; the original stays as it came."""

import hashlib
import json
import subprocess
import time

import pytest

from harness.children import crash_making_playback
from harness.clips import SPEECH
from harness.sound import RATE, heard, lag_ms, level, likeness
from harness.techsmith import write_techsmith_screen

SECONDS = 60


@pytest.fixture(scope="module")
def admin(server):
    api = server.api("admin")
    api.json_of(api.put("capture-policy", json={"screens": True}))
    return api


@pytest.fixture(scope="module")
def speech(fixtures, tmp_path_factory):
    """Twelve seconds of a call as 16-bit PCM at 16 kHz, mono."""
    file = tmp_path_factory.mktemp("speech") / "speech.wav"
    ffmpeg("-ss", "5", "-i", fixtures / "password-reset.mp3", "-t", "12", "-ac", "1", "-ar", "16000", file)
    return file


def ffmpeg(*arguments) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, arguments)], check=True, capture_output=True)


def ffprobe(file, *entries) -> dict:
    command = ["ffprobe", "-v", "error", "-show_entries", ":".join(entries), "-of", "json", str(file)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def home(api, number=iter(range(10_000))) -> str:
    body = {"externalId": f"playback-{next(number)}", "channel": "voice", "startedAt": "2026-03-02T10:00:00Z"}
    return api.create("interactions", body, 201)["id"]


def played(api, recording: str) -> dict:
    """The recording when its playback is settled."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        found = api.read(f"recordings/{recording}")
        if found["state"] == "failed" or (found["playback"] and found["playback"]["state"] != "preparing"):
            return found
        time.sleep(0.1)
    raise AssertionError(f"playback of {recording} is not ready after {SECONDS} s")


def fetch(api, url: str, file):
    answer = api.get(url)
    assert answer.status_code == 200, answer.text
    file.write_bytes(answer.content)
    return file


def attach(api, file, **what) -> dict:
    recording = api.attach(home(api), file, **{"kind": "audio"} | what)
    found = played(api, recording["id"])
    assert found["state"] == "ready", found
    return found


SOUNDS = {
    "alaw.wav": ["-ar", "8000", "-c:a", "pcm_alaw"],
    "mulaw.wav": ["-ar", "8000", "-c:a", "pcm_mulaw"],
    "gsm.wav": ["-ar", "8000", "-c:a", "libgsm_ms"],
    "g722.wav": ["-c:a", "g722"],
    "adpcm_ms.wav": ["-c:a", "adpcm_ms"],
    "adpcm_ima.wav": ["-c:a", "adpcm_ima_wav"],
    "wmav2.wma": ["-ar", "22050", "-c:a", "wmav2"],
    "pcm.aiff": ["-c:a", "pcm_s16be"],
    "mulaw.au": ["-ar", "8000", "-c:a", "pcm_mulaw"],
    "raw.aac": ["-c:a", "aac"],
    "aac.ts": ["-c:a", "aac"],
    "flac.mka": ["-c:a", "flac"],
    "opus.ogg": ["-c:a", "libopus"],
}


@pytest.mark.parametrize("name", SOUNDS)
def test_sound_that_browsers_do_not_play_is_where_it_was(name, admin, speech, tmp_path):
    file = tmp_path / name
    ffmpeg("-i", speech, *SOUNDS[name], file)
    found = attach(admin, file)
    playback = found["playback"]
    assert (playback["state"], playback["contentType"]) == ("ready", "audio/mp4"), playback
    assert playback["url"] == f"/api/v1/recordings/{found['id']}/playback"
    rendition = fetch(admin, playback["url"], tmp_path / "rendition.m4a")
    assert ffprobe(rendition, "stream=codec_name")["streams"] == [{"codec_name": "aac"}]
    assert float(ffprobe(rendition, "format=duration")["format"]["duration"]) == pytest.approx(
        found["durationMs"] / 1000, abs=0.005
    )
    # The original is what is saved and measured.
    saved = admin.get(f"recordings/{found['id']}/content", params={"download": 1})
    assert hashlib.sha256(saved.content).hexdigest() == found["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    before, after = heard(file), heard(rendition)
    for at in (0.5, 5, 10.5):
        lag, alike = lag_ms(before, after, at)
        assert abs(lag) <= 10 and alike > 0.8, (at, lag, alike)


@pytest.mark.parametrize(
    ("name", "codec", "length_ms"),
    [("speech.amr", "amr_nb", 14_000), ("speech-wide.amr", "amr_wb", 13_980), ("speech-g729.wav", "g729", 13_990)],
)
def test_speech_as_telephones_code_it_is_played(name, codec, length_ms, admin, tmp_path):
    file = SPEECH / name
    found = attach(admin, file)
    assert [stream["codec"] for stream in found["streams"]] == [codec]
    assert found["durationMs"] == pytest.approx(length_ms, abs=25)
    rendition = fetch(admin, found["playback"]["url"], tmp_path / "rendition.m4a")
    before, after = heard(file), heard(rendition)
    for at in (0.8, 5, 10.5):
        lag, alike = lag_ms(before, after, at)
        assert abs(lag) <= 10 and alike > 0.8, (at, lag, alike)


def test_gaps_in_the_timestamps_stay_silent(admin, speech, tmp_path):
    # Three seconds, four of nothing, three more, as a recorder writes that was put on hold.
    file = tmp_path / "hold.mka"
    ffmpeg("-i", speech, "-af", "aselect='lt(t,3)+gte(t,7)'", "-c:a", "pcm_s16le", file)
    found = attach(admin, file)
    assert found["durationMs"] == pytest.approx(12_000, abs=30)
    after = heard(fetch(admin, found["playback"]["url"], tmp_path / "rendition.m4a"))
    before = heard(speech)
    assert level(after[int(3.1 * RATE) : int(6.9 * RATE)]) < 0.001
    for at in (1, 8, 10.5):
        lag, alike = lag_ms(before, after, at)
        assert abs(lag) <= 10 and alike > 0.8, (at, lag, alike)


def test_what_browsers_play_stays_as_it_is(admin, fixtures, speech):
    for file, what in (
        (speech, {"kind": "audio"}),
        (fixtures / "password-reset.mp3", {"kind": "audio"}),
        (fixtures / "cancel-contract.m4a", {"kind": "audio"}),
        (fixtures / "parcel-late-screen1.mp4", {"kind": "screen", "monitor": 1}),
        (fixtures / "hotel-change-screen1.webm", {"kind": "screen", "monitor": 1}),
    ):
        found = attach(admin, file, **what)
        assert found["playback"]["state"] == "ready"
        assert found["playback"]["url"] == f"/api/v1/recordings/{found['id']}/content"
        # The door of playback leads there too.
        content, playback = (admin.head(f"recordings/{found['id']}/{door}") for door in ("content", "playback"))
        assert content.headers["ETag"] == playback.headers["ETag"]


SCREENS = {
    "mpeg4.avi": ["-c:v", "mpeg4", "-q:v", "2"],
    "mjpeg.avi": ["-c:v", "mjpeg", "-q:v", "2"],
    "hevc.mp4": ["-c:v", "libx265", "-x265-params", "log-level=none", "-tag:v", "hvc1"],
    "h264.ts": ["-c:v", "libx264", "-bf", "2"],
    "h264-444.mp4": ["-c:v", "libx264", "-pix_fmt", "yuv444p"],
    "h264.mkv": ["-c:v", "libx264"],
    "techsmith.avi": None,
}
# Ten pictures a second, each with its number as a pattern of eight bright or dark columns.
NUMBERED = (
    "color=gray:s=320x180:r=10:d=8,"
    "geq=lum='if(mod(floor(N/pow(2\\,floor(X/40)))\\,2)\\,220\\,30)':cb=128:cr=128,format=yuv420p"
)


def numbers(file) -> list[tuple[float, int]]:
    """When each picture is shown, and the number it carries."""
    shown = ffprobe(file, "frame=pts_time")["frames"]
    command = ["ffmpeg", "-v", "error", "-i", str(file), "-fps_mode", "passthrough", "-vf", "scale=8:1:flags=area"]
    pixels = subprocess.run(
        [*command, "-pix_fmt", "gray", "-f", "rawvideo", "-"], capture_output=True, check=True
    ).stdout
    rows = [pixels[place : place + 8] for place in range(0, len(pixels), 8)]
    return [
        (float(frame["pts_time"]), sum((value > 125) << bit for bit, value in enumerate(row)))
        for frame, row in zip(shown, rows, strict=True)
    ]


@pytest.mark.parametrize("name", SCREENS)
def test_screens_that_browsers_do_not_play_are_where_they_were(name, admin, tmp_path):
    file = tmp_path / name
    if name == "techsmith.avi":
        write_techsmith_screen(file, 80)
    else:
        ffmpeg("-f", "lavfi", "-i", NUMBERED, *SCREENS[name], file)
    found = attach(admin, file, kind="screen", monitor=1)
    playback = found["playback"]
    assert (playback["state"], playback["contentType"]) == ("ready", "video/mp4")
    rendition = fetch(admin, playback["url"], tmp_path / "rendition.mp4")
    stream = ffprobe(rendition, "stream=codec_name,pix_fmt,has_b_frames")["streams"]
    assert stream == [{"codec_name": "h264", "pix_fmt": "yuv420p", "has_b_frames": 0}]
    assert float(ffprobe(rendition, "format=duration")["format"]["duration"]) == pytest.approx(
        found["durationMs"] / 1000, abs=0.005
    )
    before, after = numbers(file), numbers(rendition)
    origin = before[0][0]
    assert [number for _, number in after] == [number for _, number in before] == list(range(80))
    for (then, _), (now, _) in zip(before, after, strict=True):
        assert now == pytest.approx(then - origin, abs=0.002)
    keys = ffprobe(rendition, "packet=pts_time,flags")["packets"]
    keys = [float(packet["pts_time"]) for packet in keys if "K" in packet["flags"]]
    assert keys[0] == 0 and all(b - a <= 5 for a, b in zip(keys, [*keys[1:], 8]))


@pytest.fixture(scope="module")
def legs(speech, tmp_path_factory):
    """The parts of two parties as files of G.711: the agent's begins 1.5 s before the customer's."""
    folder = tmp_path_factory.mktemp("legs")
    for party, start in (("agent", 0), ("customer", 4)):
        ffmpeg("-ss", start, "-i", speech, "-t", "8", "-ar", "8000", "-c:a", "pcm_alaw", folder / f"{party}.wav")
    return folder


def test_two_legs_become_one_sound(admin, legs, tmp_path):
    call = home(admin)
    agent = admin.attach(call, legs / "agent.wav", kind="audio", party="agent", offsetMs=-500)
    assert admin.get(f"interactions/{call}/playback/sound").status_code == 409
    admin.wait_for_playback(call)
    customer = admin.attach(call, legs / "customer.wav", kind="audio", party="customer", offsetMs=1000)
    admin.wait_for_recording(customer["id"])
    found = admin.wait_for_playback(call)
    assert found["screens"] == []
    [sound] = found["sound"]
    assert sound["recordings"] == [agent["id"], customer["id"]]
    assert (sound["offsetMs"], sound["durationMs"], sound["state"]) == (-500, 9500, "ready")
    rendition = fetch(admin, sound["url"], tmp_path / "both.m4a")
    assert ffprobe(rendition, "stream=channels")["streams"] == [{"channels": 2}]
    left, right = heard(rendition, 0), heard(rendition, 1)
    for original, side, delay in ((legs / "agent.wav", left, 0), (legs / "customer.wav", right, 1.5)):
        before = [0.0] * int(delay * RATE) + heard(original)
        for at in (2, 5, 7):
            lag, alike = lag_ms(before, side, at)
            assert abs(lag) <= 10 and alike > 0.8, (original, at, lag, alike)
    # Nothing of one side is heard on the other: before the customer's first word, after the agent's last.
    assert level(right[: int(1.4 * RATE)]) < 0.0005
    assert level(left[int(8.2 * RATE) :]) < 0.0005
    assert abs(likeness(left[2 * RATE : 7 * RATE], right[2 * RATE : 7 * RATE])) < 0.2

    # Without one of them there is no such sound any more, and a new leg makes a new one.
    before = admin.head(sound["url"]).headers["ETag"]
    assert admin.delete(f"recordings/{customer['id']}").status_code == 204
    assert admin.get(sound["url"]).status_code == 409
    [alone] = admin.wait_for_playback(call)["sound"]
    assert alone["recordings"] == [agent["id"]]
    again = admin.attach(call, legs / "customer.wav", kind="audio", party="customer", offsetMs=3000)
    admin.wait_for_recording(again["id"])
    [sound] = admin.wait_for_playback(call)["sound"]
    assert (sound["recordings"], sound["durationMs"]) == ([agent["id"], again["id"]], 11_500)
    assert admin.head(sound["url"]).headers["ETag"] != before


def test_a_range_of_it_is_clamped_and_seen_by_those_who_see_the_call(server, admin, legs):
    found = attach(admin, legs / "agent.wav")
    url = found["playback"]["url"]
    part = admin.get(url, headers={"Range": "bytes=100-199"})
    assert (part.status_code, len(part.content)) == (206, 100)
    assert part.headers["Content-Type"] == "audio/mp4"
    assert server.api("evaluator").head(url).status_code == 200
    assert server.api("agent").get(url).status_code == 404
    assert admin.delete(f"recordings/{found['id']}").status_code == 204
    assert admin.get(url).status_code == 404


def test_a_screen_of_which_no_picture_can_be_seen_is_no_recording(admin, tmp_path):
    file = tmp_path / "damaged.avi"
    ffmpeg("-f", "lavfi", "-i", NUMBERED, "-c:v", "mjpeg", file)
    content = bytearray(file.read_bytes())
    place, end = content.index(b"movi"), content.index(b"idx1")
    while 0 <= (place := content.find(b"00dc", place)) < end:
        size = int.from_bytes(content[place + 4 : place + 8], "little")
        content[place + 8 : place + 8 + size] = bytes(size)
        place += 8 + size
    file.write_bytes(content)
    found = admin.wait_for_recording(admin.attach(home(admin), file, kind="screen", monitor=1)["id"])
    assert (found["state"], found["failure"]["code"]) == ("failed", "media_unreadable")
    assert found["failure"]["message"].startswith("The file is damaged or cut off")


def test_a_rendition_that_cannot_be_made_is_no_failure_of_the_recording(server, admin, tmp_path):
    file = tmp_path / "crashing.avi"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=960x540:r=15:d=60", "-c:v", "mjpeg", file)
    recording = admin.attach(home(admin), file, kind="screen", monitor=1)["id"]
    crash_making_playback(server, admin, recording)
    found = admin.read(f"recordings/{recording}")
    assert found["state"] == "ready"
    assert found["failure"] is None
    playback = found["playback"]
    assert (playback["state"], playback["url"], playback["job"]) == ("failed", None, None), playback
    assert playback["failure"]["code"] == "media_crashed"
    refused = admin.get(f"recordings/{found['id']}/playback")
    assert refused.status_code == 409 and playback["failure"]["message"] in refused.json()["detail"]
    assert admin.wait_for_playback(found["interactionId"])["screens"][0]["state"] == "failed"
    assert admin.get(f"recordings/{found['id']}/content").content == file.read_bytes()
