"""An account as large as one that was used for years: a million evaluations, a million spoken segments, long recordings.

What little can be made through the API is made through it (the tables, the people, the scorecard, the recordings, which
are read and prepared as always); the great number goes into the tables while no server runs. It is kept in the cache for
as long as schema and recipe stay what they are.
"""

import array
import hashlib
import json
import os
import random
import secrets
import shutil
import sqlite3
import sys
import time
import wave
from dataclasses import dataclass, field
from pathlib import Path

import report
from score import scorecard

sys.path.insert(0, str(report.ROOT / "Tests"))

from harness.server import Server  # noqa: E402

SESSIONS = 1_000_000
INTERACTIONS = 250_000
SEGMENTS = 1_000_000
# Segments of one call.
CALL = 100
# In so many segments stands the word that is searched for.
WORD, MENTIONS = "refund", 30_000
EVALUATORS, AGENTS, TEAMS = 100, 1_000, 50
PLAYERS, READERS, SAVERS = 500, 20, 16
RECORDINGS, RECORDING_MINUTES = 4, 60
YEAR = 365 * 24 * 3_600_000
BEGINNING = 1_700_000_000_000


@dataclass
class Account:
    """A data directory and what is known of it."""

    home: Path
    facts: dict = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def database(self) -> Path:
        return self.data / "earmark.sqlite"

    def server(self) -> Server:
        return Server(self.data)

    def blob(self, number: int = 0) -> Path:
        digest = self.facts["recordings"][number]["sha256"]
        return self.data / "media" / digest[:2] / digest

    def sign_in(self, people: dict[str, int]) -> dict[str, list[str]]:
        """Cookies of new sign-ins, so many of each login's people; while no server runs. Those of earlier runs end."""
        now = int(time.time() * 1000)
        cookies: dict[str, list[str]] = {}
        with sqlite3.connect(self.database) as database:
            database.execute("DELETE FROM sessions")
            for login, count in people.items():
                users = [row[0] for row in database.execute("SELECT id FROM users WHERE login GLOB ? ORDER BY login", [login])]
                for place in range(count):
                    token = secrets.token_urlsafe(32)
                    cookies.setdefault(login, []).append(f"session={token}")
                    database.execute(
                        "INSERT INTO sessions (token_hash, user_id, created_at, last_used_at) VALUES (?, ?, ?, ?)",
                        [hashlib.sha256(token.encode()).hexdigest(), users[place % len(users)], now, now],
                    )
        database.close()
        return cookies


def large_account(cache: Path, earmark: Path, sessions: int = SESSIONS) -> Account:
    """The account of the cache, made anew when it is not there or when what it is made by has changed."""
    os.environ["EARMARK"] = str(earmark)
    recipe = hashlib.sha256(
        Path(__file__).read_bytes() + (report.ROOT / "docs" / "schema.sql").read_bytes() + str(sessions).encode()
    ).hexdigest()
    home = cache / f"account-{sessions}"
    made = home / "made.json"
    if made.exists():
        facts = json.loads(made.read_text())
        if facts["recipe"] == recipe:
            return Account(home, facts)
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    account = Account(home)
    started = time.monotonic()
    print(f"making an account of {sessions:,} evaluations …", file=sys.stderr, flush=True)
    begin(account)
    fill(account, sessions)
    account.facts["recipe"] = recipe
    made.write_text(json.dumps(account.facts))
    print(f"made in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return account


def begin(account: Account) -> None:
    """Tables, the first people, a scorecard and the recordings, all by the server itself."""
    server = account.server()
    server.start()
    try:
        server.add_user("admin", "admin", "Ada Admin")
        api = server.api("admin")
        draft = api.create("scorecards", scorecard(sections=4, questions=3), 201)
        headers = {"If-Match": f'"{draft["etag"]}"'}
        api.json_of(api.post(f"scorecards/{draft['id']}/publication", json={}, headers=headers))
        recordings = []
        for number in range(RECORDINGS):
            call = {"externalId": f"LONG-{number}", "channel": "voice", "startedAt": "2024-01-01T09:00:00Z"}
            call["durationMs"] = RECORDING_MINUTES * 60_000
            interaction = api.create("interactions", call, 201)
            file = account.home / f"call-{number}.wav"
            write_call(file, number)
            attached = api.attach(interaction["id"], file, kind="audio", party="both")
            ready = api.wait_for_recording(attached["id"])
            if ready["state"] != "ready":
                raise RuntimeError(f"a recording was not prepared: {ready}")
            recordings.append({"id": ready["id"], "sha256": ready["sha256"], "bytes": ready["bytes"]})
            file.unlink()
        account.facts = {"scorecard": draft["id"], "recordings": recordings}
    finally:
        server.stop()


def write_call(path: Path, seed: int) -> None:
    """An hour of two voices' worth of noise that comes and goes, 8 kHz stereo PCM (115 MB)."""
    chance = random.Random(seed)
    seconds = [array.array("h", (int(chance.gauss(0, loud)) for _ in range(16_000))) for loud in (30, 900, 2500)]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8_000)
        for _ in range(RECORDING_MINUTES * 60):
            file.writeframesraw(chance.choice(seconds).tobytes())


