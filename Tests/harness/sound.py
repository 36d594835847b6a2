"""Sound as lists of samples, to compare what was recorded with what is played."""

import subprocess
from array import array
from operator import mul
from pathlib import Path

RATE = 8_000


def heard(file: Path | str, channel: int = 0, rate: int = RATE, start: float = 0, seconds: float | None = None) -> list[float]:
    """One channel as ffmpeg decodes it, at a low rate."""
    length = [] if seconds is None else ["-t", str(seconds)]
    # First samples that a file puts before its beginning are not played; a late beginning is silence.
    filters = f"aresample=async=1:first_pts=0,pan=mono|c0=c{channel},aresample={rate}"
    command = ["ffmpeg", "-v", "error", "-i", str(file), "-ss", str(start), *length, "-map", "0:a:0", "-af", filters]
    done = subprocess.run([*command, "-f", "s16le", "-"], capture_output=True, check=True)
    return [sample / 32_768 for sample in array("h", done.stdout)]


def level(samples: list[float]) -> float:
    """Root mean square."""
    return (sum(map(mul, samples, samples)) / max(1, len(samples))) ** 0.5


def likeness(one: list[float], other: list[float]) -> float:
    """1 is the same, 0 has nothing to do with it."""
    together = (sum(map(mul, one, one)) * sum(map(mul, other, other))) ** 0.5
    return sum(map(mul, one, other)) / together if together else 0


def lag_ms(original: list[float], played: list[float], at: float, reach_ms: int = 40, seconds: float = 0.5) -> tuple[float, float]:
    """By how many ms `played` comes later than `original` around a second, and how alike they are there."""
    start, count, reach = int(at * RATE), int(seconds * RATE), reach_ms * RATE // 1000
    part = original[start : start + count]
    best = (-2.0, 0)
    for lag in range(-reach, reach + 1):
        begin = start + lag
        if begin < 0 or begin + count > len(played):
            continue
        best = max(best, (likeness(part, played[begin : begin + count]), lag))
    return best[1] * 1000 / RATE, best[0]
