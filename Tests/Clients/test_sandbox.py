"""What becomes of a media child that crashes, is killed, or may not work; and of files that are hostile, in a real server."""

import contextlib
import ctypes
import json
import os
import platform
import signal
import socket
import struct
import subprocess
import time
from pathlib import Path

import pytest

from harness.children import metrics, standing_still
from harness.server import executable

CALL = {"channel": "voice", "startedAt": "2026-03-02T09:00:00Z"}


@pytest.fixture(scope="module")
def server(start_server):
    return start_server("--metrics")


@pytest.fixture(scope="module")
def admin(server):
    return server.api("admin")


def interaction(api, name: str) -> str:
    return api.create("interactions", CALL | {"externalId": name}, 201)["id"]


def log_lines(server) -> list[dict]:
    return [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]


def drafts(server) -> set[str]:
    return {path.name for path in (server.data / "media" / "tmp").iterdir()}


def until(condition, what: str):
    deadline = time.monotonic() + 30
    while not (found := condition()):
        assert time.monotonic() < deadline, what
        time.sleep(0.02)
    return found


@contextlib.contextmanager
def a_child_at_work(server, admin, fixtures, name: str):
    """A recording that is glanced at by a child that stands still: the children of the server, and the recording."""
    home = interaction(admin, name)
    # Whoever died while nobody used it is replaced with the next piece of work.
    admin.wait_for_recording(admin.attach(home, fixtures / "wrong-number.wav", kind="audio", party="agent")["id"])
    with standing_still(server) as still:
        made = admin.attach(home, fixtures / "wrong-number.wav", kind="audio", party="customer")
        until(lambda: metrics(server)["earmark_media_children_busy"] == 1, "nobody works on the file")
        yield still, made["id"]


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [
        (signal.SIGSEGV, "media_crashed", "safely"),
        (signal.SIGSYS, "media_violation", "trust"),
        (signal.SIGXCPU, "media_cpu_limit", "computing"),
        (signal.SIGXFSZ, "media_output_limit", "larger"),
    ],
)
def test_each_end_of_a_child_is_told_counted_and_logged(server, admin, fixtures, number, code, word):
    counted = f'earmark_media_work_total{{work="glance",outcome="{code}"}}'
    before = metrics(server).get(counted, 0)
    with a_child_at_work(server, admin, fixtures, f"ended by {number.name}") as (still, recording):
        for child in still:
            os.kill(child, number)
    found = admin.wait_for_recording(recording)
    assert (found["state"], found["failure"]["code"]) == ("failed", code)
    assert word in found["failure"]["message"] and found["failure"]["message"].endswith(".")
    assert metrics(server)[counted] == before + 1
    (line,) = [line for line in log_lines(server) if line.get("code") == code]
    assert line["message"] == "media work failed" and line["level"] == "warning"
    assert set(line) <= {"time", "level", "message", "work", "code", "count", "waitedMs", "workedMs", "signal"}
    assert line.get("signal") == ("11" if number == signal.SIGSEGV else None)


def test_a_child_that_was_killed_is_not_the_files_fault(server, admin, fixtures):
    with a_child_at_work(server, admin, fixtures, "killed") as (still, recording):
        for child in still:
            os.kill(child, signal.SIGKILL)
    assert admin.wait_for_recording(recording)["state"] == "ready"
    assert [line["work"] for line in log_lines(server) if line.get("code") == "media_killed"] == ["glance"]


def test_a_file_that_cannot_be_read_is_kept_aside_until_it_is_taken_away(start_server, fixtures):
    server = start_server()
    api = server.api("admin")
    home = interaction(api, "kept aside")
    made = api.attach(home, fixtures / "broken" / "noise.opus", kind="audio", party="both")
    found = api.wait_for_recording(made["id"])
    assert (found["state"], found["failure"]["code"]) == ("failed", "media_format_unsupported")
    kept = drafts(server)
    assert len(kept) == 1
    content = (server.data / "media" / "tmp" / next(iter(kept))).read_bytes()
    assert content == (fixtures / "broken" / "noise.opus").read_bytes()
    # Older than what a start sweeps away.
    long_ago = time.time() - 5 * 86_400
    os.utime(server.data / "media" / "tmp" / next(iter(kept)), (long_ago, long_ago))
    server.stop()
    server.start()
    api = server.api("admin")
    assert drafts(server) == kept
    assert api.read(f"recordings/{made['id']}")["failure"] == found["failure"]
    assert api.delete(f"recordings/{made['id']}").status_code == 204
    until(lambda: not drafts(server), "the file is still there")


