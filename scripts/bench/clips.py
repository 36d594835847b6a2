"""M1 to M4: clips of thirty seconds."""

import random
import statistics
import subprocess
from pathlib import Path

from peers import ffmpeg_seconds, milliseconds
from recordings import Recordings
from report import Row
from rounds import Comparison, alternate
from worker import MediaWorker

HOUR_MS = 3_600_000
LENGTH_MS = 30_000
# The same place of the ten minutes that the two hours repeat.
SAME_PLACE = {"2h": HOUR_MS + 300_000, "10m": 300_000}
FRAME_MS = 200
# As clips are joined (`PictureJoin`).
ENCODER = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "19", "-tune", "zerolatency"]
RANDOM_CUTS = 8


def measure(bench, recordings: Recordings, worker: MediaWorker) -> list[Row]:
    cutter = Cutter(bench, recordings, worker)
    rows = []
    for ending, kind in (("ogg", "Opus"), ("wav", "WAV")):
        rows += bench.rows("M1", f"audio clip, {kind}", lambda e=ending, k=kind: cutter.sound("M1", e, k, 0.08))
    rows += bench.rows("M1b", "audio clip, M4A", cutter.encoded_sound)
    for number, kind in ((2, "no B-frames"), (1, "B-frames")):
        rows += bench.rows("M2", f"video clip, {kind}", lambda n=number, k=kind: cutter.keyframe(n, k))
    for name, kind in (("ogg", "Opus"), ("webm", "WebM (Opus)"), ("m4a", "M4A"), ("mp4", "MP4 screen")):
        rows += bench.rows("M3", f"2 h against 10 min, {kind}", lambda n=name, k=kind: cutter.length(n, k))
    for number, kind in ((2, "no B-frames"), (1, "B-frames")):
        rows += bench.rows("M4", f"exact clip, {kind}", lambda n=number, k=kind: cutter.exact(n, k))
    return rows


EDGES = (
    "A third of it is libopus, a dozen packets of the edges, an eighth decoding what is before them (240 ms: after 80 ms a decoder is in "
    "a third of all places not yet within 20 dB of the recording), a quarter copying 1,500 packets and their checksums."
)
AAC = "Nearly three quarters of it are FFmpeg's codec of AAC, which the peer runs at half the bit rate; a faster one would help."


