"""Serving: ranges, pages, searches and saved answers under load, through the real server and its authorization."""

import random
import time
from urllib.parse import urlsplit

import account
import report
import tools
from duels import Duel, late, rate
from report import Row

CLIENT = "client peers/load.c, one thread, bytes not copied (MSG_TRUNC)"


class Serving:
    """What the measurements share: the account, the running server, and who is signed in."""

    def __init__(self, bench, held: account.Account):
        self.bench, self.held = bench, held
        self.cache = bench.cache / "serving"
        self.cache.mkdir(exist_ok=True)
        self.seconds = 0.5 if bench.quick else 2.0
        self.server = None
        self.cookies: dict[str, list[str]] = {}

    def start(self) -> None:
        self.sign_in()
        self.server = self.held.server().start()

    def sign_in(self) -> None:
        people = {"bench": account.READERS, "bench-super": 1, "evaluator*": account.PLAYERS}
        self.cookies = self.held.sign_in(people)

    def stop(self) -> None:
        if self.server:
            server, self.server = self.server, None
            server.stop()
            server.log_path.unlink(missing_ok=True)

    @property
    def port(self) -> int:
        return urlsplit(self.server.url).port

    def cookie(self, login: str = "bench", number: int = 0) -> str:
        return "Cookie: " + self.cookies[login][number]

    def ask(self, path: str, login: str = "bench") -> dict:
        """What somebody signed in is answered."""
        api = self.server.api()
        return api.json_of(api.get(path, headers={"Cookie": self.cookies[login][0]}))

    def load(self, port: int, group: tools.Group, seconds: float | None = None) -> tools.Load:
        return tools.load(self.cache, port, seconds or self.seconds, group)

    def against(self, ours: tools.Group, port: int, theirs: tools.Group, seconds: float | None = None) -> Duel:
        """Rounds of both, A B A B, after one of each that warms."""
        pairs = [
            (self.load(self.port, ours, seconds), self.load(port, theirs, seconds)) for _ in range(self.bench.rounds + 1)
        ]
        return Duel(pairs[1:])


