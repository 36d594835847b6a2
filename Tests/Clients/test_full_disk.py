"""D1: a disk that fills, a small one of its own. What is refused is told with a sentence, nothing that was acknowledged is
lost, nothing half made stays, reading goes on, and what was refused succeeds when there is room again."""

import base64
import hashlib
import io
import os
import sqlite3
import subprocess
import time
import zipfile

import msoffcrypto
import openpyxl
import pytest

from harness.calls import add_call
from harness.server import Server

pytestmark = pytest.mark.alone
MEBIBYTES = 64
PASSWORD = "as long as it takes"
BODY = {"channel": "voice", "startedAt": "2026-11-12T09:14:07Z"}


class SmallDisk:
    """A server on a file system of its own, which is filled to the last byte and cleared again."""

    def __init__(self, place):
        self.place = place
        self.server = Server(place / "data")
        self.server.log_path = place.parent / "server.log"
        self.stuffing = place / "stuffing"

    def fill(self, but: int = 0) -> None:
        """Leaves so many bytes, or none."""
        with open(self.stuffing, "ab") as file:
            try:
                while True:
                    os.write(file.fileno(), bytes(1 << 16))
            except OSError:
                pass
            # The last pages.
            try:
                while True:
                    os.write(file.fileno(), bytes(1 << 12))
            except OSError:
                pass
            if but:
                file.truncate(file.seek(0, os.SEEK_END) - but)

    def clear(self) -> None:
        self.stuffing.unlink()

    def make_room_in_database(self) -> None:
        """Free pages in the database and a log of writes that is long already: what is noted in it needs no room of the disk."""
        database = sqlite3.connect(self.server.data / "earmark.sqlite", isolation_level=None)
        for _ in range(2):
            database.execute("CREATE TABLE room (bytes BLOB)")
            database.execute("INSERT INTO room VALUES (zeroblob(?))", (8 << 20,))
            database.execute("DROP TABLE room")
            (is_busy, _, _) = database.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
            assert not is_busy
        database.close()

    def settle(self, count: int) -> None:
        """Waits until so many drafts are left: work is over a moment before its draft goes, and that would be room again."""
        deadline = time.monotonic() + 10
        while len(self.drafts()) != count:
            assert time.monotonic() < deadline, self.drafts()
            time.sleep(0.02)

    def drafts(self) -> set[str]:
        """What is half made."""
        return {path.name for path in (self.server.data / "media" / "tmp").iterdir()}

    def assert_media_is_whole(self) -> None:
        """Every file in the store is what its name says, and nothing refers to another."""
        media = self.server.data / "media"
        for path in media.glob("*/*"):
            if path.parent.name != "tmp":
                assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name


@pytest.fixture
def disk(tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEBIBYTES}m", "earmark-test", place], capture_output=True)
    if done.returncode != 0:
        pytest.skip("no file system may be mounted here")
    disk = SmallDisk(place)
    disk.server.add_user("admin", "admin")
    disk.server.start()
    yield disk
    disk.server.stop()
    subprocess.run(["umount", "--lazy", place], check=True)


def assert_refused(answer) -> None:
    assert answer.status_code == 507, (answer.status_code, answer.text)
    problem = answer.json()
    assert problem["code"] == "disk_full"
    assert problem["detail"].endswith("free some space and try again.") or "Free some space" in problem["detail"]


def refused_sooner_or_later(api, most: int = 4_000) -> list[str]:
    """Adds interactions until there is no room for another; gives those that were acknowledged."""
    added = []
    for number in range(most):
        answer = api.post("interactions", json=BODY | {"externalId": f"full-{number}"})
        if answer.status_code != 201:
            assert_refused(answer)
            return added
        added.append(f"full-{number}")
    raise AssertionError("the disk is never full")


def test_a_full_disk_is_told_and_reading_goes_on_and_cleaning_up_helps(disk, fixtures):
    server = disk.server
    api = server.api("admin")
    home = api.create("interactions", BODY | {"externalId": "before"}, 201)["id"]
    kept = [api.attach(api.create("interactions", BODY, 201)["id"], fixtures / "wrong-number.wav", kind="audio") for _ in "ab"]
    for one in kept:
        assert api.wait_for_recording(one["id"])["state"] == "ready"
    disk.fill()
    added = refused_sooner_or_later(api)
    assert api.get("/healthz").status_code == 200
    assert api.read(f"interactions/{home}")["externalId"] == "before"
    content = api.get(f"recordings/{kept[0]['id']}/content")
    assert content.content == (fixtures / "wrong-number.wav").read_bytes()
    # Who frees space is let, by the reserve.
    assert api.delete(f"recordings/{kept[1]['id']}").status_code == 204
    assert api.get(f"recordings/{kept[1]['id']}").status_code == 404

    disk.clear()
    assert api.create("interactions", BODY | {"externalId": "after"}, 201)["externalId"] == "after"
    found = {one["externalId"] for one in everything(api, "interactions")}
    assert set(added) <= found
    server.stop()
    checked = server.command("check")
    assert checked.returncode == 0, checked.stderr


