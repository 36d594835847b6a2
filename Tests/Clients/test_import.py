"""`earmark import`: beside a running server and on unopened data, a second time, changed, interrupted and wrong."""

import hashlib
import json
import os
import subprocess
from pathlib import Path

import pytest

from harness.server import Server, executable

FILES = ("bad-line", "wrong-number", "parcel-late")


def lines_of(fixtures: Path, *names: str) -> list[dict]:
    """Calls of the manifest as lines of an import."""
    calls = {call["name"]: call for call in json.loads((fixtures / "manifest.json").read_text())["calls"]}
    lines = []
    for name in names:
        call = {key: value for key, value in calls[name].items() if key not in ("name", "title", "team", "agent")}
        call["transcript"] = call["transcript"]["file"]
        lines.append(call)
    return lines


@pytest.fixture
def folder(tmp_path, fixtures):
    """A directory with three calls: recordings, captions and interactions.jsonl beside them."""
    place = tmp_path / "calls"
    place.mkdir()
    for file in fixtures.iterdir():
        if file.name.startswith(FILES):
            (place / file.name).write_bytes(file.read_bytes())
    write(place, lines_of(fixtures, *FILES))
    return place


def write(folder: Path, lines: list) -> None:
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    (folder / "interactions.jsonl").write_text(text)


def read(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "interactions.jsonl").read_text().splitlines()]


def record_screens(server: Server) -> None:
    admin = server.api("admin")
    policy = admin.read("capture-policy") | {"screens": True, "teams": None, "channels": ["voice"], "roles": None}
    admin.json_of(admin.put("capture-policy", json=policy))


def without_screens(folder: Path) -> None:
    """As an account that records no screens has it."""
    write(folder, [line | {"screens": []} for line in read(folder)])


def run(data: Path, source: Path, status: int = 0) -> tuple[list[dict], dict, str]:
    """The lines of the answer, its total, and what was said on standard error."""
    done = subprocess.run(
        [executable(), "import", str(source), "--data", str(data)], capture_output=True, text=True, timeout=200
    )
    assert done.returncode == status, done.stderr + done.stdout
    *lines, total = [json.loads(line) for line in done.stdout.splitlines()]
    return lines, total["total"], done.stderr


def account(api) -> dict:
    """What an import has made, by external ID, with everything that would change if something were added twice."""
    found = {}
    for item in api.read("interactions", limit=100)["items"]:
        recordings = api.read(f"interactions/{item['id']}/recordings")["items"]
        found[item["externalId"]] = {
            "id": item["id"], "customer": item["customer"], "transcript": item["hasTranscript"],
            "recordings": [(r["id"], r["state"], r["sha256"], r["party"], r["monitor"], r["offsetMs"]) for r in recordings],
        }
    return found


def test_a_directory_is_taken_in_beside_a_running_server_once(start_server, folder):
    server = start_server(roles=("admin",))
    record_screens(server)
    api = server.api("admin")
    lines, total, said = run(server.data, folder)
    assert total == {"added": 3, "updated": 0, "unchanged": 0, "incomplete": 0, "refused": 0}
    assert said == ""
    assert [line["line"] for line in lines] == [1, 2, 3]
    first = account(api)
    for line in read(folder):
        made = first[line["externalId"]]
        assert made["transcript"] and made["customer"] == line["customer"]
        wanted = sorted(line["audio"] + line["screens"], key=lambda file: file["file"])
        hashes = sorted(hashlib.sha256((folder / file["file"]).read_bytes()).hexdigest() for file in wanted)
        assert sorted(recording[2] for recording in made["recordings"]) == hashes
        assert all(recording[1] == "ready" for recording in made["recordings"])

    lines, total, _ = run(server.data, folder)
    assert total == {"added": 0, "updated": 0, "unchanged": 3, "incomplete": 0, "refused": 0}
    there = [len(first[line["externalId"]]["recordings"]) for line in lines]
    assert [line["recordings"] for line in lines] == [{"added": 0, "unchanged": count, "failed": 0} for count in there]
    assert {line["transcript"] for line in lines} == {"unchanged"}
    assert account(api) == first


