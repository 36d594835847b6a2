"""E1: lists exported as locked workbooks, and what memory the server needs for them."""

import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from report import Row

SIZES = (10_000, 100_000, 300_000)
KINDS = ("RssAnon", "RssShmem")


def memory(process: int) -> int:
    """Bytes that are a process's own, files that are in memory alone among them."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(KINDS))


class Highest:
    """The most memory that a process has while something goes on."""

    def __init__(self, process: int):
        self.process, self.most, self.done = process, 0, threading.Event()
        self.thread = threading.Thread(target=self.look)

    def look(self) -> None:
        while not self.done.wait(0.02):
            self.most = max(self.most, memory(self.process))

    def __enter__(self) -> "Highest":
        self.thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.done.set()
        self.thread.join()


def border(serving, rows: int) -> str:
    """A filter by when they were made that leaves the first so many; the archive is in no list."""
    first = serving.ask("/api/v1/evaluations?sort=createdAt&limit=1")["items"][0]["createdAt"]
    # One every twenty seconds, 92 of a hundred not archived (scripts/sessions.py).
    end = datetime.fromisoformat(first).timestamp() + rows / 0.92 * 20
    return f"date=created&to={datetime.fromtimestamp(end, UTC):%Y-%m-%dT%H:%M:%SZ}"


def lists(serving) -> list[Row]:
    api = serving.server.api()
    api.headers["Cookie"] = serving.cookie().removeprefix("Cookie: ")
    sizes = [size for size in SIZES if size <= serving.held.facts["sessions"] * 0.9] or [serving.held.facts["sessions"] // 2]
    told, most = [], []
    # The first one warms: the libraries, the page cache, the allocator.
    for size in [sizes[0], *sizes]:
        started = time.monotonic()
        with Highest(serving.server.process.pid) as highest:
            body = {"format": "xlsx", "password": "a long pass phrase"}
            job = api.create(f"evaluations/export?{border(serving, size)}", body, 202)
            while (state := api.read(f"jobs/{job['id']}"))["state"] not in ("done", "failed"):
                time.sleep(0.2)
        if state["state"] != "done":
            raise RuntimeError(f"the list was not exported: {state}")
        most.append(highest.most)
        told.append(f"{size:,} rows {highest.most / 2**20:.1f} MiB in {time.monotonic() - started:.0f} s")
    return [
        Row(
            "E1", f"list of {sizes[-1]:,} rows as a locked workbook: memory (RssAnon, RssShmem) beyond that of {sizes[0]:,}",
            figure=max(0, most[-1] - most[1]) / 2**20, unit="MiB", at_most=8, context=", ".join(told[1:]),
            limit="nothing of a row is kept; portions of 500, buffers of the encryption",
        )
    ]
