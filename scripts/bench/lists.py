"""S3, S4, S5: pages of sessions, their counts, and the search of transcripts, against C that runs the same SQL."""

import base64
import hashlib
import json
import os
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass, field

import account
import tools
from duels import middle, rate, usual
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
            cases.append(Case(f"first, {sort}", first, "first"))
            cases.append(Case(f"deepest, {sort}", f"{first}&cursor={deepest(database, sort, column)}", "deepest"))
    counted = {
        "state": "e.state = 'completed'",
        "channel": "i.channel = 'voice'",
        "queue": f"i.queue = '{values['queue']}'",
        "scorecard": f"EXISTS (SELECT 1 FROM evaluation_forms f WHERE f.evaluation_id = e.id AND f.scorecard_id = '{values['scorecard']}')",
        "team": f"i.team_id = '{values['team']}'",
    }
    counting = "SELECT count(*) FROM evaluations e JOIN interactions i ON i.id = e.interaction_id WHERE e.archived_at IS NULL AND "
    for name, value in values.items():
        case = Case(name, f"{LIST}?{name}={value}", "filter")
        if name in counted:
            case.count = counting + counted[name]
        cases.append(case)
    cases[0].count = "SELECT count(*) FROM evaluations e WHERE e.archived_at IS NULL"
    combined = [
        ("state", "team"), ("state", "queue", "channel"), ("agent", "state"), ("evaluator", "scorecard"),
        ("team", "channel", "scorecard", "state"), ("expired", "evaluator"),
    ]  # fmt: skip
    for names in combined:
        query = "&".join(f"{name}={values[name]}" for name in names)
        sort = "" if "expired" in names else "&sort=-score"
        cases.append(Case(" + ".join(names), f"{LIST}?{query}{sort}", "combined"))
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


def duels(serving, cases: list[Case], theirs: list[list[str]], seconds: float):
    with peer(serving, theirs) as port:
        for place, case in enumerate(cases):
            ours = tools.Group([tools.request(case.path, serving.cookie(case.login))], connections=8)
            other = tools.Group([tools.request(f"/{place}")], connections=8)
            yield case, serving.against(ours, port, other, seconds)


def pages(serving, cases: list[Case]) -> list[Row]:
    """S3: every sort at both ends, every filter, and some together."""
    kinds = {
        "first": "no filter, first page",
        "deepest": "no filter, deepest page",
        "filter": "one filter",
        "combined": "several filters, or a supervisor's sight",
    }
    wanted = [case for case in cases if case.kind in kinds]
    seconds = 0.2 if serving.bench.quick else 0.5
    measured = list(duels(serving, wanted, [case.statements for case in wanted], seconds))
    times = {case.name: duel.both(usual)[0] for case, duel in measured}
    rows = []
    held = f"{serving.held.facts['sessions']:,} sessions"
    for kind, title in kinds.items():
        of_kind = [(duel.ratio(rate), case.name) for case, duel in measured if case.kind == kind]
        worst, name = min(of_kind)
        slowest = max((times[name], name) for _, name in of_kind)
        rows.append(
            Row(
                "S3", f"page of 50 of {held}, JSON, {title}: the lowest of {len(of_kind)}", "C handler with the same SQL",
                worst, at_least=0.8,
                context=f"lowest {name}; median {middle(ratio for ratio, _ in of_kind):.2f}x; "
                f"slowest {slowest[0]:.2f} ms ({slowest[1]}); 8 connections",
                limit="SQLite's own work on a page, which both sides do",
                missed="The peer answers on the thread of the connection and asks nobody who is calling; a page of ours "
                "goes to a worker and back, and its rows become values before they become bytes.",
            )
        )  # fmt: skip
    depth = [(times[f"deepest, {sort}"] / times[f"first, {sort}"], sort) for sort in both_ways()]
    rows.append(
        Row(
            "S3", "deepest page by the first, the highest of all sorts", "the first page", max(depth)[0], at_most=1.2,
            context=f"highest {max(depth)[1]}; median {middle(ratio for ratio, _ in depth):.2f}x",
            limit="nothing grows with depth (keyset)", missed="The two differ by what their rows hold and by noise.",
        )
    )  # fmt: skip
    return rows


def both_ways() -> list[str]:
    return [sort for name in SORTS for sort in (name, "-" + name)]


def counts(serving, cases: list[Case]) -> Row:
    """S4: a whole page with its count, against the count alone."""
    wanted = [case for case in cases if case.count]
    seconds = 0.2 if serving.bench.quick else 1.0
    measured = list(duels(serving, wanted, [[case.count] for case in wanted], seconds))
    # Time of a request against time of a request: the rates' inverse.
    ratios = [(1 / duel.ratio(rate), case.name) for case, duel in measured]
    highest, name = max(ratios)
    mine, other = max((duel.both(usual) for case, duel in measured if case.name == name))
    return Row(
        "S4", f"a page of 50 with its count (exact to 10,000, then said to be more): the highest of {len(ratios)}",
        "SELECT count(*) in C", highest, at_most=0.1,
        context=f"{name}: {mine:.2f} and {other:.2f} ms; all: " + ", ".join(f"{n} {r:.3f}x" for r, n in ratios),
        limit="reading 10,000 entries of an index", missed="Of what leaves few rows the whole count is cheap as well.",
    )  # fmt: skip


def search(serving, cases: list[Case]) -> Row:
    """S5: the newest twenty of all that hold a word."""
    (case,) = [case for case in cases if case.kind == "search"]
    bm25 = f"""SELECT s.id, i.id, i.external_id, i.channel, i.agent_id, u.name, i.started_at, s.position, s.start_ms, s.end_ms,
        s.speaker, snippet(segment_index, 0, char(2), char(3), '…', 24)
        FROM segment_index JOIN segments s ON s.id = segment_index.rowid JOIN interactions i ON i.id = s.interaction_id
        LEFT JOIN users u ON u.id = i.agent_id
        WHERE segment_index MATCH '"{account.WORD}" *' ORDER BY rank LIMIT 20"""
    ((_, duel),) = list(duels(serving, [case], [[bm25]], serving.seconds))
    mine, other = duel.both(usual)
    segments = serving.held.facts["sessions"]
    mentions = segments * account.MENTIONED // 100
    return Row(
        "S5", f"transcript search, top 20 of {segments:,} segments, a word in {mentions:,} of them",
        "FTS5 bm25 in C", 1 / duel.ratio(rate), at_most=0.4, context=f"{mine:.2f} and {other:.2f} ms; 8 connections",
        limit="ours come newest first, which is the order of the index: a page is read and no more",
    )  # fmt: skip