def test_only_what_changed_is_changed(start_server, folder):
    server = start_server(roles=("admin",))
    record_screens(server)
    server.add_user("jonas", "agent", "Jonas Berg")
    api = server.api("admin")
    run(server.data, folder)
    before = account(api)
    changed = read(folder)
    changed[0] |= {"customer": "Somebody else", "agent": "Jonas Berg", "topics": []}
    changed[1]["audio"][0]["offsetMs"] = 250
    (folder / "parcel-late.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:02.000\n<v Agent>Another text\n")
    write(folder, changed)
    lines, total, _ = run(server.data, folder)
    assert total == {"added": 0, "updated": 3, "unchanged": 0, "incomplete": 0, "refused": 0}
    after = account(api)
    ids = [line["externalId"] for line in changed]
    assert after[ids[0]] == before[ids[0]] | {"customer": "Somebody else"}
    found = api.read(f"interactions/{after[ids[0]]['id']}")
    assert found["agent"]["name"] == "Jonas Berg" and found["topics"] == []
    assert [recording[5] for recording in after[ids[1]]["recordings"]] == [250]
    assert [recording[2] for recording in after[ids[1]]["recordings"]] == [before[ids[1]]["recordings"][0][2]]
    assert after[ids[2]] == before[ids[2]]
    transcript = api.read(f"interactions/{after[ids[2]]['id']}/transcript")
    assert [segment["text"] for segment in transcript["segments"]] == ["Another text"]
    assert run(server.data, folder)[1]["unchanged"] == 3


def test_data_that_no_server_has_opened_is_filled_as_well(tmp_path, folder):
    server = Server(tmp_path / "data")
    server.add_user("admin", "admin")
    without_screens(folder)
    assert run(server.data, folder)[1] == {"added": 3, "updated": 0, "unchanged": 0, "incomplete": 0, "refused": 0}
    assert run(server.data, folder / "interactions.jsonl")[1]["unchanged"] == 3
    server.start()
    try:
        made = account(server.api("admin"))
        assert len(made) == 3
        assert all(recording[1] == "ready" for one in made.values() for recording in one["recordings"])
        assert run(server.data, folder)[1]["unchanged"] == 3
    finally:
        server.stop()


def test_bad_lines_are_told_by_number_and_the_rest_goes_on(start_server, folder, tmp_path):
    server = start_server(roles=("admin",))
    without_screens(folder)
    good = read(folder)
    (tmp_path / "secret.wav").write_bytes((folder / "wrong-number.wav").read_bytes())
    (folder / "way-out.wav").symlink_to(tmp_path / "secret.wav")
    (folder / "broken.wav").write_bytes(b"RIFF no sound in here" * 20)
    bare = {"channel": "voice", "startedAt": "2026-11-14T17:44:02Z"}
    write(
        folder,
        [
            "{", good[1], "", {"externalId": "A"}, bare, {"externalId": "B", **bare, "agent": "nobody at all"},
            {"externalId": "C", **bare, "colour": "red"}, {"externalId": "D", **bare, "audio": [{"file": "../secret.wav"}]},
            {"externalId": "E", **bare, "audio": [{"file": "way-out.wav"}]},
            {"externalId": "F", **bare, "audio": [{"file": "missing.wav"}], "transcript": "bad-line.vtt"},
            {"externalId": "G", **bare, "audio": [{"file": "broken.wav"}]},
            {"externalId": "H", **bare, "transcript": "broken.wav"}, good[2],
        ],
    )
    lines, total, said = run(server.data, folder, status=1)
    assert total == {"added": 2, "updated": 0, "unchanged": 0, "incomplete": 5, "refused": 5}
    # Each is told by its number, and by its external ID where it has one.
    told = {
        "refused": [(1, None), (4, "A"), (5, None), (6, "B"), (7, "C")],
        "incomplete": [(8, "D"), (9, "E"), (10, "F"), (11, "G"), (12, "H")],
    }
    for result, wanted in told.items():
        assert [(line["line"], line["externalId"]) for line in lines if line["result"] == result] == wanted
        for number, name in wanted:
            assert f"Line {number}{f' ({name})' if name else ''}: " in said
    assert "5 lines could not be taken in, 5 lines not wholly." in said
    by_id = {line["externalId"]: line for line in lines}
    assert by_id["F"]["transcript"] == "added"
    assert by_id["F"]["problems"][0]["file"] == "missing.wav"
    # What could not be read was not added.
    assert by_id["G"]["recordings"] == {"added": 0, "unchanged": 0, "failed": 1}
    assert by_id["F"]["recordings"] == {"added": 0, "unchanged": 0, "failed": 1}
    assert "outside" in by_id["D"]["problems"][0]["message"] and "outside" in by_id["E"]["problems"][0]["message"]
    assert all(problem["message"].strip().endswith(".") for line in lines for problem in line["problems"])
    api = server.api("admin")
    before = {name: len(one["recordings"]) for name, one in account(api).items()}
    assert before["D"] == before["E"] == 0
    run(server.data, folder, status=1)
    assert {name: len(one["recordings"]) for name, one in account(api).items()} == before


