"""A supervisor withdraws an evaluation: it keeps its answers, says why, and counts nowhere."""

import pytest
from playwright.sync_api import expect

from harness.watch import assert_accessible, take_screenshots

CARD = {
    "key": "void",
    "name": "Void",
    "format": "points",
    "sections": [
        {
            "key": "one",
            "title": "Opening",
            "questions": [
                {
                    "key": "greets",
                    "type": "yesNo",
                    "text": "Greets the caller",
                    "required": True,
                    "options": [{"key": "y", "label": "Yes", "points": 10}, {"key": "n", "label": "No", "points": 0}],
                }
            ],
        }
    ],
}


@pytest.fixture
def session(server):
    """A completed evaluation of a chat."""
    api = server.api("admin")
    card = api.create("scorecards", CARD, 201)
    headers = {"If-Match": f'"{card["etag"]}"'}
    api.json_of(api.post(f"scorecards/{card['id']}/publication", json={}, headers=headers))
    chat = {"externalId": "VOID-1", "channel": "chat", "durationMs": 1000, "startedAt": "2026-11-12T14:02:00Z"}
    interaction = api.create("interactions", chat, 201)["id"]
    evaluator = server.api("evaluator")
    who = evaluator.read("session")["user"]["id"]
    body = {"interactionId": interaction, "scorecards": [card["id"]], "evaluatorId": who}
    made = api.create("evaluations", body, 201)["id"]
    seen = evaluator.read(f"evaluations/{made}")
    forms = {"forms": [{"id": seen["forms"][0]["id"], "answers": {"greets": {"option": "y"}}}]}
    headers = {"If-Match": f'"{seen["etag"]}"'}
    evaluator.json_of(evaluator.post(f"evaluations/{made}/completion", json=forms, headers=headers))
    return made


def test_an_evaluation_is_voided_with_a_reason_by_keyboard_and_stays_in_the_archive(new_page, server, session):
    page = new_page("evaluator")
    page.goto(f"/evaluations/{session}")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("menuitem", name="Void…")).to_have_count(0)

    page = new_page("admin")
    page.goto(f"/evaluations/{session}")
    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Enter")
    item = page.get_by_role("menuitem", name="Void…")
    expect(item).to_be_visible()
    for _ in range(12):
        if item.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Why is it voided?")).to_be_focused()
    dialog.get_by_role("button", name="Void", exact=True).click()
    expect(dialog.get_by_text("Say why it is voided.")).to_be_visible()
    page.keyboard.type("The agent was in training.")
    assert_accessible(page)
    take_screenshots(page, "void-dialog")
    dialog.get_by_role("button", name="Void", exact=True).focus()
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("The agent was in training.")).to_be_visible()
    expect(page.locator(".bench-bar").get_by_text("Voided", exact=True)).to_be_visible()
    assert_accessible(page)
    take_screenshots(page, "voided")
    assert server.api("admin").read(f"evaluations/{session}")["voided"]["reason"] == "The agent was in training."

    page.goto("/evaluations?archived=true")
    row = page.get_by_role("row").filter(has_text="VOID-1")
    expect(row.get_by_text("Voided", exact=True)).to_be_visible()
    page.goto("/interactions?q=VOID-1")
    expect(page.get_by_role("row").filter(has_text="VOID-1")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="VOID-1").get_by_text("Evaluated", exact=True)).to_have_count(0)
