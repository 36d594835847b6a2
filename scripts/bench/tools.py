"""The small C programs of scripts/bench/peers, and nginx: built, started on loopback, and ended again."""

import getpass
import json
import shutil
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import report
from harness.server import free_port

PEERS = Path(__file__).parent / "peers"
LIBRARIES = {"load": [], "commits": ["-lsqlite3"], "pages": ["-lmicrohttpd", "-lsqlite3"]}


def built(name: str, cache: Path) -> Path:
    """A peer compiled with the optimizer, anew when its source changed."""
    source, program = PEERS / f"{name}.c", cache / name
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        command = ["gcc", "-O2", "-std=gnu17", "-Wall", "-o", program, source, "-pthread", *LIBRARIES.get(name, [])]
        if name == "statements":
            command += ["-shared", "-fPIC", "-ldl"]
        subprocess.run(command, check=True)
    return program


@dataclass(frozen=True)
class Group:
    """Connections of the client that do the same."""

    requests: list[bytes]
    connections: int = 16
    # Pauses between an answer and the next request, ms.
    pause: tuple[int, int] = (0, 0)
    # Whether each connection has two requests of its own: one to begin with, one that is repeated.
    own: bool = False
    name: str = "all"


@dataclass(frozen=True)
class Load:
    """What a client saw: answers a second, and milliseconds to the first byte and to the last."""

    rate: float
    megabytes: float
    answers: int
    errors: int
    trouble: str
    first: dict[str, float]
    whole: dict[str, float]


def loads(cache: Path, port: int, seconds: float, *groups: Group) -> list[Load]:
    """Lets the client of peers/load.c work for some seconds."""
    words = []
    for place, group in enumerate(groups):
        file = cache / f"requests-{place}"
        file.write_bytes(b"".join(b"%d\n%s" % (len(request), request) for request in group.requests))
        mode = "own" if group.own else "any"
        words.append(f"{group.name}:{group.connections}:{group.pause[0]}:{group.pause[1]}:{mode}:{file}")
    done = subprocess.run(
        [built("load", cache), str(port), str(seconds), *words], capture_output=True, text=True, timeout=seconds + 60
    )
    if done.returncode != 0:
        raise RuntimeError(f"the client ended with {done.returncode}: {done.stderr.strip()}")
    found = []
    for line in done.stdout.splitlines():
        said = json.loads(line)
        said.pop("name")
        found.append(Load(**said))
    return found


def load(cache: Path, port: int, seconds: float, group: Group) -> Load:
    """One group's work, which has to be free of errors; longer where no answer came in that time."""
    for _ in range(4):
        (found,) = loads(cache, port, seconds, group)
        if found.errors:
            raise RuntimeError(f"{found.errors} errors beside {found.answers} answers: {found.trouble}")
        if found.answers >= group.connections:
            return found
        seconds *= 4
    raise RuntimeError(f"{found.answers} answers in {seconds / 4:g} s")


def request(path: str, *headers: str, method: str = "GET", body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *headers]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


CONFIGURATION = """
daemon off; user {user}; worker_processes 2; pid {home}/nginx.pid; error_log {home}/error.log warn; worker_rlimit_nofile 8192;
events {{ worker_connections 4096; use epoll; multi_accept on; }}
http {{
  access_log {home}/access.log; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000;
  types {{ text/html html; text/javascript js; text/css css; audio/wav wav; }}
  client_body_temp_path {home}/t1; proxy_temp_path {home}/t2; fastcgi_temp_path {home}/t3; uwsgi_temp_path {home}/t4;
  scgi_temp_path {home}/t5;
  server {{ listen 127.0.0.1:{port} reuseport; root {root}; }}
}}
"""


@contextmanager
def nginx(cache: Path, root: Path):
    """nginx with two workers, sendfile and an access log (ours writes one too); gives its port."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    home = cache / "nginx"
    home.mkdir(exist_ok=True)
    port = free_port()
    (home / "nginx.conf").write_text(CONFIGURATION.format(user=getpass.getuser(), home=home, port=port, root=root))
    with running([program, "-p", str(home), "-c", str(home / "nginx.conf"), "-e", str(home / "error.log")], port):
        yield port
    (home / "access.log").unlink(missing_ok=True)


@contextmanager
def running(command: list, port: int):
    """A program that listens on a port, ended afterwards."""
    import socket

    process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL)
    try:
        for _ in range(500):
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended with {process.returncode}")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        else:
            raise RuntimeError(f"{command[0]} does not listen")
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def memory(process: int) -> float:
    """Megabytes that are the process's own (RssAnon)."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    return 0.0
