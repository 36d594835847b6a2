"""A moment is cut, shared with somebody outside, played there, and taken back."""

import datetime
import json
import subprocess
import threading

import pytest
import requests

NOT_THERE = {"type": "about:blank", "title": "not found", "status": 404, "code": "not_found"}
PASSWORD = "four green bottles"


def after(**span) -> str:
    return (datetime.datetime.now(datetime.UTC) + datetime.timedelta(**span)).isoformat().replace("+00:00", "Z")


@pytest.fixture(scope="module")
def admin(server):
    api = server.api("admin")
    policy = api.read("capture-policy") | {"screens": True, "teams": None, "channels": ["voice"], "roles": None}
    assert api.put("capture-policy", json=policy).ok
    api.json_of(api.patch("settings", json={"sharing": {"requirePassword": False}}))
    return api


@pytest.fixture(scope="module")
def moment(admin, fixtures):
    """Five seconds of a call with sound, a screen and a transcript, its clip rendered."""
    calls = json.loads((fixtures / "manifest.json").read_text())["calls"]
    call = next(call for call in calls if call["screens"] and call["transcript"]["format"] == "vtt")
    members = ("externalId", "channel", "queue", "disposition", "language", "topics", "startedAt")
    home = admin.create("interactions", {key: call[key] for key in members}, 201)["id"]
    made = [admin.attach(home, fixtures / audio["file"], kind="audio", party=audio["party"]) for audio in call["audio"]]
    screen = call["screens"][0]
    what = {key: screen[key] for key in ("monitor", "offsetMs", "capture")}
    made.append(admin.attach(home, fixtures / screen["file"], kind="screen", **what))
    for recording in made:
        assert admin.wait_for_recording(recording["id"])["state"] == "ready"
    words = (fixtures / call["transcript"]["file"]).read_bytes()
    assert admin.put(f"interactions/{home}/transcript", data=words, headers={"Content-Type": "text/vtt"}).ok
    body = {"title": "The refund", "startMs": 5000, "endMs": 10_000, "note": "Listen to the pause."}
    return admin.create(f"interactions/{home}/moments", body, 201)


def share(api, moment, **wishes) -> tuple[str, str]:
    """A new link's id and the path of what it serves."""
    made = api.create(f"moments/{moment['id']}/shares", {"expiresAt": after(hours=3)} | wishes, 201)
    assert set(made) == {"id", "url"}
    page, _, token = made["url"].rpartition("/s/")
    assert page == api.url, "the address people are given is where they reach this server"
    assert len(token) == 43
    return made["id"], f"shared/{token}"


def wait_for_clip(visitor, path) -> dict:
    for _ in range(600):
        shown = visitor.read(path)
        if shown["clip"]["state"] != "rendering":
            return shown
        threading.Event().wait(0.1)
    raise AssertionError("the clip was not rendered within a minute")