def test_a_transcript_is_read_in_the_charset_that_its_line_names(start_server, tmp_path):
    server = start_server(roles=("admin",))
    polish, russian = "Proszę o numer umowy.", "Здравствуйте, чем могу помочь?"
    cue = "1\n00:00:01,000 --> 00:00:03,000\n{}\n"
    (tmp_path / "polish.srt").write_bytes(cue.format(polish).encode("windows-1250"))
    (tmp_path / "russian.srt").write_bytes(cue.format(russian).encode("windows-1251"))
    bare = {"channel": "voice", "startedAt": "2026-11-14T17:44:02Z"}
    write(
        tmp_path,
        [
            {"externalId": "PL", **bare, "transcript": {"file": "polish.srt", "charset": "windows-1250"}},
            {"externalId": "RU", **bare, "transcript": {"file": "russian.srt", "charset": "Windows-1251"}},
            {"externalId": "NO", **bare, "transcript": {"file": "russian.srt", "charset": "koi8-r"}},
        ],
    )
    for result in ("added", "unchanged"):
        lines, _, said = run(server.data, tmp_path, status=1)
        assert [line["result"] for line in lines] == [result, result, "refused"]
        assert "“koi8-r” is no charset that is read; name utf-8, or one of windows-1250," in said
    api = server.api("admin")
    found = {name: api.read(f"interactions/{one['id']}/transcript")["segments"] for name, one in account(api).items()}
    assert {name: [line["text"] for line in lines] for name, lines in found.items()} == {"PL": [polish], "RU": [russian]}


def test_an_import_that_was_killed_goes_on_where_it_was(tmp_path, folder):
    server = Server(tmp_path / "data")
    server.add_user("admin", "admin")
    without_screens(folder)
    going = subprocess.Popen(
        [executable(), "import", str(folder), "--data", str(server.data)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert going.stdout.readline()
    going.kill()
    going.wait()
    lines, total, _ = run(server.data, folder)
    assert total["incomplete"] == total["refused"] == 0 and sum(total.values()) == 3
    assert lines[0]["result"] == "unchanged"
    server.start()
    try:
        made = account(server.api("admin"))
        wanted = {line["externalId"]: len(line["audio"] + line["screens"]) for line in read(folder)}
        assert {name: len(one["recordings"]) for name, one in made.items()} == wanted
    finally:
        server.stop()


def test_somebody_who_watches_sees_a_bar_and_the_machine_only_lines(tmp_path, folder):
    server = Server(tmp_path / "data")
    master, slave = os.openpty()
    write(folder, lines_of_small := read(folder)[1:2])
    done = subprocess.run(
        [executable(), "import", str(folder), "--data", str(server.data)], stdout=subprocess.PIPE, stderr=slave, timeout=100
    )
    os.close(slave)
    drawn = os.read(master, 1 << 16).decode()
    os.close(master)
    assert done.returncode == 0
    assert "1 of 1" in drawn and "░" in drawn
    assert len(done.stdout.splitlines()) == len(lines_of_small) + 1


def test_a_missing_list_is_a_refusal_and_no_list_is_wrong_usage(tmp_path):
    data = ["--data", str(tmp_path / "data")]
    missing = subprocess.run([executable(), "import", str(tmp_path), *data], capture_output=True, text=True, timeout=60)
    assert missing.returncode == 1 and missing.stdout == ""
    assert "interactions.jsonl" in missing.stderr
    assert subprocess.run([executable(), "import", *data], capture_output=True, timeout=60).returncode == 2
