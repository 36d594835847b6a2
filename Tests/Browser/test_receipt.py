"""A form's arithmetic: a whole section N/A, the receipt with every term, and other answers tried without saving."""

import re

import pytest
from playwright.sync_api import expect

from harness.watch import assert_accessible, take_screenshots


def question(key: str, **more) -> dict:
    options = [{"key": "y", "label": "Yes", "points": 10}, {"key": "n", "label": "No", "points": 0}]
    return {"key": key, "type": "yesNo", "text": key.title(), "options": options} | more


CARD = {
    "key": "receipt",
    "name": "Receipt",
    "format": "percentage",
    "passMark": 70_000_000,
    "sections": [
        {"key": "one", "title": "Opening", "weight": 6000, "questions": [question("greets"), question("names")]},
        {
            "key": "two",
            "title": "Payment",
            "weight": 4000,
            "questions": [question("checks", allowNA=True), question("thanks", allowNA=True)],
        },
    ],
}


@pytest.fixture
def session(server, request):
    """An evaluation of a chat, for the evaluator."""
    api = server.api("admin")
    card = api.create("scorecards", CARD | {"key": request.node.name}, 201)
    headers = {"If-Match": f'"{card["etag"]}"'}
    api.json_of(api.post(f"scorecards/{card['id']}/publication", json={}, headers=headers))
    chat = {"externalId": request.node.name, "channel": "chat", "startedAt": "2026-11-12T14:02:00Z", "durationMs": 1000}
    interaction = api.create("interactions", chat, 201)["id"]
    evaluator = server.api("evaluator").read("session")["user"]["id"]
    body = {"interactionId": interaction, "scorecards": [card["id"]], "evaluatorId": evaluator}
    return api.create("evaluations", body, 201)["id"]


def opened(new_page, session: str):
    page = new_page("evaluator")
    page.goto(f"/evaluations/{session}")
    expect(page.locator(".question")).to_have_count(4)
    page.get_by_role("button", name="Show score").click()
    return page


def expect_score(page, percent: int) -> None:
    expect(page.locator(".score-number")).to_have_text(re.compile(rf"^\s*{percent}\s*%\s*$"))


def test_a_whole_section_is_set_not_applicable_and_back(new_page, session):
    page = opened(new_page, session)
    for key in ("greets", "names", "checks"):
        page.locator(f'.question[data-question="{key}"]').get_by_role("button", name="Yes", exact=True).click()
    expect_score(page, 80)
    payment = page.get_by_role("region", name="Payment")
    toggle = payment.get_by_role("button", name="N/A", exact=True).first
    expect(page.get_by_role("region", name="Opening").get_by_role("button", name="N/A", exact=True)).to_have_count(0)
    toggle.focus()
    page.keyboard.press("Enter")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    expect_score(page, 100)
    assert_accessible(page)
    take_screenshots(page, "section-na")
    page.keyboard.press("Enter")
    expect(toggle).to_have_attribute("aria-pressed", "false")
    expect_score(page, 60)
    page.keyboard.press("Control+Z")
    expect_score(page, 100)


def test_the_receipt_shows_every_term_and_tries_other_answers_without_saving(new_page, server, session):
    page = opened(new_page, session)
    for key, answer in (("greets", "Yes"), ("names", "No"), ("checks", "Yes"), ("thanks", "N/A")):
        page.locator(f'.question[data-question="{key}"]').get_by_role("button", name=answer, exact=True).click()
    expect_score(page, 70)
    page.get_by_role("button", name="Score receipt").click()
    dialog = page.get_by_role("dialog")
    rows = [" ".join(row.inner_text().replace("\u00a0", "").split()) for row in dialog.locator("table tr").all()]
    assert rows == [
        "Section Earned Possible Score Weight Counts as Part of the total",
        "Opening 10 20 50% 60 60% 30%",
        "Greets Yes 10 10",
        "Names No 0 10",
        "Payment 10 10 100% 40 40% 40%",
        "Checks Yes 10 10",
        "Thanks N/A – –",
        "Total 20 30 70%",
    ]
    expect(dialog.get_by_text("Passed: 70")).to_be_visible()
    dialog.get_by_role("switch", name="What if").check()
    dialog.get_by_role("combobox", name="What if: Greets").select_option(label="No")
    dialog.get_by_role("combobox", name="What if: Checks").select_option(label="N/A")
    expect(dialog.get_by_text("Not passed: below 70")).to_be_visible()
    total = dialog.locator(".receipt-total")
    expect(total).to_contain_text("70% as answered")
    expect(total.locator("strong")).to_have_text("0%")
    # Words and numbers in the columns are whole, and the total is seen from every answer.
    cells = dialog.locator("thead th:not(:first-child), .receipt-section td")
    assert all(cell.evaluate("(one) => one.clientHeight < 40") for cell in cells.all())
    dialog.get_by_role("combobox", name="What if: Thanks").scroll_into_view_if_needed()
    expect(total).to_be_in_viewport(ratio=1)
    dialog.get_by_role("combobox", name="What if: Greets").scroll_into_view_if_needed()
    expect(total).to_be_in_viewport(ratio=1)
    assert_accessible(page)
    take_screenshots(page, "receipt-what-if")
    dialog.get_by_role("switch", name="What if").uncheck()
    expect(total.locator("strong")).to_have_text("70%")
    dialog.get_by_role("button", name="Close", exact=True).last.click()
    expect_score(page, 70)