def fill(account: Account, sessions: int) -> None:
    database = sqlite3.connect(account.database, isolation_level=None)
    for pragma in ("synchronous = OFF", "cache_size = -400000", "temp_store = MEMORY", "foreign_keys = OFF"):
        database.execute(f"PRAGMA {pragma}")
    database.create_function("key", 2, key, deterministic=True)
    database.execute("BEGIN")
    people(database)
    calls(database)
    evaluations(database, account, sessions)
    transcripts(database)
    database.execute("COMMIT")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def key(at: int, number: int) -> str:
    """A UUIDv7 of an instant and a number."""
    return f"{at >> 16:08x}-{at & 0xFFFF:04x}-7{number % 4096:03x}-8{number >> 36 & 0xFFF:03x}-{number & 0xFFFFFFFFF:012x}"


FIRST = "Ann Ben Cleo Dan Eve Finn Gia Hugo Ines Jan Kim Leo Mia Noa Otto Pia Quin Rosa Sam Tess".split()
LAST = "Abel Brand Costa Diaz Evans Fuchs Gomez Haas Ito Jung Klein Lopez Moore Novak Olsen Perez Quist Rossi Silva Tran".split()
QUEUES = "Billing Refunds Sales Support Returns Technical Retention Orders".split()


def people(database: sqlite3.Connection) -> None:
    rows = [
        (key(BEGINNING, number), "person", login, f"{FIRST[number % 20]} {LAST[number // 20 % 20]} {number}", role, BEGINNING)
        for number, (login, role) in enumerate(
            [(f"evaluator-{i:04}", "evaluator") for i in range(EVALUATORS)]
            + [(f"supervisor-{i:04}", "supervisor") for i in range(TEAMS)]
            + [(f"agent-{i:04}", "agent") for i in range(AGENTS)]
        )
    ]
    database.executemany("INSERT INTO users (id, kind, login, name, role, created_at) VALUES (?, ?, ?, ?, ?, ?)", rows)
    teams = [(key(BEGINNING, 5_000 + i), f"Team {i:02}", BEGINNING) for i in range(TEAMS)]
    database.executemany("INSERT INTO teams (id, name, created_at) VALUES (?, ?, ?)", teams)
    by_role = {role: [row[0] for row in rows if row[4] == role] for role in ("agent", "supervisor")}
    for place, agent in enumerate(by_role["agent"]):
        database.execute("INSERT INTO team_members (team_id, user_id) VALUES (?, ?)", [teams[place % TEAMS][0], agent])
    for place, supervisor in enumerate(by_role["supervisor"]):
        database.execute("INSERT INTO team_supervisors (team_id, user_id) VALUES (?, ?)", [teams[place][0], supervisor])


