"""`earmark media` and `earmark transcript` on the project's recordings, against what independent readers found."""

import json
import subprocess

import pytest

from harness.server import executable


@pytest.fixture(scope="module")
def manifest(fixtures):
    return json.loads((fixtures / "manifest.json").read_text())


def run(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run([executable(), *arguments], capture_output=True, text=True, timeout=60)


def answer(*arguments) -> dict:
    done = run(*arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_probe_finds_what_ffprobe_found(fixtures, manifest):
    tolerance = manifest["durationToleranceMs"]
    for entry in manifest["files"]:
        found = answer("media", "probe", fixtures / entry["file"])
        assert found["container"] == entry["container"], entry["file"]
        assert abs(found["durationMs"] - entry["durationMs"]) <= tolerance, entry["file"]
        # The customer of the bad line is not heard at all; that is what is bad about it.
        unwell = ["silent_channel"] if entry["file"] == "bad-line-customer.wav" else []
        assert [health["code"] for health in found["health"]] == unwell, entry["file"]
        assert len(found["streams"]) == len(entry["streams"])
        for stream, expected in zip(found["streams"], entry["streams"]):
            assert abs(stream["durationMs"] - expected["durationMs"]) <= tolerance, entry["file"]
            for member in ("type", "codec", "sampleRate", "channels", "width", "height"):
                assert stream[member] == expected.get(member), (entry["file"], member)


def test_a_file_that_is_no_recording_is_refused_with_one_sentence(fixtures, manifest):
    for entry in manifest["broken"]:
        if entry["expect"] != "refused" or not entry["file"].endswith((".mp4", ".wav", ".opus")):
            continue
        done = run("media", "probe", fixtures / entry["file"])
        assert done.returncode == 1, entry["file"]
        assert done.stdout == "", entry["file"]
        assert done.stderr.endswith(".\n") and done.stderr.count("\n") == 1, (entry["file"], done.stderr)


def test_a_damaged_recording_is_read_as_far_as_it_goes_and_said_to_be_damaged(fixtures, manifest):
    for name in ("broken/truncated.mp4", "broken/lying.wav"):
        entry = next(entry for entry in manifest["broken"] if entry["file"] == name)
        found = answer("media", "probe", fixtures / name)
        assert [health["code"] for health in found["health"]] == entry["health"], name
        assert 4_000 < found["durationMs"] < 12_000, name


def test_a_silent_channel_is_heard_to_be_silent(fixtures):
    levels = answer("media", "levels", fixtures / "broken" / "silent-channel.wav")
    assert levels["channels"][1]["silences"] == [{"startMs": 0, "endMs": levels["durationMs"]}]
    assert levels["channels"][0]["loudnessDb"] > -40


def test_holds_of_a_call_are_found_as_silence(fixtures, manifest):
    """Between two lines more than two seconds apart both channels are silent; a line is never wholly silent."""
    call = next(call for call in manifest["calls"] if call["name"] == "parcel-late")
    levels = answer("media", "levels", fixtures / "parcel-late.opus")
    segments = call["transcript"]["segments"]
    for place, party in enumerate(("agent", "customer")):
        silences = levels["channels"][place]["silences"]
        for before, after in zip(segments, segments[1:]):
            if after["startMs"] - before["endMs"] > 3_000:
                middle = (before["endMs"] + after["startMs"]) // 2
                assert any(one["startMs"] <= middle < one["endMs"] for one in silences), (party, middle)
        for segment in segments:
            if segment["party"] == party:
                inside = [s for s in silences if s["startMs"] <= segment["startMs"] and segment["endMs"] <= s["endMs"]]
                assert not inside, segment


def test_talking_over_each_other_is_found_where_it_was_put(fixtures, manifest):
    call = next(call for call in manifest["calls"] if call["name"] == "parcel-late")
    segments = call["transcript"]["segments"]
    expected = [
        (after["startMs"], min(before["endMs"], after["endMs"]))
        for before, after in zip(segments, segments[1:])
        if after["startMs"] < before["endMs"]
    ]
    assert len(expected) == 1
    found = answer("media", "levels", fixtures / "parcel-late.opus")["overTalk"]
    start, end = expected[0]
    assert any(one["startMs"] < end and start < one["endMs"] for one in found), (expected, found)
    assert all(any(one["startMs"] < e + 500 and s - 500 < one["endMs"] for s, e in expected) for one in found)


def test_every_transcript_is_read_with_its_exact_times(fixtures, manifest):
    for call in manifest["calls"]:
        found = answer("transcript", fixtures / call["transcript"]["file"])["segments"]
        expected = call["transcript"]["segments"]
        assert [(one["startMs"], one["endMs"], one["text"]) for one in found] == [
            (one["startMs"], one["endMs"], one["text"]) for one in expected
        ], call["name"]
        names = [call[one["party"]] if call["transcript"]["format"] != "json" else one["party"] for one in expected]
        assert [one["speaker"] for one in found] == names, call["name"]


def test_what_is_no_transcript_is_refused(fixtures):
    for name in ("not-a-transcript.vtt", "not-a-transcript.json"):
        done = run("transcript", fixtures / "broken" / name)
        assert (done.returncode, done.stdout) == (1, ""), name
        assert done.stderr.strip().endswith("."), name


def test_one_bad_cue_does_not_cost_the_good_ones(fixtures):
    found = answer("transcript", fixtures / "broken" / "backwards.srt")["segments"]
    assert {"startMs": 10_000, "endMs": 12_500, "speaker": None, "text": "This one is right."} in found
