"""Media work as the server has it done: `earmark-bench` holds a pool of media children and times what they do."""

import json
import subprocess
import threading
import time
from pathlib import Path


class MediaWorker:
    """A pool of one media child, warm whenever something is measured."""

    def __init__(self, binaries: Path):
        self.program = subprocess.Popen(
            [str(binaries / "earmark-bench"), "1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self.indexed: set[Path] = set()

    def __enter__(self) -> "MediaWorker":
        return self

    def __exit__(self, *_: object) -> None:
        self.program.stdin.close()
        self.program.wait(timeout=30)

    def run(self, *request: object, cold: bool = False, fails: bool = False) -> dict:
        """What came of a request; its `seconds` go from the request to the closed file."""
        self._wait_until_warm()
        self.program.stdin.write("\t".join(["cold" if cold else "warm", *map(str, request)]) + "\n")
        answer = json.loads(self.program.stdout.readline())
        if answer["failure"] is not None and not fails:
            raise RuntimeError(f"{request[0]} failed: {answer['failure']}")
        answer["seconds"] = answer["microseconds"] / 1e6
        return answer

    def seconds(self, *request: object) -> float:
        return self.run(*request)["seconds"]

    def index(self, folder: Path, recording: Path) -> Path:
        """The sample index of a recording, which the server has written when it came in."""
        made = folder / f"{recording.name}.index"
        if recording not in self.indexed:
            self.run("index", made, recording)
            self.indexed.add(recording)
        return made

    def memory(self, *request: object) -> int:
        """The most memory of its own (RssAnon, bytes) that the child has had at work."""
        child = self._wait_until_warm()
        most, done = 0, threading.Event()

        def watch() -> None:
            nonlocal most
            while not done.is_set():
                most = max(most, _status(child).get("RssAnon", 0))
                time.sleep(0.001)

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            self.run(*request)
        finally:
            done.set()
            watcher.join()
        return most

    def _wait_until_warm(self) -> int:
        """The child that is ready: it has locked itself down, and sleeps until it is asked. The last one has gone."""
        for _ in range(20_000):
            if self.program.poll() is not None:
                raise RuntimeError(f"earmark-bench has ended with {self.program.returncode}")
            children = {child: _status(child) for child in self._children()}
            if len(children) == 1:
                ((child, status),) = children.items()
                if status.get("Seccomp") == 2 and status.get("sleeps"):
                    return child
            time.sleep(0.0005)
        raise RuntimeError("no media child became ready within ten seconds")

    def _children(self) -> list[int]:
        found = []
        for task in Path(f"/proc/{self.program.pid}/task").iterdir():
            try:
                found += map(int, (task / "children").read_text().split())
            except OSError:
                continue
        return found


def _status(process: int) -> dict[str, int]:
    """The numbers of /proc/PROCESS/status, sizes in bytes, and whether it sleeps. Nothing of a process that has gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return {}
    numbers = {}
    for line in lines:
        name, _, rest = line.partition(":")
        words = rest.split()
        if name == "State":
            numbers["sleeps"] = int(words[0] == "S")
        elif words and words[0].isdigit():
            numbers[name] = int(words[0]) * (1024 if words[-1] == "kB" else 1)
    return numbers
