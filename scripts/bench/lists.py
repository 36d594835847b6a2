"""S3, S4, S5: pages of sessions, their counts, and the search of transcripts, against C that runs the same SQL."""

import base64
import hashlib
import http.client
import itertools
import json
import os
import sqlite3
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import account
import tools
from duels import Duel, middle, rate, usual
from report import Row

LIST = "/api/v1/evaluations"
# The sorts that are offered and the columns they stand for.
SORTS = {"createdAt": None, "dueAt": "due_at", "completedAt": "completed_at", "lastEditedAt": "edited_at", "score": "score"}


@dataclass
class Case:
    """A request, and the statements that the server runs for it."""

    name: str
    path: str
    kind: str
    # SELECT count(*) of the same, where it is compared.
    count: str = ""
    login: str = "bench"
    # Cases of one name are measured in the same rounds, so that they can be held against each other.
    together: str = ""
    statements: list[str] = field(default_factory=list)


def learned(serving) -> list[Case]:
    """All that is asked for, each with its statements, which a server run under peers/statements.c tells."""
    cases = offered(serving.held)
    file = serving.cache / "statements.txt"
    file.unlink(missing_ok=True)
    os.environ |= {"LD_PRELOAD": str(tools.built("statements", serving.cache)), "EARMARK_STATEMENTS": str(file)}
    try:
        serving.start()
    finally:
        for name in ("LD_PRELOAD", "EARMARK_STATEMENTS"):
            os.environ.pop(name)
    try:
        for case in cases:
            # The first time the grammar of the search or a cache may ask more.
            serving.ask(case.path, case.login)
            before = file.stat().st_size
            serving.ask(case.path, case.login)
            with open(file, "rb") as said:
                said.seek(before)
                case.statements = [text for text in statements(said.read()) if " jobs" not in text]
    finally:
        serving.stop()
        file.unlink(missing_ok=True)
    return cases


def statements(said: bytes) -> list[str]:
    found, at = [], 0
    while at < len(said):
        _, length, rest = said[at:].split(b"\n", 2)
        size = int(length)
        found.append(rest[:size].decode())
        at = len(said) - len(rest) + size + 1
    return found


def offered(held: account.Account) -> list[Case]:
    database = sqlite3.connect(held.database)

    def one(sql: str, *values):
        return database.execute(sql, values).fetchone()[0]

    values = {
        "agent": one("SELECT agent_id FROM interactions WHERE agent_id IS NOT NULL LIMIT 1"),
        "team": one("SELECT team_id FROM interactions WHERE team_id IS NOT NULL LIMIT 1"),
        "queue": one("SELECT queue FROM interactions WHERE queue IS NOT NULL LIMIT 1"),
        "channel": "voice",
        "evaluator": one("SELECT evaluator_id FROM evaluations WHERE evaluator_id IS NOT NULL LIMIT 1"),
        "scorecard": one("SELECT scorecard_id FROM evaluation_forms LIMIT 1"),
        "interaction": one("SELECT interaction_id FROM evaluations LIMIT 1 OFFSET 1000"),
        "q": one("SELECT external_id FROM interactions LIMIT 1 OFFSET 5000"),
        "state": "completed",
        "expired": "true",
        "archived": "true",
    }
    cases = []
    for name, column in SORTS.items():
        for sort in (name, "-" + name):
            first = f"{LIST}?sort={sort}"
            last = f"{first}&cursor={deepest(database, sort, column)}"
            cases.append(Case(f"first, {sort}", first, "first", together=sort))
            cases.append(Case(f"deepest, {sort}", last, "deepest", together=sort))
    counted = {
        "state": "e.state = 'completed'",
        "channel": "i.channel = 'voice'",
        "queue": f"i.queue = '{values['queue']}'",
        "scorecard": f"EXISTS (SELECT 1 FROM evaluation_forms f WHERE f.evaluation_id = e.id AND f.scorecard_id = '{values['scorecard']}')",
        "team": f"i.team_id = '{values['team']}'",
    }
    counting = "SELECT count(*) FROM evaluations e JOIN interactions i ON i.id = e.interaction_id WHERE e.archived_at IS NULL AND "
    for name, value in values.items():
        # Of one interaction, and of one external ID, there is one session.
        kind = "short" if name in ("interaction", "q") else "filter"
        case = Case(name, f"{LIST}?{name}={value}", kind)
        if name in counted:
            case.count = counting + counted[name]
        cases.append(case)
    cases[0].count = "SELECT count(*) FROM evaluations e WHERE e.archived_at IS NULL"
    combined = [
        ("state", "team"), ("state", "queue", "channel"), ("agent", "state"), ("evaluator", "scorecard"),
        ("team", "channel", "scorecard", "state"), ("expired", "evaluator"), ("queue", "scorecard"), ("evaluator", "channel"),
    ]  # fmt: skip
    # What these have in common is nothing in this account.
    rare = [("evaluator", "scorecard"), ("team", "channel", "scorecard", "state"), ("expired", "evaluator")]
    for names in combined:
        query = "&".join(f"{name}={values[name]}" for name in names)
        sort = "" if "expired" in names else "&sort=-score"
        kind = "short" if names in rare else "combined"
        cases.append(Case(" + ".join(names), f"{LIST}?{query}{sort}", kind))
    cases.append(Case("a supervisor's", f"{LIST}?sort=-score", "combined", login="bench-super"))
    cases.append(Case("search", f"/api/v1/transcripts/search?q={account.WORD}&limit=20", "search"))
    database.close()
    return cases


