"""Redactions, measured by decoding clips that a real server made: what is covered is gone, all else is as it was."""

import array
import datetime
import hashlib
import math
import re
import sqlite3
import subprocess
import time
from contextlib import closing

import pytest

from harness.calls import add_call
from harness.keypad import write_keypad_call

RATE = 8_000


@pytest.fixture(scope="module")
def admin(server):
    api = server.api("admin")
    api.json_of(api.patch("settings", json={"sharing": {"requirePassword": False}}))
    return api


@pytest.fixture(scope="module")
def home(admin, fixtures):
    """A call with two legs, two screens and a transcript."""
    return add_call(admin, fixtures)


def cut(api, home: str, start: int, end: int, **more) -> str:
    return api.create(f"interactions/{home}/moments", {"title": "Card", "startMs": start, "endMs": end} | more, 201)["id"]


def redact(api, moment: str, redactions: list, decisions: list | None = None) -> dict:
    now = api.get(f"moments/{moment}/redactions")
    body = {"redactions": redactions} | ({"decisions": decisions} if decisions else {})
    return api.json_of(
        api.put(f"moments/{moment}/redactions", json=body, headers={"If-Match": now.headers["ETag"]}), 200
    )


def clip(api, moment: str, path):
    answer = api.post(f"moments/{moment}/clip", json={})
    if answer.status_code == 202:
        job = api.wait_for_job(answer.json()["id"])
        assert job["state"] == "done", job
    got = api.get(f"moments/{moment}/clip")
    assert got.status_code in (200, 206), got.text[:300]
    path.write_bytes(api.get(f"moments/{moment}/clip", params={"download": "1"}).content)
    return path


def sound(path) -> tuple[array.array, array.array]:
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, "-map", "0:a:0", "-ac", "2", "-ar", str(RATE), "-f", "s16le", "-"],
        check=True,
        capture_output=True,
    ).stdout
    both = array.array("h", raw)
    return both[0::2], both[1::2]


