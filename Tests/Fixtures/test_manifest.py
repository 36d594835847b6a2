"""media-fixtures is what its manifest says, read back by other means than it was made with."""

import hashlib
import json
import subprocess

import pytest
import webvtt


@pytest.fixture(scope="module")
def manifest(fixtures):
    return json.loads((fixtures / "manifest.json").read_text())


def test_every_file_is_the_one_in_the_manifest_and_none_is_missing(fixtures, manifest):
    named = {entry["file"]: entry for part in ("files", "transcripts", "broken") for entry in manifest[part]}
    there = {
        path.relative_to(fixtures).as_posix()
        for path in fixtures.rglob("*")
        if path.is_file() and path.name not in ("README.md", "manifest.json", "demo.json")
    }
    assert there == set(named)
    for name, entry in named.items():
        content = (fixtures / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (entry["bytes"], entry["sha256"]), name


def test_they_stay_small(fixtures):
    sizes = [path.stat().st_size for path in fixtures.rglob("*") if path.is_file()]
    assert max(sizes) <= 300_000
    assert sum(sizes) <= 5_000_000


def test_a_decoder_finds_the_length_and_streams_that_are_written_there(fixtures, manifest):
    for entry in manifest["files"]:
        said = subprocess.run(
            ["ffmpeg", "-v", "error", "-i", fixtures / entry["file"], "-f", "null", "-progress", "-", "-"],
            capture_output=True,
            text=True,
        )
        assert said.returncode == 0 and not said.stderr, (entry["file"], said.stderr)
        times = [line.split("=")[1] for line in said.stdout.splitlines() if line.startswith("out_time_us=")]
        decoded_ms = int(times[-1]) / 1000
        assert abs(decoded_ms - entry["durationMs"]) <= manifest["durationToleranceMs"] + 200, entry["file"]


def test_lines_lie_inside_their_call_and_in_order(manifest):
    for call in manifest["calls"]:
        segments = call["transcript"]["segments"]
        assert all(0 < segment["startMs"] < segment["endMs"] < call["durationMs"] for segment in segments), call["name"]
        assert [segment["startMs"] for segment in segments] == sorted(segment["startMs"] for segment in segments)


def test_webvtt_transcripts_say_what_the_manifest_says(fixtures, manifest):
    for call in manifest["calls"]:
        if call["transcript"]["format"] != "vtt":
            continue
        captions = list(webvtt.read(str(fixtures / call["transcript"]["file"])))
        segments = call["transcript"]["segments"]
        assert [caption.text for caption in captions] == [segment["text"] for segment in segments]
        assert [caption.voice for caption in captions] == [call[segment["party"]] for segment in segments]
        assert [round(caption.start_in_seconds * 1000) // 1000 for caption in captions] == [
            segment["startMs"] // 1000 for segment in segments
        ]


def test_speech_begins_where_the_transcript_says(fixtures, manifest):
    """On a mixed 16-bit recording the sound is measured: loud inside the lines, quiet just before the first."""
    call = next(call for call in manifest["calls"] if call["name"] == "wrong-number")
    wave = (fixtures / "wrong-number.wav").read_bytes()
    samples = memoryview(wave[wave.index(b"data") + 8 :])[: (len(wave) - 44) // 2 * 2].cast("h")

    def loudest(start_ms: int, end_ms: int) -> int:
        return max(abs(sample) for sample in samples[start_ms * 8 : end_ms * 8])

    first = call["transcript"]["segments"][0]
    assert loudest(0, first["startMs"]) < 150
    for segment in call["transcript"]["segments"]:
        assert loudest(segment["startMs"], segment["startMs"] + 100) > 200
        assert loudest(segment["startMs"], segment["endMs"]) > 8000


def test_screens_fit_their_call(manifest):
    counts = sorted((len(call["screens"]) for call in manifest["calls"] if call["screens"]), reverse=True)
    assert counts == [4, 3, 2, 2, 1, 1]
    lengths = {entry["file"]: entry["durationMs"] for entry in manifest["files"]}
    for call in manifest["calls"]:
        for screen in call["screens"]:
            assert abs(screen["offsetMs"] + lengths[screen["file"]] - call["durationMs"]) <= 1500, screen["file"]
            windows = screen["capture"]["windows"]
            assert windows[0]["startMs"] == 0 and len(windows) >= 3
            assert all(one["startMs"] < other["startMs"] for one, other in zip(windows, windows[1:]))
