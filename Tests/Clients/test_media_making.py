"""`earmark media clip` and `bundle`, read by ffprobe and ffmpeg as somebody outside would."""

import hashlib
import json
import struct
import subprocess

import pytest

from harness.server import executable


def run(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run([executable(), "media", *arguments], capture_output=True, text=True, timeout=120)


def answer(*arguments) -> dict:
    done = run(*arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def ffprobe(file, *entries) -> dict:
    command = ["ffprobe", "-v", "error", "-show_entries", ":".join(entries), "-of", "json", file]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def pictures(file, start: float, end: float) -> list[str]:
    """Times of the pictures that come on screen in [start, end), as ffprobe decodes them."""
    frames = ffprobe(file, "frame=pts_time,media_type")["frames"]
    times = [float(frame["pts_time"]) for frame in frames if frame["media_type"] == "video"]
    return [time for time in times if start <= time < end]


def test_a_clip_decodes_without_a_complaint_and_has_every_picture(fixtures, tmp_path):
    source, clip = fixtures / "charged-twice-screen2.mp4", tmp_path / "clip.mp4"
    report = answer("clip", source, "--start", "20130", "--end", "24500", "-o", clip)
    complaints = subprocess.run(["ffmpeg", "-v", "warning", "-i", clip, "-f", "null", "-"], capture_output=True).stderr
    assert complaints == b""
    times = pictures(clip, 0, 1e9)
    after = [time - 20.13 for time in pictures(source, 20.13, 24.5)]
    held = [] if after[0] == 0 else [0.0]
    assert times == pytest.approx(held + after, abs=0.001)
    found = ffprobe(clip, "format=duration,start_time")["format"]
    assert (float(found["duration"]), float(found["start_time"])) == pytest.approx((4.37, 0), abs=0.001)
    assert report == {
        "startMs": 20_130,
        "endMs": 24_500,
        "durationMs": 4_370,
        "bytes": clip.stat().st_size,
        "reencodedFrames": len(times) - report["copiedPackets"],
        "copiedPackets": report["copiedPackets"],
    }
    assert report["copiedPackets"] >= len(times) * 0.4


def test_a_clip_of_two_legs_and_two_screens_is_one_file(fixtures, tmp_path):
    clip = tmp_path / "clip.mp4"
    parts = ["--audio", fixtures / "insurance-claim-agent.opus", "--audio", fixtures / "insurance-claim-customer.opus"]
    for number, offset in ((1, -300), (2, 700)):
        parts += ["--screen", f"{fixtures / f'insurance-claim-screen{number}.mp4'}@{offset}"]
    answer("clip", *parts, "--start", "30000", "--end", "33000", "-o", clip)
    video, audio = ffprobe(clip, "stream=codec_name,channels,width,height,duration")["streams"]
    assert (video["codec_name"], audio["codec_name"], audio["channels"]) == ("h264", "aac", 2)
    assert (float(video["duration"]), float(audio["duration"])) == pytest.approx((3, 3), abs=0.001)


def test_a_bundle_holds_every_packet_at_its_offset(fixtures, tmp_path):
    names = ["hotel-change.opus", "hotel-change-screen1.webm", "hotel-change-screen2.mp4"]
    bundle = tmp_path / "bundle.mkv"
    answer(
        "bundle",
        "--audio", f"{fixtures / names[0]}@250",
        "--screen", f"{fixtures / names[1]}@-500",
        "--screen", fixtures / names[2],
        "-o", bundle,
    )  # fmt: skip
    streams = ffprobe(bundle, "stream=start_time:stream_tags=title")["streams"]
    assert [stream["tags"]["title"] for stream in streams] == ["Audio", "Monitor 1", "Monitor 2"]
    starts = [float(stream["start_time"]) for stream in streams]
    assert starts == pytest.approx([0.75, 0, 0.5], abs=0.01)
    for number, name in enumerate(names):
        assert decoded(bundle, number) == decoded(fixtures / name, 0), name


def decoded(file, stream: int) -> str:
    """A hash over everything a stream decodes to."""
    command = ["ffmpeg", "-v", "error", "-i", file, "-map", f"0:{stream}", "-fps_mode", "passthrough", "-f", "rawvideo"]
    if ffprobe(file, "stream=codec_type")["streams"][stream]["codec_type"] == "audio":
        command = ["ffmpeg", "-v", "error", "-i", file, "-map", f"0:{stream}", "-f", "s16le"]
    return hashlib.sha256(subprocess.run([*command, "-"], capture_output=True, check=True).stdout).hexdigest()


def test_what_does_not_fit_is_said_and_leaves_no_file(fixtures, tmp_path):
    bundle = tmp_path / "bundle.mp4"
    done = run("bundle", "--audio", fixtures / "bad-line-agent.wav", "-o", bundle)
    assert done.returncode == 1 and "take MKV" in done.stderr and done.stdout == ""
    outside = run("clip", fixtures / "wrong-number.wav", "--start", "11000", "--end", "13000", "-o", tmp_path / "a.wav")
    assert outside.returncode == 1 and "11927 ms" in outside.stderr
    assert list(tmp_path.iterdir()) == []


def test_wrong_usage_is_told_apart_from_refusal(fixtures, tmp_path):
    source = fixtures / "wrong-number.wav"
    for wrong in (
        ["clip", source, "--start", "2000", "--end", "1000", "-o", tmp_path / "a.wav"],
        ["clip", source, "--start", "0", "--end", "1000", "-o", tmp_path / "a.xyz"],
        ["clip", source, "--start", "0", "--end", "1000"],
        ["bundle", "-o", tmp_path / "a.mkv"],
        ["bundle", *["--screen", source] * 5, "-o", tmp_path / "a.mkv"],
        ["probe"],
    ):
        assert run(*wrong).returncode == 2, wrong
    assert run("probe", tmp_path / "missing.wav").returncode == 1


def test_a_waveform_is_audiowaveforms_version_2(fixtures, tmp_path):
    peaks = tmp_path / "peaks.dat"
    report = answer("peaks", fixtures / "parcel-late.opus", "-o", peaks, "--samples-per-pixel", "480")
    data = peaks.read_bytes()
    version, flags, rate, samples, length, channels = struct.unpack_from("<iIiiIi", data)
    assert (version, flags, rate, samples, channels) == (2, 1, 48_000, 480, 2)
    assert length == report["length"] and len(data) == 24 + 2 * length * channels
    assert length * 10 == pytest.approx(65_539, abs=20)
    pixels = struct.unpack_from(f"{2 * length * channels}b", data, 24)
    assert all(low <= high for low, high in zip(pixels[::2], pixels[1::2]))
    assert max(pixels) > 20