def everything(api, path: str) -> list[dict]:
    page = api.read(path, limit=100)
    items = page["items"]
    while page["next"]:
        page = api.read(path, limit=100, cursor=page["next"])
        items += page["items"]
    return items


def test_the_minute_of_a_sign_in_that_cannot_be_noted_keeps_nobody_from_reading(disk):
    """The last use of a sign-in is written down once a minute; reading does not wait for that."""
    server = disk.server
    api = server.api("admin")
    home = api.create("interactions", BODY, 201)["id"]
    disk.fill()
    refused_sooner_or_later(api)
    server.kill()
    disk.clear()
    with sqlite3.connect(server.data / "earmark.sqlite") as database:
        database.execute("UPDATE sessions SET last_used_at = last_used_at - 600000")
    database.close()
    server.start(server.port)
    writer = server.api("admin")
    disk.fill()
    refused_sooner_or_later(writer)
    for _ in range(3):
        assert api.get(f"interactions/{home}").status_code == 200
    disk.clear()


def begin(api, name: str, length: int):
    what = base64.b64encode(name.encode()).decode()
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(length), "Upload-Metadata": f"filename {what}"}
    return api.post("uploads", headers=headers)


def send(api, place: str, offset: int, piece: bytes, **more):
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
    return api.patch(place, data=piece, headers=headers | more)


def offset_of(api, place: str) -> int:
    return int(api.head(place, headers={"Tus-Resumable": "1.0.0"}).headers["Upload-Offset"])


@pytest.fixture
def long_call(fixtures) -> bytes:
    """A recording of 12 MB: real sound first, then a chunk that players pass over."""
    sound = (fixtures / "wrong-number.wav").read_bytes()
    filler = 12 << 20
    content = sound + b"junk" + filler.to_bytes(4, "little") + os.urandom(filler)
    return content[:4] + (len(content) - 8).to_bytes(4, "little") + content[8:]


@pytest.mark.parametrize("has_checksum", [False, True])
def test_an_upload_that_was_cut_off_by_a_full_disk_resumes(disk, long_call, has_checksum):
    api = disk.server.api("admin")
    home = api.create("interactions", BODY, 201)["id"]
    begun = begin(api, "long.wav", len(long_call))
    assert begun.status_code == 201
    place = begun.headers["Location"]
    first = 4 << 20
    assert send(api, place, 0, long_call[:first]).status_code == 204

    disk.fill(but=2 << 20)
    rest = long_call[first:]
    digest = base64.b64encode(hashlib.sha1(rest).digest()).decode()
    more = {"Upload-Checksum": f"sha1 {digest}"} if has_checksum else {}
    assert_refused(send(api, place, first, rest, **more))
    # No other begins of which it is known that there is no room for it.
    before = disk.drafts()
    assert_refused(begin(api, "another.wav", 50 << 20))
    assert disk.drafts() == before
    kept = offset_of(api, place)
    # Half a piece cannot be checked, and takes no room.
    assert kept == first if has_checksum else kept >= first
    (draft,) = disk.drafts()
    assert (disk.server.data / "media" / "tmp" / draft).stat().st_size == kept

    disk.clear()
    assert send(api, place, kept, long_call[kept:]).status_code == 204
    body = {"upload": place.rsplit("/", 1)[-1], "kind": "audio", "party": "both"}
    made = api.create(f"interactions/{home}/recordings", body, 202)
    ready = api.wait_for_recording(made["id"])
    assert (ready["state"], ready["sha256"]) == ("ready", hashlib.sha256(long_call).hexdigest())
    assert disk.drafts() == set()
    disk.assert_media_is_whole()


def compressed(folder):
    """A recording whose packets are indexed, for which a file is made."""
    file = folder / "call.opus"
    tone = "sine=frequency=200:sample_rate=8000:duration=60"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", tone, "-c:a", "libopus", file], check=True)
    return file


def test_media_work_on_a_full_disk_fails_with_a_sentence_and_succeeds_when_there_is_room(disk, fixtures, tmp_path):
    api = disk.server.api("admin")
    home = add_call(api, fixtures)
    moment = api.create(f"interactions/{home}/moments", {"title": "M", "startMs": 1_000, "endMs": 31_000}, 201)["id"]
    other = api.create("interactions", BODY, 201)["id"]
    upload = api.upload(compressed(tmp_path))
    disk.settle(1)
    before = disk.drafts()

    disk.make_room_in_database()
    disk.fill()
    recording = api.create(f"interactions/{other}/recordings", {"upload": upload, "kind": "audio"}, 202)
    clip = api.create(f"moments/{moment}/clip", {}, 202)
    bundle = api.create(f"interactions/{home}/bundle", {"format": "mkv"}, 202)
    # It is tried five times before it is given up: within 30 s somebody may have made room.
    jobs = [clip["id"], bundle["id"], recording["job"]["id"]]
    for job in jobs:
        ended = api.wait_for_job(job)
        assert (ended["state"], (ended["error"] or {}).get("code")) == ("failed", "disk_full"), ended
        assert ended["error"]["message"] == "The disk is full. Nothing was lost; free some space and try again."
    assert_refused(api.get(f"moments/{moment}/clip"))
    broken = api.read(f"recordings/{recording['id']}")
    assert (broken["state"], broken["failure"]["code"], broken["failure"]["mayPass"]) == ("failed", "disk_full", True)
    # Nothing half made is left; the upload waits to be read again.
    assert disk.drafts() == before
    # The originals are there, and it can be noted who took them.
    assert api.get(f"interactions/{home}/bundle?format=zip").status_code == 200
    assert api.get(f"interactions/{home}/bundle?format=mkv").status_code == 409

    disk.clear()
    assert api.create(f"recordings/{recording['id']}/ingest", {}, 202)["state"] == "processing"
    assert api.wait_for_recording(recording["id"])["state"] == "ready"
    whole(disk.server, api, home, moment, tmp_path)
    api.wait_for_playback(other)
    assert disk.drafts() == set()
    disk.assert_media_is_whole()


