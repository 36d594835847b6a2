"""M5 to M7: bundles of a call and four screens."""

from recordings import Recordings
from report import Row
from worker import MediaWorker


def measure(bench, recordings: Recordings, worker: MediaWorker) -> list[Row]:
    return []
