"""Evaluations scored by keyboard alone: taken, answered, saved, closed, completed, tried out, proven."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from harness.keys import Keys
from harness.page import until
from harness.workday import Workday, card, question

CALLS = {
    "key": "calls",
    "name": "Calls",
    "format": "percentage",
    "passMark": 70_000_000,
    "sections": [
        {
            "key": "one",
            "title": "Opening",
            "weight": 6000,
            "questions": [question("greets", "Greets", required=True), question("names", "Says the name")],
        },
        {
            "key": "two",
            "title": "Payment",
            "weight": 4000,
            "questions": [question("checks", "Checks the card", allowNA=True), question("thanks", "Thanks", allowNA=True)],
        },
    ],
}


@pytest.fixture(scope="module")
def day(server) -> Workday:
    day = Workday(server)
    day.calls = day.publish(CALLS)
    day.tone = day.publish(card("tone", "Tone of voice", question("calm", "Stays calm", required=True)))
    return day


@pytest.fixture
def keys(new_page) -> Keys:
    return Keys(new_page("evaluator"))


def opened(keys: Keys, session: str, questions: int = 4) -> Page:
    keys.visit(f"/evaluations/{session}")
    expect(keys.page.locator(".question")).to_have_count(questions)
    return keys.page


def save_menu(page: Page):
    return page.get_by_role("button", name="Save", exact=True)


def read(server, session: str) -> dict:
    return server.api("evaluator").read(f"evaluations/{session}")


def pressed(page: Page, key: str):
    return page.locator(f'.question[data-question="{key}"] .option[aria-pressed=true]')


def score(page: Page, percent: int) -> None:
    expect(page.locator(".score-number")).to_have_text(re.compile(rf"^\s*{percent}\s*%\s*$"))


def test_it_is_taken_answered_kept_as_a_draft_dropped_and_saved(keys, server, day):
    session = day.evaluation("TAKE-1", day.calls, evaluatorId=None)
    page = opened(keys, session)
    dialog = page.get_by_role("dialog", name="Take this evaluation?")
    expect(dialog.get_by_role("button", name="Take it")).to_be_focused()
    keys.hit("Enter")
    expect(dialog).to_have_count(0)
    keys.hit("ArrowDown", "1", "ArrowDown", "2")
    expect(page.locator(".bench-state")).to_contain_text("Saved")
    seen = read(server, session)
    assert (seen["state"], seen["evaluator"]["name"]) == ("assigned", "Evaluator")
    assert seen["draft"]["forms"][0]["answers"]["names"]["option"] == "no"

    opened(keys, session)
    expect(pressed(page, "greets")).to_contain_text("Yes")
    keys.menu(save_menu(page), "Close")
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Drop and close"))
    expect(page.get_by_role("heading", name="Evaluations")).to_be_visible()
    assert read(server, session)["draft"] is None

    opened(keys, session)
    expect(page.locator(".option[aria-pressed=true]")).to_have_count(0)
    keys.hit("ArrowDown", "2", "Backspace", "1")
    keys.menu(save_menu(page), "Save")
    expect(page.get_by_role("region", name="Messages")).to_contain_text("Saved.")
    seen = read(server, session)
    assert seen["state"] == "in_progress" and seen["forms"][0]["answers"]["greets"]["option"] == "yes"
    keys.press(page.locator('.question[data-question="names"]').get_by_role("button", name="Yes"), "Space")
    keys.hit("Control+s")
    # The words of the first save may stand still, or be gone when those of the second come.
    until(page, lambda: read(server, session)["forms"][0]["answers"].get("names", {}).get("option") == "yes")
    expect(page.locator(".bench-state")).to_contain_text("Saved")


def test_several_forms_are_answered_with_notes_and_na_and_completed_in_two_steps(keys, server, day):
    session = day.evaluation("FORMS-1", day.calls, day.tone)
    page = opened(keys, session)
    keys.press(page.get_by_role("button", name="Show score"), "Space", back=True)
    keys.hit("ArrowDown", "1", "ArrowDown", "2", "ArrowDown", "N")
    for key, words in (("greets", "Yes"), ("names", "No")):
        expect(pressed(page, key)).to_contain_text(words)
    score(page, 30)
    expect(pressed(page, "checks")).to_contain_text("N/A")
    keys.press(page.get_by_role("region", name="Payment").get_by_role("button", name="N/A", exact=True).first, back=True)
    expect(pressed(page, "thanks")).to_contain_text("N/A")
    names = page.locator('.question[data-question="names"]')
    keys.hit("ArrowUp")
    keys.press(names.get_by_role("button", name="Note for question 2"))
    keys.type("Never said it.")
    keys.hit("Escape")
    expect(names).to_be_focused()
    expect(names).to_contain_text("Never said it.")

    keys.hit("Control+Enter")
    dialog = page.get_by_role("dialog", name="Complete the evaluation")
    expect(dialog.get_by_text("1 required question is not answered")).to_be_visible()
    keys.press(dialog.get_by_role("button", name=re.compile("Stays calm")))
    forms = page.get_by_role("tablist", name="Forms of this evaluation")
    expect(forms.get_by_role("tab", selected=True)).to_contain_text("Tone of voice")
    keys.hit("1")
    keys.tab_to(forms.get_by_role("tab", selected=True), back=True)
    keys.hit("ArrowLeft")
    expect(forms.get_by_role("tab", selected=True)).to_contain_text("Calls")
    expect(page.locator(".question")).to_have_count(4)
    expect(page.get_by_text("All forms 75%")).to_be_visible()

    keys.press(page.get_by_role("button", name="Complete…"))
    expect(dialog.get_by_role("button", name="Next")).to_be_visible()
    keys.press(dialog.get_by_text("Show more options"))
    keys.tick(dialog.get_by_label("Export CSV"))
    keys.press(dialog.get_by_role("button", name="Next"))
    keys.press(dialog.get_by_role("button", name="Back"))
    keys.press(dialog.get_by_role("button", name="Next"))
    expect(dialog.get_by_role("button", name="Complete", exact=True)).to_be_focused()
    with page.expect_download():
        keys.hit("Enter")
    expect(dialog).to_have_count(0)
    done = read(server, session)
    assert (done["state"], done["score"]) == ("completed", 75_000_000)
    assert done["forms"][0]["answers"]["names"]["comment"] == "Never said it."
    assert day.api.read(f"interactions/{done['interaction']['id']}")["evaluated"]


def test_scores_default_to_the_highest_and_forms_are_cleared_and_brought_back(keys, server, day):
    page = opened(keys, day.evaluation("FULL-1", day.calls))
    chosen = page.locator(".option[aria-pressed=true]")
    full = page.get_by_role("button", name="Default scores to 100%")
    keys.press(full)
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Set to 100%"))
    expect(chosen).to_have_count(4)
    expect(full).to_be_focused()
    keys.press(page.get_by_role("button", name="Clear form"))
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Clear form"))
    expect(chosen).to_have_count(0)
    keys.press(page.get_by_role("button", name="Undo wipe"))
    expect(chosen).to_have_count(4)
    expect(full).to_have_attribute("aria-pressed", "true")
    keys.press(full, back=True)
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Turn off"))
    expect(chosen).to_have_count(0)
    keys.hit("Control+z")
    expect(chosen).to_have_count(4)


def test_the_receipt_is_read_and_other_answers_tried(keys, day):
    page = opened(keys, day.evaluation("RECEIPT-1", day.calls))
    keys.hit("ArrowDown", "1", "ArrowDown", "2", "ArrowDown", "1", "ArrowDown", "N")
    keys.press(page.get_by_role("button", name="Show score"), back=True)
    score(page, 70)
    keys.press(page.get_by_role("button", name="Score receipt"))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Passed: 70")).to_be_visible()
    keys.tick(dialog.get_by_role("switch", name="What if"))
    keys.choose(dialog.get_by_role("combobox", name="What if: Greets"), "No")
    keys.choose(dialog.get_by_role("combobox", name="What if: Checks the card"), "N/A")
    expect(dialog.locator(".receipt-total strong")).to_have_text("0%")
    expect(dialog.locator(".receipt-total")).to_contain_text("70% as answered")
    keys.hit("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Score receipt")).to_be_focused()
    score(page, 70)


def test_an_answer_is_proven_by_a_range_of_the_call(keys, server, day, fixtures):
    home = day.conversation("PROOF-1", channel="voice")
    recording = day.api.attach(home, fixtures / "charged-twice-agent.opus", kind="audio", party="agent")
    assert day.api.wait_for_recording(recording["id"])["state"] == "ready"
    proof = {"evidenceRequired": True}
    scorecard = day.publish(card("proof", "Proof", question("greets", "Greets", commentPolicy="required"), **proof))
    session = day.evaluation("PROOF-1", scorecard, of=home)
    page = opened(keys, session, 1)
    expect(page.get_by_role("slider").first).to_be_visible()
    keys.hit("ArrowDown", "2")
    shown = page.locator(".question")
    expect(shown).to_contain_text("A failing answer needs evidence.")
    keys.hit("ArrowRight", "i", "ArrowRight", "o", "e")
    expect(shown.locator(".evidence-chip")).to_have_count(1)
    keys.press(shown.get_by_role("button", name="Note for question 1"))
    keys.type("Starts with the problem.")
    keys.hit("Escape", "Control+s")
    expect(page.get_by_role("region", name="Messages")).to_contain_text("Saved.")
    kept = read(server, session)["forms"][0]["answers"]["greets"]
    assert kept["comment"] == "Starts with the problem."
    assert len(kept["evidence"]) == 1 and kept["evidence"][0]["endMs"] > kept["evidence"][0]["startMs"]
    keys.press(shown.get_by_role("button", name=re.compile("^Play .*, evidence for question 1")))
    keys.hit("Space")
    keys.press(shown.get_by_role("button", name=re.compile("^Remove .* from question 1")))
    expect(shown.locator(".evidence-chip")).to_have_count(0)
    expect(shown).to_be_focused()


def test_answers_changed_elsewhere_are_settled_one_by_one(keys, new_page, server, day):
    session = day.evaluation("BOTH-1", day.calls)
    page, other = opened(keys, session), Keys(new_page("evaluator"))
    opened(other, session)
    other.hit("ArrowDown", "1", "ArrowDown", "2")
    expect(other.page.locator(".bench-state")).to_contain_text("Saved")
    keys.hit("ArrowDown", "2", "ArrowDown", "1")
    dialog = page.get_by_role("dialog", name="These answers were changed elsewhere")
    expect(dialog.locator(".conflict")).to_have_count(2)
    keys.press(dialog.get_by_role("button", name="All theirs"), back=True)
    names = dialog.get_by_role("group", name=re.compile("Says the name"))
    keys.tab_to(names.get_by_label("Theirs"))
    keys.hit("ArrowUp")
    expect(names.get_by_label("Mine")).to_be_checked()
    keys.press(dialog.get_by_role("button", name="Keep these"))
    expect(dialog).to_have_count(0)
    expect(pressed(page, "greets")).to_contain_text("Yes")
    expect(pressed(page, "names")).to_contain_text("Yes")
    keys.hit("Control+s")
    expect(page.get_by_role("region", name="Messages")).to_contain_text("Saved.")
    kept = read(server, session)["forms"][0]["answers"]
    assert (kept["greets"]["option"], kept["names"]["option"]) == ("yes", "yes")


def test_what_the_server_knows_takes_nobody_back_from_the_second_step(keys, server, day):
    session = day.evaluation("LATE-1", day.tone)
    page = opened(keys, session, 1)
    keys.hit("1")
    held: list[Route] = []
    page.route("**/completion", lambda route: held.append(route) if route.request.method == "GET" else route.continue_())
    keys.hit("Control+Enter")
    dialog = page.get_by_role("dialog")
    following = dialog.get_by_role("button", name="Next")
    expect(following).to_be_focused()
    keys.hit("Enter")
    complete = dialog.get_by_role("button", name="Complete", exact=True)
    expect(complete).to_be_focused()
    with page.expect_response("**/completion"):
        held.pop().continue_()
    page.evaluate("() => new Promise((rest) => setTimeout(rest, 100))")
    expect(dialog.get_by_text("Complete it now?")).to_be_visible()
    expect(complete).to_be_focused()
    keys.hit("Enter")
    expect(dialog).to_have_count(0)
    assert read(server, session)["state"] == "completed"


def test_the_key_stays_with_its_button_when_the_server_has_answered(keys, day):
    page = opened(keys, day.evaluation("LATE-2", day.tone), 1)
    keys.hit("1")
    held: list[Route] = []
    page.route("**/completion", lambda route: held.append(route))
    keys.hit("Control+Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Next")).to_be_focused()
    keys.hit("Shift+Tab")
    cancel = dialog.get_by_role("button", name="Cancel")
    expect(cancel).to_be_focused()
    before = cancel.element_handle()
    with page.expect_response("**/completion"):
        held.pop().continue_()
    until(page, lambda: not before.evaluate("(button) => button.isConnected"))
    expect(cancel).to_be_focused()
