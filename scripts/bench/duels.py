"""What a client saw of two servers that were asked in turn."""

from dataclasses import dataclass

from tools import Load


@dataclass(frozen=True)
class Duel:
    """Ours and theirs, round by round."""

    rounds: list[tuple[Load, Load]]

    def ratio(self, of) -> float:
        return middle(of(mine) / of(other) for mine, other in self.rounds)

    def both(self, of) -> tuple[float, float]:
        return middle(of(mine) for mine, _ in self.rounds), middle(of(other) for _, other in self.rounds)


def middle(values) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if len(ordered) % 2 else (ordered[len(ordered) // 2 - 1] + ordered[len(ordered) // 2]) / 2


def rate(found: Load) -> float:
    return found.rate


def usual(found: Load) -> float:
    """The median time of an answer, ms."""
    return found.whole["p50"]


def late(found: Load) -> float:
    return found.whole["p99"]