def loudness(samples: array.array, start: int, end: int) -> float:
    """Root mean square between two times, dB below full scale."""
    part = samples[start * RATE // 1_000 : end * RATE // 1_000]
    mean = sum(sample * sample for sample in part) / len(part)
    return 20 * math.log10(max(math.sqrt(mean) / 32_768, 1e-6))


def likeness(left, right, start: int, end: int) -> float:
    """How alike two sounds are: 1 is the same."""
    span = slice(start * RATE // 1_000, end * RATE // 1_000)
    mine, theirs = left[span], right[span]
    product = sum(a * b for a, b in zip(mine, theirs))
    return product / max(1, math.sqrt(sum(a * a for a in mine) * sum(b * b for b in theirs)))


def pictures(path, *parts: str) -> list[bytes]:
    """Grey pictures at two a second, or a part of each (a filter of ffmpeg's)."""
    shape = subprocess.run(
        ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width,height", "-of", "csv=p=0", path],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    width, height = (int(side) for side in re.findall(r"\d+", shape)[:2])
    for part in parts:
        w, h = (int(side) for side in part.removeprefix("crop=").split(":")[:2])
        width, height = w, h
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, "-vf", ",".join(("fps=2", *parts)), "-pix_fmt", "gray", "-f", "rawvideo", "-"],
        check=True,
        capture_output=True,
    ).stdout
    size = width * height
    return [raw[place : place + size] for place in range(0, len(raw), size)]


def psnr(left: bytes, right: bytes) -> float:
    error = sum((a - b) * (a - b) for a, b in zip(left[::7], right[::7]))
    return 99 if error == 0 else 10 * math.log10(255 * 255 * len(left[::7]) / error)


def test_one_party_is_muted_and_the_other_beeped(admin, home, tmp_path):
    plain = sound(clip(admin, cut(admin, home, 20_000, 32_000, screens="none"), tmp_path / "plain"))
    moment = cut(admin, home, 20_000, 32_000, screens="none")
    redact(
        admin,
        moment,
        [
            {"kind": "mute", "startMs": 22_000, "endMs": 25_000, "channel": "agent"},
            {"kind": "beep", "startMs": 24_000, "endMs": 27_000, "channel": "customer"},
        ],
    )
    agent, customer = sound(clip(admin, moment, tmp_path / "redacted"))
    assert loudness(agent, 2_000, 5_000) < -90
    assert abs(loudness(customer, 4_050, 6_950) - -23) < 0.5, "a sine 20 dB below the loudest"
    for kept, source, start, end in ((agent, plain[0], 5_100, 12_000), (customer, plain[1], 7_100, 12_000)):
        assert loudness(source, start, end) > -50 and likeness(kept, source, start, end) > 0.98


@pytest.mark.parametrize("screens", [1, "grid"])
def test_a_rectangle_is_black_for_its_time_alone(admin, home, tmp_path, screens):
    plain = clip(admin, cut(admin, home, 20_000, 28_000, screens=screens), tmp_path / "plain")
    moment = cut(admin, home, 20_000, 28_000, screens=screens)
    black = {"kind": "black", "startMs": 22_000, "endMs": 25_000, "monitor": 1}
    redact(admin, moment, [black | {"x": 0, "y": 0, "width": 5_000, "height": 10_000}])
    redacted = clip(admin, moment, tmp_path / "redacted")
    probe = subprocess.run(
        ["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width,height", "-of", "csv=p=0", plain],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    width, height = (int(side) for side in re.findall(r"\d+", probe)[:2])
    # The left half of the first screen, which in the grid is the left half of the picture.
    covered = (width // 2 if screens == 1 else width // 4) - 16
    rest = f"crop={(width - covered - 48) & ~1}:{height & ~1}:{covered + 48}:0"
    inside = f"crop={covered & ~1}:{height // 2 & ~1}:0:{height // 4}"
    dark = [max(picture) < 40 for picture in pictures(redacted, inside)]
    assert dark == [2 <= place / 2 < 5 for place in range(16)], dark
    for mine, theirs in zip(pictures(redacted, rest), pictures(plain, rest), strict=True):
        assert psnr(mine, theirs) > 30


def test_the_words_are_gone_and_the_recordings_are_not_touched(admin, home):
    before = [one["sha256"] for one in admin.read(f"interactions/{home}/recordings")["items"]]
    moment = cut(admin, home, 20_000, 40_000)
    open_words = admin.get(f"moments/{moment}/captions").text
    redact(admin, moment, [{"kind": "mute", "startMs": 21_000, "endMs": 39_000}])
    words = admin.get(f"moments/{moment}/captions").text
    assert "[redacted]" in words and "[redacted]" not in open_words
    spoken = [line for line in open_words.splitlines() if line and "-->" not in line and line != "WEBVTT"]
    assert sum(line in words for line in spoken) <= 1, "only what ends before 21 s may be left"
    assert [one["sha256"] for one in admin.read(f"interactions/{home}/recordings")["items"]] == before
    for one in admin.read(f"interactions/{home}/recordings")["items"]:
        content = admin.get(f"recordings/{one['id']}/content", params={"download": "1"}).content
        assert hashlib.sha256(content).hexdigest() == one["sha256"]


@pytest.fixture(scope="module")
def keyed(admin, tmp_path_factory):
    """A call whose customer keys in a card number from 4 s on, three keys a second."""
    path = write_keypad_call(tmp_path_factory.mktemp("keyed") / "customer.wav", 4_000)
    home = admin.create("interactions", {"channel": "voice", "startedAt": "2026-11-12T09:14:07Z"}, 201)["id"]
    recording = admin.attach(home, path, kind="audio", party="customer")
    assert admin.wait_for_recording(recording["id"])["state"] == "ready"
    return home


def share(api, moment: str):
    expires = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=3)).isoformat()
    return api.post(f"moments/{moment}/shares", json={"expiresAt": expires})


def test_keypad_tones_keep_a_moment_inside_until_they_are_muted(admin, server, keyed, tmp_path):
    moment = cut(admin, keyed, 1_000, 13_000)
    found = admin.read(f"moments/{moment}/redactions")["proposals"]
    assert found and all(one["channel"] == "customer" and one["decision"] is None for one in found)
    assert 3_700 <= found[0]["startMs"] <= 4_000 and 9_100 <= found[-1]["endMs"] <= 9_400
    refused = share(admin, moment)
    assert refused.status_code == 409 and refused.json()["code"] == "proposals_undecided"
    heard = sound(clip(admin, moment, tmp_path / "plain"))[0]
    assert loudness(heard, 3_000, 8_000) > -30
    decisions = [{key: one[key] for key in ("channel", "startMs", "endMs")} | {"decision": "accepted"} for one in found]
    redact(admin, moment, [], decisions)
    link = share(admin, moment)
    assert link.status_code == 201
    token = link.json()["url"].rsplit("/", 1)[-1]
    visitor = server.api()
    job = admin.post(f"moments/{moment}/clip", json={})
    if job.status_code == 202:
        assert visitor.get(f"shared/{token}/clip").status_code == 409, "never the clip with the tones"
        assert admin.wait_for_job(job.json()["id"])["state"] == "done"
    assert visitor.get(f"shared/{token}").status_code == 200
    (tmp_path / "shared").write_bytes(visitor.get(f"shared/{token}/clip").content)
    quiet = sound(tmp_path / "shared")[0]
    assert loudness(quiet, 3_000, 8_100) < -90
    assert likeness(quiet, heard, 0, 1_900) > 0.98


def test_tones_in_a_recording_that_comes_later_hold_a_link_back(admin, server, keyed):
    moment = cut(admin, keyed, 0, 2_500)
    link = share(admin, moment).json()
    token = link["url"].rsplit("/", 1)[-1]
    visitor = server.api()
    assert visitor.get(f"shared/{token}").status_code == 200
    first = admin.read(f"interactions/{keyed}/recordings")["items"][0]
    path = server.data.with_name("later.wav")
    path.write_bytes(admin.get(f"recordings/{first['id']}/content", params={"download": "1"}).content)
    later = admin.attach(keyed, path, kind="audio", party="agent", offsetMs=-4_000)
    assert admin.wait_for_recording(later["id"])["state"] == "ready"
    assert admin.read(f"moments/{moment}")["undecidedProposals"] > 0
    assert visitor.get(f"shared/{token}").status_code == 404
    assert admin.read(f"shares/{link['id']}")["state"] == "held"
    found = [one for one in admin.read(f"moments/{moment}/redactions")["proposals"] if one["decision"] is None]
    decisions = [{key: one[key] for key in ("channel", "startMs", "endMs")} | {"decision": "dismissed"} for one in found]
    redact(admin, moment, [], decisions)
    assert visitor.get(f"shared/{token}").status_code == 200


def test_a_recording_from_before_tones_were_looked_for_is_searched_when_the_server_starts(start_server, tmp_path):
    server = start_server(roles=("admin",))
    admin = server.api("admin")
    admin.json_of(admin.patch("settings", json={"sharing": {"requirePassword": False}}))
    home = admin.create("interactions", {"channel": "voice", "startedAt": "2026-11-12T09:14:07Z"}, 201)["id"]
    made = admin.attach(home, write_keypad_call(tmp_path / "keys.wav", 5_000), kind="audio", party="customer")
    assert admin.wait_for_recording(made["id"])["state"] == "ready"
    moment = admin.create(f"interactions/{home}/moments", {"title": "Pays", "startMs": 0, "endMs": 14_000}, 201)["id"]
    server.stop()
    with closing(sqlite3.connect(server.data / "earmark.sqlite")) as database, database:
        database.execute("DELETE FROM recording_tones")
        database.execute("DELETE FROM recording_tone_searches")
        database.execute("UPDATE recordings SET levels = NULL")
    admin = server.start().api("admin")
    wish = {"expiresAt": (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)).isoformat()}
    for _ in range(300):
        refused = admin.json_of(admin.post(f"moments/{moment}/shares", json=wish), 409)
        if refused["code"] != "tones_unsearched":
            break
        time.sleep(0.1)
    assert refused["code"] == "proposals_undecided"
    assert admin.read(f"moments/{moment}")["undecidedProposals"] == 1
