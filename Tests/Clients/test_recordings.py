"""Whole calls go in, are read, and come out again; what is broken is said to be broken."""

import json
import struct
from io import StringIO

import pytest
import webvtt


@pytest.fixture(scope="module")
def manifest(fixtures):
    return json.loads((fixtures / "manifest.json").read_text())


@pytest.fixture(scope="module")
def admin(server):
    api = server.api("admin")
    policy = api.read("capture-policy")
    answer = api.put("capture-policy", json=policy | {"screens": True, "teams": None, "channels": ["voice"], "roles": None})
    assert answer.ok, answer.text
    return api


def add(api, call) -> str:
    body = {key: call[key] for key in ("externalId", "channel", "queue", "disposition", "language", "topics", "startedAt")}
    return api.create("interactions", body, 201)["id"]


def call_named(manifest, name) -> dict:
    return next(call for call in manifest["calls"] if call["name"] == name)


def attach_all(api, fixtures, home, call) -> list[tuple[dict, dict]]:
    """Every recording of a call with its entry in the manifest, read to the end."""
    made = []
    for audio in call["audio"]:
        made.append((audio, api.attach(home, fixtures / audio["file"], kind="audio", party=audio["party"])))
    for screen in call["screens"]:
        what = {key: screen[key] for key in ("monitor", "offsetMs", "capture")}
        made.append((screen, api.attach(home, fixtures / screen["file"], kind="screen", **what)))
    return [(entry, api.wait_for_recording(recording["id"])) for entry, recording in made]


@pytest.fixture(scope="module")
def claim(admin, fixtures, manifest):
    """The call with two legs and four screens."""
    call = call_named(manifest, "insurance-claim")
    home = add(admin, call)
    return home, call, attach_all(admin, fixtures, home, call)


def test_two_legs_and_four_screens_are_read_as_the_manifest_says(claim, manifest):
    files = {entry["file"]: entry for entry in manifest["files"]}
    for entry, found in claim[2]:
        expected = files[entry["file"]]
        assert found["state"] == "ready", found
        assert (found["container"], found["sha256"]) == (expected["container"], expected["sha256"])
        assert abs(found["durationMs"] - expected["durationMs"]) <= manifest["durationToleranceMs"]
        assert found["health"] == []


def test_screens_keep_what_the_recorder_said_about_them(claim):
    for entry, found in claim[2]:
        if "capture" not in entry:
            continue
        assert found["offsetMs"] == entry["offsetMs"]
        assert found["monitor"] == entry["monitor"]
        capture = found["capture"]
        assert capture["windows"] == entry["capture"]["windows"]
        for member in ("monitorName", "x", "y", "width", "height", "scale", "software", "version"):
            assert capture[member] == entry["capture"][member], member


def test_a_fifth_screen_is_refused_with_what_to_do(claim, admin, fixtures):
    home = claim[0]
    answer = admin.post(
        f"interactions/{home}/recordings",
        json={"upload": admin.upload(fixtures / "parcel-late-screen1.mp4"), "kind": "screen", "monitor": 5, "offsetMs": 0},
    )
    assert answer.status_code in (409, 422), answer.text
    assert answer.json()["code"] == "fifth_monitor"
    assert len(answer.json()["detail"]) > 20


def test_calls_in_which_a_window_was_open_are_found(claim, admin):
    found = admin.read("interactions", window="claim form")
    assert [one["id"] for one in found["items"]] == [claim[0]]
    assert admin.read("interactions", window="no such program")["items"] == []


def test_peaks_are_a_dat_file_of_version_2_with_a_row_for_each_channel(admin, fixtures, manifest):
    call = call_named(manifest, "parcel-late")
    home = add(admin, call)
    (_, recording), *_ = attach_all(admin, fixtures, home, call)
    answer = admin.get(f"recordings/{recording['id']}/peaks")
    assert answer.status_code == 200
    version, flags, rate, samples_per_pixel, length, channels = struct.unpack("<iIiiIi", answer.content[:24])
    assert (version, channels) == (2, 2)
    width = 1 if flags & 1 else 2
    assert len(answer.content) == 24 + length * channels * 2 * width
    assert abs(length * samples_per_pixel * 1000 / rate - call["durationMs"]) < 200


