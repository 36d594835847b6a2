"""Completed sessions changed with a reason: their history, and two people who do so at once."""

import re

import pytest
from playwright.sync_api import expect

from harness.page import until
from harness.sessions import CALLS, Sessions, opened, question
from harness.watch import assert_accessible, take_screenshots


@pytest.fixture(scope="module")
def sessions(server):
    return Sessions(server)


def test_a_completed_session_is_changed_with_a_reason_and_the_history_shows_it(new_page, server, sessions):
    session = sessions.completed()
    api = server.api("evaluator")
    page = opened(new_page("evaluator"), session)
    expect(page.get_by_text("Changes count once they are saved.")).to_be_visible()
    unsaved = page.get_by_text("Changed, not saved", exact=True)
    expect(unsaved).to_have_count(0)
    expect(page.get_by_role("button", name="Show score")).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".score-number")).to_be_hidden()
    page.get_by_role("button", name="Show score").click()
    expect(page.locator(".score-number")).to_contain_text("100")
    question(page, "pace").get_by_role("button", name="1", exact=True).click()
    expect(unsaved).to_be_visible()
    expect(page.locator(".score-detail")).to_contain_text("unsaved")
    until(page, lambda: (api.read(f"evaluations/{session}")["draft"] or {}).get("forms"))
    assert api.read(f"evaluations/{session}")["score"] == 100_000_000

    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("menuitem", name="Save", exact=False).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 answer is different")
    assert_accessible(page)
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_contain_text("Say why it is changed.")
    dialog.get_by_label("Why is it changed?").fill("The second half was rushed.")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(unsaved).to_have_count(0)
    kept = api.read(f"evaluations/{session}")
    assert kept["state"] == "completed" and kept["score"] == 91_304_348 and kept["draft"] is None

    page.get_by_role("tab", name="History").click()
    history = page.get_by_role("region", name="History")
    expect(history.locator(".revision")).to_have_count(2)
    newest = history.locator(".revision").first
    expect(newest).to_contain_text("The second half was rushed.")
    expect(newest).to_contain_text("Keeps a calm pace")
    expect(newest.locator("del")).to_contain_text("3")
    expect(newest.locator("ins")).to_contain_text("1")
    expect(newest.locator(".revision-score")).to_have_text(re.compile(r"100.*91\.3"))
    assert_accessible(page)
    take_screenshots(page, "history")

    history.get_by_role("button", name="Restore these answers").click()
    expect(unsaved).to_be_visible()
    expect(question(page, "pace").locator(".option[aria-pressed=true]")).to_contain_text("3")
    assert api.read(f"evaluations/{session}")["score"] == 91_304_348

    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("menuitem", name="Close").click()
    page.get_by_role("dialog").get_by_role("button", name="Drop and close").click()
    expect(page.get_by_role("heading", name="Evaluations")).to_be_visible()
    left = api.read(f"evaluations/{session}")
    assert left["draft"] is None and left["forms"][0]["answers"]["pace"]["option"] == "1"


def test_it_is_changed_by_keyboard_alone_and_never_with_a_required_blank(new_page, server, sessions):
    session = sessions.completed()
    page = opened(new_page("evaluator"), session)
    page.keyboard.press("ArrowDown")
    while page.locator(".question.is-current").get_attribute("data-question") != "greeting":
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Backspace")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("region", name="Messages")).to_contain_text("Answer the required question first.")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("2")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.type("No greeting after all.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    items = server.api("admin").read(f"evaluations/{session}/revisions")["items"]
    assert [one["reason"] for one in items] == ["No greeting after all.", None]
    assert items[0]["changes"][0]["to"]["option"] == "no"


