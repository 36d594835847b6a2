"""Many evaluations are withdrawn at once, with one reason and a result for each."""

import re

import pytest
from playwright.sync_api import expect

from harness.keys import Keys
from harness.watch import assert_accessible, take_screenshots
from harness.workday import card, question


@pytest.fixture
def sessions(day, request):
    """One completed, one in hand, one that a machine made."""
    name = request.node.name.removeprefix("test_")[:30]
    scorecard = day.publish(card(name, "Calls", question("greets", "Greets")))
    done, open_, machine = (day.evaluation(f"{name} {n}", scorecard, name=f"{name} {n}") for n in (1, 2, 3))
    day.automate(day.complete(machine, {"greets": "yes"}))
    return [day.complete(done, {"greets": "yes"}), open_, machine], name


def voids(server, sessions) -> list[str | None]:
    api = server.api("admin")
    return [(api.read(f"evaluations/{one}")["voided"] or {}).get("reason") for one in sessions]


def test_chosen_ones_are_voided_with_one_reason_and_each_says_what_became_of_it(new_page, server, sessions):
    ids, name = sessions
    page = new_page("supervisor")
    page.goto(f"/evaluations?q={name}")
    expect(page.locator(".row-link")).to_have_count(3)
    page.get_by_role("checkbox", name="Choose all rows shown").check()
    bar = page.get_by_role("toolbar", name="Chosen evaluations")
    bar.get_by_role("button", name="Void…").click()
    dialog = page.get_by_role("dialog", name="Void 3 evaluations?")
    expect(dialog.get_by_label("Why are they voided?")).to_be_focused()
    dialog.get_by_role("button", name="Void", exact=True).click()
    expect(dialog.get_by_text("Say why. The reason stays with each of them.")).to_be_visible()
    dialog.get_by_label("Why are they voided?").fill("The line was tapped.")
    assert_accessible(page)
    take_screenshots(page, "bulk-void")
    dialog.get_by_role("button", name="Void", exact=True).click()
    results = page.get_by_role("dialog", name="What was done")
    expect(results).to_contain_text("2 done, 1 not.")
    expect(results.locator("li.is-refused")).to_contain_text("delete it")
    assert_accessible(page)
    take_screenshots(page, "bulk-void-results")
    results.get_by_role("button", name="OK").click()
    expect(page.locator(".row-link")).to_have_count(1)
    assert voids(server, ids) == ["The line was tapped.", "The line was tapped.", None]
    page.goto(f"/evaluations?q={name}&archived=true")
    expect(page.get_by_role("row").filter(has_text=re.compile("Voided"))).to_have_count(2)


def test_they_are_voided_by_keyboard_alone(new_page, server, sessions):
    ids, name = sessions
    page = new_page("supervisor")
    keys = Keys(page)
    keys.visit(f"/evaluations?q={name}")
    expect(page.locator(".row-link")).to_have_count(3)
    keys.hit("ArrowDown", "ArrowDown", "x", "ArrowDown", "x")
    bar = page.get_by_role("toolbar", name="Chosen evaluations")
    expect(bar).to_contain_text("2 chosen")
    keys.press(bar.get_by_role("button", name="Void…"), back=True)
    dialog = page.get_by_role("dialog", name="Void 2 evaluations?")
    expect(dialog.get_by_label("Why are they voided?")).to_be_focused()
    keys.type("Scored for training.")
    keys.press(dialog.get_by_role("button", name="Void", exact=True))
    expect(page.get_by_role("dialog", name="What was done")).to_contain_text("2 done, 0 not.")
    keys.hit("Enter")
    expect(page.locator(".row-link")).to_have_count(1)
    assert voids(server, ids) == ["Scored for training.", "Scored for training.", None]


def test_who_may_not_void_one_may_not_void_many(new_page, server, sessions):
    ids, name = sessions
    page = new_page("evaluator")
    page.goto(f"/evaluations?q={name}")
    expect(page.locator(".row-link")).to_have_count(3)
    expect(page.get_by_role("checkbox", name="Choose all rows shown")).to_have_count(0)
    body = {"action": "void", "evaluations": ids, "reason": "Mine."}
    assert server.api("evaluator").post("evaluations/batch", json=body).status_code == 403
    assert voids(server, ids) == [None, None, None]