def test_peaks_come_as_coarse_as_the_view_needs(admin, fixtures, manifest):
    home = add(admin, call_named(manifest, "factura-duplicada"))
    (_, recording), *_ = attach_all(admin, fixtures, home, call_named(manifest, "factura-duplicada"))

    def pixels(query: str) -> tuple[int, int]:
        answer = admin.get(f"recordings/{recording['id']}/peaks{query}")
        assert answer.status_code == 200, answer.text
        return struct.unpack("<iIiiIi", answer.content[:24])[3], len(answer.content)

    sizes = [pixels(f"?samplesPerPixel={size}") for size in (100, 256, 2047, 2048, 16000, 9_000_000)]
    assert [size for size, _ in sizes] == [256, 256, 256, 2048, 2048, 16384]
    assert pixels("") == sizes[0] and sizes[0][1] > 7 * sizes[3][1] > 7 * sizes[5][1]
    refused = admin.get(f"recordings/{recording['id']}/peaks?samplesPerPixel=much")
    assert refused.status_code == 400 and refused.json()["code"] == "query_invalid"


def test_a_screen_has_thumbnails_and_says_when_it_is_lively(claim, admin, server):
    for entry, found in claim[2]:
        shown = admin.get(f"recordings/{found['id']}/thumbnails")
        if found["kind"] == "audio":
            assert shown.status_code == 409 and shown.json()["code"] == "no_thumbnails"
            continue
        sheet = shown.json()
        assert sheet["timesMs"] == sorted(sheet["timesMs"]) and 2 <= len(sheet["timesMs"]) <= 100
        assert sheet["timesMs"][-1] < found["durationMs"]
        assert max(sheet["activity"]["values"]) > 0 and sheet["blacks"] == []
        picture = admin.get(sheet["url"].removeprefix("/api/v1/"))
        assert picture.headers["Content-Type"] == "image/jpeg"
        rows = -(-len(sheet["timesMs"]) // sheet["columns"])
        assert jpeg_size(picture.content) == (sheet["width"] * sheet["columns"], sheet["height"] * rows)
        part = admin.get(sheet["url"].removeprefix("/api/v1/"), headers={"Range": "bytes=0-1"})
        assert part.status_code == 206 and part.content == b"\xff\xd8"


def jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2
    while True:
        kind, length = struct.unpack(">HH", content[at : at + 4])
        if kind == 0xFFC0:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length


def test_a_number_typed_on_a_telephone_is_heard_and_not_told(admin, fixtures, manifest):
    call = call_named(manifest, "meter-reading")
    home = add(admin, call | {"externalId": "keys"})
    (_, recording), *_ = attach_all(admin, fixtures, home, call)
    levels = admin.read(f"recordings/{recording['id']}/levels")
    agent, customer = levels["channels"]
    assert agent["tones"] == []
    for key in call["keys"]:
        assert any(one["startMs"] <= key["startMs"] and one["endMs"] >= key["endMs"] for one in customer["tones"])
    assert all(set(one) == {"startMs", "endMs"} for one in customer["tones"])
    assert levels["longestMonologue"]["channel"] in (0, 1)


def test_a_call_whose_customer_is_silent_is_ready_and_says_so(admin, fixtures, manifest):
    call = call_named(manifest, "bad-line")
    home = add(admin, call)
    recordings = {found["party"]: found for _, found in attach_all(admin, fixtures, home, call)}
    assert {found["state"] for found in recordings.values()} == {"ready"}
    assert [health["code"] for health in recordings["customer"]["health"]] == ["silent_channel"]
    assert recordings["agent"]["health"] == []


def test_broken_files_are_refused_or_failed_with_a_sentence_and_hurt_nothing(admin, fixtures, manifest):
    call = call_named(manifest, "wrong-number")
    home = add(admin, call)
    for entry in manifest["broken"]:
        if not entry["file"].endswith((".mp4", ".wav", ".opus")):
            continue
        expect_broken(admin, home, fixtures / entry["file"], None if entry["expect"] == "refused" else entry["health"])
    (_, good), *_ = attach_all(admin, fixtures, home, call)
    assert good["state"] == "ready"


def test_files_of_many_kinds_and_damaged_ones_hurt_nothing(admin, shared_media, manifest, fixtures):
    home = admin.create("interactions", {"channel": "voice", "startedAt": "2026-11-12T09:14:07Z"}, 201)["id"]
    files = sorted(path for path in (shared_media / "broken").rglob("*") if path.is_file())
    assert len(files) > 30
    for file in files:
        expect_broken(admin, home, file, None, may_be_ready=True)
    assert admin.get("/healthz").json() == {"status": "ok"}


def expect_broken(api, home, file, health, may_be_ready=False) -> None:
    """A file ends as `failed` with a sentence, or is `ready` with the findings named."""
    kind = {"kind": "screen", "monitor": 1} if file.suffix in (".mp4", ".webm", ".avi") else {"kind": "audio", "party": "both"}
    body = {"upload": api.upload(file), "offsetMs": 0} | kind
    answer = api.post(f"interactions/{home}/recordings", json=body)
    if answer.status_code in (409, 415, 422):
        assert answer.json()["detail"].endswith("."), answer.text
        return
    assert answer.status_code == 202, (file.name, answer.text)
    found = api.wait_for_recording(answer.json()["id"])
    if found["state"] == "ready":
        assert may_be_ready or health, (file.name, found)
        if health:
            assert set(health) <= {one["code"] for one in found["health"]}, (file.name, found)
    else:
        assert found["failure"]["code"] and found["failure"]["message"].endswith("."), (file.name, found)
        assert not health, (file.name, found)
    removed = api.delete(f"recordings/{found['id']}")
    assert removed.status_code in (200, 204), removed.text


def test_a_transcript_goes_in_and_comes_out_with_its_exact_times(admin, fixtures, manifest):
    kinds = {"vtt": "text/vtt", "srt": "application/x-subrip", "json": "application/json"}
    for name in ("card-blocked", "password-reset", "meter-reading"):
        call = call_named(manifest, name)
        home = add(admin, call)
        form = call["transcript"]["format"]
        put = admin.put(
            f"interactions/{home}/transcript",
            data=(fixtures / call["transcript"]["file"]).read_bytes(),
            headers={"Content-Type": kinds[form]},
        )
        assert put.status_code == 200, put.text
        expected = [(one["startMs"], one["endMs"], one["text"]) for one in call["transcript"]["segments"]]
        shown = admin.read(f"interactions/{home}/transcript")["segments"]
        assert [(one["startMs"], one["endMs"], one["text"]) for one in shown] == expected
        written = admin.get(f"interactions/{home}/transcript", headers={"Accept": "text/vtt"})
        assert written.headers["Content-Type"].startswith("text/vtt")
        captions = list(webvtt.from_buffer(StringIO(written.text)))
        assert [caption.text for caption in captions] == [text for _, _, text in expected]
        assert [caption.start for caption in captions] == [stamp(start) for start, _, _ in expected]


def stamp(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def test_what_is_no_transcript_is_refused_and_the_old_one_stays(admin, fixtures, manifest):
    call = call_named(manifest, "warranty-repair")
    home = add(admin, call)
    good = (fixtures / call["transcript"]["file"]).read_bytes()
    bad = (fixtures / "broken" / "not-a-transcript.vtt").read_bytes()
    assert admin.put(f"interactions/{home}/transcript", data=good, headers={"Content-Type": "text/vtt"}).ok
    answer = admin.put(f"interactions/{home}/transcript", data=bad, headers={"Content-Type": "text/vtt"})
    assert answer.status_code == 422 and answer.json()["code"] == "transcript_unreadable"
    assert len(admin.read(f"interactions/{home}/transcript")["segments"]) == len(call["transcript"]["segments"])


def test_a_search_finds_a_word_at_its_second(admin, fixtures, manifest):
    call = call_named(manifest, "hotel-change")
    home = add(admin, call)
    text = (fixtures / call["transcript"]["file"]).read_bytes()
    assert admin.put(f"interactions/{home}/transcript", data=text, headers={"Content-Type": "application/x-subrip"}).ok
    hits = admin.read("transcripts/search", q="breakfast")["items"]
    said = next(one for one in call["transcript"]["segments"] if "Breakfast" in one["text"])
    assert [(hit["interaction"]["id"], hit["startMs"]) for hit in hits] == [(home, said["startMs"])]
    assert [piece["text"].lower() for piece in hits[0]["snippet"] if piece["hit"]] == ["breakfast"]