class Cutter:
    """Cuts with both sides, and looks at what came of it."""

    def __init__(self, bench, recordings: Recordings, worker: MediaWorker):
        self.bench, self.recordings, self.worker = bench, recordings, worker
        self.folder = bench.cache / "out"
        self.folder.mkdir(exist_ok=True)

    def ours(self, source: Path, start_ms: int, kind: str, ending: str) -> float:
        end_ms = start_ms + LENGTH_MS
        index = self.worker.index(self.folder, source)
        return self.worker.seconds(
            "clip", self.folder / f"ours.{ending}", start_ms, end_ms, f"{kind}:{source}", f"index:{index}"
        )

    def theirs(self, source: Path, start_ms: int, ending: str, *coding: str) -> float:
        cut = ["-ss", start_ms / 1000, "-i", source, "-t", LENGTH_MS / 1000, *coding]
        return ffmpeg_seconds(*cut, self.folder / f"theirs.{ending}")()

    def compare(self, source: Path, start_ms: int, kind: str, ending: str, *coding: str) -> Comparison:
        return alternate(
            lambda: self.ours(source, start_ms, kind, ending),
            lambda: self.theirs(source, start_ms, ending, *coding),
            self.bench.rounds,
        )

    def sound(self, id: str, ending: str, kind: str, goal: float) -> Row:
        seen = self.compare(self.recordings.call(ending), HOUR_MS, "audio", ending, "-c", "copy")
        return Row(
            id, f"audio clip of 30 s at 1:00:00, {kind}, warm worker", "`ffmpeg -c copy`", seen.ratio, at_most=goal,
            context=milliseconds(seen.own, seen.peer), limit="encoding the edges, a process of its own for the work",
            missed=EDGES,
        )  # fmt: skip

    def encoded_sound(self) -> Row:
        coding = ["-c:a", "aac", "-b:a", "48k"]
        seen = self.compare(self.recordings.call("m4a"), HOUR_MS, "audio", "m4a", *coding)
        return Row(
            "M1b", "audio clip of 30 s at 1:00:00, M4A, warm worker", "ffmpeg encoding the same sound as AAC", seen.ratio,
            at_most=1.0, context=milliseconds(seen.own, seen.peer), limit="the AAC encoder",
            missed=AAC,
        )  # fmt: skip

    def keyframe(self, number: int, kind: str) -> Row:
        seen = self.compare(self.recordings.screen(number), HOUR_MS, "screen", "mp4", "-c", "copy")
        return Row(
            "M2", f"video clip of 30 s on a keyframe, {kind}", "`ffmpeg -c copy`", seen.ratio, at_most=0.12,
            context=milliseconds(seen.own, seen.peer), limit="reading and writing the bytes",
        )  # fmt: skip

    def length(self, name: str, kind: str) -> Row:
        """The peer is Earmark itself."""
        is_screen = name == "mp4"
        source = {
            length: self.recordings.screen(2, length) if is_screen else self.recordings.call(name, length)
            for length in SAME_PLACE
        }
        what, ending = ("screen", "mp4") if is_screen else ("audio", name)
        seen = alternate(
            lambda: self.ours(source["2h"], SAME_PLACE["2h"], what, ending),
            lambda: self.ours(source["10m"], SAME_PLACE["10m"], what, ending),
            self.bench.rounds,
        )
        return Row(
            "M3", f"the same clip from two hours, {kind}", "itself, from ten minutes", seen.ratio, at_most=1.2,
            context=milliseconds(seen.own, seen.peer, "of ten minutes"), limit="reading the index's directory",
        )  # fmt: skip

    def exact(self, number: int, kind: str) -> list[Row]:
        chance = random.Random(number)
        cuts = [chance.randrange(0, 7_000_000) for _ in range(2 if self.bench.quick else RANDOM_CUTS)]
        source = self.recordings.screen(number)
        pairs, identical, wrong = [], [], 0
        for start in [HOUR_MS, *cuts]:
            pair = self.ours(source, start, "screen", "mp4"), self.theirs(source, start, "mp4", *ENCODER)
            if start == HOUR_MS:
                continue
            pairs.append(pair)
            share, is_exact = self.likeness(source, start)
            identical.append(share)
            wrong += not is_exact
        seen = Comparison([mine for mine, _ in pairs], [other for _, other in pairs])
        return [
            Row(
                "M4", f"exact clip of 30 s at a random place, {kind}", "ffmpeg encoding all of it with x264, same preset",
                seen.ratio, at_most=0.40, limit="decoding one group of pictures, encoding a part of it",
                context=f"{milliseconds(seen.own, seen.peer)}; {len(cuts)} places, worst "
                f"{max(mine / other for mine, other in pairs):.2f}x",
            ),
            Row(
                "M4", f"of its pictures, bit-identical ones, {kind}", "the source's pictures", 100 * statistics.median(identical),
                "%", at_least=75, context=f"least {100 * min(identical):.0f}%",
                limit="the distance of the cut from the next keyframe",
            ),
            Row("M4", f"clips with another number of pictures than the source shows, {kind}", figure=wrong, unit="", at_most=0),
        ]  # fmt: skip

    def likeness(self, source: Path, start_ms: int) -> tuple[float, bool]:
        """The part of a clip's pictures that are the source's bit for bit, and whether there are as many as there should be.

        The picture on screen at the start comes first, then every other until the end.
        """
        first = start_ms // FRAME_MS
        wanted = -(-(start_ms + LENGTH_MS) // FRAME_MS) - first
        ours = _pictures(["-i", self.folder / "ours.mp4"])
        lead = min(first, 5)
        given = _pictures(["-ss", (first - lead) * FRAME_MS / 1000, "-i", source], lead + wanted)[lead:]
        same = sum(mine == other for mine, other in zip(ours, given))
        return same / wanted, len(ours) == wanted


def _pictures(source: list, count: int | None = None) -> list[str]:
    """A hash of every decoded picture."""
    most = ["-frames:v", count] if count else []
    command = ["ffmpeg", "-loglevel", "error", "-nostdin", *source, "-map", "0:v", "-fps_mode", "passthrough", *most]
    done = subprocess.run([*map(str, command), "-f", "framemd5", "-"], stdout=subprocess.PIPE, text=True, check=True)
    return [line.split()[-1] for line in done.stdout.splitlines() if not line.startswith("#")]
