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