def whole(server, api, home: str, moment: str, folder) -> None:
    """Asks for clip and bundle again, and decodes every frame of them."""
    for path, body, place in (
        (f"moments/{moment}/clip", {}, f"moments/{moment}/clip?download=1"),
        (f"interactions/{home}/bundle", {"format": "mkv"}, f"interactions/{home}/bundle?format=mkv"),
    ):
        asked = api.post(path, json=body)
        if asked.status_code == 202:
            assert api.wait_for_job(asked.json()["id"])["state"] == "done"
        file = folder / "made"
        file.write_bytes(api.get(place).content)
        done = subprocess.run(
            ["ffmpeg", "-v", "error", "-i", file, "-map", "0:v", "-map", "0:a", "-f", "null", "-"], capture_output=True
        )
        assert (done.returncode, done.stderr) == (0, b""), done.stderr


@pytest.fixture
def evaluations(disk) -> list[str]:
    """Two hundred of them."""
    api = disk.server.api("admin")
    question = {"key": "q", "type": "yesNo", "text": "Was it right?"}
    question["options"] = [{"key": "y", "label": "Yes", "points": 1}, {"key": "n", "label": "No", "points": 0}]
    card = {"key": "c", "name": "Card", "format": "percentage"}
    card["sections"] = [{"key": "s", "title": "All", "weight": 10000, "questions": [question]}]
    draft = api.create("scorecards", card, 201)
    headers = {"If-Match": f'"{draft["etag"]}"'}
    api.json_of(api.post(f"scorecards/{draft['id']}/publication", json={}, headers=headers))
    made = []
    for _ in range(200):
        home = api.create("interactions", BODY, 201)["id"]
        made.append(api.create("evaluations", {"interactionId": home, "scorecards": [draft["id"]]}, 201)["id"])
    return made


def opened(content: bytes):
    file = msoffcrypto.OfficeFile(io.BytesIO(content))
    file.load_key(password=PASSWORD, verify_password=True)
    plain = io.BytesIO()
    file.decrypt(plain, verify_integrity=True)
    assert zipfile.ZipFile(plain).testzip() is None
    return openpyxl.load_workbook(plain)


def test_exports_are_whole_or_refused_on_a_full_disk(disk, evaluations):
    api = disk.server.api("admin")
    one = f"evaluations/{evaluations[0]}/export"
    locked = {"format": "xlsx", "password": PASSWORD}
    disk.make_room_in_database()
    disk.fill()
    lists = [api.create("evaluations/export", body, 202)["id"] for body in ({"format": "csv"}, locked)]
    for job in lists:
        ended = api.wait_for_job(job)
        assert (ended["state"], ended["error"]["code"]) == ("failed", "disk_full"), ended
    assert_refused(api.post(one, json=locked))
    # These are made in memory, and it can be noted who took them.
    for body in ({"format": "pdf"}, {"format": "csv"}):
        answer = api.post(one, json=body)
        assert answer.status_code == 200
        if body["format"] == "pdf":
            assert answer.content.startswith(b"%PDF") and answer.content.rstrip().endswith(b"%%EOF")
    assert disk.drafts() == set()

    disk.clear()
    assert opened(api.post(one, json=locked).content).worksheets
    for body in ({"format": "csv"}, locked):
        job = api.wait_for_job(api.create("evaluations/export", body, 202)["id"])
        assert job["state"] == "done"
        content = api.get(job["result"]["url"]).content
        rows = opened(content)["Evaluations"].max_row if "password" in body else len(content.splitlines())
        assert rows == 1 + len(evaluations)
    assert disk.drafts() == set()


def test_work_whose_end_could_not_be_written_down_is_ended_when_there_is_room(disk, fixtures):
    api = disk.server.api("admin")
    home = add_call(api, fixtures)
    disk.settle(0)
    disk.fill()
    refused_sooner_or_later(api)
    os.truncate(disk.stuffing, disk.stuffing.stat().st_size - (64 << 10))
    asked = api.post(f"interactions/{home}/bundle", json={"format": "mkv"})
    disk.fill()
    time.sleep(3)
    disk.clear()
    if asked.status_code == 202:
        # Neither lost nor running for ever.
        assert api.wait_for_job(asked.json()["id"])["state"] == "done"
    else:
        assert_refused(asked)