def deepest(database: sqlite3.Connection, sort: str, column: str | None) -> str:
    """The marker of the last whole page. Sessions without a value to sort by come last, in the order of their making."""
    direction, other = ("DESC", "ASC") if sort.startswith("-") else ("ASC", "DESC")
    rest = f"p.{column} IS NULL" if column else "1 = 1"
    number = database.execute(
        f"""SELECT number FROM evaluation_places p WHERE p.list = 1 AND p.place BETWEEN 0 AND 3 AND {rest}
        ORDER BY number {other} LIMIT 1 OFFSET 50"""
    ).fetchone()[0]
    keys = json.dumps([sort, number], separators=(",", ":")).encode()
    seal = hashlib.sha256(LIST.encode() + b"\0" + keys).digest()[:6]
    return base64.urlsafe_b64encode(seal + keys).rstrip(b"=").decode()


@contextmanager
def peer(serving, cases: list[list[str]]):
    """peers/pages.c with these statements."""
    file = serving.cache / "cases"
    texts = []
    for case in cases:
        texts.append(f"{len(case)}\n" + "".join(f"{len(sql.encode())}\n{sql}\n" for sql in case))
    file.write_text("".join(texts))
    port = tools.free_port()
    with tools.running([tools.built("pages", serving.cache), str(port), serving.held.database, file], port):
        yield port


def duels(serving, cases: list[Case], seconds: float):
    with peer(serving, [case.statements for case in cases]) as port:
        numbered = list(enumerate(cases))
        for _, group in itertools.groupby(numbered, lambda one: one[1].together or one[1].name):
            yield from side_by_side(serving, list(group), port, seconds)


def side_by_side(serving, cases: list[tuple[int, Case]], port: int, seconds: float):
    """Rounds of all these, ours and theirs in turn, after one that warms."""
    rounds: dict[int, list] = {number: [] for number, _ in cases}
    for _ in range(serving.bench.rounds + 1):
        for number, case in cases:
            ours = tools.Group([tools.request(case.path, serving.cookie(case.login))], connections=8)
            theirs = tools.Group([tools.request(f"/{number}")], connections=8)
            rounds[number].append((serving.load(serving.port, ours, seconds), serving.load(port, theirs, seconds)))
    for number, case in cases:
        yield case, Duel(rounds[number][1:])


KINDS = {
    "first": "no filter, first page",
    "deepest": "no filter, deepest page",
    "filter": "one filter",
    "combined": "several filters, or a supervisor's sight",
    "short": "filters that leave one session or none",
}


def pages(serving, cases: list[Case]) -> list[Row]:
    """S3: every sort at both ends, every filter, and some together."""
    wanted = [case for case in cases if case.kind in KINDS]
    measured = list(duels(serving, wanted, 0.1 if serving.bench.quick else 0.5))
    rows = [of_kind(serving, kind, [(case, duel) for case, duel in measured if case.kind == kind]) for kind in KINDS]
    found = {case.name: duel for case, duel in measured}
    depth = [(deeper(found[f"deepest, {sort}"], found[f"first, {sort}"]), sort) for sort in both_ways()]
    rows.append(
        Row(
            "S3", "deepest page by the first, the highest of all sorts", "the first page", max(depth)[0], at_most=1.2,
            context=f"highest {max(depth)[1]}; median {middle(ratio for ratio, _ in depth):.2f}x",
            limit="nothing grows with depth (keyset)", missed="The two differ by what their rows hold and by noise.",
        )
    )  # fmt: skip
    return rows


