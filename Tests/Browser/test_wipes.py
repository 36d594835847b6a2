"""Forms cleared and filled with default scores, asked before and brought back."""

import re

import pytest
from playwright.sync_api import expect

from harness.page import until
from harness.sessions import CALLS, Sessions, opened, question
from harness.watch import assert_accessible, take_screenshots


@pytest.fixture(scope="module")
def sessions(server):
    return Sessions(server)


def test_default_scores_fill_and_wipe_all_forms_of_a_session(new_page, server, sessions):
    other = sessions.day.publish(CALLS | {"key": "second", "name": "Second form"})
    session = sessions.assigned(sessions.card, other)
    api = server.api("evaluator")

    def given() -> list[list[str]]:
        seen = api.read(f"evaluations/{session}")
        return [sorted(form["answers"]) for form in (seen["draft"] or seen)["forms"]]

    page = opened(new_page("evaluator"), session)
    page.get_by_role("tab", name=re.compile("^Second form")).click()
    question(page, "greeting").get_by_role("button", name="No", exact=True).click()
    question(page, "greeting").get_by_role("button", name="note").click()
    page.keyboard.type("Never said hello.")
    page.get_by_role("tab", name=re.compile("^Calls")).click()
    question(page, "pace").get_by_role("button", name="1", exact=True).click()
    until(page, lambda: given() == [["pace"], ["greeting"]])
    switch = page.get_by_role("button", name="Default scores to 100%")
    switch.click()
    page.get_by_role("dialog").get_by_role("button", name="Set to 100%").click()
    whole = ["greeting", "identity", "pace"]
    until(page, lambda: given() == [whole, whole])
    drafted = api.read(f"evaluations/{session}")["draft"]["forms"]
    assert "comment" not in drafted[1]["answers"]["greeting"] and drafted[1]["answers"]["greeting"]["option"] == "yes"
    completion = api.read(f"evaluations/{session}/completion")
    assert [form["score"] for form in completion["forms"]] == [100_000_000, 100_000_000]
    assert [form["unconfirmed"] for form in completion["forms"]] == [["identity"], ["identity"]]

    # The switch belongs to the evaluation, whatever window it is looked at in.
    elsewhere = opened(new_page("evaluator"), session)
    expect(elsewhere.get_by_role("button", name="Default scores to 100%")).to_have_attribute("aria-pressed", "true")
    elsewhere.keyboard.press("Control+s")
    expect(elsewhere.get_by_role("region", name="Messages")).to_contain_text("Saved.")
    assert api.read(f"evaluations/{session}")["draft"] is None
    opened(page, session)
    expect(switch).to_have_attribute("aria-pressed", "true")

    page.get_by_role("button", name="Clear form").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear form").click()
    until(page, lambda: given() == [[], whole])
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    page.get_by_role("dialog").get_by_role("button", name="Turn off").click()
    until(page, lambda: given() == [[], []])
    expect(switch).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Undo wipe").click()
    until(page, lambda: given() == [[], whole])
    expect(switch).to_have_attribute("aria-pressed", "true")


def test_default_scores_and_clear_form_ask_first_and_come_back(new_page, server, sessions):
    session = sessions.assigned()
    page = opened(new_page("evaluator"), session)
    question(page, "greeting").get_by_role("button", name="No", exact=True).click()
    switch = page.get_by_role("button", name="Default scores to 100%")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Everything answered, noted and proven so far is removed")
    dialog.get_by_role("button", name="Cancel").click()
    expect(question(page, "greeting").locator(".option[aria-pressed=true]")).to_contain_text("No")
    switch.click()
    page.get_by_role("dialog").get_by_role("button", name="Set to 100%").click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    for key, label in (("greeting", "Yes"), ("identity", "Yes"), ("pace", "3")):
        expect(question(page, key).locator(".option[aria-pressed=true]")).to_contain_text(label)
        expect(question(page, key).locator(".question-default")).to_be_visible()
    expect(question(page, "identity")).to_contain_text("Answer this by hand")
    expect(page.get_by_text("Answer this by hand: it can fail automatically.")).to_have_count(1)
    assert_accessible(page)
    take_screenshots(page, "default-scores")

    page.keyboard.press("Control+Enter")
    expect(dialog).to_contain_text("1 question has to be answered by hand")
    expect(dialog.get_by_role("button", name="Next")).to_have_count(0)
    dialog.get_by_role("button", name="Cancel").click()
    api = server.api("evaluator")
    assert api.read(f"evaluations/{session}/completion")["refusal"]["code"] == "answer_unconfirmed"
    page.reload()
    expect(switch).to_have_attribute("aria-pressed", "true")
    question(page, "identity").get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text("Answer this by hand")).to_have_count(0)

    page.get_by_role("button", name="Clear form").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear form").click()
    expect(page.locator(".option[aria-pressed=true]")).to_have_count(0)
    question(page, "pace").get_by_role("button", name="0", exact=True).click()
    page.get_by_role("button", name="Undo wipe").click()
    expect(page.locator(".option[aria-pressed=true]")).to_have_count(3)
    expect(page.get_by_role("button", name="Undo wipe")).to_be_hidden()

    switch.click()
    page.get_by_role("dialog").get_by_role("button", name="Turn off").click()
    expect(page.locator(".option[aria-pressed=true]")).to_have_count(0)
    page.get_by_role("button", name="Undo wipe").click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Control+Enter")
    dialog.get_by_role("button", name="Next").click()
    dialog.get_by_role("button", name="Complete", exact=True).click()
    expect(dialog).to_have_count(0)
    done = api.read(f"evaluations/{session}")
    assert done["state"] == "completed" and done["score"] == 100_000_000
