"""Uploads by tus 1.0, spoken by tuspy and, where it has to misbehave, by hand."""

import base64
import hashlib

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
    assert {"creation", "termination"} <= set(answer.headers["Tus-Extension"].split(","))
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
