"""Cuts at random places of recordings of every kind, decoded by ffmpeg and held against the source, each by itself."""

import json
import random
import subprocess

import pytest

from harness.clips import (
    BLACK,
    RATE,
    SECONDS,
    SIZE,
    Picture,
    coded,
    copied,
    decoded,
    ffprobe,
    lag_ms,
    packets,
    payloads,
    pictures,
    probed,
    recording,
    sound,
)
from harness.server import executable

pytestmark = pytest.mark.long

# Recordings with pictures, what they are cut into, and whether packets may be copied there.
PICTURES = [
    ("plain.mp4", "mp4", True),
    ("b-frames.mp4", "mp4", True),
    ("b-frames.mp4", "mkv", True),
    ("open.mp4", "mp4", True),
    ("mixed.mp4", "mp4", True),
    ("uneven.mp4", "mp4", True),
    ("edited.mp4", "mp4", True),
    ("turned.mp4", "mp4", True),
    ("turned.mp4", "mkv", False),
    ("turned.mp4", "webm", False),
    ("late.ts", "mp4", True),
    ("b-frames.mkv", "mp4", True),
    ("hevc-plain.mp4", "mp4", False),
    ("hevc-closed.mp4", "mp4", False),
    ("hevc-open.mp4", "mp4", False),
    ("hevc-uneven.mp4", "mp4", False),
    ("hevc-edited.mp4", "mp4", False),
    ("hevc-turned.mp4", "mp4", False),
    ("hevc.mkv", "mp4", False),
    ("hevc.mkv", "webm", False),
    ("vp8.webm", "webm", True),
    ("vp8.webm", "mp4", False),
    ("vp8-uneven.webm", "webm", True),
    ("vp8-hidden.webm", "webm", True),
    ("vp9.webm", "webm", True),
    ("vp9.webm", "mp4", True),
    ("vp9-uneven.webm", "webm", True),
    ("vp9-edited.mp4", "mp4", True),
    ("vp9-turned.mp4", "mp4", True),
    ("vp9-hidden.webm", "webm", True),
    ("av1.mp4", "mp4", True),
    ("av1-uneven.mp4", "mp4", True),
    ("av1-edited.mp4", "mp4", True),
    ("av1-turned.mp4", "mp4", True),
    ("av1-turned.mp4", "webm", False),
    ("av1-hidden.webm", "webm", True),
]
SOUNDS = [
    ("opus.opus", "opus", True),
    ("opus.opus", "webm", True),
    ("opus.opus", "m4a", False),
    ("opus-60.ogg", "ogg", True),
    ("aac.m4a", "m4a", True),
    ("aac-8000.m4a", "m4a", False),
    ("vorbis.ogg", "opus", False),
    ("mp3.mp3", "m4a", False),
    ("pcm.wav", "wav", True),
    ("pcm-24.wav", "wav", True),
    ("alaw.wav", "wav", True),
    ("alaw.wav", "m4a", False),
    ("mulaw.wav", "wav", True),
    ("g722.wav", "wav", False),
    ("gsm.wav", "wav", False),
    ("speech.amr", "m4a", False),
    ("speech-wide.amr", "m4a", False),
    ("speech-g729.wav", "m4a", False),
    ("flac.flac", "flac", False),
]


# Both one after the other, so that the source is read once.
INDEXES = ["parsed", "indexed"]


@pytest.fixture
def index(request, tmp_path):
    """Recordings are cut as they are, and by the index that is written when they come in."""

    def write(source) -> list:
        if request.param == "parsed":
            return []
        file = tmp_path / "index"
        subprocess.run([executable(), "media", "index", source, "-o", file], check=True, capture_output=True)
        return ["--index", file]

    return write


