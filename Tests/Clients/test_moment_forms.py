"""What a moment's clip is written as, so that as much as may be is copied, and the picture that stands for it."""

import json
import subprocess

import pytest


@pytest.fixture(scope="module")
def admin(server):
    api = server.api("admin")
    policy = api.read("capture-policy")
    assert api.put("capture-policy", json=policy | {"screens": True, "teams": None, "channels": None, "roles": None}).ok
    return api


@pytest.fixture(scope="module")
def calls(admin, fixtures):
    """Interactions by the name of their call, attached when they are first asked for."""
    entries = {call["name"]: call for call in json.loads((fixtures / "manifest.json").read_text())["calls"]}
    made = {}

    def attached(name: str) -> str:
        if name in made:
            return made[name]
        call = entries[name]
        home = admin.create("interactions", {"channel": "voice", "startedAt": call["startedAt"]}, 201)["id"]
        recordings = [
            admin.attach(home, fixtures / one["file"], kind="audio", party=one["party"]) for one in call["audio"]
        ]
        for screen in call["screens"]:
            what = {key: screen[key] for key in ("monitor", "offsetMs", "capture")}
            recordings.append(admin.attach(home, fixtures / screen["file"], kind="screen", **what))
        for recording in recordings:
            assert admin.wait_for_recording(recording["id"])["state"] == "ready"
        made[name] = home
        return home

    return attached


def rendered(api, home: str, **more) -> dict:
    body = {"title": "The offer", "startMs": 12_345, "endMs": 21_050} | more
    moment = api.create(f"interactions/{home}/moments", body, 201)
    answer = api.post(f"moments/{moment['id']}/clip", json={})
    if answer.status_code == 202:
        job = api.wait_for_job(answer.json()["id"])
        assert job["state"] == "done", job
    return api.read(f"moments/{moment['id']}")


def saved(api, moment: dict, path) -> tuple[str, str]:
    """Content type and name."""
    got = api.get(f"moments/{moment['id']}/clip", params={"download": "1"})
    assert got.status_code == 200, got.text[:300]
    path.write_bytes(got.content)
    return got.headers["Content-Type"], got.headers["Content-Disposition"]


def streams(path) -> list[tuple[str, str]]:
    command = ["ffprobe", "-v", "error", "-show_entries", "stream=codec_type,codec_name", "-of", "json", path]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["streams"]
    return [(stream["codec_type"], stream["codec_name"]) for stream in found]


def likeness(clip, poster) -> float:
    """Of the clip's first picture and the poster: 1 is the same (SSIM)."""
    command = ["ffmpeg", "-v", "info", "-i", clip, "-i", poster, "-filter_complex"]
    graph = "[0:v]trim=end_frame=1,format=gray[a];[1:v]format=gray[b];[b][a]scale2ref[b2][a2];[a2][b2]ssim"
    told = subprocess.run([*command, graph, "-f", "null", "-"], capture_output=True, text=True, check=True).stderr
    return float(told.rsplit("All:", 1)[1].split()[0])


def test_vp9_and_opus_are_copied_into_webm(admin, calls, tmp_path):
    moment = rendered(admin, calls("hotel-change"), screens=1)
    clip = moment["clip"]
    assert clip["contentType"] == "video/webm"
    kind, name = saved(admin, moment, tmp_path / "clip")
    assert kind == "video/webm" and name.startswith('attachment; filename="The offer.webm"')
    assert streams(tmp_path / "clip") == [("video", "vp9"), ("audio", "opus")]
    # Sound of 8.7 s in packets of 20 ms, but for the edges.
    assert clip["copiedPackets"] > 400 and clip["reencodedFrames"] < 60, clip


def test_vp8_beside_two_legs_is_copied_and_their_sound_mixed(admin, calls, tmp_path):
    moment = rendered(admin, calls("card-blocked"))
    assert moment["clip"]["contentType"] == "video/webm" and moment["clip"]["copiedPackets"] > 0
    saved(admin, moment, tmp_path / "clip")
    assert streams(tmp_path / "clip") == [("video", "vp8"), ("audio", "opus")]


def test_several_screens_and_covered_ones_are_mp4(admin, calls, tmp_path):
    home = calls("hotel-change")
    black = {"kind": "black", "startMs": 13_000, "endMs": 14_000, "monitor": 1, "x": 0, "y": 0, "width": 90, "height": 90}
    for more in ({}, {"screens": 1, "redactions": [black]}):
        moment = rendered(admin, home, **more)
        assert moment["clip"]["contentType"] == "video/mp4"
        saved(admin, moment, tmp_path / "clip")
        assert streams(tmp_path / "clip") == [("video", "h264"), ("audio", "aac")]


def test_one_recording_of_opus_stays_what_it_is(admin, calls, tmp_path):
    moment = rendered(admin, calls("factura-duplicada"))
    assert moment["clip"]["contentType"] == "audio/webm" and moment["clip"]["poster"] is None
    assert moment["clip"]["copiedPackets"] > 400
    kind, name = saved(admin, moment, tmp_path / "clip")
    assert kind == "audio/webm" and 'filename="The offer.webm"' in name
    assert streams(tmp_path / "clip") == [("audio", "opus")]
    refused = admin.get(f"moments/{moment['id']}/poster")
    assert (refused.status_code, refused.json()["code"]) == (409, "no_poster")
    # Muted, it is encoded anew, and then into what everything plays.
    mute = {"kind": "mute", "startMs": 13_000, "endMs": 14_000}
    assert rendered(admin, calls("factura-duplicada"), redactions=[mute])["clip"]["contentType"] == "audio/mp4"


@pytest.mark.parametrize(("name", "more"), [("hotel-change", {"screens": 1}), ("hotel-change", {}), ("card-blocked", {})])
def test_a_clip_has_the_picture_it_begins_with(admin, calls, tmp_path, name, more):
    moment = rendered(admin, calls(name), **more)
    answer = admin.get(f"moments/{moment['id']}/poster")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    (tmp_path / "poster.jpg").write_bytes(answer.content)
    saved(admin, moment, tmp_path / "clip")
    assert likeness(tmp_path / "clip", tmp_path / "poster.jpg") > 0.95
    command = ["ffprobe", "-v", "error", "-show_entries", "stream=width,height", "-of", "csv=p=0", tmp_path / "poster.jpg"]
    size = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    assert size == "{width},{height}".format(**moment["clip"]["poster"])
    again = admin.get(f"moments/{moment['id']}/poster", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_what_is_covered_is_covered_in_the_picture_too(admin, calls, tmp_path):
    black = {"kind": "black", "startMs": 12_345, "endMs": 13_000, "monitor": 1, "x": 0, "y": 0, "width": 5_000, "height": 10_000}
    moment = rendered(admin, calls("card-blocked"), redactions=[black])
    (tmp_path / "poster.jpg").write_bytes(admin.get(f"moments/{moment['id']}/poster").content)
    command = ["ffmpeg", "-v", "error", "-i", tmp_path / "poster.jpg", "-pix_fmt", "gray", "-f", "rawvideo", "-"]
    luma = subprocess.run(command, capture_output=True, check=True).stdout
    width = moment["clip"]["poster"]["width"]
    rows = [luma[place : place + width] for place in range(0, len(luma), width)]
    assert max(max(row[: width // 2 - 8]) for row in rows) < 16
    assert max(max(row[width // 2 + 8 :]) for row in rows) > 100