def of_kind(serving, kind: str, measured: list[tuple[Case, Duel]]) -> Row:
    ratios = [(duel.ratio(rate), case.name) for case, duel in measured]
    worst, name = min(ratios)
    slowest = max((duel.both(usual)[0], case.name) for case, duel in measured)
    return Row(
        "S3", f"page of 50 of {serving.held.facts['sessions']:,} sessions, JSON, {KINDS[kind]}: the lowest of {len(ratios)}",
        "C handler with the same SQL", worst, at_least=0.8,
        context=f"lowest {name}; median {middle(ratio for ratio, _ in ratios):.2f}x; "
        f"slowest {slowest[0]:.2f} ms ({slowest[1]}); 8 connections",
        limit="SQLite's own work on a page, which both sides do",
        missed="Both answer on the thread of the connection, where it takes less than 3 ms of the processor. Of a whole page SQLite has "
        "half here and six tenths there; an answer without rows takes some 0.1 ms against 0.03: who asks, the texts of the statements, "
        "reading the head, route, headers and log. A mix of filters reads pages by the thousand, and each one's cells are checked, so that "
        "damage is met early: a sixth of the time. Where the peer's connections fall to one of its two threads it is slower than it "
        "need be, and the ratio of such a mix lies anywhere from 0.7 to 3.",
    )  # fmt: skip


def deeper(deepest: Duel, first: Duel) -> float:
    """Time of ours at the end of the list by time at its beginning, round by round."""
    return middle(usual(last) / usual(begun) for (last, _), (begun, _) in zip(deepest.rounds, first.rounds, strict=True))


def both_ways() -> list[str]:
    return [sort for name in SORTS for sort in (name, "-" + name)]


def counts(serving, cases: list[Case]) -> Row:
    """S4: a whole page with its count, against the count alone; one request at a time, for that count takes long."""
    wanted = [case for case in cases if case.count]
    ratios = []
    with peer(serving, [[case.count] for case in wanted]) as port:
        for place, case in enumerate(wanted):
            mine, other = Client(serving.port, case.path, serving.cookies[case.login][0]), Client(port, f"/{place}")
            rounds = [(mine.usual(10), other.usual(1)) for _ in range(serving.bench.rounds + 1)][1:]
            ratio = middle(ours / theirs for ours, theirs in rounds)
            ratios.append((ratio, case.name, middle(ours for ours, _ in rounds), middle(theirs for _, theirs in rounds)))
    highest, name, mine, other = max(ratios)
    return Row(
        "S4", f"a page of 50 with its count (exact, or of the first 10,000 and said to be more): the highest of {len(ratios)}",
        "SELECT count(*) in C", highest, at_most=0.1,
        context=f"{name}: {mine:.2f} and {other:.2f} ms; all: " + ", ".join(f"{n} {r:.3f}x" for r, n, _, _ in ratios)
        + "; one connection, client http.client",
        limit="the page itself: every list knows its size", missed="Of what leaves few rows the whole count is cheap as well.",
    )  # fmt: skip


class Client:
    """One connection that asks for the same again and again."""

    def __init__(self, port: int, path: str, cookie: str = ""):
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.path, self.headers = path, {"Cookie": cookie} if cookie else {}

    def usual(self, times: int) -> float:
        """The median time of an answer, ms."""
        return middle(self.answered() for _ in range(times))

    def answered(self) -> float:
        before = time.perf_counter()
        self.connection.request("GET", self.path, headers=self.headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{self.path} was answered with {answer.status}")
        return (time.perf_counter() - before) * 1000


def search(serving, cases: list[Case]) -> Row:
    """S5: the newest twenty of all that hold a word."""
    (case,) = [case for case in cases if case.kind == "search"]
    bm25 = f"""SELECT s.id, i.id, i.external_id, i.channel, i.agent_id, u.name, i.started_at, s.position, s.start_ms, s.end_ms,
        s.speaker, snippet(segment_index, 0, char(2), char(3), '…', 24)
        FROM segment_index JOIN segments s ON s.id = segment_index.rowid JOIN interactions i ON i.id = s.interaction_id
        LEFT JOIN users u ON u.id = i.agent_id
        WHERE segment_index MATCH '"{account.WORD}" *' ORDER BY rank LIMIT 20"""
    case = replace(case, statements=[bm25])
    ((_, duel),) = list(duels(serving, [case], serving.seconds))
    mine, other = duel.both(usual)
    segments = serving.held.facts["sessions"]
    mentions = segments * account.MENTIONED // 100
    return Row(
        "S5", f"transcript search, top 20 of {segments:,} segments, a word in {mentions:,} of them",
        "FTS5 bm25 in C", 1 / duel.ratio(rate), at_most=0.4, context=f"{mine:.2f} and {other:.2f} ms; 8 connections",
        limit="ours come newest first, which is the order of the index: a page is read and no more",
    )  # fmt: skip