def test_two_people_who_change_it_at_once_are_shown_each_others_answers(new_page, server, sessions):
    session = sessions.completed()
    first = opened(new_page("evaluator"), session)
    second = opened(new_page("admin"), session)
    question(second, "pace").get_by_role("button", name="0", exact=True).click()
    expect(second.get_by_text("Changed, not saved", exact=True)).to_be_visible()
    expect(second.locator(".bench-state")).to_contain_text("Saved")
    question(first, "greeting").get_by_role("button", name="No", exact=True).click()
    first.keyboard.press("Control+s")
    first.get_by_role("dialog").get_by_label("Why is it changed?").fill("Heard again.")
    first.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_role("dialog")).to_have_count(0)
    second.keyboard.press("Control+s")
    dialog = second.get_by_role("dialog")
    dialog.get_by_label("Why is it changed?").fill("Mine.")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_contain_text("These answers were changed elsewhere")
    expect(dialog.locator(".conflict")).to_have_count(2)
    assert len(server.api("admin").read(f"evaluations/{session}/revisions")["items"]) == 2
    # Whoever has chosen is asked nothing twice: the save goes on, with the reason that was given.
    dialog.get_by_role("group", name="Greets").get_by_label("Theirs").check()
    dialog.get_by_role("button", name="Keep these").click()
    expect(dialog.get_by_label("Why is it changed?")).to_have_value("Mine.")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_role("region", name="Messages")).to_contain_text("Saved.")
    newest = server.api("admin").read(f"evaluations/{session}/revisions")["items"][0]
    assert (newest["reason"], [one["question"] for one in newest["changes"]]) == ("Mine.", ["pace"])


def test_a_save_leaves_what_another_drafted_and_shows_both_at_the_next_opening(new_page, server, sessions):
    session = sessions.completed()
    first, second = opened(new_page("evaluator"), session), opened(new_page("admin"), session)
    question(second, "pace").get_by_role("button", name="0", exact=True).click()
    expect(second.locator(".bench-state")).to_contain_text("Saved")
    second.goto("/evaluations")
    question(first, "greeting").get_by_role("button", name="No", exact=True).click()
    first.keyboard.press("Control+s")
    first.get_by_role("dialog").get_by_label("Why is it changed?").fill("Heard again.")
    first.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_role("dialog")).to_have_count(0)

    dialog = second.get_by_role("dialog", name="These answers were changed elsewhere")
    opened(second, session)
    expect(dialog).to_contain_text("Evaluator saved other answers at")
    expect(dialog.get_by_role("group")).to_have_count(2)
    assert_accessible(second)
    take_screenshots(second, "overtaken-draft")
    dialog.get_by_role("button", name="Later").click()
    expect(second.locator(".bench-state")).to_contain_text("Changed elsewhere")
    second.keyboard.press("Control+s")
    # Of what only one of them changed, that is proposed.
    expect(dialog.get_by_role("group", name="Greets").get_by_label("Theirs")).to_be_checked()
    expect(dialog.get_by_role("group", name="Keeps a calm pace").get_by_label("Mine")).to_be_checked()
    dialog.get_by_role("button", name="Keep these").click()
    expect(second.locator(".bench-state")).to_contain_text("Saved")
    seen = server.api("admin").read(f"evaluations/{session}")
    assert seen["draft"]["overtaken"] is None
    answers = seen["draft"]["forms"][0]["answers"]
    assert (answers["greeting"]["option"], answers["pace"]["option"]) == ("no", "0")
    # The save that led to the choice goes on by itself.
    reason = second.get_by_role("dialog").get_by_label("Why is it changed?")
    reason.fill("Too slow.")
    second.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_role("dialog")).to_have_count(0)
    assert server.api("admin").read(f"evaluations/{session}/revisions")["items"][0]["reason"] == "Too slow."


def test_what_a_change_lacks_is_said_before_its_reason_is_asked_for(new_page, server, sessions):
    card = CALLS | {"key": "proven", "name": "Proven", "evidenceRequired": True}
    greets = CALLS["sections"][0]["questions"][0] | {"commentPolicy": {"onOptions": ["no"]}}
    card["sections"] = [CALLS["sections"][0] | {"questions": [greets, *CALLS["sections"][0]["questions"][1:]]}]
    session = sessions.completed(sessions.day.publish(card))
    page = opened(new_page("evaluator"), session)
    messages = page.get_by_role("region", name="Messages")
    question(page, "greeting").get_by_role("button", name="No", exact=True).click()
    question(page, "pace").get_by_role("button", name="2", exact=True).click()
    page.keyboard.press("Control+s")
    expect(messages).to_contain_text("This answer needs a note first.")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".question.is-current")).to_have_attribute("data-question", "greeting")
    question(page, "greeting").get_by_role("button", name="note").click()
    page.keyboard.type("Began without a word.")
    page.keyboard.press("Control+s")
    expect(messages).to_contain_text("This failing answer needs evidence first.")
    expect(page.get_by_role("dialog")).to_have_count(0)
