"""Power cuts: `kill -9` while writes go on, twenty times, and within every kind of work at moments by chance. Every
acknowledged write and byte is there afterwards, and what was half made is made whole, once."""

import base64
import hashlib
import os
import random
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

import pytest
import requests

from harness.calls import add_call
from harness.children import children
from harness.server import Server, executable

pytestmark = pytest.mark.alone
ROUNDS = 20
# Of those that have to hit the work while it goes on, and of those tried.
HITS, TRIES = 3, 12
BODY = {"channel": "voice", "startedAt": "2026-11-12T09:14:07Z"}


def test_no_acknowledged_write_is_lost_by_killing_the_server(start_server):
    server = start_server(roles=("admin",))
    acknowledged: list[str] = []
    chance = random.Random(7)
    for turn in range(ROUNDS):
        clients = [server.api("admin") for _ in range(2)]
        over = threading.Event()

        def write(lane: int, client) -> None:
            number = 0
            while not over.is_set():
                external = f"K-{turn}-{lane}-{number}"
                number += 1
                body = {"externalId": external, "channel": "voice", "startedAt": "2026-11-12T09:14:07Z"}
                try:
                    answer = client.post("interactions", json=body, timeout=10)
                except requests.RequestException:
                    return
                if answer.status_code == 201:
                    acknowledged.append(external)

        writers = [threading.Thread(target=write, args=(lane, client)) for lane, client in enumerate(clients)]
        for writer in writers:
            writer.start()
        time.sleep(chance.uniform(0.05, 0.35))
        server.kill()
        over.set()
        for writer in writers:
            writer.join()
        server.start()

    assert len(acknowledged) > ROUNDS * 5, "too little was written to prove anything"
    there = set()
    api = server.api("admin")
    page = api.read("interactions", limit=100)
    while True:
        there |= {one["externalId"] for one in page["items"]}
        if not page["next"]:
            break
        page = api.read("interactions", limit=100, cursor=page["next"])
    assert set(acknowledged) <= there
    # The event log tells the same story, and its chain is whole.
    server.stop()
    checked = server.command("check")
    assert checked.returncode == 0, checked.stderr


def test_a_job_killed_in_the_middle_is_done_once_after_the_restart(start_server, fixtures):
    server = start_server(roles=("admin",))
    api = server.api("admin")
    home = api.create("interactions", {"channel": "voice", "startedAt": "2026-11-12T09:14:07Z"}, 201)["id"]
    names = ["charged-twice-agent.opus", "charged-twice-customer.opus"]
    made = [
        api.attach(home, fixtures / name, kind="audio", party=party)["id"]
        for name, party in zip(names, ("agent", "customer"))
    ]
    server.kill()
    server.start()
    api = server.api("admin")
    assert [api.wait_for_recording(one)["state"] for one in made] == ["ready", "ready"]
    assert len(api.read(f"interactions/{home}/recordings")["items"]) == 2
    assert readied(api) == sorted(made), "a recording is made ready once, whatever happens"


def everything(api, path: str) -> list[dict]:
    page = api.read(path, limit=100)
    items = page["items"]
    while page["next"]:
        page = api.read(path, limit=100, cursor=page["next"])
        items += page["items"]
    return items


def readied(api) -> list[str]:
    """The recordings that were made ready, each as often as that happened."""
    return sorted(one["subject"]["id"] for one in everything(api, "activity") if one["action"] == "recording.ready")


@pytest.fixture
def chance() -> random.Random:
    """The same moments again with SEED in the environment."""
    seed = int(os.environ.get("SEED") or random.SystemRandom().getrandbits(32))
    print(f"SEED={seed}")
    return random.Random(seed)


@pytest.fixture
def busy(start_server, fixtures):
    """A server that holds a call with all its recordings; the call's id."""
    server = start_server(roles=("admin",))
    return server, add_call(server.api("admin"), fixtures)


def drafts(server) -> set[str]:
    return {path.name for path in (server.data / "media" / "tmp").iterdir()}


def assert_gone(pids: list[int]) -> None:
    """Children do not outlive their server."""
    deadline = time.monotonic() + 10
    while left := [pid for pid in pids if is_child(pid)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.02)


