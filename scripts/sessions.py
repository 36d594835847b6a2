"""Fills a new data directory with an account of many evaluation sessions, for measuring.

    python scripts/sessions.py EARMARK DATA [SESSIONS]

The program makes the directory and the admin `bench` (password on standard output); the rest is written by SQL in one
transaction, the same for the same number: 4,000 agents in 200 teams, 300 evaluators, a supervisor `bench-super` of three
teams, 25 scorecards, and an interaction for every session. Indexes and triggers are put back afterwards.
"""

import json
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

PASSWORD = "Measured-twice-27"
AGENTS, TEAMS, EVALUATORS, SCORECARDS = 4_000, 200, 300, 25
DAY = 86_400_000
FILLED = ("users", "teams", "team_members", "interactions", "scorecards", "scorecard_versions", "evaluation_forms",
          "evaluations", "evaluation_lists", "evaluation_places", "evaluation_counts")
QUEUES = ("billing", "claims", "retention", "sales", "support", "technical", "vip", "welcome")


def identifier(kind: int, number: str) -> str:
    """SQL for a UUIDv7 that tells its kind and number."""
    return f"printf('01a0{kind:04x}-%04x-7000-8000-%012x', ({number}) % 65536, {number})"


def number_of(count: int) -> str:
    return f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"


def mixed(number: str, salt: int, among: int) -> str:
    """SQL for a number below `among` that looks like chance and is the same each time."""
    return f"(((({number}) * 2654435761 + {salt} * 40503) % 4294967296) / 7919) % {among}"


def card(number: int) -> str:
    question = {
        "key": "q1", "type": "yesNo", "text": "Was the question answered?", "required": True,
        "options": [{"key": "yes", "label": "Yes", "points": 10}, {"key": "no", "label": "No", "points": 0}],
    }
    section = {"key": "s1", "title": "Call", "weight": 10_000, "questions": [question]}
    return json.dumps(
        {"key": f"card-{number}", "name": f"Scorecard {number}", "format": "percentage", "sections": [section]},
        separators=(",", ":"))