def cut(source, start_ms: int, end_ms: int, clip, more=()) -> dict:
    command = [executable(), "media", "clip", source, "--start", str(start_ms), "--end", str(end_ms), "-o", clip, *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def places(seed: str, length_ms: int) -> list[tuple[int, int]]:
    """A long range and one by chance, the same every time."""
    chance = random.Random(seed)
    start = chance.randrange(0, length_ms - 2_000)
    return [(0, length_ms - 1_500), (start, start + chance.randrange(1_000, min(8_000, length_ms - start)))]


def holds_nothing_from_outside(source, clip, start: float, end: float) -> None:
    """`start` is when the picture on screen at the start came on."""
    # As it lies in the file, and without what a container puts between parts of a packet.
    data = b"".join([clip.read_bytes(), *(payloads(clip, kind) for kind in probed(clip).codecs)])
    searched = packets(source)
    assert len(searched) > 20
    for kind, begin, until, run in searched:
        is_outside = begin >= end or (begin < start - 0.000_5 if kind == "video" else until <= start)
        assert not (is_outside and run in data), f"a packet of {kind} at {begin} is in the clip"


def sounds_alike(source, clip, start_ms: int, end_ms: int) -> None:
    whole, part = sound(source), sound(clip)
    length = 8 * (end_ms - start_ms)
    assert abs(len(part) - length) <= 8 * 25
    window = 8 * 150
    # Two ms behind the start, since what comes early cannot be found before it.
    for place in (16, length // 2, length - window - 8 * 25):
        expected = whole[8 * start_ms + place : 8 * start_ms + place + window]
        lag, likeness = lag_ms(expected, part, place)
        # A millisecond is what WebM rounds to.
        assert abs(lag) <= 1.5 and likeness > 0.7, f"{lag} ms late, {likeness:.2f} alike at {place / 8} ms"


@pytest.mark.parametrize("index", INDEXES, indirect=True)
@pytest.mark.parametrize(("name", "ending", "may_copy"), PICTURES)
def test_a_cut_shows_what_its_source_shows(tmp_path, index, name, ending, may_copy):
    source = recording(name)
    shown = pictures(source)
    length_ms = int(1_000 * (shown[-1].time + 1 / RATE)) - 50
    has_sound = "audio" in probed(source).codecs
    more = index(source)
    for number, (start_ms, end_ms) in enumerate(places(f"{name} {ending}", length_ms)):
        clip = tmp_path / f"{start_ms}.{ending}"
        report = cut(source, start_ms, end_ms, clip, more)
        start, end = start_ms / 1_000, end_ms / 1_000
        before = [picture for picture in [BLACK, *shown] if picture.time <= start + 0.000_01]
        expected = [before[-1], *(picture for picture in shown if start + 0.000_01 < picture.time < end - 0.000_01)]
        found = pictures(clip)
        assert len(found) == len(expected), f"{start_ms} to {end_ms}"
        parts = coded(clip, "video")
        same = copied(parts, coded(source, "video"))
        assert len(parts.hashes) - len(same) == report["reencodedFrames"]
        from_source = {round(coded(source, "video").times[packet], 3) for packet in same}
        for mine, theirs in zip(found, expected, strict=True):
            assert mine.time == pytest.approx(max(0, theirs.time - start), abs=0.001_1)
            likeness, is_copied = mine.likeness(theirs), round(theirs.time, 3) in from_source
            assert likeness == 99 if is_copied else likeness > 30, f"{start_ms} to {end_ms}: {likeness} at {theirs.time}"
        groups = coded(source, "video").groups(expected[0].time, end) if may_copy else []
        # Every closed group that is wholly shown is copied; the long range has some wherever that can be.
        assert set(same) >= {packet for group in groups for packet in group}, f"{start_ms} to {end_ms}: {groups}, {same}"
        assert bool(groups) == may_copy or number > 0
        assert may_copy or not same
        holds_nothing_from_outside(source, clip, expected[0].time, end)
        of_sound = range(0)
        if has_sound:
            of_sound = copied(coded(clip, "audio"), coded(source, "audio"))
            sounds_alike(source, clip, start_ms, end_ms)
        assert report["copiedPackets"] == len(same) + len(of_sound)


@pytest.mark.parametrize("index", INDEXES, indirect=True)
@pytest.mark.parametrize(("name", "ending", "may_copy"), SOUNDS)
def test_a_cut_sounds_as_its_source_sounds(tmp_path, index, name, ending, may_copy):
    source = recording(name)
    more = index(source)
    for start_ms, end_ms in places(f"{name} {ending}", 13_900):
        clip = tmp_path / f"{start_ms}.{ending}"
        report = cut(source, start_ms, end_ms, clip, more)
        # A second and more has packets enough between the edges.
        assert (report["copiedPackets"] > 0) == may_copy
        if ending == "wav":
            if may_copy:
                samples_are_copied(source, clip, start_ms, end_ms, report)
        else:
            # Lossless packets may come out the same when they are encoded anew.
            whole, part = coded(source, "audio"), coded(clip, "audio")
            same = copied(part, whole) if may_copy else range(0)
            assert len(same) == report["copiedPackets"]
            assert len(part.hashes) - len(same) == report["reencodedFrames"]
        sounds_alike(source, clip, start_ms, end_ms)
        # The ten bytes of a packet of G.729 are too few to be told from others.
        if name != "speech-g729.wav":
            holds_nothing_from_outside(source, clip, start_ms / 1_000, end_ms / 1_000)


def samples_are_copied(source, clip, start_ms: int, end_ms: int, report: dict) -> None:
    """WAV has no packets; its samples are the source's, every one of the range and no other."""
    stream = ffprobe(source, "-show_streams")["streams"][0]
    rate = int(stream["sample_rate"])
    width = stream["bits_per_sample"] // 8 * stream["channels"]
    start, end = (width * (ms * rate // 1_000) for ms in (start_ms, end_ms))
    assert payloads(clip, "audio") == payloads(source, "audio")[start:end]
    assert report["reencodedFrames"] == 0


# Recordings whose containers cut sound off in front, at the end, at both ends, or nowhere.
TRIMMED = [
    "opus.opus", "opus-60.ogg", "aac.m4a", "aac-8000.m4a", "vorbis.ogg", "mp3.mp3", "pcm.wav", "alaw.wav", "gsm.wav",
    "speech.amr", "flac.flac", "vp9.webm", "edited.mp4",
]


@pytest.mark.parametrize("name", TRIMMED)
def test_the_edges_of_a_recording_sound_the_same_by_the_index(tmp_path, name):
    """Where a container cuts samples off, sample by sample; the source is not parsed, so what it lost is not missed."""
    source, index = recording(name), tmp_path / "index"
    subprocess.run([executable(), "media", "index", source, "-o", index], check=True, capture_output=True)
    length_ms = 12_700 if name == "edited.mp4" else 1_000 * SECONDS
    for start_ms, end_ms in ((0, 1_200), (150, 2_000), (length_ms - 1_500, length_ms - 20), (0, length_ms - 100)):
        clips = []
        for how, more in (("parsed", []), ("indexed", ["--index", index])):
            clips.append(tmp_path / f"{start_ms}-{end_ms}-{how}.wav")
            cut(source, start_ms, end_ms, clips[-1], more)
        parsed, indexed = (decoded(clip, "-map", "0:a:0", "-f", "s16le") for clip in clips)
        assert len(parsed) > 0 and parsed == indexed, f"{start_ms} to {end_ms}"


@pytest.mark.parametrize(("name", "mark"), [("opus.opus", b"OggS"), ("aac.m4a", b"moov"), ("pcm.wav", b"RIFF")])
def test_the_edges_of_a_recording_are_cut_without_parsing_it(tmp_path, name, mark):
    """A file whose header nobody can read any more is cut by its index all the same."""
    source, index, blurred = recording(name), tmp_path / "index", tmp_path / name
    subprocess.run([executable(), "media", "index", source, "-o", index], check=True, capture_output=True)
    content = source.read_bytes()
    assert mark in content
    blurred.write_bytes(content.replace(mark, bytes(len(mark))))
    command = [executable(), "media", "clip", blurred, "--start", "0", "--end", "1200", "-o", tmp_path / "no.wav"]
    assert subprocess.run(command, capture_output=True).returncode == 1
    for start_ms, end_ms in ((0, 1_200), (12_000, 13_950)):
        clip = tmp_path / f"{start_ms}.wav"
        cut(blurred, start_ms, end_ms, clip, ["--index", index])
        sounds_alike(source, clip, start_ms, end_ms)


def test_a_turned_screen_stands_upright_beside_another(tmp_path):
    turned, other, clip = recording("turned.mp4"), recording("plain.mp4"), tmp_path / "clip.mp4"
    command = [executable(), "media", "clip", "--screen", turned, "--screen", other, "--start", "3000", "--end", "5000"]
    subprocess.run([*command, "-o", clip], check=True, capture_output=True)
    width, height = SIZE
    # The widest and the highest of both make the cells; what is upright stands in the middle of its own.
    crop = f"crop={height}:{width}:{(width - height) // 2}:0"
    seen = Picture(0, decoded(clip, "-vf", crop, "-frames:v", "1", "-pix_fmt", "gray", "-f", "rawvideo"))
    shown = [picture for picture in pictures(turned) if picture.time <= 3.000_01][-1]
    assert seen.likeness(shown) > 30


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("plain.mp4", "mp4"),
        ("b-frames.mp4", "mp4"),
        ("b-frames.mp4", "mkv"),
        ("tagged.mp3", "m4a"),
        ("tagged.opus", "opus"),
        ("tagged.opus", "ogg"),
        ("tagged.opus", "webm"),
        ("tagged.webm", "webm"),
        ("tagged.webm", "mp4"),
        ("tagged.wav", "wav"),
        ("tagged.wav", "m4a"),
    ],
)
def test_what_the_source_says_about_itself_stays_behind(tmp_path, name, ending):
    source, clip = recording(name), tmp_path / f"clip.{ending}"
    said = [b"Private-", b"+52.37", b"2024-05-01", b"x264 - core", b"Lavc", b"testsrc"]
    assert b"Private-Title" in source.read_bytes() and b"Private-Comment" in source.read_bytes()
    cut(source, 0, 9_000, clip)
    data = clip.read_bytes()
    assert [word for word in said if word in data] == []
    if ending in ("mp4", "m4a"):
        # Dates of an MP4 are seconds since 1904 behind the boxes' versions and flags.
        for box in (b"mvhd", b"tkhd", b"mdhd"):
            place = data.index(box)
            assert data[place + 8 : place + 16] == bytes(8)
    # Of tags there is at most what our own writing leaves: no date, no name.
    about = ffprobe(clip, "-show_entries", "format_tags:stream_tags")
    tags = {key.lower() for part in [about["format"], *about["streams"]] for key in part.get("tags", {})}
    assert tags <= {"major_brand", "minor_version", "compatible_brands", "encoder", "handler_name", "vendor_id", "language", "duration"}