def is_child(pid: int) -> bool:
    try:
        return b"earmark-media" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def cut_power(server) -> None:
    """Kills the server; what it began ends with it."""
    mine = children(server)
    server.kill()
    assert_gone(mine)


def job_at_the_cut(server, job: str) -> str:
    """How a job stood when the server died."""
    with sqlite3.connect(f"file:{server.data}/earmark.sqlite?mode=ro", uri=True) as database:
        (state,) = database.execute("SELECT state FROM jobs WHERE id = ?", (job,)).fetchone()
    database.close()
    return state


def assert_nothing_is_half_made(server) -> None:
    """Nothing stays in the temporary folder, and every file in the store is what its name says."""
    deadline = time.monotonic() + 10
    while left := drafts(server):
        # A job is over a moment before its draft's name is gone.
        assert time.monotonic() < deadline, left
        time.sleep(0.02)
    for path in (server.data / "media").glob("*/*"):
        # The next piece of work may have begun meanwhile.
        if path.parent.name != "tmp":
            assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name


def assert_decodes(file: Path, *streams: str) -> None:
    maps = [word for stream in streams for word in ("-map", stream)]
    done = subprocess.run(["ffmpeg", "-v", "error", "-i", file, *maps, "-f", "null", "-"], capture_output=True)
    assert (done.returncode, done.stderr) == (0, b""), done.stderr


def test_every_acknowledged_byte_of_an_upload_is_there_after_each_cut(start_server, fixtures, chance):
    server = start_server(roles=("admin",))
    sound = (fixtures / "wrong-number.wav").read_bytes()
    filler = 24 << 20
    content = sound + b"junk" + filler.to_bytes(4, "little") + chance.randbytes(filler)
    content = content[:4] + (len(content) - 8).to_bytes(4, "little") + content[8:]
    api = server.api("admin")
    name = base64.b64encode(b"cut.wav").decode()
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(content)), "Upload-Metadata": f"filename {name}"}
    place = api.post("uploads", headers=headers).headers["Location"]
    (draft,) = drafts(server)
    acknowledged, cuts = 0, 0
    while acknowledged < len(content):
        api = server.api("admin")
        there = int(api.head(place, headers={"Tus-Resumable": "1.0.0"}).headers["Upload-Offset"])
        assert there >= acknowledged
        kept = (server.data / "media" / "tmp" / draft).read_bytes()
        assert kept[:there] == content[:there]
        acknowledged = there
        # Within the first or the second piece or right after it, however fast they go.
        last, cut = chance.randint(1, 2), threading.Timer(chance.uniform(0, 0.03), server.kill)
        try:
            while acknowledged < len(content):
                last -= 1
                if last == 0 and cuts < 8:
                    cut.start()
                # Two megabytes: some cuts fall between pieces, others within one.
                piece = content[acknowledged : acknowledged + (2 << 20)]
                headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(acknowledged)}
                headers["Content-Type"] = "application/offset+octet-stream"
                answer = api.patch(place, data=piece, headers=headers)
                assert answer.status_code == 204, answer.text
                acknowledged = int(answer.headers["Upload-Offset"])
                if cut.ident:
                    cut.join()
        except requests.RequestException:
            cuts += 1
        cut.cancel()
        if cut.ident:
            cut.join()
        if server.process is None:
            server.start()
    assert cuts >= 2, "the upload was over before the cuts"
    api = server.api("admin")
    home = api.create("interactions", BODY, 201)["id"]
    body = {"upload": place.rsplit("/", 1)[-1], "kind": "audio", "party": "both"}
    made = api.create(f"interactions/{home}/recordings", body, 202)
    ready = api.wait_for_recording(made["id"])
    assert (ready["state"], ready["sha256"]) == ("ready", hashlib.sha256(content).hexdigest())
    assert_nothing_is_half_made(server)


