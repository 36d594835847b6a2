"""Uploads by tus 1.0, spoken by tuspy and, where it has to misbehave, by hand."""

import base64
import hashlib
import socket
import time
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest
from tusclient.client import TusClient

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = {**TUS, "Content-Type": "application/offset+octet-stream"}


@pytest.fixture(scope="module")
def supervisor(server):
    return server.api("supervisor")


def cookies(api) -> dict:
    return {"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in api.cookies)}


def interaction(api, **more) -> str:
    body = {"channel": "voice", "startedAt": "2026-11-12T09:14:07Z"} | more
    return api.create("interactions", body, 201)["id"]


def announce(api, length: int, name: str = "call.wav"):
    filename = base64.b64encode(name.encode()).decode()
    return api.post("uploads", headers={**TUS, "Upload-Length": str(length), "Upload-Metadata": f"filename {filename}"})


def test_the_server_says_which_tus_it_speaks(supervisor):
    answer = supervisor.options("uploads")
    assert answer.status_code in (200, 204)
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert {"creation", "termination", "checksum", "expiration"} <= set(answer.headers["Tus-Extension"].split(","))
    assert set(answer.headers["Tus-Checksum-Algorithm"].split(",")) == {"sha1", "md5", "sha256"}
    assert int(answer.headers["Tus-Max-Size"]) == 8 << 30


def test_tuspy_uploads_a_recording_in_pieces_and_it_is_kept_byte_for_byte(server, supervisor, fixtures):
    file = fixtures / "charged-twice-agent.opus"
    client = TusClient(f"{server.url}/api/v1/uploads", headers=cookies(supervisor))
    uploader = client.uploader(str(file), chunk_size=20_000, metadata={"filename": file.name})
    uploader.upload()
    upload = uploader.url.rstrip("/").rsplit("/", 1)[-1]

    home = interaction(supervisor)
    made = supervisor.create(
        f"interactions/{home}/recordings", {"upload": upload, "kind": "audio", "party": "agent", "offsetMs": 0}, 202
    )
    found = supervisor.wait_for_recording(made["id"])
    assert found["state"] == "ready", found
    assert found["fileName"] == file.name
    assert found["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    content = supervisor.get(f"recordings/{made['id']}/content", params={"download": "1"})
    assert content.content == file.read_bytes()


def test_an_upload_cut_in_the_middle_is_resumed_after_the_server_was_killed(start_server, fixtures):
    server = start_server(roles=("supervisor",))
    api = server.api("supervisor")
    file = fixtures / "cancel-contract.m4a"
    content = file.read_bytes()
    place = announce(api, len(content), file.name).headers["Location"]
    half = len(content) // 2
    assert api.patch(place, data=content[:half], headers={**PIECE, "Upload-Offset": "0"}).status_code == 204
    path = "/" + place.split("/", 3)[3] if "://" in place else place

    server.kill()
    server.start()
    api = server.api("supervisor")
    known = api.head(path, headers=TUS)
    assert known.status_code == 200
    # What was acknowledged is there; nothing is that was never sent.
    assert int(known.headers["Upload-Offset"]) == half
    assert known.headers["Cache-Control"] == "no-store"
    assert api.patch(path, data=content[half:], headers={**PIECE, "Upload-Offset": str(half)}).status_code == 204

    home = interaction(api)
    made = api.create(
        f"interactions/{home}/recordings",
        {"upload": path.rsplit("/", 1)[-1], "kind": "audio", "party": "both", "offsetMs": 0},
        202,
    )
    assert api.wait_for_recording(made["id"])["sha256"] == hashlib.sha256(content).hexdigest()


def test_a_piece_at_the_wrong_place_is_refused_and_costs_nothing(supervisor):
    place = announce(supervisor, 1_000).headers["Location"]
    assert supervisor.patch(place, data=b"a" * 400, headers={**PIECE, "Upload-Offset": "0"}).status_code == 204
    wrong = supervisor.patch(place, data=b"b" * 100, headers={**PIECE, "Upload-Offset": "300"})
    assert wrong.status_code == 409
    assert supervisor.head(place, headers=TUS).headers["Upload-Offset"] == "400"


def test_more_bytes_than_announced_are_refused(supervisor):
    place = announce(supervisor, 100).headers["Location"]
    answer = supervisor.patch(place, data=b"a" * 200, headers={**PIECE, "Upload-Offset": "0"})
    assert answer.status_code in (400, 413)
    assert int(supervisor.head(place, headers=TUS).headers["Upload-Offset"]) <= 100


def test_a_file_too_large_for_anybody_is_refused_before_it_is_sent(supervisor):
    answer = announce(supervisor, (8 << 30) + 1)
    assert answer.status_code == 413
    assert answer.json()["detail"].endswith(".")


def test_another_version_of_tus_is_told_which_one_is_spoken(supervisor):
    answer = supervisor.post("uploads", headers={"Tus-Resumable": "0.2.2", "Upload-Length": "10"})
    assert answer.status_code == 412
    assert answer.headers["Tus-Version"] == "1.0.0"


def test_a_terminated_upload_is_gone(supervisor):
    place = announce(supervisor, 10).headers["Location"]
    assert supervisor.delete(place, headers=TUS).status_code == 204
    assert supervisor.head(place, headers=TUS).status_code in (404, 410)


def test_an_unfinished_upload_becomes_no_recording(supervisor):
    upload = announce(supervisor, 10).headers["Location"].rsplit("/", 1)[-1]
    home = interaction(supervisor)
    answer = supervisor.post(
        f"interactions/{home}/recordings", json={"upload": upload, "kind": "audio", "party": "both", "offsetMs": 0}
    )
    assert answer.status_code in (409, 422) and answer.json()["code"] == "upload_incomplete"


def test_nobody_else_may_continue_or_attach_an_upload(server, supervisor):
    place = announce(supervisor, 10).headers["Location"]
    stranger = server.api()
    assert stranger.head(place, headers=TUS).status_code == 401
    assert stranger.patch(place, data=b"0123456789", headers={**PIECE, "Upload-Offset": "0"}).status_code == 401
    agent = server.api("agent")
    assert agent.patch(place, data=b"0123456789", headers={**PIECE, "Upload-Offset": "0"}).status_code in (403, 404)


def checksum(algorithm: str, content: bytes) -> dict:
    digest = hashlib.new(algorithm, content).digest()
    return {"Upload-Checksum": f"{algorithm} {base64.b64encode(digest).decode()}"}


def test_tuspy_sends_checksums_and_they_are_right(server, supervisor, fixtures):
    file = fixtures / "password-reset.mp3"
    client = TusClient(f"{server.url}/api/v1/uploads", headers=cookies(supervisor))
    uploader = client.uploader(str(file), chunk_size=50_000, upload_checksum=True, metadata={"filename": file.name})
    uploader.upload()
    assert int(supervisor.head(uploader.url, headers=TUS).headers["Upload-Offset"]) == file.stat().st_size


@pytest.mark.parametrize("algorithm", ["sha1", "md5", "sha256"])
def test_a_piece_that_arrives_otherwise_than_it_left_is_not_kept(supervisor, algorithm):
    place = announce(supervisor, 2_000).headers["Location"]
    first = supervisor.patch(place, data=b"a" * 500, headers={**PIECE, "Upload-Offset": "0", **checksum(algorithm, b"a" * 500)})
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "500")
    wrong = supervisor.patch(place, data=b"x" * 700, headers={**PIECE, "Upload-Offset": "500", **checksum(algorithm, b"b" * 700)})
    assert wrong.status_code == 460
    assert wrong.json()["code"] == "checksum_mismatch"
    assert supervisor.head(place, headers=TUS).headers["Upload-Offset"] == "500"
    right = supervisor.patch(place, data=b"b" * 1_500, headers={**PIECE, "Upload-Offset": "500", **checksum(algorithm, b"b" * 1_500)})
    assert (right.status_code, right.headers["Upload-Offset"]) == (204, "2000")


@pytest.mark.parametrize(
    "header", ["crc32 AAAA", "sha1", "sha1 ???", "", "sha1 " + base64.b64encode(b"x" * 20).decode() + " more"]
)
def test_a_checksum_that_nobody_understands_is_refused(supervisor, header):
    place = announce(supervisor, 10).headers["Location"]
    answer = supervisor.patch(place, data=b"0123456789", headers={**PIECE, "Upload-Offset": "0", "Upload-Checksum": header})
    assert answer.status_code == 400
    assert supervisor.head(place, headers=TUS).headers["Upload-Offset"] == "0"


@pytest.mark.parametrize("is_checked", [True, False])
def test_of_a_piece_cut_in_the_middle_only_what_needs_no_check_is_kept(server, supervisor, is_checked):
    """By hand: the connection closes after half of what was announced."""
    content = b"c" * (4 << 20)
    place = urlsplit(announce(supervisor, len(content)).headers["Location"]).path
    headers = {**PIECE, **cookies(supervisor), "Upload-Offset": "0", "Host": "127.0.0.1", "Content-Length": str(len(content))}
    if is_checked:
        headers |= checksum("sha1", content)
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port)) as line:
        text = f"PATCH {place} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        line.sendall(text.encode() + b"\r\n" + content[: 3 << 20])
        time.sleep(0.5)
    time.sleep(0.5)
    known = int(supervisor.head(place, headers=TUS).headers["Upload-Offset"])
    if is_checked:
        assert known == 0
    else:
        assert 1 << 20 <= known <= 3 << 20
    rest = supervisor.patch(place, data=content[known:], headers={**PIECE, "Upload-Offset": str(known)})
    assert rest.headers["Upload-Offset"] == str(len(content))


def test_it_is_said_when_an_unfinished_upload_is_given_up(supervisor):
    begun = announce(supervisor, 10)
    place = begun.headers["Location"]
    sent = supervisor.patch(place, data=b"01234", headers={**PIECE, "Upload-Offset": "0"})
    tomorrow = datetime.now(timezone.utc) + timedelta(hours=24)
    for answer in (begun, sent, supervisor.head(place, headers=TUS)):
        expires = parsedate_to_datetime(answer.headers["Upload-Expires"])
        assert abs(expires - tomorrow) < timedelta(minutes=2)


def test_what_became_a_recording_is_no_upload_any_more(supervisor, fixtures):
    home = interaction(supervisor)
    upload = supervisor.upload(fixtures / "wrong-number.wav")
    supervisor.create(f"interactions/{home}/recordings", {"upload": upload, "kind": "audio"}, 202)
    assert supervisor.head(f"uploads/{upload}", headers=TUS).status_code == 410
