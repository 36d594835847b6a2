"""Two sides measured in turn, A B A B, so that what drifts on a machine drifts for both."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 5
QUICK_ROUNDS = 2


@dataclass(frozen=True)
class Comparison:
    """What two sides took in the same rounds: seconds, or a rate for which more is better."""

    ours: list[float]
    theirs: list[float]

    @property
    def ratio(self) -> float:
        """Ours by theirs, round by round; the median of these."""
        return statistics.median(mine / other for mine, other in zip(self.ours, self.theirs, strict=True))

    @property
    def own(self) -> float:
        return statistics.median(self.ours)

    @property
    def peer(self) -> float:
        return statistics.median(self.theirs)


def alternate(ours: Callable[[], float], theirs: Callable[[], float], rounds: int, warm: int = 1) -> Comparison:
    """Both sides in turn. Each gives its own figure, so that what is not part of the work is left out."""
    for _ in range(warm):
        ours()
        theirs()
    figures = [(ours(), theirs()) for _ in range(rounds)]
    return Comparison([mine for mine, _ in figures], [other for _, other in figures])


def repeat(figure: Callable[[], float], rounds: int, warm: int = 1) -> float:
    """The median of a figure that has no peer."""
    for _ in range(warm):
        figure()
    return statistics.median(figure() for _ in range(rounds))


def timed(work: Callable[[], object]) -> float:
    """The seconds that something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