def calls(database: sqlite3.Connection) -> None:
    admin = database.execute("SELECT id FROM users WHERE login = 'admin'").fetchone()[0]
    agents = database.execute(
        "SELECT u.id, m.team_id FROM users u JOIN team_members m ON m.user_id = u.id WHERE u.role = 'agent' ORDER BY u.login"
    ).fetchall()
    chance = random.Random(1)

    def rows():
        for number in range(INTERACTIONS):
            at = BEGINNING + number * (2 * YEAR // INTERACTIONS)
            agent, team = agents[chance.randrange(AGENTS)]
            started = at + chance.randrange(-5_000_000, 5_000_000)
            yield (
                key(at, number), f"C-{number:07}", "voice", agent, team, QUEUES[chance.randrange(8)],
                f"+49 30 {chance.randrange(10**6):06}", started, chance.randrange(30_000, 2_400_000), 0, admin, at,
            )  # fmt: skip

    database.executemany(
        """INSERT INTO interactions (id, external_id, channel, agent_id, team_id, queue, customer, started_at, duration_ms,
        is_offline, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        rows(),
    )


def evaluations(database: sqlite3.Connection, account: Account, sessions: int) -> None:
    """80 % completed, 5 % in progress, 10 % assigned, 5 % nobody's; most with a due date, each with one form."""
    admin = database.execute("SELECT id FROM users WHERE login = 'admin'").fetchone()[0]
    evaluators = [row[0] for row in database.execute("SELECT id FROM users WHERE role = 'evaluator' ORDER BY login")]
    places = database.execute("SELECT id, external_id, agent_id FROM interactions WHERE external_id GLOB 'C-*' ORDER BY id").fetchall()
    chance = random.Random(2)
    spacing = 2 * YEAR // sessions

    def rows():
        for number in range(sessions):
            at = BEGINNING + number * spacing
            interaction, external, agent = places[number * 7 % len(places)]
            state = chance.choices(("completed", "in_progress", "assigned", "unassigned"), (80, 5, 10, 5))[0]
            evaluator = None if state == "unassigned" else evaluators[chance.randrange(EVALUATORS)]
            answered = state in ("completed", "in_progress")
            score = round(min(100, max(0, chance.gauss(82, 12))), 1) if answered else None
            edited = at + chance.randrange(60_000, 40_000_000) if answered else None
            yield (
                key(at, number), f"{external} · {number % 4 + 1}", 0, state, "manual", interaction, agent,
                evaluator, int(state == "unassigned"), int(answered),
                None if number % 5 == 0 else at + chance.randrange(86_400_000, 1_000_000_000),
                None if score is None else int(score * 1_000_000), None if score is None else int(score >= 75),
                2 if answered else 1, admin, at, evaluator if answered else None, edited,
                edited if state == "completed" else None, at + 10**9 if number % 50 == 49 else None,
            )  # fmt: skip

    database.executemany(
        """INSERT INTO evaluations (id, name, is_named, state, origin, interaction_id, agent_id, evaluator_id, was_open,
        has_answers, due_at, score, passed, revision, created_by, created_at, edited_by, edited_at, completed_at, archived_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        rows(),
    )
    database.execute(
        """INSERT INTO evaluation_forms (id, evaluation_id, position, scorecard_id, version, score, passed, auto_failed)
        SELECT substr(id, 1, 14) || '9' || substr(id, 16), id, 0, ?, 1, score, passed, 0 FROM evaluations""",
        [account.facts["scorecard"]],
    )


def transcripts(database: sqlite3.Connection) -> None:
    """Words by Zipf's law, as speech has them; the one searched for in exactly as many segments as said."""
    admin = database.execute("SELECT id FROM users WHERE login = 'admin'").fetchone()[0]
    chance = random.Random(3)
    heads = "the i to and a of you it in for on that is your have".split()
    words = heads + [pronounceable(chance) for _ in range(6_000)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    spoken = iter(())
    mentioned = set(chance.sample(range(SEGMENTS), MENTIONS))
    held = database.execute(
        "SELECT id FROM interactions WHERE external_id GLOB 'C-*' ORDER BY created_at DESC LIMIT ?", [SEGMENTS // CALL]
    ).fetchall()
    held.reverse()
    number = 0
    for (interaction,) in held:
        database.execute(
            "INSERT INTO transcripts (interaction_id, language, created_by, created_at) VALUES (?, 'en', ?, ?)",
            [interaction, admin, BEGINNING],
        )
        spoken = chance.choices(words, weights, k=CALL * 12)
        rows = []
        for place in range(CALL):
            said = spoken[place * 12 : place * 12 + 4 + (place * 7) % 9]
            if number in mentioned:
                said[len(said) // 2] = WORD
            side = "agent" if place % 2 else "customer"
            rows.append((interaction, place, place * 4_000, place * 4_000 + 3_500, side.title(), side, " ".join(said)))
            number += 1
        database.executemany(
            "INSERT INTO segments (interaction_id, position, start_ms, end_ms, speaker, party, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
            rows,
        )


def pronounceable(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randrange(2, 5)))
