"""Scoring through the command line: scorecards of 4.8 KB a second, JSON included."""

import json
import subprocess
import sys
from pathlib import Path

from report import Row
from rounds import alternate, timed

SCORECARDS = 10_000


def measure(bench) -> list[Row]:
    given = lines()
    peer = "import json, sys\nfor line in sys.stdin: print(json.dumps(json.loads(line)['answers']))"
    seen = alternate(
        lambda: seconds([str(bench.earmark), "score"], given),
        lambda: seconds([sys.executable, "-c", peer], given),
        bench.rounds,
    )
    size = len(given) / SCORECARDS / 1000
    work = f"`earmark score`, lines of {size:.1f} KB"
    return [
        Row(
            "C1",
            f"{work}, a second",
            figure=SCORECARDS / seen.own,
            unit="scorecards",
            at_least=5_000,
            limit="reading JSON",
        ),
        Row(
            "C2",
            work,
            "Python's `json` reading the same lines",
            seen.ratio,
            context=f"{seen.own * 1000:.0f} ms and {seen.peer * 1000:.0f} ms for {SCORECARDS:,} lines",
            limit="reading JSON",
        ),
    ]


def scorecard(sections: int, questions: int) -> dict:
    """A percentage scorecard whose line, with its answers, is about 4.8 KB."""
    weight = 10_000 // sections
    return {
        "key": "service",
        "name": "Service quality",
        "format": "percentage",
        "passMark": 75_000_000,
        "sections": [
            {
                "key": f"s{section}",
                "title": f"Section {section}",
                "weight": weight if section else 10_000 - weight * (sections - 1),
                "questions": [
                    {
                        "key": f"s{section}q{question}",
                        "type": "yesNo",
                        "text": "Did the agent say what happens next, and when the customer hears from us again?",
                        "helpText": "See the handbook, page 12.",
                        "required": True,
                        "allowNA": True,
                        "options": [
                            {"key": "yes", "label": "Yes", "points": 10, "autoFail": "none"},
                            {"key": "no", "label": "No", "points": 0, "autoFail": "none"},
                        ],
                    }
                    for question in range(questions)
                ],
            }
            for section in range(sections)
        ],
    }


def lines() -> bytes:
    """The input of `earmark score`: one scorecard, answered differently on every line."""
    card = scorecard(sections=4, questions=3)
    keys = [question["key"] for section in card["sections"] for question in section["questions"]]
    given = []
    for number in range(SCORECARDS):
        answers = {
            key: {"na": True} if (number + place) % 11 == 0 else {"option": "no" if (number * place) % 7 == 3 else "yes"}
            for place, key in enumerate(keys)
        }
        given.append(json.dumps({"scorecard": card, "answers": answers}))
    return ("\n".join(given) + "\n").encode()


def seconds(command: list[str], given: bytes) -> float:
    answered = 0

    def run() -> None:
        nonlocal answered
        answered = subprocess.run(command, input=given, stdout=subprocess.PIPE, check=True).stdout.count(b"\n")

    taken = timed(run)
    if answered != SCORECARDS:
        raise RuntimeError(f"{Path(command[0]).name} answered {answered} of {SCORECARDS} lines")
    return taken
