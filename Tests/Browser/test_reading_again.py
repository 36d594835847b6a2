"""Recordings that could not be read, and what people do about it: on the page of the interaction and where files are sent."""

import re

import pytest
from playwright.sync_api import Page, expect

from harness.children import standing_still
from harness.keys import Keys
from harness.page import until
from harness.watch import assert_accessible, take_screenshots

HARDLY = "Reading it again will hardly help"
MAY = "Reading it again may help."


@pytest.fixture(scope="module")
def server(start_server):
    return start_server("--metrics")


@pytest.fixture(scope="module")
def api(server):
    return server.api("admin")


def new_call(api, name: str) -> str:
    body = {"channel": "voice", "startedAt": "2026-11-12T09:14:07Z", "externalId": name}
    return api.create("interactions", body, 201)["id"]


@pytest.fixture
def lost(server, api, fixtures, tmp_path):
    """Attaches a recording whose file is gone when it is read; gives the call and what brings the file back."""

    def lose(name: str):
        home = new_call(api, name)
        before = set((server.data / "media" / "tmp").iterdir())
        upload = api.upload(fixtures / "wrong-number.wav")
        (draft,) = set((server.data / "media" / "tmp").iterdir()) - before
        aside = tmp_path / draft.name
        draft.rename(aside)
        body = {"upload": upload, "kind": "audio", "party": "both"}
        made = api.create(f"interactions/{home}/recordings", body, 202)
        assert api.wait_for_recording(made["id"])["failure"]["code"] == "upload_lost"
        return home, made["id"], lambda: aside.rename(draft)

    return lose


def named(page: Page, name: str):
    return page.get_by_role("article", name=name)


def test_it_is_read_again_beside_its_failure_once_the_file_is_back(new_page, api, lost):
    home, recording, bring_back = lost("LOST-1")
    page = new_page("admin")
    page.goto(f"/interactions/{home}?tab=recordings")
    shown = named(page, "Audio")
    expect(shown.get_by_role("alert")).to_contain_text("The uploaded file is gone; upload it again.")
    expect(shown.get_by_role("alert")).to_contain_text(HARDLY)
    expect(page.locator(".conversation-messages")).to_contain_text("wrong-number.wav could not be read")
    expect(page.get_by_role("button", name="Read again: wrong-number.wav")).to_have_count(2)
    assert_accessible(page)
    take_screenshots(page, "read-again")

    # As long as nothing has changed it fails as before, and says so again.
    shown.get_by_role("button", name="Read again").click()
    until(page, lambda: failures(api, recording) == 2)
    expect(shown.get_by_role("alert")).to_be_visible()
    assert api.wait_for_recording(recording)["state"] == "failed"

    bring_back()
    shown.get_by_role("button", name="Read again").click()
    expect(shown).to_contain_text("Ready", timeout=60_000)
    expect(shown.get_by_role("alert")).to_have_count(0)
    # The player comes without the page being loaded anew.
    expect(page.locator("em-player")).to_be_visible(timeout=30_000)
    expect(page.locator(".conversation-messages")).not_to_contain_text("could not be read")
    assert api.read(f"recordings/{recording}")["failure"] is None


def failures(api, recording: str) -> int:
    """How often it could not be read."""
    said = api.read("activity", limit=100)["items"]
    return len([one for one in said if one["action"] == "recording.failed" and one["subject"]["id"] == recording])


def test_the_keyboard_reads_it_again_and_is_not_lost(new_page, api, lost):
    home, recording, bring_back = lost("LOST-2")
    bring_back()
    page = new_page("admin")
    keys = Keys(page)
    keys.visit(f"/interactions/{home}")
    keys.press(page.locator(".conversation-messages").get_by_role("button", name="Read again"))
    expect(page.locator(".conversation-messages")).to_be_focused()
    expect(page.locator("em-player")).to_be_visible(timeout=60_000)
    assert api.wait_for_recording(recording)["state"] == "ready"


def test_whoever_may_not_attach_recordings_is_told_and_asks_for_nothing(new_page, api, lost):
    home, _, _ = lost("LOST-3")
    page = new_page("evaluator")
    page.goto(f"/interactions/{home}?tab=recordings")
    expect(named(page, "Audio").get_by_role("alert")).to_contain_text("The uploaded file is gone")
    expect(page.get_by_role("button", name=re.compile("Read again"))).to_have_count(0)


def test_a_file_that_is_broken_is_said_to_be_the_trouble(new_page, api, tmp_path):
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"this is no recording at all" * 100)
    home = new_call(api, "BROKEN-1")
    made = api.attach(home, broken, kind="audio", party="both")
    assert api.wait_for_recording(made["id"])["failure"]["mayPass"] is False
    page = new_page("admin")
    page.goto(f"/interactions/{home}?tab=recordings")
    expect(named(page, "Audio").get_by_role("alert")).to_contain_text(HARDLY)


@pytest.fixture
def cut_short(server, api, fixtures):
    """Sends a file from the upload page and stops the reading of it; gives its row there, the call and the recording."""

    def cut(page: Page, name: str):
        page.goto("/upload")
        page.locator("input[type=file]").first.set_input_files([fixtures / "wrong-number.wav"])
        row = page.locator(".upload-row")
        expect(row).to_contain_text("Uploaded", timeout=30_000)
        page.get_by_label("External ID").fill(name)
        with standing_still(server):
            page.get_by_role("button", name="Create and process").click()
            until(page, lambda: api.read("interactions", externalId=name)["items"])
            home = api.read("interactions", externalId=name)["items"][0]["id"]
            until(page, lambda: api.read(f"interactions/{home}/recordings")["items"])
            (recording,) = api.read(f"interactions/{home}/recordings")["items"]
            job = recording["job"]["id"]
            until(page, lambda: api.read(f"jobs/{job}")["state"] == "running")
            assert api.delete(f"jobs/{job}").status_code == 204
            expect(row.get_by_role("alert")).to_contain_text(MAY)
        return row, home, recording["id"]

    return cut


def test_what_was_sent_is_read_again_without_being_sent_again(new_page, api, cut_short):
    page = new_page("admin")
    begun = []
    page.on("request", lambda request: begun.append(request) if request.url.endswith("/uploads") else None)
    row, home, recording = cut_short(page, "FROZEN-1")
    expect(row.get_by_role("button", name="Read again")).to_be_visible()
    assert_accessible(page)
    row.evaluate("node => node.scrollIntoView({ block: 'center' })")
    take_screenshots(page, "read-again-upload")
    row.get_by_role("button", name="Read again").click()
    expect(page.get_by_text("Everything is ready.").first).to_be_visible(timeout=60_000)
    assert len([one for one in begun if one.method == "POST"]) == 1
    found = api.read(f"interactions/{home}/recordings")["items"]
    assert [(one["id"], one["state"]) for one in found] == [(recording, "ready")]


def test_settings_changed_after_a_failure_are_those_it_is_attached_with(new_page, api, cut_short):
    page = new_page("admin")
    row, home, _ = cut_short(page, "FROZEN-2")
    row.get_by_label("Who is heard").select_option("Agent")
    row.get_by_role("button", name="Read again").click()
    expect(page.get_by_text("Everything is ready.").first).to_be_visible(timeout=60_000)
    found = api.read(f"interactions/{home}/recordings")["items"]
    assert [(one["party"], one["state"]) for one in found] == [("agent", "ready")]
