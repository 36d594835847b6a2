"""The media children of a server."""

import contextlib
import os
import signal
import time
from pathlib import Path


def children(server) -> list[int]:
    """Those that are alive, found by their parent."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            state, parent = (entry / "stat").read_text().rsplit(")", 1)[1].split()[:2]
            if int(parent) == server.process.pid and state != "Z":
                found.append(int(entry.name))
    return found


def metrics(server) -> dict[str, int]:
    """What a server started with `--metrics` counts."""
    answer = server.api().get("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: int(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


@contextlib.contextmanager
def standing_still(server):
    """All children of a server started with `--metrics`, stopped while each waits for work: none is on its way out, and
    none comes up beside them."""
    deadline = time.monotonic() + 30
    while True:
        counted = metrics(server)
        found = children(server)
        ready = counted["earmark_media_children_ready"]
        if ready == len(found) > 1 and not any('state="running"' in name for name in counted):
            break
        assert time.monotonic() < deadline, (counted, found)
        time.sleep(0.02)
    for child in found:
        os.kill(child, signal.SIGSTOP)
    try:
        yield found
    finally:
        for child in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGCONT)


def crash_making_playback(server, api, recording: str):
    """Ends the child that makes what browsers play of a recording, as a fault in a decoder would."""
    deadline = time.monotonic() + 60
    while not ((found := api.read(f"recordings/{recording}"))["playback"] and found["state"] == "ready"):
        assert found["state"] != "failed" and time.monotonic() < deadline, found
        time.sleep(0.01)
    assert found["playback"]["state"] == "preparing", found
    while found["playback"]["state"] == "preparing":
        for child in children(server):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGSEGV)
        time.sleep(0.1)
        found = api.read(f"recordings/{recording}")
        assert time.monotonic() < deadline, found
