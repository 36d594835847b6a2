"""The browser's side in headless Chromium: what a first visit takes, frames, keys while the line is slow, screens in step."""

import answering
import frames
import openings
import steps
from desk import desk
from report import Row


def measure(bench) -> list[Row]:
    rows: list[Row] = []
    with desk(bench) as made:
        for id, work, measurement in [
            ("B1", "bytes of a first visit", openings.first_bytes),
            ("B2", "until a page reacts", openings.first_reactions),
            ("B3", "frames beside an hour of transcript", frames.frames),
            ("B4", "keys while the line is slow", answering.keys),
            ("B5", "screens in step with the sound", steps.steps),
        ]:
            rows += bench.rows(id, work, lambda: measurement(made))
    return rows
