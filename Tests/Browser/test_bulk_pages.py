"""Many evaluations at once: chosen beyond the page that is shown, each told what became of it."""

import json

import pytest
from playwright.sync_api import expect

from harness.watch import assert_accessible, take_screenshots


@pytest.fixture(scope="module")
def many(day, short_card) -> list[str]:
    """Seventy evaluations, of which every third is overdue."""
    overdue = {"dueAt": "2026-01-05"}
    return [day.evaluation(f"MANY-{number:02}", short_card, **({} if number % 3 else overdue)) for number in range(70)]


def test_all_that_a_filter_finds_are_chosen_and_each_is_told_what_became_of_it(new_page, server, many):
    page = new_page("admin")
    page.goto("/evaluations?q=MANY")
    every = page.get_by_role("checkbox", name="Choose all rows shown")
    expect(page.locator(".grid-frame").get_by_text("50 of 70")).to_be_visible()
    every.check()
    bar = page.get_by_role("toolbar")
    expect(bar).to_contain_text("50 chosen")
    bar.get_by_role("button", name="Choose all 70").focus()
    page.keyboard.press("Enter")
    expect(bar).to_contain_text("70 chosen")
    expect(bar.get_by_role("button").first).to_be_focused()
    expect(bar.get_by_role("button", name="Choose all")).to_have_count(0)
    assert_accessible(page)
    take_screenshots(page, "grid-all-chosen")
    bar.get_by_role("button", name="Archive…").click()
    page.get_by_role("dialog").get_by_role("button", name="Archive", exact=True).click()
    result = page.get_by_role("dialog", name="What was done")
    expect(result.get_by_role("status")).to_have_text("24 done, 46 not.")
    expect(result.locator("li.is-refused")).to_have_count(46)
    result.get_by_role("button", name="OK").click()
    expect(page.locator(".grid-frame").get_by_text("46 of 46")).to_be_visible()
    expect(every).to_be_focused()
    archived = server.api("admin").read("evaluations", q="MANY", archived="true", limit=100)["items"]
    assert {one["id"] for one in archived} == set(many[::3])
    # Not all is chosen any more: nothing offers the rest.
    every.check()
    page.get_by_role("checkbox", name="Choose ").nth(1).uncheck()
    expect(bar).to_contain_text("45 chosen")


def test_what_was_done_is_told_when_the_rest_gets_no_answer(new_page, many, watch):
    watch.expect("status of 503")
    page = new_page("admin")
    asked: list[int] = []

    def answer(route):
        ids = json.loads(route.request.post_data)["evaluations"]
        asked.append(len(ids))
        if len(asked) > 1:
            return route.fulfill(
                status=503,
                content_type="application/problem+json",
                body=json.dumps({"status": 503, "code": "busy", "detail": "The server is busy."}),
            )
        return route.fulfill(json={"results": [{"id": one, "code": None, "detail": None} for one in ids]})

    def pages(route):
        before = int(route.request.url.partition("cursor=")[2].partition("&")[0] or 0)
        item = route.fetch(url=route.request.url.partition("?")[0] + "?limit=1").json()["items"][0]
        rows = [item | {"id": f"made-{before + number}"} for number in range(50)]
        route.fulfill(json={"items": rows, "next": str(before + 50), "total": {"count": 5000, "capped": False}})

    page.route("**/api/v1/evaluations/batch", answer)
    page.route("**/api/v1/evaluations?*", pages)
    page.goto("/evaluations?q=MANY")
    page.get_by_role("checkbox", name="Choose all rows shown").check()
    page.get_by_role("button", name="Choose the first 1,000").click()
    bar = page.get_by_role("toolbar")
    expect(bar).to_contain_text("1,000 chosen", timeout=60_000)
    bar.get_by_role("button", name="Archive…").click()
    page.get_by_role("dialog").get_by_role("button", name="Archive", exact=True).click()
    result = page.get_by_role("dialog", name="What was done")
    expect(result.get_by_role("status")).to_have_text("500 done, 500 not.", timeout=30_000)
    expect(result.locator("li.is-refused").first).to_contain_text("Nothing came back for this one: The server is busy.")
    assert asked[:2] == [500, 500]
