"""What is not shown to those it is not for: evaluations of others, drawing, criteria."""

import re

import pytest
from playwright.sync_api import expect

from harness.watch import assert_accessible
from harness.workday import Workday, card, question


@pytest.fixture(scope="module")
def day(server) -> Workday:
    day = Workday(server)
    day.calls = day.publish(card("calls", "Calls", question("greets", "Greets")))
    second = {"login": "evaluator2", "name": "Eve", "role": "evaluator", "password": "a long pass phrase"}
    server.passwords |= {second["login"]: second["password"]}
    day.people["evaluator2"] = day.api.create("users", second, 201)["id"]
    return day


def tab(page):
    return page.get_by_role("tab", name=re.compile("^Performance"))


def test_an_agent_sees_no_evaluations_of_a_conversation(new_page, day):
    home = day.conversation("SEEN-1")
    day.complete(day.evaluation("", day.calls, of=home), {"greets": "yes"})
    page = new_page("supervisor")
    page.goto(f"/interactions/{home}")
    expect(tab(page)).to_be_visible()
    page = new_page("agent")
    page.goto(f"/interactions/{home}")
    expect(page.get_by_role("heading", name="SEEN-1")).to_be_visible()
    expect(page.get_by_role("tab", name=re.compile("^Comments"))).to_be_visible()
    expect(tab(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Evaluate", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Evaluations")).to_have_count(0)


def test_an_evaluator_is_told_that_others_have_evaluated_it(new_page, day):
    home = day.conversation("SEEN-2")
    day.complete(day.evaluation("", day.calls, of=home), {"greets": "yes"})
    page = new_page("evaluator2")
    page.goto(f"/interactions/{home}")
    tab(page).click()
    panel = page.get_by_role("tabpanel", name=re.compile("^Performance"))
    expect(panel.get_by_text("Evaluated by others")).to_be_visible()
    expect(panel).to_contain_text("those evaluations are not yours to see")
    expect(panel.locator("a")).to_have_count(0)
    assert_accessible(page)
    # Only who may use it again is offered that.
    evaluate = page.get_by_role("button", name="Evaluate", exact=True)
    expect(evaluate).to_have_count(0)
    # Nothing of that where nobody has.
    page.goto(f"/interactions/{day.conversation('SEEN-3')}")
    tab(page).click()
    expect(panel).to_be_visible()
    expect(panel.get_by_text("Evaluated by others")).to_have_count(0)
    expect(evaluate).to_have_count(2)
    page = new_page("supervisor")
    page.goto(f"/interactions/{home}")
    expect(page.get_by_role("button", name="Evaluate", exact=True).first).to_be_visible()


def test_what_is_refused_is_told_where_one_looks_however_long_a_dialog_is(new_page, day):
    for number in range(40):
        day.publish(card(f"many-{number}", f"Scorecard {number}", question("greets", "Greets the caller")))
    page = new_page("evaluator2")
    home = day.conversation("SEEN-4")
    page.goto(f"/interactions/{home}")
    page.get_by_role("button", name="Evaluate", exact=True).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox").first.check()
    # Meanwhile somebody else was quicker.
    day.complete(day.evaluation("", day.calls, of=home), {"greets": "yes"})
    dialog.get_by_role("button", name="Evaluate").click()
    expect(dialog.get_by_role("alert").last).to_be_in_viewport()


def test_who_may_not_edit_criteria_is_offered_no_draw(new_page, day):
    page = new_page("supervisor")
    page.goto("/evaluations")
    expect(page.get_by_role("button", name="Draw from criteria")).to_be_visible()
    page = new_page("evaluator")
    page.goto("/evaluations")
    expect(page.get_by_role("heading", name="Evaluations", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Export", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Draw from criteria")).to_have_count(0)
    expect(page.get_by_role("link", name="Criteria")).to_have_count(0)
    page.goto("/interactions?channel=chat")
    expect(page.locator(".row-link").first).to_be_visible()
    expect(page.get_by_role("button", name="Save as criteria")).to_have_count(0)
