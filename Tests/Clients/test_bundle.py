"""What is downloaded together, opened by ffprobe and by Python's zipfile."""

import hashlib
import io
import json
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
    if form == "mkv":
        assert all(stream["tags"].get("title") for stream in media)
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


def test_a_bundle_resumes_where_a_download_broke_off(admin, call):
    home, _ = call
    whole = bundle(admin, home, "mkv")
    answer = admin.get(f"interactions/{home}/bundle", params={"format": "mkv"}, headers={"Range": "bytes=1000-"})
    assert answer.status_code == 206
    assert answer.content == whole[1_000:]


def test_who_may_not_download_gets_no_bundle(server, call):
    home, _ = call
    answer = server.api("agent").post(f"interactions/{home}/bundle", json={"format": "zip"})
    assert answer.status_code in (403, 404)
