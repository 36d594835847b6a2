"""Where the keyboard begins in a dialog: never at the ×, and at the way out where something would be destroyed."""

import pytest
from playwright.sync_api import Page, expect

from harness.keys import Keys
from harness.workday import card, question


@pytest.fixture(scope="module")
def scorecard(day):
    return day.publish(card("focus", "Focus", question("greets", "Greets")))


@pytest.fixture
def keys(new_page) -> Keys:
    return Keys(new_page("admin"))


def button(page: Page, name: str):
    return page.get_by_role("dialog").get_by_role("button", name=name, exact=True)


def test_what_destroys_begins_at_the_way_out(keys, day, scorecard):
    page = keys.page
    keys.visit(f"/scorecards/{scorecard}")
    keys.menu(page.get_by_role("button", name="More"), "Retire")
    expect(button(page, "Cancel")).to_be_focused()
    keys.hit("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert day.api.read(f"scorecards/{scorecard}")["state"] == "published"
    keys.menu(page.get_by_role("button", name="More"), "Retire")
    keys.press(button(page, "Retire"))
    expect(page.locator(".page-head").get_by_text("Retired", exact=True)).to_be_visible()
    keys.menu(page.get_by_role("button", name="More"), "Bring back")
    expect(page.get_by_role("region", name="Messages")).to_contain_text("is back.")


def test_what_only_asks_begins_at_what_is_asked(new_page, day, scorecard):
    free = day.conversation("FREE")
    session = day.api.create("evaluations", {"interactionId": free, "scorecards": [scorecard]}, 201)["id"]
    page = new_page("evaluator")
    page.goto(f"/evaluations/{session}")
    expect(button(page, "Take it")).to_be_focused()


def test_what_asks_for_words_begins_at_its_field(keys, day, scorecard):
    page = keys.page
    session = day.evaluation("WORDS", scorecard)
    keys.visit(f"/evaluations/{session}")
    keys.menu(page.get_by_role("button", name="Export", exact=True), "Void…")
    expect(page.get_by_role("dialog").get_by_label("Why is it voided?")).to_be_focused()


def test_what_only_tells_begins_at_what_closes_it(keys, day, scorecard):
    page = keys.page
    draft = day.api.get(f"scorecards/{scorecard}")
    content = card("focus", "Focus", question("greets", "Greets the caller"))
    put = day.api.put(f"scorecards/{scorecard}/draft", json=content, headers={"If-Match": draft.headers["ETag"]})
    assert put.ok, put.text
    keys.visit(f"/scorecards/{scorecard}?version=draft")
    keys.press(page.get_by_role("button", name="What changed"))
    expect(button(page, "Close").last).to_be_focused()
    assert button(page, "Close").last.evaluate("(node) => node.closest('.dialog-actions') !== null")
