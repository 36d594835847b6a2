"""What is downloaded together, opened by ffprobe and by Python's zipfile."""

import hashlib
import io
import json
import random
import sqlite3
import subprocess
import zipfile

import pytest


@pytest.fixture(scope="module")
def admin(server):
    api = server.api("admin")
    policy = api.read("capture-policy")
    assert api.put("capture-policy", json=policy | {"screens": True, "teams": None, "channels": None, "roles": None}).ok
    return api


@pytest.fixture(scope="module")
def call(admin, fixtures):
    """The call with two legs and two screens: its interaction, its entry in the manifest, its files."""
    manifest = json.loads((fixtures / "manifest.json").read_text())
    call = next(call for call in manifest["calls"] if call["name"] == "charged-twice")
    body = {key: call[key] for key in ("externalId", "channel", "language", "startedAt")}
    home = admin.create("interactions", body, 201)["id"]
    made = [admin.attach(home, fixtures / one["file"], kind="audio", party=one["party"]) for one in call["audio"]]
    for screen in call["screens"]:
        # A screen that began a second and a half after the call, to see offsets kept.
        offset = 1_500 if screen["monitor"] == 2 else 0
        what = {"monitor": screen["monitor"], "offsetMs": offset, "capture": screen["capture"]}
        made.append(admin.attach(home, fixtures / screen["file"], kind="screen", **what))
    for recording in made:
        assert admin.wait_for_recording(recording["id"])["state"] == "ready"
    return home, call


def bundle(api, home: str, form: str) -> bytes:
    answer = api.post(f"interactions/{home}/bundle", json={"format": form})
    if answer.status_code == 202:
        job = api.wait_for_job(answer.json()["id"])
        assert job["state"] == "done", job
        assert job["progress"] == 1
        answer = api.post(f"interactions/{home}/bundle", json={"format": form})
    url = api.json_of(answer, 200)["url"]
    got = api.get(url)
    assert got.status_code == 200, got.text[:500]
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["Accept-Ranges"] == "bytes"
    return got.content


@pytest.mark.parametrize("form", ["mkv", "mp4"])
def test_a_bundle_holds_all_streams_titled_and_at_their_offsets(admin, call, tmp_path, form):
    home, entry = call
    path = tmp_path / f"bundle.{form}"
    path.write_bytes(bundle(admin, home, form))
    shown = json.loads(
        subprocess.run(
            ["ffprobe", "-v", "error", "-show_streams", "-show_packets", "-of", "json", path],
            check=True,
            capture_output=True,
        ).stdout
    )
    media = [stream for stream in shown["streams"] if stream["codec_type"] in ("audio", "video")]
    assert [stream["codec_type"] for stream in media].count("video") == 2
    assert [stream["codec_type"] for stream in media].count("audio") == 2
    assert [stream["codec_name"] for stream in media if stream["codec_type"] == "video"] == ["h264", "h264"]
    # FFmpeg 5.1 shows the title of an MP4's track as the name of its handler.
    key = "title" if form == "mkv" else "handler_name"
    assert [stream["tags"].get(key) for stream in media if stream["codec_type"] == "audio"] == ["Agent", "Customer"]
    assert all(stream["tags"][key].startswith("Monitor ") for stream in media if stream["codec_type"] == "video")
    begins = {
        stream["index"]: min(
            float(packet["pts_time"]) for packet in shown["packets"] if packet["stream_index"] == stream["index"]
        )
        for stream in media
    }
    videos = [begins[stream["index"]] for stream in media if stream["codec_type"] == "video"]
    assert abs(videos[1] - videos[0] - 1.5) < 0.05, begins
    decoded = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-map", "0", "-f", "null", "-"], capture_output=True, text=True)
    assert decoded.returncode == 0 and not decoded.stderr, decoded.stderr


