"""S7: five hundred people who listen and seek, and twenty who work through the API, for minutes."""

import json
import os
import random
import threading

import account
import tools
from report import Row

# EARMARK_BENCH_MINUTES=1 for a look.
MINUTES = 10.0


def players(serving) -> list[Row]:
    minutes = 0.25 if serving.bench.quick else float(os.environ.get("EARMARK_BENCH_MINUTES", MINUTES))
    memory: list[float] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(1):
            memory.append(tools.memory(serving.server.process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        found = tools.loads(serving.cache, serving.port, minutes * 60, listeners(serving), workers(serving), savers(serving))
    finally:
        over.set()
        watcher.join()
    errors = sum(load.errors for load in found)
    trouble = next((load.trouble for load in found if load.errors), "")
    slowest = max(load.first["p95"] for load in found)
    early, late = memory[len(memory) // 4 : len(memory) // 2], memory[-len(memory) // 4 :]
    growth = sorted(late)[len(late) // 2] - sorted(early)[len(early) // 2]
    work = f"{account.PLAYERS} players that seek every 1 to 3 s (open ranges) and {account.READERS} users of the API, {minutes:g} min"
    names = ("players", "readers", "savers")
    context = "; ".join(
        f"{name} {load.answers:,} ({load.rate:,.0f}/s, first byte p50 {load.first['p50']:.1f}, p95 {load.first['p95']:.1f}, "
        f"p99 {load.first['p99']:.1f} ms)"
        for name, load in zip(names, found, strict=True)
    )
    return [
        Row("S7", f"{work}: errors", "-", errors, "", at_most=0, context=trouble or context, limit=""),
        Row(
            "S7", "the same: first byte, p95, of whoever waits longest", "-", slowest, "ms", at_most=200,
            context=f"{sum(load.megabytes for load in found):,.0f} MB/s together",
            limit="the copies of the kernel; client and server share the processors",
            missed="Every commit clears the grants (decision 52), so players ask a worker again and wait with the users of the API for "
            "the four connections that read; a processor that has other work to do shows here first.",
        ),
        Row(
            "S7", "the same: growth of the server's own memory (RssAnon) from its second quarter to its last", "-", growth, "MB",
            at_most=8, context=f"{memory[0]:.0f} MB at the beginning, {memory[-1]:.0f} at the end, at most {max(memory):.0f}",
            limit="", missed="What allocators keep for threads that were busy at once.",
        ),
    ]  # fmt: skip


def listeners(serving) -> tools.Group:
    """Each signed in as somebody, at a random place of one of the long recordings."""
    chance = random.Random(7)
    requests = []
    for number in range(account.PLAYERS):
        for _ in range(4):
            recording = chance.choice(serving.held.facts["recordings"])
            start = chance.randrange(recording["bytes"] - (4 << 20))
            path = f"/api/v1/recordings/{recording['id']}/content"
            requests.append(tools.request(path, f"Range: bytes={start}-", serving.cookie("evaluator*", number)))
    return tools.Group(requests, connections=account.PLAYERS, pause=(1_000, 3_000), name="players")


def workers(serving) -> tools.Group:
    """Those who look: lists, sessions, searches, what a player opens."""
    paths = [
        "evaluations", "evaluations?state=in_progress&sort=-score", "evaluations?expired=true", "interactions",
        f"transcripts/search?q={account.WORD}", "session", f"recordings/{serving.held.facts['recordings'][0]['id']}",
        *(f"evaluations/{session['id']}" for session in serving.held.facts["answered"][:4]),
    ]  # fmt: skip
    requests = [
        tools.request("/api/v1/" + path, serving.cookie("bench", number)) for number in range(account.READERS) for path in paths
    ]
    return tools.Group(requests, connections=account.READERS - 4, pause=(100, 500), name="readers")


def savers(serving) -> tools.Group:
    """Those who answer questions."""
    requests = []
    for number, session in enumerate(serving.held.facts["answered"][:4]):
        path, cookie = f"/api/v1/evaluations/{session['id']}", serving.cookie("bench", number)
        body = json.dumps({"forms": [{"id": session["form"], "answers": {"s0q0": {"option": "yes"}}}]}).encode()
        requests += [
            tools.request(path, cookie),
            tools.request(path + "/draft", cookie, "If-Match: @ETAG@", method="PUT", body=body),
        ]
    return tools.Group(requests, connections=4, pause=(500, 1_500), own=True, name="savers")
