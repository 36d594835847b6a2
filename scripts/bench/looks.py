"""M10 to M12: probes, memory, and hostile files."""

import random
import statistics
from functools import partial
from pathlib import Path

from peers import ffprobe_seconds, milliseconds
from recordings import FIXTURES, Recordings
from report import Row
from rounds import alternate
from worker import MediaWorker

MIB = 1 << 20


def measure(bench, recordings: Recordings, worker: MediaWorker) -> list[Row]:
    rows = []
    files = (
        (recordings.screen(2), "MP4 screen", 0.10),
        (recordings.screen(1, ending="webm"), "WebM screen", 0.02),
        (recordings.call("webm"), "WebM call", 0.02),
        (recordings.call("m4a"), "M4A call", None),
        (recordings.call("ogg"), "Opus call", None),
    )
    for file, kind, goal in files:
        rows += bench.rows("M10", f"probe, {kind}", partial(_probe, bench, worker, file, kind, goal))
    rows += bench.rows("M11", "memory", partial(_memory, bench, recordings, worker))
    for is_cold, goal in ((True, 60), (False, 5)):
        rows += bench.rows("M12", "hostile files", partial(_hostile, bench, worker, is_cold, goal))
    return rows


TABLES = "Most of it is FFmpeg's expanding of the table of samples, an entry for each of two hours; nothing is decoded."
CLUSTERS = (
    "A quarter is the hand-over to the child and back. Of the rest, half is the end: the demuxer parses what is behind the last cue when "
    "it goes there, and once more when its packets are read."
)


def _probe(bench, worker: MediaWorker, file: Path, kind: str, goal: float | None) -> Row:
    seen = alternate(lambda: worker.seconds("glance", "", file), ffprobe_seconds(file), bench.rounds)
    return Row(
        "M10", f"probe of two hours, {kind}", "`ffprobe -show_format -show_streams`", seen.ratio, at_most=goal,
        context=milliseconds(seen.own, seen.peer, "ffprobe"), limit="opening the file, reading its end",
        missed=TABLES if kind.startswith("MP4") else CLUSTERS,
    )  # fmt: skip


def _memory(bench, recordings: Recordings, worker: MediaWorker) -> list[Row]:
    """The same work over two hours and over ten minutes."""
    out = bench.cache / "out"
    out.mkdir(exist_ok=True)

    def work(length: str) -> dict[str, list]:
        screens = [recordings.screen(number, length) for number in range(1, 5)]
        all_ = [f"audio:{recordings.call('m4a', length)}", *(f"screen:{screen}" for screen in screens)]
        middle = 300_500 if length == "10m" else 3_900_500
        last = {"10m": 600_000, "2h": 7_200_000}[length]

        def clip(ending: str, kind: str, file: Path) -> list:
            index = worker.index(out, file)
            return ["clip", out / f"m.{ending}", middle, middle + 30_000, f"{kind}:{file}", f"index:{index}"]

        return {
            "audio clip, Opus": clip("ogg", "audio", recordings.call("ogg", length)),
            "exact clip, screen": clip("mp4", "screen", screens[0]),
            "MP4 bundle planned": ["compose", "", *_indexes(worker, out, all_)],
            "bundle written, MKV": ["bundle", out / "m.mkv", *all_],
            "sample index, screen": ["index", out / "m.index", screens[0]],
            "one pass over sound, M4A": ["analyse", "", recordings.call("m4a", length)],
            "looking through a screen": ["screen", out / "m.jpg", screens[0], last],
            "probe, WebM": ["glance", "", recordings.screen(1, length, "webm")],
        }

    rows = []
    long, short = work("2h"), work("10m")
    for name, request in long.items():
        of_two_hours, of_ten_minutes = worker.memory(*request) / MIB, worker.memory(*short[name]) / MIB
        rows.append(
            Row(
                "M11", f"memory of the child's own (RssAnon), two hours: {name}", figure=of_two_hours, unit="MiB", at_most=96,
                context=f"of ten minutes {of_ten_minutes:.1f} MiB", limit="decoders, encoders and tables of samples",
            )
        )  # fmt: skip
    return rows


def _indexes(worker: MediaWorker, out: Path, recordings: list[str]) -> list[str]:
    """The sample indexes of recordings, named as they are."""
    parts = [recording.partition(":") for recording in recordings]
    return [f"{kind}:{worker.index(out, Path(path))}" for kind, _, path in parts]


def _hostile(bench, worker: MediaWorker, is_cold: bool, goal: float) -> Row:
    """Every broken fixture; each time the median of some rounds, of these the median."""
    files = [file for file in sorted((FIXTURES / "broken").iterdir()) if file.suffix not in (".srt", ".vtt", ".json")]
    files += _mutated(bench.cache)
    times = {
        file.name: statistics.median(
            worker.run("glance", "", file, cold=is_cold, fails=True)["seconds"] * 1000 for _ in range(bench.rounds)
        )
        for file in files
    }
    slowest = max(times, key=times.get)
    state = "a cold child: start, locks and all" if is_cold else "a warm child"
    return Row(
        "M12", f"hostile file, whole round trip through {state}", figure=statistics.median(times.values()), unit="ms",
        at_most=goal, context=f"median of {len(files)} files; the slowest, {slowest}, {times[slowest]:.1f} ms",
        limit="loading FFmpeg's libraries" if is_cold else "what the file makes its parser do",
        missed="Linking 130 libraries, and what some of them do when they are loaded (libhwy measures its clock), is nearly all "
        "of it; an FFmpeg of one's own with what is allowed alone would help." if is_cold else
        "Files that are recognised late are looked at by every demuxer, up to a megabyte of them.",
    )  # fmt: skip


def _mutated(cache: Path) -> list[Path]:
    """Recordings with bytes turned over, cut off and blown up, always the same ones."""
    folder = cache / "hostile-1"
    folder.mkdir(exist_ok=True)
    sources = sorted(file for file in FIXTURES.iterdir() if file.suffix in (".mp4", ".webm", ".opus", ".m4a", ".wav", ".mp3"))
    for seed in range(20):
        target = folder / f"{seed}.bin"
        if target.exists():
            continue
        chance = random.Random(seed)
        bytes_ = bytearray(chance.choice(sources).read_bytes())
        match seed % 4:
            case 0:
                for _ in range(len(bytes_) // 500):
                    bytes_[chance.randrange(len(bytes_))] ^= 1 << chance.randrange(8)
            case 1:
                del bytes_[chance.randrange(1, len(bytes_)) :]
            case 2:
                for _ in range(4):
                    place = chance.randrange(min(len(bytes_) - 4, 4096))
                    bytes_[place : place + 4] = chance.choice([b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0"])
            case _:
                place = chance.randrange(len(bytes_))
                bytes_[place:place] = bytes_[place : place + 2000] * 20
        target.write_bytes(bytes_)
    return sorted(folder.iterdir())
