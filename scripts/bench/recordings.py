"""Recordings of two hours and of ten minutes, made of media-fixtures once and kept in the bench's cache.

A call is stereo at 8 kHz, as WAV, Opus (Ogg and WebM) and AAC at 16 kHz. Screens are 1080p at five frames a second with a
keyframe every ten seconds: H.264 with B-frames (the first one) and without, and VP8. Each picture has its number on it.
"""

import concurrent.futures
import subprocess
import wave
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[2] / "media-fixtures"
# To be raised when what is made here changes.
VERSION = 1
RATE = 8000
SHORT_S, LONG_S = 600, 7200
LENGTHS = {"10m": SHORT_S, "2h": LONG_S}
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

# Calls of two legs, agent first, and calls in one file.
LEGS = [("charged-twice", "opus"), ("insurance-claim", "opus"), ("bad-line", "wav"), ("card-blocked", "m4a")]
CALLS = ["factura-duplicada.opus", "hotel-change.opus", "parcel-late.opus", "cancel-contract.m4a", "meter-reading.mp3"]
SCREENS = ["insurance-claim-screen1", "insurance-claim-screen2", "charged-twice-screen1", "cancel-contract-screen1"]


class Recordings:
    """The files, by what they are."""

    def __init__(self, cache: Path):
        self.folder = cache / f"media-{VERSION}"
        self.folder.mkdir(exist_ok=True)
        calls = [self._call()]
        with concurrent.futures.ThreadPoolExecutor(2) as both:
            jobs = [both.submit(self._screen, number) for number in range(1, 5)]
            jobs += [both.submit(self._webm_screen)]
            jobs += [both.submit(self._encoded_call, ending, length) for ending in CODED for length in LENGTHS]
            calls += [job.result() for job in jobs]

    def call(self, ending: str, length: str = "2h") -> Path:
        """A call as wav, ogg, webm or m4a."""
        return self.folder / f"call-{length}.{ending}"

    def screen(self, number: int = 1, length: str = "2h", ending: str = "mp4") -> Path:
        """The first screen has B-frames, the others have none."""
        return self.folder / f"screen{number}-{length}.{ending}"

    def _call(self) -> None:
        if self.call("wav").exists():
            return
        sound = b"".join(
            [_pcm([FIXTURES / f"{name}-{leg}.{ending}" for leg in ("agent", "customer")]) for name, ending in LEGS]
            + [_pcm([FIXTURES / name]) for name in CALLS]
        )
        ten_minutes = (sound * 4)[: SHORT_S * RATE * 4]
        for length, seconds in LENGTHS.items():
            unfinished = self.folder / f"unfinished-{length}.wav"
            with wave.open(str(unfinished), "wb") as file:
                file.setnchannels(2)
                file.setsampwidth(2)
                file.setframerate(RATE)
                for _ in range(seconds // SHORT_S):
                    file.writeframes(ten_minutes)
            unfinished.rename(self.call("wav", length))

    def _encoded_call(self, ending: str, length: str) -> None:
        self._make(self.call(ending, length), ["-i", self.call("wav", length), *CODED[ending]])

    def _screen(self, number: int) -> None:
        speed = ["-preset", "veryfast", "-bf", "2"] if number == 1 else ["-preset", "superfast", "-tune", "zerolatency"]
        coding = ["-c:v", "libx264", *speed, "-crf", "23", "-keyint_min", "50", "-sc_threshold", "0"]
        self._make(self.screen(number, "10m"), [*_pictures(number), *coding, *PICTURE, "-movflags", "+faststart"])
        self._repeat(number, "mp4", ["-movflags", "+faststart"])

    def _webm_screen(self) -> None:
        coding = ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "600k"]
        self._make(self.screen(1, "10m", "webm"), [*_pictures(1), *coding, *PICTURE])
        self._repeat(1, "webm", [])

    def _repeat(self, number: int, ending: str, options: list[str]) -> None:
        """Two hours: the ten minutes, twelve times, copied."""
        short, target = (self.screen(number, length, ending) for length in ("10m", "2h"))
        if target.exists():
            return
        list_ = self.folder / f"{target.name}.txt"
        list_.write_text(f"file {short.name}\n" * (LONG_S // SHORT_S))
        self._make(target, ["-f", "concat", "-i", list_, "-c", "copy", *options])

    def _make(self, target: Path, arguments: list) -> None:
        if target.exists():
            return
        unfinished = target.with_name(f"unfinished-{target.name}")
        ffmpeg(*arguments, unfinished)
        unfinished.rename(target)


CODED = {
    "ogg": ["-c:a", "libopus", "-b:a", "32k", "-application", "voip"],
    "webm": ["-c:a", "libopus", "-b:a", "32k", "-application", "voip"],
    "m4a": ["-ar", "16000", "-c:a", "aac", "-b:a", "48k", "-movflags", "+faststart"],
}
PICTURE = ["-g", "50", "-pix_fmt", "yuv420p", "-an"]


def ffmpeg(*arguments: object) -> None:
    """FFmpeg's own program; says what it complained about."""
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-y", *map(str, arguments)]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"ffmpeg: {done.stderr.strip()}")


def _pcm(legs: list[Path]) -> bytes:
    """Stereo samples of 16 bit at 8 kHz."""
    inputs = [argument for leg in legs for argument in ("-i", str(leg))]
    merged = ["-filter_complex", "[0:a][1:a]amerge=inputs=2"] if len(legs) == 2 else []
    command = ["ffmpeg", "-loglevel", "error", "-nostdin", *inputs, *merged]
    command += ["-f", "s16le", "-ar", str(RATE), "-ac", "2", "-"]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout


def _pictures(number: int) -> list[str]:
    """A fixture's screen again and again, grown to 1080p, with a number on each picture."""
    filters = (
        "fps=5,scale=1920:1080:flags=bilinear,setsar=1,"
        f"drawtext=fontfile={FONT}:text='%{{n}}':fontsize=40:x=1600:y=20:fontcolor=yellow:box=1:boxcolor=black"
    )
    source = str(FIXTURES / f"{SCREENS[number - 1]}.mp4")
    return ["-stream_loop", "-1", "-i", source, "-vf", filters, "-t", str(SHORT_S)]
