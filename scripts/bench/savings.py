"""S6: answers that are on disk when they are acknowledged."""

import json
import subprocess

import tools
from duels import Duel, late, rate
from report import Row


def requests(serving, kind: str) -> list[bytes]:
    """For each connection: its session as it is, and answers given on it again and again."""
    found = []
    for number, session in enumerate(serving.held.facts["answered"]):
        path = f"/api/v1/evaluations/{session['id']}"
        cookie = serving.cookie("bench", number)
        answers = {f"s{section}q{question}": {"option": "yes"} for section in range(4) for question in range(3)}
        body = json.dumps({"forms": [{"id": session["form"], "answers": answers}]}).encode()
        found += [
            tools.request(path, cookie),
            tools.request(f"{path}/{kind}", cookie, "If-Match: @ETAG@", method="PUT", body=body),
        ]
    return found


def commits(serving, answers: int) -> float:
    """What C reaches on the same disk, commits a second."""
    file = serving.held.home / "commits.sqlite"
    done = subprocess.run(
        [tools.built("commits", serving.cache), file, str(serving.seconds), str(answers)],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    return float(done.stdout)


def saved_answers(serving) -> list[Row]:
    rows = []
    single = commits(serving, 0)
    for kind, work in (("answers", "answers saved (12, scored, logged)"), ("draft", "an answer kept as it is given")):
        group = tools.Group(requests(serving, kind), connections=16, own=True)
        rounds = []
        for number in range(serving.bench.rounds + 1):
            pair = serving.load(serving.port, group), commits(serving, 12)
            if number:
                rounds.append(pair)
        ratios = sorted(mine.rate / other for mine, other in rounds)
        duel = Duel([(mine, mine) for mine, _ in rounds])
        rows.append(
            Row(
                "S6", f"{work}, durable, 16 connections", "C, one connection, the same rows in each commit",
                ratios[len(ratios) // 2], at_least=0.5,
                context=f"{duel.both(rate)[0]:,.0f} a second, p99 {duel.both(late)[0]:.1f} ms; C "
                f"{sorted(other for _, other in rounds)[len(rounds) // 2]:,.0f}, of one row {single:,.0f}",
                limit="work of one answer on the one connection that writes; commits are shared by those that wait",
                missed="Of a saved answer's time in the processor SQLite has a third, the commits that are shared a twelfth. The rest is "
                "reading the request and its caller, checking and scoring, the answer, and threads that hand over to each other. The "
                "lists keep a row for each list a session stands in, which the peer does not.",
            )
        )  # fmt: skip
    return rows
