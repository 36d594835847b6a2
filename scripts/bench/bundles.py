"""M5 to M7: a call and four screens of two hours, downloaded as one."""

import hashlib
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import downloads
import report
import requests
from peers import ffmpeg_seconds, milliseconds
from recordings import Recordings
from report import Row
from rounds import alternate
from worker import MediaWorker

sys.path.insert(0, str(report.ROOT / "Tests"))

from harness.server import Server  # noqa: E402

CLIENT = "client: scripts/bench/downloads.py, bytes not copied (MSG_TRUNC)"
IMPORT_SECONDS = 600
# To be raised when what is taken in changes.
HELD_VERSION = 1


def measure(bench, recordings: Recordings, worker: MediaWorker) -> list[Row]:
    rows = []
    for container, goal in (("mp4", 0.7), ("mkv", 0.8)):
        rows += bench.rows(
            "M6", f"bundle to a file, {container}", partial(_to_a_file, bench, recordings, worker, container, goal)
        )
    return rows + bench.rows("M5", "bundles from the server", partial(_served, bench, recordings))


def _to_a_file(bench, recordings: Recordings, worker: MediaWorker, container: str, goal: float) -> Row:
    out = bench.cache / "out"
    out.mkdir(exist_ok=True)
    screens = [recordings.screen(number) for number in range(1, 5)]
    call = recordings.call("m4a")
    ours = ["bundle", out / f"ours.{container}", f"audio:{call}", *(f"screen:{screen}" for screen in screens)]
    inputs = [argument for file in (call, *screens) for argument in ("-i", file)]
    maps = [argument for number in range(5) for argument in ("-map", number)]
    theirs = ffmpeg_seconds(*inputs, *maps, "-c", "copy", out / f"theirs.{container}")
    seen = alternate(lambda: worker.seconds(*ours), theirs, bench.rounds)
    size = (out / f"ours.{container}").stat().st_size / 1e6
    for file in out.glob(f"*.{container}"):
        file.unlink()
    return Row(
        "M6", f"bundle of one call and four screens to a file, {container.upper()}", "`ffmpeg -c copy`", seen.ratio,
        at_most=goal, context=f"{milliseconds(seen.own, seen.peer)}, {size:,.0f} MB", limit="the cost of a packet, the disk",
    )  # fmt: skip


def _served(bench, recordings: Recordings) -> list[Row]:
    """Through the running server, with its authorization, against nginx and a plain file of the same bytes."""
    from tools import nginx

    held = Held(bench, recordings)
    rows = []
    root = bench.cache / "www"
    root.mkdir(exist_ok=True)
    with nginx(bench.cache, root) as port:
        for id, format, goal_ms in (("M5", "mp4", 50), ("M7", "zip", 20)):
            rows += bench.rows(id, format, partial(_downloads, bench, held, port, root, id, format, goal_ms))
    return rows


class Held:
    """A data directory with an interaction of one call and four screens, taken in by the server itself."""

    def __init__(self, bench, recordings: Recordings):
        os.environ["EARMARK"] = str(bench.earmark)
        schema = (report.ROOT / "docs" / "schema.sql").read_bytes()
        recipe = hashlib.sha256(schema + f"{recordings.folder.name} {HELD_VERSION}".encode()).hexdigest()[:16]
        self.home = bench.cache / f"bundles-{recipe}"
        for old in bench.cache.glob("bundles-*"):
            if old != self.home:
                shutil.rmtree(old)
        self.server = Server(self.home / "data")
        self.facts = self.home / "made.json"
        if not self.facts.exists():
            shutil.rmtree(self.home, ignore_errors=True)
            self.home.mkdir()
            self._fill(recordings)
        facts = json.loads(self.facts.read_text())
        self.interaction = facts["interaction"]
        self.headers = [f"Authorization: Bearer {facts['token']}"]

    def path(self, format: str) -> str:
        return f"/api/v1/interactions/{self.interaction}/bundle?format={format}"

    def start(self) -> int:
        self.server.start()
        return urlsplit(self.server.url).port

    def _fill(self, recordings: Recordings) -> None:
        self.server.add_user("admin", "admin")
        self.server.start()
        try:
            admin = self.server.api("admin")
            policy = admin.read("capture-policy") | {"screens": True, "teams": None, "channels": ["voice"], "roles": None}
            admin.json_of(admin.put("capture-policy", json=policy))
            line = {
                "externalId": "two-hours", "channel": "voice", "startedAt": "2026-11-12T09:14:07Z",
                "audio": [{"file": recordings.call("m4a").name}],
                "screens": [{"file": recordings.screen(number).name, "monitor": number} for number in range(1, 5)],
            }  # fmt: skip
            (recordings.folder / "interactions.jsonl").write_text(json.dumps(line) + "\n")
            taken = self._command("import", str(recordings.folder))
            token = self._command("token", "add", "bench", "--scope", "recordings:read", "--scope", "interactions:read")
            facts = {"interaction": json.loads(taken.splitlines()[0])["id"], "token": json.loads(token)["token"]}
            self.facts.write_text(json.dumps(facts))
        finally:
            self.server.stop()

    def _command(self, *arguments: str) -> str:
        command = [os.environ["EARMARK"], *arguments, "--data", str(self.server.data)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=IMPORT_SECONDS)
        if done.returncode != 0:
            raise RuntimeError(f"earmark {arguments[0]}: {done.stderr.strip()} {done.stdout.strip()}")
        return done.stdout


