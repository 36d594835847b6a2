"""Agents told and evaluations carried away, by keyboard alone: notified, read, answered, closed; exported one and all."""

import re

import pytest
from playwright.sync_api import Page, expect

from harness.keys import Keys
from harness.workday import Workday, card, question

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def day(server) -> Workday:
    day = Workday(server)
    day.calls = day.publish(card("calls", "Calls", question("greets", "Greets the caller", required=True)))
    return day


def opened(keys: Keys, session: str) -> Page:
    keys.visit(f"/evaluations/{session}")
    expect(keys.page.locator(".question")).to_have_count(1)
    return keys.page


def save_menu(page: Page):
    return page.get_by_role("button", name="Save", exact=True)


def messages(page: Page):
    return page.get_by_role("region", name="Messages", exact=True)


def test_an_agent_is_notified_reads_answers_and_closes(new_page, day):
    session = day.evaluation("TELL-1", day.calls)
    keys = Keys(new_page("evaluator"))
    page = opened(keys, session)
    keys.hit("ArrowDown", "2", "Control+s")
    expect(messages(page)).to_contain_text("Saved.")
    keys.menu(save_menu(page), "Notify agent", back=True)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Summary")).to_be_focused()
    keys.press(dialog.get_by_role("button", name="Notify", exact=True))
    expect(dialog.get_by_text("Say in a sentence what it is about.")).to_be_visible()
    expect(dialog.get_by_label("Summary")).to_be_focused()
    keys.type("Please listen to the greeting")
    keys.moment(dialog.get_by_label("Due"), "2031-03-01T12:00")
    keys.tick(dialog.get_by_role("checkbox", name=re.compile("score")))
    keys.press(dialog.get_by_role("button", name="Notify", exact=True))
    expect(messages(page)).to_contain_text("is notified.")

    keys = Keys(new_page("agent"))
    page = keys.page
    keys.visit("/")
    page.wait_for_url("**/home")
    expect(page.locator(".row-link")).to_have_count(1)
    keys.hit("ArrowDown", "Enter")
    shown = page.get_by_role("region", name="Evaluation", exact=True)
    expect(shown.get_by_text("Not final")).to_be_visible()
    expect(shown.locator(".shown-score")).to_have_count(1)
    expect(page.locator(".question")).to_have_count(0)
    keys.tab_to(page.get_by_label("Write a message"))
    keys.type("She could not hear me at first.")
    keys.hit("Control+Enter")
    expect(page.locator(".thread-message")).to_contain_text("She could not hear me at first.")
    keys.press(page.get_by_role("button", name="Mark as done"), back=True)
    expect(page.get_by_role("button", name="Open again")).to_be_focused()
    item = day.api.read("action-items", evaluation=session)["items"][0]
    assert (item["state"], item["messageCount"]) == ("closed", 1)
    keys.visit("/home")
    keys.tab_to(page.get_by_role("tab", selected=True))
    keys.hit("ArrowRight")
    expect(page.locator(".row-link")).to_have_text(["Please listen to the greeting"])


def test_completing_tells_the_agent_too(new_page, day):
    session = day.evaluation("TELL-2", day.calls)
    keys = Keys(new_page("evaluator"))
    page = opened(keys, session)
    keys.hit("ArrowDown", "1", "Control+Enter")
    dialog = page.get_by_role("dialog", name="Complete the evaluation")
    expect(dialog.get_by_role("button", name="Next")).to_be_visible()
    keys.press(dialog.get_by_text("Show more options"))
    keys.tick(dialog.get_by_role("checkbox", name="Notify agent"))
    expect(dialog.get_by_label("Summary")).to_be_focused()
    keys.type("Well greeted")
    keys.press(dialog.get_by_role("button", name="Next"))
    expect(dialog.get_by_role("button", name="Complete", exact=True)).to_be_focused()
    keys.hit("Enter")
    expect(messages(page)).to_contain_text("is notified.")
    assert day.api.read("action-items", evaluation=session)["items"][0]["summary"] == "Well greeted"


def test_one_is_exported_in_each_format(new_page, day):
    keys = Keys(new_page("evaluator"))
    page = opened(keys, day.evaluation("EXPORT-1", day.calls))
    for entry, ending in (("Export CSV", "csv"), ("Export PDF", "pdf")):
        with page.expect_download() as caught:
            keys.menu(save_menu(page), entry, back=True)
        assert re.fullmatch(rf"uncompleted_EXPORT-1_Calls_20\d{{6}}\.{ending}", caught.value.suggested_filename)
    keys.menu(save_menu(page), "Export Excel…")
    dialog = page.get_by_role("dialog", name="Export to Excel")
    first, again = dialog.get_by_label(re.compile("^Password★?$")), dialog.get_by_label("Password again")
    expect(first).to_be_focused()
    keys.type("short")
    keys.hit("Enter")
    expect(dialog).to_contain_text("Enter a password of at least 8 characters.")
    keys.fill(first, PASSWORD)
    keys.fill(again, PASSWORD + "3")
    keys.hit("Enter")
    expect(dialog).to_contain_text("The two passwords are not the same.")
    keys.press(dialog.get_by_role("button", name="Show password"), back=True)
    expect(first).to_have_attribute("type", "text")
    keys.fill(again, PASSWORD)
    with page.expect_download() as caught:
        keys.hit("Enter")
    assert caught.value.suggested_filename.endswith(".xlsx")
    expect(dialog).to_have_count(0)
    expect(save_menu(page)).to_be_focused()


def test_the_list_is_exported_as_a_locked_workbook(new_page, day):
    for number in range(2):
        day.evaluation(f"LIST-{number}", day.calls)
    keys = Keys(new_page("evaluator"))
    page = keys.page
    keys.visit("/evaluations?q=LIST")
    expect(page.locator(".row-link")).to_have_count(2)
    keys.press(page.get_by_role("button", name="Export", exact=True))
    dialog = page.get_by_role("dialog", name="Export evaluations")
    expect(dialog.get_by_label("CSV", exact=False).first).to_be_focused()
    keys.hit("ArrowDown")
    first = dialog.get_by_label(re.compile("^Password★?$"))
    expect(first).to_be_focused()
    keys.press(dialog.get_by_role("button", name="Make one"))
    expect(first).to_be_focused()
    with page.expect_download() as caught:
        keys.press(dialog.get_by_role("button", name="Export", exact=True))
    assert caught.value.suggested_filename.endswith(".xlsx")
    expect(dialog).to_contain_text("The file is ready")
    with page.expect_download():
        keys.press(dialog.get_by_role("link"))
    keys.hit("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Export", exact=True)).to_be_focused()
