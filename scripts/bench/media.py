"""Media: clips, bundles, waveforms and probes of recordings of two hours, with a media child that stands ready."""

import bundles
import clips
import looks
import sound
from recordings import Recordings
from report import Row
from worker import MediaWorker


def measure(bench) -> list[Row]:
    recordings = Recordings(bench.cache)
    found: list[Row] = []
    with MediaWorker(bench.binaries) as worker:
        for part in (clips, bundles, sound, looks):
            found += part.measure(bench, recordings, worker)
    return found