def _downloads(bench, held: Held, nginx_port: int, root: Path, id: str, format: str, goal_ms: float) -> list[Row]:
    path = held.path(format)
    what = "bundle of one call and four screens, MP4" if format == "mp4" else "ZIP of the originals"
    unplanned, planned = [], []
    for _ in range(bench.rounds):
        port = held.start()
        try:
            # A server that stands ready: its media children have started, and it has answered before.
            downloads.download(port, f"/api/v1/interactions/{held.interaction}", held.headers)
            time.sleep(1)
            unplanned.append(downloads.download(port, path, [*held.headers, "Range: bytes=0-65535"]).first_byte * 1000)
            planned += [
                downloads.download(port, path, [*held.headers, "Range: bytes=0-65535"]).first_byte * 1000 for _ in range(5)
            ]
        finally:
            held.server.stop()
    rows = [
        Row(
            id, f"{what}, first byte, asked for the first time", figure=statistics.median(unplanned), unit="ms", at_most=goal_ms,
            context=f"asked for again {statistics.median(planned):.2f} ms; {CLIENT}",
            limit="a media child that plans it from the indexes" if format == "mp4" else "the decision, opening the originals",
            missed="Planning goes over some 250,000 samples a few times; asked again, the plan is there. Keeping it on the disk "
            "from ingest on would help." if format == "mp4" else "The first answer decides and opens five files.",
        )
    ]  # fmt: skip
    port = held.start()
    try:
        plain = root / f"bundle.{format}"
        size = _fetch_and_compare(held, path, plain)
        for connections, goal in ((4, 0.8), (1, 0.55 if format == "mp4" else 0.8)):
            seconds = 0.5 if bench.quick else 2.0
            seen = alternate(
                lambda c=connections, s=seconds: downloads.rate(port, path, held.headers, c, s),
                lambda c=connections, s=seconds: downloads.rate(nginx_port, f"/{plain.name}", [], c, s),
                bench.rounds,
            )
            rows.append(
                Row(
                    id, f"{what}, rate on {connections} connection{'s' if connections > 1 else ''}",
                    "nginx (sendfile), a plain file of the same bytes", seen.ratio, at_least=goal,
                    context=f"{seen.own / 1e6:,.0f} and {seen.peer / 1e6:,.0f} MB/s, {size / 1e6:,.0f} MB",
                    limit="copying from the page cache, where nginx sends pages as they are",
                    missed="One event thread copies every byte from maps of the originals, while nginx hands pages over "
                    "(sendfile). libmicrohttpd sends one file that way, not stretches of several; that would help.",
                )
            )  # fmt: skip
    finally:
        held.server.stop()
        plain.unlink(missing_ok=True)
    return rows


def _fetch_and_compare(held: Held, path: str, plain: Path) -> int:
    """Writes the download to a file; ranges of it have to be the file's."""
    ask = {"Authorization": held.headers[0].partition(": ")[2]}
    with requests.get(held.server.url + path, headers=ask, stream=True, timeout=120) as answer, plain.open("wb") as file:
        answer.raise_for_status()
        for piece in answer.iter_content(1 << 20):
            file.write(piece)
    size = plain.stat().st_size
    chance = random.Random(1)
    with plain.open("rb") as file:
        for _ in range(50):
            start = chance.randrange(size)
            end = min(size, start + chance.choice([1, 1000, 1 << 20])) - 1
            part = requests.get(held.server.url + path, headers=ask | {"Range": f"bytes={start}-{end}"}, timeout=60)
            file.seek(start)
            if part.status_code != 206 or part.content != file.read(end - start + 1):
                raise RuntimeError(f"bytes {start}-{end} differ from the whole")
    return size