def test_video_in_a_bundle_is_copied_not_encoded_again(admin, call, fixtures, tmp_path):
    home, entry = call
    path = tmp_path / "bundle.mkv"
    path.write_bytes(bundle(admin, home, "mkv"))

    def frames(file, stream: str) -> list[str]:
        said = subprocess.run(
            ["ffmpeg", "-v", "error", "-i", file, "-map", stream, "-f", "framemd5", "-"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        return [line.rsplit(",", 1)[1].strip() for line in said.splitlines() if not line.startswith("#")]

    assert frames(path, "0:v:0") == frames(fixtures / entry["screens"][0]["file"], "0:v:0")


def test_a_zip_holds_the_originals_byte_for_byte(admin, call, fixtures):
    home, entry = call
    with zipfile.ZipFile(io.BytesIO(bundle(admin, home, "zip"))) as archive:
        assert archive.testzip() is None
        found = sorted(hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist())
        assert all(not name.startswith(("/", "..")) for name in archive.namelist())
    originals = [fixtures / one["file"] for one in entry["audio"] + entry["screens"]]
    assert sorted(hashlib.sha256(file.read_bytes()).hexdigest() for file in originals) == found


@pytest.mark.parametrize("form", ["mp4", "zip"])
def test_what_is_composed_needs_no_job_and_no_disk(admin, call, server, form):
    home, _ = call

    def files():
        return sorted(path for path in (server.data / "media").rglob("*") if path.is_file())

    before = files()
    answer = admin.post(f"interactions/{home}/bundle", json={"format": form})
    said = admin.json_of(answer, 200)
    got = admin.get(said["url"])
    assert got.status_code == 200
    assert said["bytes"] == len(got.content)
    assert admin.head(said["url"]).headers["Content-Length"] == str(len(got.content))
    assert files() == before


def test_every_packet_of_a_composed_mp4_is_the_originals(admin, call, fixtures, tmp_path):
    home, entry = call
    path = tmp_path / "bundle.mp4"
    path.write_bytes(bundle(admin, home, "mp4"))

    def packets(file, stream: str) -> list[tuple]:
        said = subprocess.run(
            ["ffprobe", "-v", "error", "-select_streams", stream, "-show_packets", "-show_data_hash", "md5", "-of", "json", file],
            check=True,
            capture_output=True,
        ).stdout
        return [(one["size"], one["data_hash"]) for one in json.loads(said)["packets"]]

    originals = [fixtures / one["file"] for one in entry["audio"] + entry["screens"]]
    for number, original in enumerate(originals):
        assert packets(path, str(number)) == packets(original, "0"), original.name


@pytest.mark.parametrize("form", ["mkv", "mp4", "zip"])
def test_any_range_of_a_bundle_is_that_part_of_it(admin, call, form):
    home, _ = call
    whole = bundle(admin, home, form)
    place = f"interactions/{home}/bundle?format={form}"
    assert admin.head(place).headers["ETag"].startswith('"')
    chance = random.Random(form)
    for _ in range(40):
        start = chance.randrange(len(whole))
        end = min(len(whole) - 1, start + chance.randrange(200_000))
        answer = admin.get(place, headers={"Range": f"bytes={start}-{end}"})
        assert answer.status_code == 206
        assert answer.headers["Content-Range"] == f"bytes {start}-{end}/{len(whole)}"
        assert answer.content == whole[start : end + 1]
    # An open range of a download is never clamped.
    assert admin.get(place, headers={"Range": "bytes=1000-"}).content == whole[1_000:]
    assert admin.get(place, headers={"Range": "bytes=-9"}).content == whole[-9:]
    assert admin.get(place, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416


@pytest.mark.parametrize("form", ["mp4", "zip"])
def test_a_download_goes_on_after_the_server_was_killed(start_server, fixtures, form):
    server = start_server(roles=("admin",))
    api = server.api("admin")
    home = api.create("interactions", {"channel": "voice", "startedAt": "2026-11-12T09:14:07Z"}, 201)["id"]
    names = ["charged-twice-agent.opus", "charged-twice-customer.opus"]
    for name, party in zip(names, ("agent", "customer")):
        assert api.wait_for_recording(api.attach(home, fixtures / name, kind="audio", party=party)["id"])["state"] == "ready"
    place = f"interactions/{home}/bundle?format={form}"
    whole = api.get(place)
    half = api.get(place, headers={"Range": "bytes=0-99999"})
    server.kill()
    server.start()
    api = server.api("admin")
    rest = api.get(place, headers={"Range": "bytes=100000-", "If-Range": half.headers["ETag"]})
    assert rest.status_code == 206
    assert half.content + rest.content == whole.content
    assert rest.headers["ETag"] == whole.headers["ETag"]


def test_recordings_from_before_there_were_surveys_get_theirs(start_server, fixtures):
    server = start_server(roles=("admin",))
    api = server.api("admin")
    home = api.create("interactions", {"channel": "voice", "startedAt": "2026-11-12T09:14:07Z"}, 201)["id"]
    api.wait_for_recording(api.attach(home, fixtures / "charged-twice-agent.opus", kind="audio", party="agent")["id"])
    places = [f"interactions/{home}/bundle?format={form}" for form in ("zip", "mp4")]
    before = [api.get(place).headers["ETag"] for place in places]
    server.stop()
    with sqlite3.connect(server.data / "earmark.sqlite") as database:
        assert database.execute("DELETE FROM recording_surveys").rowcount == 1
    server.start()
    api = server.api("admin")
    jobs = 0
    while (answer := api.get(places[0])).status_code != 200:
        assert answer.json()["code"] == "not_ready"
        jobs += 1
        assert jobs < 1_000
    assert [api.get(place).headers["ETag"] for place in places] == before


def test_what_an_mp4_cannot_hold_ends_in_a_sentence(admin, fixtures):
    home = admin.create("interactions", {"channel": "voice", "startedAt": "2026-11-12T09:14:07Z"}, 201)["id"]
    admin.wait_for_recording(admin.attach(home, fixtures / "bad-line-agent.wav", kind="audio", party="agent")["id"])
    answer = admin.post(f"interactions/{home}/bundle", json={"format": "mp4"})
    job = admin.wait_for_job(admin.json_of(answer, 202)["id"])
    assert job["state"] == "failed"
    assert job["error"]["code"] == "media_does_not_fit"
    assert job["error"]["message"].endswith("take MKV, which holds it.")
    assert bundle(admin, home, "mkv")


def test_an_archive_unpacks(admin, call, tmp_path):
    home, _ = call
    path = tmp_path / "bundle.zip"
    path.write_bytes(bundle(admin, home, "zip"))
    tested = subprocess.run(["unzip", "-t", path], capture_output=True, text=True)
    assert tested.returncode == 0 and "No errors detected" in tested.stdout, tested.stdout


def test_who_may_not_download_gets_no_bundle(server, call):
    home, _ = call
    answer = server.api("agent").post(f"interactions/{home}/bundle", json={"format": "zip"})
    assert answer.status_code in (403, 404)