def test_files_that_want_to_go_elsewhere_are_refused_and_go_nowhere(server, admin, tmp_path):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        listener.setblocking(False)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        neighbours = server.data / "media" / "tmp"
        attacks = {
            "playlist.mp4": f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{address}/a.ts\n#EXT-X-ENDLIST\n",
            "manifest.mp4": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
            'mediaPresentationDuration="PT10S"><Period><AdaptationSet mimeType="audio/mp4"><Representation id="1" '
            f'bandwidth="1"><BaseURL>{address}/a.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>',
            "list.wav": f"ffconcat version 1.0\nfile '{address}/a.wav'\nfile '{neighbours}'\nfile '/etc/passwd'\n",
            "session.opus": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=a\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 9 RTP/AVP 0\n",
        }
        for name, text in attacks.items():
            (tmp_path / name).write_text(text)
            home = interaction(admin, f"attack {name}")
            start = time.monotonic()
            found = admin.wait_for_recording(admin.attach(home, tmp_path / name, kind="audio", party="both")["id"])
            assert time.monotonic() - start < 30
            assert (found["state"], found["failure"]["code"]) == ("failed", "media_format_unsupported"), name
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert admin.get("/healthz").status_code == 200


def test_metrics_are_off_unless_asked_for(start_server, admin):
    assert "earmark_" not in start_server(roles=()).api().get("/metrics").text
    text = admin.get("/metrics").text
    assert "# TYPE earmark_media_work_total counter" in text and "earmark_media_waiting 0" in text


def test_the_check_proves_the_lockdown_from_inside():
    done = subprocess.run([executable(), "check", "--sandbox"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["refused"] is True and found["control"] == {"what": "thread", "outcome": "done"}
    assert {attempt["what"] for attempt in found["attempts"]} >= {"open", "socket", "connect", "exec", "ptrace", "fork", "kill"}
    assert {attempt["outcome"] for attempt in found["attempts"]} <= {"refused", "ended"}
    assert len(done.stderr.splitlines()) == len(found["attempts"]) + 1


# A filter over everything that is started from here: seccomp(2) does not exist, as on a kernel without it.
def kernel_without_seccomp():
    number = {"x86_64": 317, "aarch64": 277}[platform.machine()]
    load_number, jump_if_equal, answer = 0x20, 0x15, 0x06
    allow, enosys = 0x7FFF0000, 0x00050000 | 38
    program = b"".join(
        struct.pack("HBBI", *instruction)
        for instruction in [(load_number, 0, 0, 0), (jump_if_equal, 0, 1, number), (answer, 0, 0, enosys), (answer, 0, 0, allow)]
    )
    libc = ctypes.CDLL(None, use_errno=True)
    instructions = ctypes.create_string_buffer(program, len(program))
    filter_ = ctypes.create_string_buffer(struct.pack("HxxxxxxP", 4, ctypes.addressof(instructions)))
    no_new_privileges, set_seccomp, filtering = 38, 22, 2
    assert libc.prctl(no_new_privileges, 1, 0, 0, 0) == 0
    assert libc.prctl(set_seccomp, filtering, filter_, 0, 0) == 0, ctypes.get_errno()


def test_without_seccomp_it_refuses_to_work_and_says_why(fixtures):
    def run(*arguments):
        return subprocess.run(
            [executable(), *arguments], capture_output=True, text=True, timeout=60, preexec_fn=kernel_without_seccomp
        )

    probe = run("media", "probe", fixtures / "wrong-number.wav")
    assert (probe.returncode, probe.stdout) == (1, "")
    assert "cannot lock its reader down" in probe.stderr
    check = run("check", "--sandbox")
    assert check.returncode == 1
    found = json.loads(check.stdout)
    assert found["refused"] is False
    assert {attempt["outcome"] for attempt in found["attempts"]} == {"unlocked"}
    assert "seccomp is missing" in check.stderr
