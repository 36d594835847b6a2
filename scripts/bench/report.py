"""What was measured: kept in docs/benchmarks.json group by group, and written from there to docs/benchmarks.md."""

import dataclasses
import datetime
import json
import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "docs" / "benchmarks.json"
PAGE = ROOT / "docs" / "benchmarks.md"

TITLES = {"score": "Scoring", "media": "Media", "serving": "Serving", "browser": "Browser"}


@dataclass(frozen=True)
class Row:
    """One figure: of what, against whom, and what was wanted."""

    id: str
    work: str
    peer: str = "-"
    # "x" is a ratio to the peer; "ms", "MB", "%" and the like stand for themselves. None: it could not be measured.
    figure: float | None = None
    unit: str = "x"
    at_most: float | None = None
    at_least: float | None = None
    # Absolute figures of both sides, the client that was used.
    context: str = ""
    # What limits it.
    limit: str = ""
    # Why a goal is missed and what would help; said only when it is.
    missed: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None where there is none."""
        if self.at_most is None and self.at_least is None:
            return None
        if self.figure is None:
            return False
        return (self.at_most is None or self.figure <= self.at_most) and (
            self.at_least is None or self.figure >= self.at_least
        )

    @property
    def goal(self) -> str:
        sides = [("<=", self.at_most), (">=", self.at_least)]
        return ", ".join(f"{sign} {shown(bound, self.unit)}" for sign, bound in sides if bound is not None) or "-"


def shown(figure: float | None, unit: str) -> str:
    """A figure with three digits that say something, and its unit."""
    if figure is None:
        return "not measured"
    size = abs(figure)
    if size == int(size) and unit != "x":
        text = f"{figure:,.0f}"
    else:
        text = f"{figure:,.0f}" if size >= 100 else f"{figure:.1f}" if size >= 10 else f"{figure:.2f}" if size >= 0.1 else f"{figure:.3f}"
    return f"{text}{unit}" if unit in ("x", "%") else f"{text} {unit}".rstrip()


def keep(group: str, rows: list[Row], command: str) -> None:
    """Puts a group's rows in the place of its last ones and writes the page anew."""
    groups = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    groups[group] = {
        "measured": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "command": command,
        "machine": machine(),
        "rows": [dataclasses.asdict(row) for row in rows],
    }
    ordered = {name: groups[name] for name in TITLES if name in groups}
    KEPT.write_text(json.dumps(ordered, indent=2, ensure_ascii=False) + "\n")
    write_page()


def write_page() -> None:
    """Writes docs/benchmarks.md from what is kept."""
    groups = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    PAGE.write_text("\n".join([HEAD, *(section(TITLES[name], kept) for name, kept in groups.items())]))


HEAD = """# Benchmarks

Written by `make bench` (`GROUPS="media serving"` measures some of it). Two sides are measured in turn, A B A B, in one run; a ratio
is the median over the rounds of ours divided by the peer's in the same round, so that it means the same on another machine.
Absolute figures are context only. Of times less is better, of rates more.
"""


def section(title: str, kept: dict) -> str:
    rows = [Row(**row) for row in kept["rows"]]
    lines = [
        f"## {title}",
        "",
        f"`{kept['command']}`, {kept['measured']}, {kept['machine']}.",
        "",
        "| id | work | peer | figure | goal | met | context | what limits it |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *(table_line(row) for row in rows),
        "",
    ]
    missed = [row for row in rows if row.met is False]
    if missed:
        lines += ["Missed:", ""]
        for row in missed:
            why = row.missed or "Not looked into."
            lines.append(f"- **{row.id}, {row.work}**: {shown(row.figure, row.unit)} for {row.goal}. {why}")
        lines.append("")
    return "\n".join(lines)


def table_line(row: Row) -> str:
    met = {True: "yes", False: "**no**", None: ""}[row.met]
    cells = [row.id, row.work, row.peer, shown(row.figure, row.unit), row.goal, met, row.context, row.limit]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def machine() -> str:
    """The machine in a few words."""
    model = "an unnamed processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return f"{os.cpu_count()} processors ({model})"
