"""Exported workbooks in LibreOffice: `make office-check`, which installs it; `make test` does not run these."""

import json
import socket
import subprocess
from pathlib import Path

import pytest

PASSWORD = "Schlüssel für 通話 42"
OPENER = Path(__file__).with_name("open_in_office.py")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A LibreOffice without windows; gives what opens a file in it."""
    home = tmp_path_factory.mktemp("office")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            "soffice",
            "--headless",
            "--norestore",
            "--nologo",
            f"-env:UserInstallation={home.as_uri()}",
            f"--accept=socket,host=127.0.0.1,port={port};urp",
        ],
        start_new_session=True,
    )

    def open_file(path: Path, *password: str):
        done = subprocess.run(
            ["/usr/bin/python3", str(OPENER), str(port), str(path), *password],
            capture_output=True,
            text=True,
            timeout=90,
            check=True,
        )
        return json.loads(done.stdout)

    yield open_file
    # soffice is a script around the program, so the whole group ends.
    subprocess.run(["kill", "--", f"-{process.pid}"], check=False)
    process.wait(30)


@pytest.fixture(scope="module")
def files(server, tmp_path_factory):
    """One evaluation, and the list of all, as locked workbooks."""
    api = server.api("admin")
    question = {
        "key": "q",
        "type": "yesNo",
        "text": "=1+1",
        "options": [{"key": "y", "label": "Yes", "points": 10}, {"key": "n", "label": "No", "points": 0}],
    }
    card = {
        "key": "c",
        "name": "Card",
        "format": "points",
        "sections": [{"key": "s", "title": "All", "questions": [question]}],
    }
    draft = api.create("scorecards", card, 201)
    headers = {"If-Match": f'"{draft["etag"]}"'}
    api.json_of(api.post(f"scorecards/{draft['id']}/publication", json={}, headers=headers))
    chat = {"externalId": "OFFICE-1", "channel": "chat", "startedAt": "2026-11-12T14:02:00Z", "durationMs": 60_000}
    call = api.create("interactions", chat, 201)["id"]
    made = api.create("evaluations", {"interactionId": call, "scorecards": [draft["id"]]}, 201)
    folder = tmp_path_factory.mktemp("files")
    wish = {"format": "xlsx", "password": PASSWORD}
    one = folder / "one.xlsx"
    one.write_bytes(api.post(f"evaluations/{made['id']}/export", json=wish).content)
    job = api.wait_for_job(api.create("evaluations/export", wish, 202)["id"])
    several = folder / "list.xlsx"
    several.write_bytes(api.get(job["result"]["url"]).content)
    return {"one": one, "list": several}


def test_libreoffice_opens_a_workbook_with_its_password(office, files):
    book = office(files["one"], PASSWORD)
    assert book["sheets"] == ["Evaluation", "Answers", "Score receipt"]
    assert book["rows"][1] == ["Score so far", "not scored"]
    book = office(files["list"], PASSWORD)
    assert book["sheets"] == ["Evaluations"]
    assert [row[0] for row in book["rows"][:2]] == ["External ID", "OFFICE-1"]


@pytest.mark.parametrize("name", ["one", "list"])
def test_libreoffice_does_not_open_a_workbook_without_it(office, files, name):
    assert office(files[name]) is None
    assert office(files[name], "wrong password") is None
