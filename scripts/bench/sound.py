"""M8 and M9: waveforms and levels of two hours."""

from functools import partial

from peers import ffmpeg_seconds, milliseconds
from recordings import Recordings
from report import Row
from rounds import alternate
from worker import MediaWorker

KINDS = (("ogg", "Opus", 0.55), ("wav", "WAV", 0.55), ("m4a", "M4A", 0.45))
# What ffmpeg is asked for one after the other: samples to draw, silence, loudness, and who talks when.
PASSES = (
    ["-f", "s16le", "/dev/null"],
    ["-af", "silencedetect=n=-50dB:d=2", "-f", "null", "-"],
    ["-af", "volumedetect", "-f", "null", "-"],
    ["-af", "pan=mono|c0=c0,silencedetect=n=-50dB:d=0.3", "-f", "null", "-"],
    ["-af", "pan=mono|c0=c1,silencedetect=n=-50dB:d=0.3", "-f", "null", "-"],
)

MANY_QUESTIONS = (
    "Each 10 ms of a channel are asked for least, most and sum of squares, and where somebody speaks every other one for keys of "
    "a telephone. Asking these on the threads that decode would help, while a slice is in the processor's cache."
)
NEARLY_FREE = (
    "Samples of a WAV need no decoding, so the waveform alone is nearly free and each further question shows, though the waveform is "
    "drawn from what it finds. Of what is asked, some third goes into least, most and squares of each 10 ms, a third into keys where "
    "somebody speaks, the rest into keeping account of 720,000 windows a channel."
)


def measure(bench, recordings: Recordings, worker: MediaWorker) -> list[Row]:
    rows = []
    for ending, kind, goal in KINDS:
        source = recordings.call(ending)
        rows += bench.rows("M8", f"peaks, {kind}", partial(_peaks, bench, worker, source, kind, goal))
    for ending, kind, _ in KINDS:
        source = recordings.call(ending)
        rows += bench.rows("M9", f"one pass, {kind}", partial(_one_pass, bench, worker, source, kind))
    return rows


def _peaks(bench, worker: MediaWorker, source, kind: str, goal: float) -> Row:
    to_samples = ffmpeg_seconds("-i", source, "-f", "s16le", "/dev/null")
    seen = alternate(lambda: worker.seconds("peaks", "", source), to_samples, bench.rounds)
    return Row(
        "M8", f"peaks of two hours, {kind}", "ffmpeg to PCM (Debian has no audiowaveform)", seen.ratio, at_most=goal,
        context=milliseconds(seen.own, seen.peer), limit="decoding, by two threads",
        missed="Decoding is nearly all of it and is shared by two threads, so two processors that have nothing else to do "
        "give about half; a codec's decoder that is faster than FFmpeg's would help.",
    )  # fmt: skip


def _one_pass(bench, worker: MediaWorker, source, kind: str) -> list[Row]:
    """All that ingest asks of a sound, against separate passes of ffmpeg, and against its waveform alone."""

    def ours() -> float:
        return worker.seconds("analyse", "", source)

    work = f"peaks, silence, loudness, over-talk, clipping and keypad tones in one pass, {kind}"
    rows = []
    # Five passes over two hours of Opus take a minute; they say nothing that those of AAC do not.
    if kind != "Opus":
        passes = [ffmpeg_seconds("-i", source, *arguments) for arguments in PASSES]
        seen = alternate(ours, lambda: sum(one() for one in passes), bench.rounds, warm=0)
        rows.append(
            Row(
                "M9", work, f"{len(PASSES)} passes of ffmpeg (PCM, silence, volume, each leg's talk)", seen.ratio, at_most=0.25,
                context=milliseconds(seen.own, seen.peer), limit="decoding",
            )
        )  # fmt: skip
    seen = alternate(ours, lambda: worker.seconds("peaks", "", source), bench.rounds, warm=0)
    rows.append(
        Row(
            "M9", work, "peaks alone", seen.ratio, at_most=1.1,
            context=milliseconds(seen.own, seen.peer, "peaks alone"), limit="what every sample is asked besides",
            missed=NEARLY_FREE if kind == "WAV" else MANY_QUESTIONS,
        )
    )  # fmt: skip
    return rows