def test_recordings_are_read_once_however_often_the_server_is_cut_off(start_server, fixtures, chance):
    server = start_server(roles=("admin",))
    api = server.api("admin")
    api.put("capture-policy", json=api.read("capture-policy") | {"screens": True})
    made, hits = [], 0
    for _ in range(TRIES):
        home = api.create("interactions", BODY, 201)["id"]
        files = (("charged-twice-agent.opus", "agent"), ("charged-twice-customer.opus", "customer"))
        new = [api.attach(home, fixtures / name, kind="audio", party=party) for name, party in files]
        new.append(api.attach(home, fixtures / "charged-twice-screen1.mp4", kind="screen", monitor=1))
        made += [one["id"] for one in new]
        time.sleep(chance.uniform(0, 2.5))
        cut_power(server)
        hits += any(job_at_the_cut(server, one["job"]["id"]) == "running" for one in new)
        server.start()
        api = server.api("admin")
        for one in new:
            found = api.wait_for_recording(one["id"])
            assert (found["state"], found["failure"]) == ("ready", None)
        assert len(api.read(f"interactions/{home}/recordings")["items"]) == 3
        if hits == HITS:
            break
    assert hits == HITS, "no cut fell into an ingest"
    assert readied(api) == sorted(made)
    for home in {one["id"] for one in everything(api, "interactions")}:
        api.wait_for_playback(home)
    assert_nothing_is_half_made(server)
    server.stop()
    assert server.command("check").returncode == 0


def test_a_clip_that_was_cut_off_comes_whole(busy, chance, tmp_path):
    server, home = busy
    hits = 0
    for number in range(TRIES):
        api = server.api("admin")
        start = 1_000 + 500 * number
        body = {"title": "M", "startMs": start, "endMs": start + 20_000}
        moment = api.create(f"interactions/{home}/moments", body, 201)["id"]
        job = api.create(f"moments/{moment}/clip", {}, 202)["id"]
        time.sleep(chance.uniform(0, 2))
        cut_power(server)
        hits += job_at_the_cut(server, job) == "running"
        server.start()
        api = server.api("admin")
        # It is taken up again by itself, and whoever asks meanwhile waits for the same work.
        asked = api.post(f"moments/{moment}/clip", json={})
        assert asked.status_code == 200 or asked.json()["id"] == job
        assert api.wait_for_job(job)["state"] == "done"
        answer = api.get(f"moments/{moment}/clip?download=1")
        assert answer.status_code == 200
        file = tmp_path / "clip.mp4"
        file.write_bytes(answer.content)
        assert_decodes(file, "0:v:0", "0:a:0")
        length = api.read(f"moments/{moment}")["clip"]["durationMs"]
        assert abs(length - 20_000) <= 50
        assert_nothing_is_half_made(server)
        if hits == HITS:
            return
    raise AssertionError("no cut fell into a clip")


def test_a_bundle_that_was_cut_off_comes_whole(busy, chance, tmp_path):
    server, home = busy
    hits = 0
    for _ in range(3 * TRIES):
        api = server.api("admin")
        job = api.create(f"interactions/{home}/bundle", {"format": "mkv"}, 202)["id"]
        time.sleep(chance.uniform(0, 0.4))
        cut_power(server)
        hits += job_at_the_cut(server, job) == "running"
        server.start()
        api = server.api("admin")
        assert api.wait_for_job(job)["state"] == "done"
        answer = api.get(f"interactions/{home}/bundle?format=mkv")
        assert answer.status_code == 200
        file = tmp_path / "bundle.mkv"
        file.write_bytes(answer.content)
        assert_decodes(file, "0:v:0", "0:v:1", "0:a:0", "0:a:1")
        if hits == HITS:
            assert_nothing_is_half_made(server)
            return
        # As if nobody had asked for it yet.
        server.stop()
        with sqlite3.connect(server.data / "earmark.sqlite") as database:
            database.execute("DELETE FROM bundles")
        database.close()
        server.start()
    raise AssertionError("no cut fell into a bundle")


def tables(data: Path) -> list[tuple]:
    with sqlite3.connect(f"file:{data}/earmark.sqlite?mode=ro", uri=True) as database:
        found = database.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    database.close()
    return found


def test_tables_that_were_half_made_are_whole_after_the_next_start(tmp_path, start_server, chance):
    whole = start_server(roles=("admin",))
    server = Server(tmp_path / "data")
    for _ in range(8):
        command = [executable(), "serve", "--data", server.data, "--port", "0"]
        begun = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.01, 0.25))
        begun.kill()
        begun.wait()
    server.add_user("admin", "admin")
    server.start()
    try:
        server.api("admin").create("interactions", BODY, 201)
        assert tables(server.data) == tables(whole.data)
    finally:
        server.stop()
    assert server.command("check").returncode == 0