def fill(database: sqlite3.Connection, sessions: int, now: int) -> None:
    run = database.execute
    admin = run("SELECT id FROM users WHERE login = 'bench'").fetchone()[0]
    operator = run("SELECT id FROM users WHERE login = '(operator)'").fetchone()[0]
    first = now - sessions * 20_000
    people = "INSERT INTO users (id, kind, login, name, role, created_at) "
    run(f"{people}{number_of(AGENTS)} SELECT {identifier(1, 'i')}, 'person', 'agent' || i, 'Agent ' || i, 'agent', 1 FROM n")
    run(f"{people}{number_of(EVALUATORS)} "
        f"SELECT {identifier(2, 'i')}, 'person', 'evaluator' || i, 'Evaluator ' || i, 'evaluator', 1 FROM n")
    run(f"INSERT INTO teams {number_of(TEAMS)} SELECT {identifier(3, 'i')}, 'Team ' || i, 1 FROM n")
    run(f"INSERT INTO team_members {number_of(AGENTS)} "
        f"SELECT {identifier(3, f'i % {TEAMS} + 1')}, {identifier(1, 'i')} FROM n")
    run(f"INSERT INTO team_supervisors {number_of(3)} "
        f"SELECT {identifier(3, 'i')}, (SELECT id FROM users WHERE login = 'bench-super') FROM n")
    for number in range(1, SCORECARDS + 1):
        made = f"{identifier(4, str(number))}"
        run(f"INSERT INTO scorecards VALUES ({made}, ?, ?, '', '[]', 'percentage', 1, 1, NULL, NULL, 1, ?, 1, 1)",
            (f"card-{number}", f"Scorecard {number}", admin))
        run(f"INSERT INTO scorecard_versions VALUES ({made}, 1, ?, ?, ?, 1)", (card(number), "0" * 64, admin))

    agent = f"{mixed('i', 1, AGENTS)} + 1"
    queues = " ".join(f"WHEN {place} THEN '{queue}'" for place, queue in enumerate(QUEUES))
    run(f"""INSERT INTO interactions (id, external_id, channel, agent_id, team_id, queue, started_at, duration_ms,
            is_offline, evaluated_at, created_by, created_at) {number_of(sessions)}
        SELECT {identifier(5, 'i')}, printf('CALL-%07d', i),
            CASE {mixed('i', 2, 10)} WHEN 0 THEN 'chat' WHEN 1 THEN 'email' ELSE 'voice' END,
            {identifier(1, agent)}, {identifier(3, f'({agent}) % {TEAMS} + 1')},
            CASE {mixed('i', 3, len(QUEUES))} {queues} END, {first} + i * 20000 - {DAY}, 30000 + {mixed('i', 4, 2_370_000)}, 0,
            NULL, '{operator}', {first} + i * 20000 FROM n""")

    # Of a hundred: 5 unassigned, 8 assigned, 7 in progress, 80 completed; a tenth of the completed in the archive.
    run(f"""INSERT INTO evaluations (id, name, is_named, state, origin, interaction_id, agent_id, evaluator_id, was_open,
            has_answers, due_at, score, passed, revision, created_by, created_at, edited_by, edited_at, completed_at,
            archived_at, number) {number_of(sessions)},
        s AS (SELECT i, {first} + i * 20000 AS at, {mixed('i', 5, 100)} AS chance,
            {identifier(2, f'{mixed("i", 6, EVALUATORS)} + 1')} AS evaluator FROM n)
        SELECT {identifier(6, 'i')}, printf('Scorecard %d · CALL-%07d', {mixed('i', 7, SCORECARDS)} + 1, i), 0,
            CASE WHEN chance < 5 THEN 'unassigned' WHEN chance < 13 THEN 'assigned' WHEN chance < 20 THEN 'in_progress'
                ELSE 'completed' END,
            'manual', {identifier(5, 'i')}, {identifier(1, agent)}, CASE WHEN chance >= 5 THEN evaluator END, 1,
            chance >= 13, CASE WHEN {mixed('i', 8, 10)} > 0 THEN at + {mixed('i', 9, 14)} * {DAY} END,
            CASE WHEN chance >= 13 THEN 20000000 + {mixed('i', 10, 801)} * 100000 END, NULL, 1, '{admin}', at,
            CASE WHEN chance >= 13 THEN evaluator END,
            CASE WHEN chance >= 13 THEN at + {mixed('i', 11, 7)} * {DAY} + {mixed('i', 12, 9_999_999)} END,
            CASE WHEN chance >= 20 THEN at + {mixed('i', 11, 7)} * {DAY} + {mixed('i', 12, 9_999_999)} END,
            CASE WHEN chance >= 92 THEN at + 30 * {DAY} END, i FROM s""")
    run(f"""INSERT INTO evaluation_forms (id, evaluation_id, position, scorecard_id, version, score, passed, auto_failed)
        {number_of(sessions)}
        SELECT {identifier(7, 'i')}, {identifier(6, 'i')}, 0, {identifier(4, f'{mixed("i", 7, SCORECARDS)} + 1')}, 1,
            (SELECT score FROM evaluations WHERE number = i), NULL, 0 FROM n""")
    run("INSERT INTO evaluation_lists (kind, subject) SELECT DISTINCT kind, subject FROM evaluation_subjects WHERE kind <> 'all'")
    run("""INSERT INTO evaluation_places
        SELECT e.number, l.id, CASE e.state WHEN 'unassigned' THEN 0 WHEN 'assigned' THEN 1 WHEN 'in_progress' THEN 2
            ELSE 3 END + CASE WHEN e.archived_at IS NULL THEN 0 ELSE 4 END, e.due_at, e.completed_at, e.edited_at, e.score
        FROM evaluation_subjects s JOIN evaluations e ON e.number = s.number
        JOIN evaluation_lists l ON l.kind = s.kind AND l.subject = s.subject""")
    run("""INSERT INTO evaluation_counts (list, place, held)
        SELECT list, place, count(*) FROM evaluation_places GROUP BY list, place""")
    run("""INSERT INTO evaluation_words (rowid, words) SELECT e.number, e.name || ' ' || i.external_id
        FROM evaluations e JOIN interactions i ON i.id = e.interaction_id""")


def main() -> None:
    earmark, data = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    sessions = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
    for login, role in (("bench", "admin"), ("bench-super", "supervisor")):
        subprocess.run(
            [earmark, "user", "add", login, "--name", login, "--role", role, "--password-stdin", "--data", data],
            input=PASSWORD + "\n", text=True, check=True, stdout=subprocess.DEVNULL)
    started = time.monotonic()
    database = sqlite3.connect(data / "earmark.sqlite", isolation_level=None)
    for pragma in ("synchronous = OFF", "cache_size = -400000", "foreign_keys = OFF", "temp_store = MEMORY",
                   "threads = 2"):
        database.execute(f"PRAGMA {pragma}")
    marks = ", ".join("?" * len(FILLED))
    kept = database.execute(
        f"SELECT type, name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL "
        f"AND tbl_name IN ({marks}) AND name <> 'evaluations_number' ORDER BY type", FILLED).fetchall()
    database.execute("BEGIN")
    for kind, name, _ in kept:
        database.execute(f"DROP {kind} {name}")
    fill(database, sessions, now=1_790_000_000_000)
    print(f"{sessions:,} sessions written after {time.monotonic() - started:.0f} s", flush=True)
    for _, _, sql in kept:
        database.execute(sql)
    database.execute("COMMIT")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    size = (data / "earmark.sqlite").stat().st_size / 1e6
    print(f"ready after {time.monotonic() - started:.0f} s, {size:,.0f} MB; bench and bench-super, {PASSWORD}")


if __name__ == "__main__":
    main()
