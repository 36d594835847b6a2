"""A disk that fills: on a small file system of its own. Writes are refused with a sentence, reading goes on."""

import os
import subprocess

import pytest

from harness.server import Server

MEBIBYTES = 64


@pytest.fixture
def small_disk(tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEBIBYTES}m", "earmark-test", place], capture_output=True)
    if done.returncode != 0:
        pytest.skip("no file system may be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def test_a_full_disk_is_told_and_reading_goes_on_and_cleaning_up_helps(small_disk, fixtures):
    server = Server(small_disk / "data")
    server.log_path = small_disk.parent / "server.log"
    server.add_user("admin", "admin")
    server.start()
    try:
        api = server.api("admin")
        body = {"channel": "voice", "startedAt": "2026-11-12T09:14:07Z"}
        home = api.create("interactions", body | {"externalId": "before"}, 201)["id"]
        kept = api.attach(home, fixtures / "wrong-number.wav", kind="audio", party="both")
        assert api.wait_for_recording(kept["id"])["state"] == "ready"

        stuffing = small_disk / "stuffing"
        with open(stuffing, "wb") as file:
            try:
                while True:
                    file.write(bytes(1 << 16))
                    file.flush()
            except OSError:
                pass

        refused = None
        for number in range(4_000):
            answer = api.post("interactions", json=body | {"externalId": f"full-{number}"})
            if answer.status_code != 201:
                refused = answer
                break
        assert refused is not None and refused.status_code == 507, refused and refused.text
        assert refused.json()["detail"].endswith(".")
        assert api.get("/healthz").status_code == 200
        assert api.read(f"interactions/{home}")["externalId"] == "before"
        content = api.get(f"recordings/{kept['id']}/content")
        assert content.content == (fixtures / "wrong-number.wav").read_bytes()

        stuffing.unlink()
        assert api.create("interactions", body | {"externalId": "after"}, 201)["externalId"] == "after"
    finally:
        server.stop()
