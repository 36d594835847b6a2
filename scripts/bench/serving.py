"""Serving: ranges, pages, searches and saved answers under load, through the real server and its authorization."""

import random
from urllib.parse import urlsplit

import account
import report
import tools
from report import Row

CLIENT = "client: peers/load.c, one thread, 16 connections, bytes not copied (MSG_TRUNC)"


class Serving:
    """What the measurements share: the account, the running server, and who is signed in."""

    def __init__(self, bench, held: account.Account):
        self.bench, self.held = bench, held
        self.cache = bench.cache / "serving"
        self.cache.mkdir(exist_ok=True)
        self.seconds = 1.0 if bench.quick else 3.0
        self.server = None
        self.cookies: dict[str, list[str]] = {}

    def start(self) -> None:
        self.cookies = self.held.sign_in(
            {"admin": account.READERS, "evaluator-*": account.SAVERS, "supervisor-*": account.PLAYERS}
        )
        self.server = self.held.server().start()

    def stop(self) -> None:
        if self.server:
            self.server.stop()
            self.server.log_path.unlink(missing_ok=True)
            self.server = None

    @property
    def port(self) -> int:
        return urlsplit(self.server.url).port

    def cookie(self, login: str = "admin") -> str:
        return "Cookie: " + self.cookies[login][0]

    def load(self, port: int, group: tools.Group) -> tools.Load:
        return tools.load(self.cache, port, self.seconds, group)

    def against(self, ours: tools.Group, port: int, theirs: tools.Group) -> "Duel":
        """Rounds of both, A B A B, after a short one of each that warms."""
        rounds = []
        for number in range(self.bench.rounds + 1):
            pair = self.load(self.port, ours), self.load(port, theirs)
            if number:
                rounds.append(pair)
        return Duel(rounds)


class Duel:
    """What the client saw of both sides, round by round."""

    def __init__(self, rounds: list[tuple[tools.Load, tools.Load]]):
        self.rounds = rounds

    def ratio(self, of) -> float:
        return middle(of(mine) / of(other) for mine, other in self.rounds)

    def both(self, of) -> tuple[float, float]:
        return middle(of(mine) for mine, _ in self.rounds), middle(of(other) for _, other in self.rounds)


def middle(values) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def rate(found: tools.Load) -> float:
    return found.rate


def late(found: tools.Load) -> float:
    return found.whole["p99"]


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
            (mine, other), (mine_late, other_late) = duel.both(rate), duel.both(late)
            work = f"Range of {name} of an authorized recording, 16 connections"
            context = f"{mine:,.0f} and {other:,.0f} a second"
            rows.append(
                Row("S1", work, "nginx (sendfile)", duel.ratio(rate), at_least=0.85, context=f"{context}; {CLIENT}", limit="")
            )
            rows.append(
                Row(
                    "S1", f"{work}: p99", "nginx (sendfile)", duel.ratio(late), at_most=1.0,
                    context=f"{mine_late:.2f} and {other_late:.2f} ms",
                )
            )  # fmt: skip
    return rows


def static_file(serving: Serving) -> Row:
    """S2: one of the browser's modules."""
    root = report.ROOT / "static"
    file = min((f for f in root.rglob("*.js")), key=lambda f: abs(f.stat().st_size - 4_000))
    path = "/" + str(file.relative_to(root))
    with tools.nginx(serving.cache, root) as port:
        group = tools.Group([tools.request(path)])
        duel = serving.against(group, port, group)
    mine, other = duel.both(rate)
    return Row(
        "S2", f"small static file ({file.stat().st_size} bytes), 16 connections", "nginx", duel.ratio(rate), at_least=0.9,
        context=f"{mine:,.0f} and {other:,.0f} a second; p99 {duel.both(late)[0]:.2f} and {duel.both(late)[1]:.2f} ms; {CLIENT}",
    )  # fmt: skip


MEASUREMENTS = [
    ("S1", "ranges of a recording", media_ranges),
    ("S2", "a small static file", static_file),
]


def measure(bench) -> list[Row]:
    sessions = 20_000 if bench.quick else account.SESSIONS
    held = account.large_account(bench.cache, bench.earmark, sessions)
    serving = Serving(bench, held)
    rows: list[Row] = []
    serving.start()
    try:
        for id, work, measurement in MEASUREMENTS:
            rows += bench.rows(id, work, lambda: measurement(serving))
    finally:
        serving.stop()
    return rows
