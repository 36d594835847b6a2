"""Every page, for somebody who may see it: no error, no breach of the policy, no axe violation, in light and dark."""

import json
import re

import pytest
from playwright.sync_api import expect

from harness.watch import assert_accessible, take_screenshots


@pytest.fixture(scope="module")
def call(server, fixtures):
    """A call with two legs, two screens and a transcript, read to the end."""
    api = server.api("admin")
    policy = api.read("capture-policy")
    assert api.put("capture-policy", json=policy | {"screens": True, "teams": None, "channels": None, "roles": None}).ok
    manifest = json.loads((fixtures / "manifest.json").read_text())
    call = next(call for call in manifest["calls"] if call["name"] == "charged-twice")
    body = {key: call[key] for key in ("externalId", "channel", "queue", "disposition", "language", "topics", "startedAt")}
    home = api.create("interactions", body, 201)["id"]
    made = [api.attach(home, fixtures / one["file"], kind="audio", party=one["party"]) for one in call["audio"]]
    for screen in call["screens"]:
        what = {key: screen[key] for key in ("monitor", "offsetMs", "capture")}
        made.append(api.attach(home, fixtures / screen["file"], kind="screen", **what))
    for recording in made:
        assert api.wait_for_recording(recording["id"])["state"] == "ready"
    text = (fixtures / call["transcript"]["file"]).read_bytes()
    assert api.put(f"interactions/{home}/transcript", data=text, headers={"Content-Type": "text/vtt"}).ok
    return home


def settled(page) -> None:
    """The page shows what it is about: its heading is there and nothing is loading any more."""
    expect(page.get_by_role("heading").first).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.wait_for_load_state("networkidle")


def check_both_themes(page, name: str) -> None:
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert_accessible(page)
    take_screenshots(page, name)


def test_signing_in_by_keyboard_leads_to_the_interactions(new_page, server):
    page = new_page()
    page.goto("/interactions")
    expect(page).to_have_url(re.compile("/sign-in"))
    settled(page)
    check_both_themes(page, "sign-in")
    page.keyboard.type("evaluator")
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Password", exact=True).fill(server.passwords["evaluator"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/interactions$"))


PAGES = [
    ("interactions", "/interactions"),
    ("interactions-none-found", "/interactions?q=nothing-is-called-so"),
    ("evaluations", "/evaluations"),
    ("criteria", "/criteria"),
    ("scorecards", "/scorecards"),
    ("settings", "/settings"),
    ("moments", "/moments"),
    ("shares", "/shares"),
    ("search", "/search?q=refund"),
    ("upload", "/upload"),
    ("nowhere", "/no/such/page"),
]


@pytest.mark.parametrize(("name", "path"), PAGES, ids=[name for name, _ in PAGES])
def test_a_page_is_quiet_and_accessible(new_page, call, name, path):
    page = new_page("admin")
    page.goto(path)
    settled(page)
    check_both_themes(page, name)


def test_the_conversation_page_is_quiet_and_accessible(new_page, call):
    page = new_page("admin")
    page.goto(f"/interactions/{call}")
    settled(page)
    check_both_themes(page, "interaction")


@pytest.fixture(scope="module")
def scorecard(server):
    """A published scorecard."""
    api = server.api("admin")
    options = [{"key": "yes", "label": "Yes", "points": 10}, {"key": "no", "label": "No", "points": 0}]
    question = {"key": "greeting", "type": "yesNo", "text": "Greets", "options": options}
    section = {"key": "all", "title": "All", "weight": 10000, "questions": [question]}
    draft = api.create("scorecards", {"key": "pages", "name": "Pages", "format": "percentage", "sections": [section]}, 201)
    based = {"If-Match": f'"{draft["etag"]}"'}
    api.json_of(api.post(f"scorecards/{draft['id']}/publication", json={}, headers=based))
    return draft["id"]


@pytest.mark.parametrize("part", ["", "/edit"], ids=["preview", "editor"])
def test_a_scorecards_pages_are_quiet_and_accessible(new_page, scorecard, part):
    page = new_page("admin")
    page.goto(f"/scorecards/{scorecard}{part}")
    settled(page)
    check_both_themes(page, "scorecard" + part.replace("/", "-"))


def test_the_page_that_adds_recordings_is_quiet_and_accessible(new_page, call):
    page = new_page("admin")
    page.goto(f"/interactions/{call}/upload")
    settled(page)
    check_both_themes(page, "add-recordings")
