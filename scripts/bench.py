"""Measures Earmark against a named peer in the same run, A B A B, and writes docs/benchmarks.md.

    python scripts/bench.py EARMARK
"""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
SCORECARDS = 10_000


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
    start = time.perf_counter()
    result = subprocess.run(command, input=given, stdout=subprocess.PIPE, check=True)
    taken = time.perf_counter() - start
    answered = result.stdout.count(b"\n")
    if answered != SCORECARDS:
        sys.exit(f"bench: {command[0]} answered {answered} of {SCORECARDS} lines")
    return taken


def main() -> None:
    earmark = sys.argv[1]
    given = lines()
    peer = "import json, sys\nfor line in sys.stdin: print(json.dumps(json.loads(line)['answers']))"
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(seconds([earmark, "score"], given))
        theirs.append(seconds([sys.executable, "-c", peer], given))
    ratio = statistics.median(mine / other for mine, other in zip(ours, theirs))
    rate = SCORECARDS / statistics.median(ours)
    size = len(given) / SCORECARDS / 1000

    report = f"""# Benchmarks

Written by `make bench`. A figure is the median over {ROUNDS} rounds of ours divided by the peer's time in the same round,
so that it means the same on another machine; rates are context only.

| work | peer | ratio | context | what limits it |
| --- | --- | --- | --- | --- |
| `earmark score`, lines of {size:.1f} KB | Python's `json` reading the same lines | {ratio:.2f}x | {rate:,.0f} scorecards a second | reading JSON |
"""
    (ROOT / "docs" / "benchmarks.md").write_text(report)
    print(report)


if __name__ == "__main__":
    main()
