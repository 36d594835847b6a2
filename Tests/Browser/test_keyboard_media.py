"""Recordings brought in, played, cut and shared by keyboard alone: the focus is always somewhere."""

import re

import pytest
from playwright.sync_api import Page, expect

from harness.calls import add_call
from harness.keys import Keys
from harness.page import until

PLAYER = "document.querySelector('em-player')"


@pytest.fixture(scope="module")
def call(server, fixtures):
    return add_call(server.api("admin"), fixtures)


def kept(page: Page) -> None:
    """Something has the focus once the page has settled."""
    until(page, "document.activeElement !== document.body && document.activeElement.checkVisibility()")


def chosen(keys: Keys, files) -> None:
    with keys.page.expect_file_chooser() as chooser:
        keys.press(keys.page.get_by_role("button", name="Choose files…"))
    chooser.value.set_files(files)


def test_files_are_chosen_paused_taken_away_and_brought_in(new_page, server, fixtures):
    keys = Keys(new_page("admin"))
    page = keys.page
    keys.visit("/upload")
    # Slow enough to be paused.
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 20_000})
    chosen(keys, [fixtures / "wrong-number.wav", fixtures / "charged-twice-screen1.mp4"])
    rows = page.locator(".upload-row")
    expect(rows).to_have_count(2)
    expect(rows.first).to_be_in_viewport(ratio=1)
    first = rows.nth(0)
    keys.press(first.get_by_role("button", name="Pause"))
    expect(first.get_by_role("button", name="Go on")).to_be_focused()
    expect(first).to_contain_text("Paused at")
    keys.hit("Enter")
    expect(first.get_by_role("button", name="Pause")).to_be_focused()
    line.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
    expect(first).to_contain_text("Uploaded", timeout=30_000)
    expect(first).to_be_focused()
    keys.press(rows.nth(1).get_by_role("button", name=re.compile("^Remove")))
    expect(rows).to_have_count(1)
    expect(first).to_be_focused()
    keys.press(page.get_by_role("button", name="Create and process"))
    expect(page.get_by_text("Everything is ready.").first).to_be_visible(timeout=60_000)
    expect(page.get_by_role("link", name="Open the interaction")).to_be_focused()
    keys.hit("Enter")
    expect(page.locator("em-player")).to_be_visible()
    kept(page)


def test_the_last_file_taken_away_leaves_the_keyboard_where_files_are_chosen(new_page, fixtures):
    keys = Keys(new_page("admin"))
    keys.visit("/upload")
    chosen(keys, [fixtures / "wrong-number.vtt"])
    keys.press(keys.page.get_by_role("button", name=re.compile("^Remove")))
    expect(keys.page.get_by_role("button", name="Choose files…")).to_be_focused()


def test_a_call_is_played_and_a_moment_of_it_cut_shared_and_revoked(new_page, server, call):
    keys = Keys(new_page("admin"))
    page = keys.page
    keys.visit(f"/interactions/{call}")
    until(page, f"{PLAYER}?.hasMedia === true")
    keys.press(page.get_by_role("button", name="Play", exact=True).first)
    until(page, f"{PLAYER}.currentMs > 300")
    keys.hit("Enter")
    expect(page.get_by_role("button", name="Play", exact=True).first).to_be_focused()
    keys.press(page.get_by_role("button", name=re.compile("^Speed")))
    keys.walk_to(page.get_by_role("menuitemradio", name="2×", exact=True))
    keys.hit("Enter")
    expect(page.get_by_role("button", name="Speed: 2×")).to_be_focused()
    keys.tab_to(page.get_by_role("slider", name="Position in the recording"))
    keys.hit("Home", "i", "PageUp", "o")
    kept(page)
    keys.hit("m")
    dialog = page.get_by_role("dialog")
    keys.hit("Enter")
    expect(dialog.get_by_label("Title")).to_be_focused()
    keys.type("By keys")
    keys.press(dialog.get_by_role("button", name="Make and share…"))
    expect(dialog.get_by_label("Works for")).to_be_focused()
    keys.fill(dialog.get_by_label("Openings at most"), "0")
    keys.hit("Enter")
    expect(dialog.get_by_label("Openings at most")).to_be_focused()
    keys.fill(dialog.get_by_label("Openings at most"), "2")
    keys.hit("Enter")
    expect(dialog.get_by_role("heading", name="The link is ready")).to_be_visible()
    expect(dialog.get_by_role("button", name="Copy").first).to_be_focused()
    keys.press(dialog.get_by_role("button", name="Done"))
    expect(page.get_by_role("dialog")).to_have_count(0)
    kept(page)
    keys.visit("/shares")
    keys.press(page.get_by_role("button", name="Openings").first)
    expect(page.get_by_role("dialog")).to_contain_text("Nobody has opened it yet.")
    keys.hit("Escape")
    expect(page.get_by_role("button", name="Openings").first).to_be_focused()
    keys.press(page.get_by_role("button", name="Revoke").first)
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Revoke"))
    expect(page.get_by_text("Revoked", exact=True)).to_be_visible()
    kept(page)
    keys.visit(f"/interactions/{call}?tab=moments")
    # Its row is drawn anew when the clip is there.
    watch = page.get_by_role("button", name=re.compile("^Watch"))
    keys.press(watch)
    until(page, "document.querySelector('dialog video')?.readyState > 0", 60)
    keys.hit("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(watch).to_be_focused()
    menu = page.get_by_role("button", name="More about “By keys”")
    keys.menu(menu, "Redact…")
    expect(page.get_by_role("dialog")).to_be_visible()
    keys.hit("Escape")
    expect(menu).to_be_focused()
    keys.menu(menu, "Delete")
    keys.press(page.get_by_role("dialog").get_by_role("button", name=re.compile("^Delete")))
    expect(menu).to_have_count(0)
    kept(page)


def test_a_key_of_the_player_is_changed_by_keys(new_page, call):
    keys = Keys(new_page("admin"))
    page = keys.page
    keys.visit(f"/interactions/{call}")
    until(page, f"{PLAYER}?.hasMedia === true")
    keys.hit("?")
    change = page.get_by_role("button", name="Change the key for “Full screen”")
    keys.press(change)
    expect(change).to_have_text("Press a key…")
    keys.hit("Tab")
    expect(change).to_have_text("F")
    kept(page)
    keys.press(change, back=True)
    keys.hit("x")
    expect(change).to_have_text("X")
    expect(change).to_be_focused()


def test_a_recording_that_is_taken_away_leaves_the_keyboard_at_the_next(new_page, call):
    keys = Keys(new_page("admin"))
    page = keys.page
    keys.visit(f"/interactions/{call}")
    until(page, f"{PLAYER}?.hasMedia === true")
    keys.tab_to(page.get_by_role("tab", name="Details"))
    keys.walk_to(page.get_by_role("tab", name=re.compile("Recordings")), "ArrowRight")
    keys.menu(page.get_by_role("button", name=re.compile("^Actions for Monitor 1")), "Remove")
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Remove"))
    expect(page.locator(".recording")).to_have_count(3)
    expect(page.get_by_role("button", name=re.compile("^Actions for Monitor 2"))).to_be_focused()