def test_a_link_shows_the_clip_to_somebody_without_an_account(server, admin, moment, tmp_path):
    _, path = share(admin, moment)
    visitor = server.api()
    shown = wait_for_clip(visitor, path)
    assert shown["clip"]["state"] == "ready" and set(shown["clip"]) == {"state", "poster"}
    assert (shown["title"], shown["kind"]) == ("The refund", "video")
    # What was written for people inside is in nothing that goes out.
    assert "note" not in shown and "Listen" not in visitor.get(path).text
    assert (shown["durationMs"], shown["sharedBy"], shown["allowDownload"], shown["hasCaptions"]) == (5000, "Admin", False, True)

    clip = visitor.get(f"{path}/clip")
    assert (clip.status_code, clip.headers["Content-Type"]) == (200, "video/mp4")
    assert clip.headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in clip.headers["Content-Security-Policy"] and "noindex" in clip.headers["X-Robots-Tag"]
    part = visitor.get(f"{path}/clip", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, clip.content[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(clip.content)}"
    looked = visitor.head(f"{path}/clip")
    assert (looked.status_code, looked.headers["Content-Length"]) == (200, str(len(clip.content)))
    assert visitor.get(f"{path}/clip?download=1").status_code == 403

    file = tmp_path / "clip.mp4"
    file.write_bytes(clip.content)
    probed = subprocess.run(
        ["ffprobe", "-v", "error", "-show_entries", "format=duration:format_tags", "-of", "json", file],
        capture_output=True,
        check=True,
    )
    found = json.loads(probed.stdout)["format"]
    assert abs(float(found["duration"]) - 5) < 0.1
    assert set(found.get("tags", {})) <= {"major_brand", "minor_version", "compatible_brands", "encoder"}

    poster = visitor.get(f"{path}/poster")
    assert (poster.status_code, poster.headers["Content-Type"]) == (200, "image/jpeg")
    assert poster.headers["Cache-Control"] == "private, no-store" and "noindex" in poster.headers["X-Robots-Tag"]

    captions = visitor.get(f"{path}/captions")
    assert captions.headers["Content-Type"].startswith("text/vtt")
    assert captions.text.startswith("WEBVTT") and "-->" in captions.text


def test_downloading_is_the_links_to_allow(server, admin, moment):
    _, path = share(admin, moment, allowDownload=True)
    visitor = server.api()
    assert wait_for_clip(visitor, path)["allowDownload"] is True
    answer = visitor.get(f"{path}/clip?download=1")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="The refund.mp4"')


def test_a_locked_link_opens_with_its_password_in_that_browser_only(server, admin, moment):
    _, path = share(admin, moment, password=PASSWORD)
    token = path.split("/")[1]
    visitor, stranger = server.api(), server.api()
    for part in ("", "/clip", "/captions", "/clip?download=1"):
        assert visitor.json_of(visitor.get(path + part), 401)["code"] == "share_locked"
    page = visitor.get(f"/s/{token}")
    assert (page.status_code, page.headers["Content-Type"]) == (401, "text/html; charset=utf-8")
    assert visitor.json_of(visitor.post(f"{path}/unlock", json={"password": "wrong"}), 401)["code"] == "wrong_password"
    opened = visitor.post(f"{path}/unlock", json={"password": PASSWORD})
    assert (opened.status_code, opened.content) == (204, b"")
    assert "HttpOnly" in opened.headers["Set-Cookie"] and "SameSite=Lax" in opened.headers["Set-Cookie"]
    assert visitor.read(path)["title"] == "The refund"
    assert visitor.get(f"{path}/clip").status_code == 200
    assert visitor.get(f"/s/{token}").status_code == 200
    assert stranger.get(f"{path}/clip").status_code == 401
    _, other = share(admin, moment, password=PASSWORD)
    assert visitor.get(other).status_code == 401


def test_the_last_view_goes_to_one_of_many(server, admin, moment):
    id, path = share(admin, moment, maxViews=2)
    visitors = [server.api() for _ in range(8)]
    statuses = [0] * len(visitors)

    def visit(number):
        statuses[number] = visitors[number].get(path).status_code

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(len(visitors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] * 2 + [404] * 6
    lucky = visitors[statuses.index(200)]
    assert lucky.get(path).status_code == 200
    wait_for_clip(lucky, path)
    for start in (0, 100, 200):
        assert lucky.get(f"{path}/clip", headers={"Range": f"bytes={start}-{start + 99}"}).status_code == 206
    assert server.api().get(f"{path}/clip").status_code == 404
    assert server.api().get(path).status_code == 404
    kept = admin.read(f"shares/{id}")
    assert (kept["views"], kept["state"]) == (2, "used_up")
    outcomes = [view["outcome"] for view in kept["viewLog"]]
    assert outcomes.count("opened") == 2 and outcomes.count("refused") == 1
    assert all(view["network"] == "127.0.0.0/24" for view in kept["viewLog"])


def test_a_revoked_link_is_like_one_that_never_was(server, admin, moment):
    id, path = share(admin, moment, allowDownload=True)
    visitor = server.api()
    wait_for_clip(visitor, path)
    assert visitor.get(f"{path}/clip", headers={"Range": "bytes=0-9"}).status_code == 206
    assert admin.delete(f"shares/{id}").status_code == 204
    assert admin.delete(f"shares/{id}").status_code == 204
    unknown = "shared/" + "A" * 43
    for part in ("", "/clip", "/captions", "/clip?download=1"):
        dead, never = visitor.get(path + part), visitor.get(unknown + part)
        assert dead.status_code == never.status_code == 404
        assert dead.content == never.content
        assert {key: dead.json()[key] for key in NOT_THERE} == NOT_THERE
        assert set(dead.headers) == set(never.headers)
    assert admin.read(f"shares/{id}")["state"] == "revoked"


def test_guessing_is_slowed_down_and_a_restart_forgives_nothing(start_server, fixtures):
    server = start_server(roles=("admin",))
    admin = server.api("admin")
    home = admin.create("interactions", {"channel": "voice", "startedAt": "2026-11-12T09:14:07Z"}, 201)["id"]
    recording = admin.attach(home, fixtures / "charged-twice-agent.opus", kind="audio", party="agent")
    assert admin.wait_for_recording(recording["id"])["state"] == "ready"
    moment = admin.create(f"interactions/{home}/moments", {"title": "Greeting", "startMs": 0, "endMs": 3000}, 201)
    _, path = share(admin, moment, password=PASSWORD)

    def guess(password) -> requests.Response:
        return requests.post(f"{server.url}/api/v1/{path}/unlock", json={"password": password}, timeout=30)

    statuses = [guess(f"guess {number}").status_code for number in range(6)]
    assert statuses == [401] * 6
    waits = []
    while not waits or waits[-1] <= 60:
        answer = guess("once more")
        if answer.status_code == 429:
            waits.append(int(answer.headers["Retry-After"]))
            assert len(waits) < 200, "after ten failures there is a long wait"
            threading.Event().wait(0.1)
    server.kill()
    server.start()
    after_restart = guess(PASSWORD)
    assert after_restart.status_code == 429
    assert int(after_restart.headers["Retry-After"]) > 60


def test_agents_share_nothing_and_evaluators_what_the_account_allows(server, admin, moment):
    agent, evaluator = server.api("agent"), server.api("evaluator")
    assert agent.read("shares/policy")["mayShare"] is False
    body = {"expiresAt": after(hours=1), "password": PASSWORD}
    assert agent.post(f"moments/{moment['id']}/shares", json=body).status_code == 403
    assert evaluator.json_of(evaluator.post(f"moments/{moment['id']}/shares", json=body), 403)["code"] == "sharing_forbidden"
    admin.json_of(admin.patch("settings", json={"sharing": {"evaluatorsMayShare": True}}))
    id, path = share(evaluator, moment, password=PASSWORD)
    too_long = evaluator.post(f"moments/{moment['id']}/shares", json=body | {"expiresAt": after(days=15)})
    assert evaluator.json_of(too_long, 422)["errors"][0]["pointer"] == "/expiresAt"
    assert [item["id"] for item in evaluator.read("shares")["items"]] == [id]
    assert id in [item["id"] for item in admin.read("shares")["items"]]
    assert id in [item["id"] for item in admin.read(f"moments/{moment['id']}/shares")["items"]]
    assert server.api().get(path).status_code == 401
    admin.json_of(admin.patch("settings", json={"sharing": {"evaluatorsMayShare": False}}))
    assert server.api().get(path).status_code == 404
    assert evaluator.read(f"shares/{id}")["state"] == "expired"
