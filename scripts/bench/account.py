"""An account as large as one that was used for years: a million evaluations, a million spoken segments, long recordings.

The recordings and what is answered come in through the API; the great numbers are written into the tables while no server
runs. It is kept in the cache for as long as schema and recipe stay what they are.
"""

import array
import hashlib
import json
import os
import random
import secrets
import shutil
import sqlite3
import subprocess
import sys
import time
import wave
from dataclasses import dataclass, field
from pathlib import Path

import report
from score import scorecard

sys.path[:0] = [str(report.ROOT / "Tests"), str(report.ROOT / "scripts")]

import sessions  # noqa: E402
from harness.server import Server  # noqa: E402

SESSIONS_SCRIPT = Path(sessions.__file__)

SESSIONS = 1_000_000
# Segments of one call; there are as many segments as evaluations.
CALL = 100
# The word that is searched for, and in how many of a hundred segments it stands.
WORD, MENTIONED = "refund", 3
PLAYERS, READERS, SAVERS = 500, 20, 16
RECORDINGS, RECORDING_MINUTES = 4, 60


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


def large_account(cache: Path, earmark: Path, number: int = SESSIONS) -> Account:
    """The account of the cache, made anew when it is not there or when what it is made by has changed."""
    os.environ["EARMARK"] = str(earmark)
    recipes = [Path(__file__), SESSIONS_SCRIPT, report.ROOT / "docs" / "schema.sql"]
    recipe = hashlib.sha256(b"".join(file.read_bytes() for file in recipes)).hexdigest()
    home = cache / f"account-{number}"
    made = home / "made.json"
    if made.exists():
        facts = json.loads(made.read_text())
        if facts["recipe"] == recipe:
            return Account(home, facts)
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    account = Account(home)
    started = time.monotonic()
    print(f"making an account of {number:,} evaluations …", file=sys.stderr, flush=True)
    subprocess.run([sys.executable, SESSIONS_SCRIPT, earmark, account.data, str(number)], check=True, stdout=sys.stderr)
    account.facts = by_the_server(account)
    transcripts(account, number)
    account.facts |= {"recipe": recipe, "sessions": number}
    made.write_text(json.dumps(account.facts))
    print(f"made in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return account


def by_the_server(account: Account) -> dict:
    """Long recordings, and sessions to be answered, one for each who saves."""
    server = account.server()
    server.passwords["bench"] = sessions.PASSWORD
    server.start()
    try:
        api = server.api("bench")
        draft = api.create("scorecards", scorecard(sections=4, questions=3), 201)
        headers = {"If-Match": f'"{draft["etag"]}"'}
        api.json_of(api.post(f"scorecards/{draft['id']}/publication", json={}, headers=headers))
        recordings = []
        for number in range(RECORDINGS):
            file = account.home / f"call-{number}.wav"
            write_call(file, number)
            attached = api.attach(call(api, f"LONG-{number}"), file, kind="audio", party="both")
            ready = api.wait_for_recording(attached["id"])
            if ready["state"] != "ready":
                raise RuntimeError(f"a recording was not prepared: {ready}")
            recordings.append({"id": ready["id"], "sha256": ready["sha256"], "bytes": ready["bytes"]})
            file.unlink()
        me = api.read("session")["user"]["id"]
        answered = []
        for number in range(SAVERS):
            body = {"interactionId": call(api, f"ANSWERED-{number}"), "scorecards": [draft["id"]], "evaluatorId": me}
            session = api.read(f"evaluations/{api.create('evaluations', body, 201)['id']}")
            answered.append({"id": session["id"], "form": session["forms"][0]["id"]})
        return {"recordings": recordings, "answered": answered}
    finally:
        server.stop()


def call(api, name: str) -> str:
    body = {"externalId": name, "channel": "voice", "startedAt": "2024-01-01T09:00:00Z", "durationMs": RECORDING_MINUTES * 60_000}
    return api.create("interactions", body, 201)["id"]


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


def transcripts(account: Account, segments: int) -> None:
    """Words by Zipf's law, as speech has them; the one searched for in exactly as many segments as said."""
    database = sqlite3.connect(account.database, isolation_level=None)
    for pragma in ("synchronous = OFF", "cache_size = -400000", "temp_store = MEMORY", "foreign_keys = OFF"):
        database.execute(f"PRAGMA {pragma}")
    database.execute("BEGIN")
    fill(database, segments)
    database.execute("COMMIT")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def fill(database: sqlite3.Connection, segments: int) -> None:
    admin = database.execute("SELECT id FROM users WHERE login = 'bench'").fetchone()[0]
    chance = random.Random(3)
    heads = "the i to and a of you it in for on that is your have".split()
    words = heads + [pronounceable(chance) for _ in range(6_000)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    mentioned = set(chance.sample(range(segments), segments * MENTIONED // 100))
    held = database.execute(
        "SELECT id, started_at / 1000 FROM interactions ORDER BY started_at DESC LIMIT ?", [segments // CALL]
    ).fetchall()
    held.reverse()
    number, second, place = 0, 0, 0
    for interaction, began in held:
        place = place - CALL if began == second else (began + 1) * 2**30 - 1
        second = began
        database.execute(
            "INSERT INTO transcripts (interaction_id, language, place, created_by, created_at) VALUES (?, 'en', ?, ?, ?)",
            [interaction, place, admin, began * 1000],
        )
        spoken = chance.choices(words, weights, k=CALL * 12)
        rows = []
        for at in range(CALL):
            said = spoken[at * 12 : at * 12 + 4 + (at * 7) % 9]
            if number in mentioned:
                said[len(said) // 2] = WORD
            side = "agent" if at % 2 else "customer"
            rows.append((place - at, interaction, at, at * 4_000, at * 4_000 + 3_500, side.title(), side, " ".join(said)))
            number += 1
        database.executemany(
            """INSERT INTO segments (id, interaction_id, position, start_ms, end_ms, speaker, party, text)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            rows,
        )


def pronounceable(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randrange(2, 5)))
