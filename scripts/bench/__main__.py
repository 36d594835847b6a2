"""Measures Earmark against named peers in the same run and writes docs/benchmarks.md.

    python scripts/bench [--quick] [--only S1,S5] [--binaries .build/release] [GROUP…]

Groups are score, media, serving and browser; without one, all. What cannot be measured becomes a row that says so: a benchmark
never fails a build.
"""

import argparse
import importlib
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

import report
import rounds


@dataclass(frozen=True)
class Bench:
    """What every group is given."""

    # Where the release build's programs are.
    binaries: Path
    rounds: int
    # Whether this run is only to see that everything works.
    quick: bool
    # The ids that are measured; empty for all.
    only: frozenset[str] = frozenset()

    def wants(self, *ids: str) -> bool:
        """Whether any of these is measured."""
        return not self.only or not self.only.isdisjoint(ids)

    @property
    def earmark(self) -> Path:
        return self.binaries / "earmark"

    @property
    def cache(self) -> Path:
        """Test data that takes long to make; ignored by git, kept between runs."""
        folder = report.ROOT / ".bench"
        folder.mkdir(exist_ok=True)
        return folder

    def rows(self, id: str, work: str, measure) -> list[report.Row]:
        """The rows that `measure` gives, or one that says why there are none, so that the others go on."""
        if id != "-" and not self.wants(id):
            return []
        started = time.monotonic()
        try:
            given = measure()
            found = given if isinstance(given, list) else [given]
        except Exception as error:
            traceback.print_exc()
            found = [report.Row(id, work, context=f"{type(error).__name__}: {error}".splitlines()[0][:200])]
        for row in found:
            print(f"{row.id:5} {row.work}: {report.shown(row.figure, row.unit)} (goal {row.goal}) {row.context}", flush=True)
        print(f"      {time.monotonic() - started:.1f} s", file=sys.stderr, flush=True)
        return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(report.TITLES))
    parser.add_argument("--quick", action="store_true", help="two rounds, to see that everything works; nothing is kept")
    parser.add_argument("--only", metavar="ID,…", default="", help="only these of a group, to look at; nothing is kept")
    parser.add_argument("--binaries", type=Path, default=report.ROOT / ".build" / "release")
    asked = parser.parse_args()
    unknown = [group for group in asked.groups if group not in report.TITLES]
    if unknown:
        parser.error(f"there is no group {unknown[0]}; there are {', '.join(report.TITLES)}")

    only = frozenset(id for id in asked.only.split(",") if id)
    bench = Bench(asked.binaries.resolve(), rounds.QUICK_ROUNDS if asked.quick else rounds.ROUNDS, asked.quick, only)
    for group in asked.groups or list(report.TITLES):
        print(f"== {report.TITLES[group]}", flush=True)
        measured = bench.rows("-", report.TITLES[group], lambda: importlib.import_module(group).measure(bench))
        if not asked.quick and not only:
            report.keep(group, measured, f"make bench GROUPS={group}")


if __name__ == "__main__":
    main()
