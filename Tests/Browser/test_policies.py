"""What a scorecard asks for besides an answer: comments, evidence, and default answers that somebody looked at."""

import re

import pytest
from playwright.sync_api import Page, expect

from harness.watch import assert_accessible, take_screenshots

OPTIONS = [{"key": "yes", "label": "Yes", "points": 10}, {"key": "no", "label": "No", "points": 0}]
CARD = {
    "key": "policies",
    "name": "Policies",
    "format": "percentage",
    "defaultsOn": True,
    "evidenceRequired": True,
    "sections": [
        {
            "key": "all",
            "title": "All",
            "weight": 10000,
            "questions": [
                {"key": "always", "type": "yesNo", "text": "Always says why", "commentPolicy": "required", "options": OPTIONS},
                {
                    "key": "failing",
                    "type": "yesNo",
                    "text": "Says why when it fails",
                    "commentPolicy": {"onOptions": ["no"]},
                    "options": OPTIONS,
                },
                {"key": "default", "type": "yesNo", "text": "Begins with an answer", "default": "yes", "options": OPTIONS},
            ],
        }
    ],
}


@pytest.fixture(scope="module")
def session(server, fixtures) -> str:
    """An evaluation of a call that can be listened to, for the evaluator."""
    api = server.api("admin")
    draft = api.create("scorecards", CARD, 201)
    based = {"If-Match": f'"{draft["etag"]}"'}
    api.json_of(api.post(f"scorecards/{draft['id']}/publication", json={}, headers=based))
    home = api.create("interactions", {"channel": "voice", "startedAt": "2026-11-12T14:02:00Z"}, 201)["id"]
    recording = api.attach(home, fixtures / "charged-twice-agent.opus", kind="audio", party="agent")
    assert api.wait_for_recording(recording["id"])["state"] == "ready"
    evaluator = next(user["id"] for user in api.read("users")["items"] if user["login"] == "evaluator")
    body = {"interactionId": home, "scorecards": [draft["id"]], "evaluatorId": evaluator}
    return api.create("evaluations", body, 201)["id"]


def question(page: Page, key: str):
    return page.locator(f'.question[data-question="{key}"]')


def answer(page: Page, key: str, label: str) -> None:
    question(page, key).locator(".option", has_text=re.compile(f"{label}$")).click()


def test_comments_and_evidence_are_asked_for_before_completing(new_page, server, session):
    page = new_page("evaluator")
    page.goto(f"/evaluations/{session}")
    expect(page.locator(".question")).to_have_count(3)
    expect(page.locator(".question-default:visible")).to_have_count(1)
    expect(question(page, "default").locator(".question-default")).to_be_visible()
    answer(page, "always", "Yes")
    expect(question(page, "always")).to_contain_text("This answer needs a note.")
    answer(page, "failing", "Yes")
    expect(question(page, "failing").locator(".question-hint")).to_have_count(0)
    answer(page, "failing", "No")
    expect(question(page, "failing")).to_contain_text("This answer needs a note.")
    expect(question(page, "failing")).to_contain_text("A failing answer needs evidence.")
    assert_accessible(page)
    take_screenshots(page, "policies")

    page.keyboard.press("Control+Enter")
    dialog = page.get_by_role("dialog", name="Complete the evaluation")
    expect(dialog).to_contain_text("2 answers need a note")
    expect(dialog).to_contain_text("1 failing answer needs evidence")
    expect(dialog.get_by_role("button", name="Next")).to_have_count(0)
    assert_accessible(page)
    dialog.get_by_role("button", name=re.compile("Always says why")).click()
    for key, note in (("always", "Heard at once."), ("failing", "Gives no reason.")):
        question(page, key).locator(".question-text").click()
        question(page, key).get_by_role("button", name=re.compile("^Note for question")).click()
        page.keyboard.type(note)
        page.keyboard.press("Escape")
        expect(question(page, key)).to_contain_text(note)
    page.evaluate("document.querySelector('em-player').seek(2_000)")
    page.keyboard.press("i")
    page.evaluate("document.querySelector('em-player').seek(5_000)")
    page.keyboard.press("o")
    page.keyboard.press("e")
    expect(question(page, "failing").locator(".evidence-chip")).to_have_count(1)
    expect(page.locator(".question-hint")).to_have_count(0)

    answer(page, "default", "Yes")
    expect(page.locator(".question-default:visible")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    dialog.get_by_role("button", name="Next").click()
    page.get_by_role("dialog").get_by_role("button", name="Complete", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    done = server.api("evaluator").read(f"evaluations/{session}")
    assert done["state"] == "completed"
    answers = done["forms"][0]["answers"]
    assert (answers["always"]["comment"], answers["failing"]["comment"]) == ("Heard at once.", "Gives no reason.")
    assert len(answers["failing"]["evidence"]) == 1 and answers["default"].get("touched", True)
