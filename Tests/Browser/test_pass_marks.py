"""No score is rounded across its pass mark, wherever it stands: 79.96 % never reads 80 % where 80 % are wanted."""

import csv
import io

import pytest
from playwright.sync_api import expect

from harness.workday import Workday


def grades(key: str, *points: int) -> dict:
    options = [{"key": f"p{one}", "label": f"{one} points", "points": one} for one in points]
    return {"key": key, "type": "singleChoice", "text": key.title(), "required": True, "options": options}


@pytest.fixture(scope="module")
def day(server) -> Workday:
    day = Workday(server)
    questions = [grades("first", 1000, 0), grades("second", 1000, 999), grades("third", 500, 0)]
    section = {"key": "all", "title": "All", "weight": 10_000, "questions": questions}
    content = {"key": "mark", "name": "Mark", "format": "percentage", "passMark": 80_000_000, "sections": [section]}
    day.mark = day.publish(content)
    return day


def test_it_is_told_as_it_is_on_the_way_and_afterwards(new_page, day):
    session = day.evaluation("MARK-1", day.mark)
    page = new_page("evaluator")
    page.goto(f"/evaluations/{session}")
    expect(page.locator(".question")).to_have_count(3)
    page.get_by_role("button", name="Show score").click()
    # 1,999 of 2,500.
    for key, label in (("first", "1000 points"), ("second", "999 points"), ("third", "0 points")):
        page.locator(f'.question[data-question="{key}"]').get_by_role("button", name=label, exact=True).click()
    page.get_by_role("button", name="Complete…").click()
    dialog = page.get_by_role("dialog", name="Complete the evaluation")
    expect(dialog).to_contain_text("79.96%")
    dialog.get_by_role("button", name="Next").click()
    expect(dialog).to_contain_text("79.96%")
    expect(dialog).not_to_contain_text("80%")
    dialog.get_by_role("button", name="Complete", exact=True).click()
    expect(page.get_by_role("region", name="Messages", exact=True)).to_contain_text("Completed with 79.96%.")
    page.get_by_role("tab", name="History").click()
    expect(page.locator(".revision-score")).to_have_text("79.96%")
    page.goto("/evaluations")
    expect(page.get_by_role("row", name="MARK-1").locator(".score-text")).to_contain_text("79.96%")
    page.goto(f"/interactions/{day.api.read(f'evaluations/{session}')['interaction']['id']}?tab=performance")
    page.get_by_role("tab", name="Performance").click()
    expect(page.locator(".performance-score")).to_contain_text("79.96%")


def test_exports_say_it_too(server, day):
    """Two thirds are 66.67 in two decimals, which is what would pass."""
    section = {"key": "all", "title": "All", "weight": 10_000, "questions": [grades("only", 3, 2, 0)]}
    thirds = {"key": "thirds", "name": "Thirds", "format": "percentage", "passMark": 66_670_000, "sections": [section]}
    session = day.complete(day.evaluation("MARK-2", day.publish(thirds)), {"only": "p2"})
    evaluator = server.api("evaluator")
    job = evaluator.create("evaluations/export?q=MARK-2", {"format": "csv"}, 202)
    listed = evaluator.get(evaluator.wait_for_job(job["id"])["result"]["url"]).content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(listed))
    assert (row["Score %"], row["Result"]) == ("66.667", "Failed")
    single = evaluator.post(f"evaluations/{session}/export", json={"format": "csv"}).content.decode("utf-8-sig")
    assert {one["Evaluation score %"] for one in csv.DictReader(io.StringIO(single))} == {"66.667"}