def ranges(path: str, length: int, size: int, *headers: str) -> list[bytes]:
    chance = random.Random(size)
    starts = [chance.randrange(length // size) * size for _ in range(2_000)]
    return [tools.request(path, f"Range: bytes={start}-{start + size - 1}", *headers) for start in starts]


def media_ranges(serving: Serving) -> list[Row]:
    """S1: pieces of a recording that somebody signed in may hear."""
    recording = serving.held.facts["recordings"][0]
    root = serving.cache / "www"
    root.mkdir(exist_ok=True)
    (root / "call.wav").unlink(missing_ok=True)
    (root / "call.wav").hardlink_to(serving.held.blob())
    rows = []
    with tools.nginx(serving.cache, root) as port:
        for size, name in ((1 << 20, "1 MiB"), (64 << 10, "64 KiB")):
            path = f"/api/v1/recordings/{recording['id']}/content"
            ours = tools.Group(ranges(path, recording["bytes"], size, serving.cookie()))
            theirs = tools.Group(ranges("/call.wav", recording["bytes"], size))
            duel = serving.against(ours, port, theirs)
            work = f"Range of {name} of an authorized recording, 16 connections"
            mine, other = duel.both(rate)
            rows.append(
                Row(
                    "S1", f"{work}: rate", "nginx (sendfile)", duel.ratio(rate), at_least=0.85,
                    context=f"{mine:,.0f} and {other:,.0f} a second ({mine * size / 1e9:.2f} GB/s); {CLIENT}",
                    limit="the copies of the kernel and of the client, which share the processors",
                    missed="Of a range of 64 KiB half of the server's time in the processor is the kernel's; of the rest a third is "
                    "making and freeing each answer with its headers. Opening and closing the file is a thirtieth.",
                )
            )  # fmt: skip
            mine, other = duel.both(late)
            rows.append(
                Row(
                    "S1", f"{work}: p99", "nginx (sendfile)", duel.ratio(late), at_most=1.0,
                    context=f"{mine:.2f} and {other:.2f} ms", limit="how the kernel shares the processors",
                    missed="Two event threads, the client and the thread that writes the access log share the processors: who is held up "
                    "for a moment is among the slowest. libmicrohttpd sends 128 KiB a call, nginx as much as fits.",
                )
            )  # fmt: skip
    return rows


def static_file(serving: Serving) -> Row:
    """S2: one of the browser's modules."""
    root = report.ROOT / "static"
    file = min(root.rglob("*.js"), key=lambda file: abs(file.stat().st_size - 4_000))
    path = "/" + str(file.relative_to(root))
    with tools.nginx(serving.cache, root) as port:
        group = tools.Group([tools.request(path)])
        duel = serving.against(group, port, group)
    mine, other = duel.both(rate)
    mine_late, other_late = duel.both(late)
    return Row(
        "S2", f"small static file ({file.stat().st_size:,} bytes), 16 connections", "nginx", duel.ratio(rate), at_least=0.9,
        context=f"{mine:,.0f} and {other:,.0f} a second; p99 {mine_late:.2f} and {other_late:.2f} ms; {CLIENT}",
        limit="the kernel, then reading the head of the request",
        missed="Half of the server's time is the kernel's. Five headers of safety come with every file, of which nginx sends none.",
    )  # fmt: skip


def start(serving: Serving) -> list[Row]:
    """S8: from the call to the first answer of /readyz, and what an idle server keeps."""
    taken, kept = [], []
    for _ in range(serving.bench.rounds):
        serving.stop()
        serving.sign_in()
        before = time.perf_counter()
        serving.server = serving.held.server().start()
        serving.server.api().read("/readyz")
        taken.append(time.perf_counter() - before)
        # What a first visitor asks for, then rest.
        for path in ("session", "evaluations", "interactions", "transcripts/search?q=refund"):
            serving.ask(path)
        time.sleep(1 if serving.bench.quick else 3)
        kept.append(tools.memory(serving.server.process.pid))
    size = serving.held.database.stat().st_size / 1e9
    held = f"{serving.held.facts['sessions']:,} sessions, database of {size:.1f} GB"
    return [
        Row(
            "S8", f"start with {held}, to the first answer", "-", sorted(taken)[len(taken) // 2], "s", at_most=0.5,
            context=f"slowest {max(taken):.2f} s; a first start that changes tables is not meant",
            limit="the loader, opening the database and its five connections",
            missed="Stray media are looked for before the doors open, which takes a moment for each file there is.",
        ),
        Row(
            "S8", "memory of its own (RssAnon) of the idle server, after its first answers", "-", max(kept), "MB", at_most=64,
            context="the media children apart", limit="the page caches of SQLite",
        ),
    ]  # fmt: skip


def measure(bench) -> list[Row]:
    import exports
    import lists
    import savings
    import visitors

    held = account.large_account(bench.cache, bench.earmark, 20_000 if bench.quick else account.SESSIONS)
    serving = Serving(bench, held)
    rows: list[Row] = []
    try:
        cases = lists.learned(serving) if bench.wants("S3", "S4", "S5") else []
        serving.start()
        for id, work, measurement in [
            ("S1", "ranges of a recording", media_ranges),
            ("S2", "a small static file", static_file),
            ("S3", "pages of sessions", lambda serving: lists.pages(serving, cases)),
            ("S4", "counts beside them", lambda serving: lists.counts(serving, cases)),
            ("S5", "search of transcripts", lambda serving: lists.search(serving, cases)),
            ("S6", "saved answers", savings.saved_answers),
            ("S7", "players and users", visitors.players),
            ("E1", "exported lists", exports.lists),
            ("S8", "start and rest", start),
        ]:
            rows += bench.rows(id, work, lambda: measurement(serving))
    finally:
        serving.stop()
    return rows
