"""A running `earmark serve` on a data directory of its own, and the command line beside it."""

import os
import re
import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path

from harness.api import Api

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 30
STOP_SECONDS = 20


def executable() -> Path:
    """The `earmark` under test: EARMARK in the environment, or the debug build."""
    path = Path(os.environ.get("EARMARK", ROOT / ".build" / "debug" / "earmark"))
    if not path.exists():
        raise RuntimeError(f"{path} is not built: run make build")
    return path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One server; stopped by SIGTERM and expected to end cleanly then."""

    def __init__(self, data: Path, *options: str):
        self.data = data
        self.options = options
        self.log_path = data.with_name(data.name + ".log")
        self.passwords: dict[str, str] = {}
        self.process: subprocess.Popen | None = None
        self.url = ""
        self.port = 0

    def start(self, port: int | None = None) -> "Server":
        """Starts on a port of its own, or where it was before: browsers know it by that."""
        port = port or free_port()
        said_before = len(self.log())
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [executable(), "serve", "--data", self.data, "--port", str(port), *self.options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + READY_SECONDS
        ready = re.compile(rf"http://(127\.0\.0\.1|localhost):{port}\b")
        while not ready.search(self.log(), said_before):
            if self.process.poll() is not None:
                raise AssertionError(f"earmark serve ended with {self.process.returncode}\n{self.log()}")
            if time.monotonic() > deadline:
                self.kill()
                raise AssertionError(f"earmark serve was not ready within {READY_SECONDS} s\n{self.log()}")
            time.sleep(0.02)
        return self

    def stop(self) -> None:
        """Asks the server to stop; it has to end by itself with 0."""
        if self.process is None:
            return
        process, self.process = self.process, None
        process.send_signal(signal.SIGTERM)
        try:
            ended = process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"earmark serve did not stop within {STOP_SECONDS} s of SIGTERM\n{self.log()}") from None
        assert ended == 0, f"earmark serve ended with {ended} after SIGTERM\n{self.log()}"

    def kill(self) -> None:
        """SIGKILL: what a power cut does, as far as the process is concerned."""
        if self.process is not None:
            process, self.process = self.process, None
            process.kill()
            process.wait()

    def log(self) -> str:
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def command(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess:
        """Runs `earmark …` on the same data directory."""
        return subprocess.run(
            [executable(), *arguments, "--data", str(self.data)], input=given, capture_output=True, text=True, timeout=60
        )

    def add_user(self, login: str, role: str, name: str | None = None) -> str:
        """Makes a person with a random password, by the command line; answers with the password."""
        password = secrets.token_urlsafe(12)
        done = self.command(
            "user", "add", login, "--name", name or login.title(), "--role", role, "--password-stdin", given=password + "\n"
        )
        assert done.returncode == 0, done.stderr
        self.passwords[login] = password
        return password

    def api(self, login: str | None = None) -> Api:
        """A client of this server, signed in when a login is named."""
        client = Api(self.url)
        if login:
            client.sign_in(login, self.passwords[login])
        return client
