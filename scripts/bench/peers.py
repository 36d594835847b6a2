"""FFmpeg's own programs as peers, timed from their start to their end."""

import subprocess
from collections.abc import Callable

from recordings import ffmpeg
from rounds import timed


def ffmpeg_seconds(*arguments: object) -> Callable[[], float]:
    return lambda: timed(lambda: ffmpeg(*arguments))


def ffprobe_seconds(file: object) -> Callable[[], float]:
    command = ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", str(file)]
    return lambda: timed(lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True))


def milliseconds(ours: float, theirs: float, peer: str = "ffmpeg") -> str:
    """Both sides' absolute times as a row's context."""
    return f"{ours * 1000:,.1f} ms, {peer} {theirs * 1000:,.0f} ms"
