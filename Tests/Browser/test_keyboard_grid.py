"""The grid of evaluations by keyboard alone: found, kept, sorted, read on, and many changed at once."""

import re

import pytest
from playwright.sync_api import expect

from harness.keys import Keys
from harness.workday import Workday, card, question

PAGE = 50


@pytest.fixture(scope="module")
def day(server) -> Workday:
    """A completed evaluation, one expired, one of nobody, and more than fill a page."""
    day = Workday(server)
    calls, mails = (day.publish(card(key, key.title(), question("greets", "Greets"))) for key in ("calls", "mails"))
    for number in range(PAGE):
        day.evaluation(f"MANY-{number}", calls, of=day.conversation(f"MANY-{number}", queue="Many"), name=f"Many {number}")
    day.complete(day.evaluation("GRID-1", mails, name="Good mail"), {"greets": "yes"})
    day.complete(day.evaluation("GRID-2", mails, name="Bad mail"), {"greets": "no"})
    day.evaluation("GRID-3", mails, name="Late mail", dueAt="2026-01-05")
    day.evaluation("GRID-4", mails, name="Free mail", evaluatorId=None)
    return day


@pytest.fixture
def keys(new_page) -> Keys:
    return Keys(new_page("supervisor"))


def names(keys):
    return keys.page.locator("tbody .row-link")


def test_filters_are_set_kept_renamed_changed_and_deleted(keys, day):
    page = keys.page
    keys.visit("/evaluations")
    expect(names(keys)).to_have_count(PAGE)
    keys.press(page.get_by_role("button", name="Scorecard", exact=True))
    keys.tick(page.get_by_role("checkbox", name="Mails"))
    keys.hit("Escape")
    expect(names(keys)).to_have_text(["Free mail", "Late mail", "Bad mail", "Good mail"])
    expect(page.get_by_role("button", name=re.compile("^Scorecard"))).to_be_focused()
    states = page.get_by_role("group", name="State")
    keys.press(states.get_by_role("button", name=re.compile("^Completed")), "Space")
    expect(names(keys)).to_have_text(["Bad mail", "Good mail"])
    expect(states.get_by_role("button", name=re.compile("^Completed"))).to_be_focused()

    views = page.get_by_role("group", name="Kept filters")
    keys.press(views.get_by_role("button", name="Keep these filters"), back=True)
    keys.type("Done mails")
    keys.hit("Enter")
    kept = views.get_by_role("button", name="Done mails", exact=True)
    expect(kept).to_be_focused()
    keys.press(page.get_by_role("button", name="Clear filters"))
    expect(names(keys)).to_have_count(PAGE)
    expect(page.get_by_role("searchbox", name=re.compile("^Search"))).to_be_focused()
    keys.press(kept, back=True)
    expect(names(keys)).to_have_text(["Bad mail", "Good mail"])
    expect(kept).to_be_focused()

    keys.press(states.get_by_role("button", name=re.compile("^Expired")))
    expect(names(keys)).to_have_text(["Late mail"])
    more = views.get_by_role("button", name="What to do with “Done mails”")
    keys.menu(more, "Replace with the filters now on", back=True)
    expect(page.get_by_role("region", name="Messages")).to_contain_text("Done mails is saved.")
    keys.menu(more, "Rename…")
    keys.hit("Control+A")
    keys.type("Late mails")
    keys.hit("Enter")
    renamed = views.get_by_role("button", name="Late mails", exact=True)
    expect(renamed).to_have_attribute("aria-pressed", "true")
    keys.menu(views.get_by_role("button", name="What to do with “Late mails”"), "Delete…")
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Delete"))
    expect(renamed).to_have_count(0)


def test_columns_are_chosen_one_straight_after_the_other(keys, day):
    page = keys.page
    keys.visit("/evaluations")
    expect(names(keys)).to_have_count(PAGE)
    opener = page.get_by_role("button", name="Columns")
    keys.tab_to(opener)
    for name in ("Queue", "Origin"):
        shown = page.get_by_role("columnheader", name=name)
        before = shown.count()
        keys.hit("Enter")
        expect(page.get_by_role("menuitemcheckbox", name="State")).to_be_focused()
        keys.walk_to(page.get_by_role("menuitemcheckbox", name=name))
        keys.hit("Enter")
        expect(shown).to_have_count(1 - before)
        expect(opener).to_be_focused()
    keys.hit("Enter", "Escape")
    expect(opener).to_be_focused()
    expect(page.get_by_role("menu")).to_have_count(0)


def test_it_is_searched_sorted_read_on_and_a_row_is_opened(keys, day):
    page = keys.page
    keys.visit("/evaluations")
    expect(names(keys)).to_have_count(PAGE)
    score = page.get_by_role("button", name="Score", exact=True)
    keys.press(score)
    expect(names(keys).first).to_have_text("Good mail")
    expect(score).to_be_focused()
    keys.hit("Enter")
    expect(names(keys).first).to_have_text("Bad mail")
    keys.press(page.get_by_role("button", name="Show more"))
    expect(names(keys)).to_have_count(PAGE + 4)
    expect(names(keys).nth(PAGE)).to_be_focused()
    keys.hit("/")
    keys.type("late ma")
    expect(names(keys)).to_have_text(["Late mail"])
    keys.tab_to(names(keys))
    keys.hit("Enter")
    page.wait_for_url(re.compile("/evaluations/[0-9a-f-]{36}"))
    expect(page.locator(".question")).to_have_count(1)


def test_many_are_assigned_given_a_date_archived_and_taken_back(keys, day):
    page = keys.page
    calls = next(one["id"] for one in day.api.read("scorecards")["items"] if one["key"] == "calls")
    ids = [day.evaluation(f"BULK-{number}", calls, name=f"Bulk {number}") for number in range(2)]
    keys.visit("/evaluations?q=Bulk")
    expect(names(keys)).to_have_count(2)
    bar = page.get_by_role("toolbar", name="Chosen evaluations")
    every = page.get_by_role("checkbox", name="Choose all rows shown")
    dialog = page.get_by_role("dialog")

    def choose_all() -> None:
        keys.tick(every)
        expect(bar).to_contain_text("2 chosen")

    def done() -> None:
        expect(page.get_by_role("dialog", name="What was done")).to_contain_text("2 done, 0 not.")
        keys.hit("Enter")
        expect(dialog).to_have_count(0)

    choose_all()
    keys.press(bar.get_by_role("button", name="Choose none"), back=True)
    expect(bar).to_be_hidden()
    expect(every).to_be_focused()
    choose_all()
    keys.press(bar.get_by_role("button", name="Assign…"), back=True)
    keys.choose(dialog.get_by_label("Evaluator"), "Me")
    keys.press(dialog.get_by_role("button", name="Assign"))
    done()
    expect(every).to_be_focused()
    assert {day.api.read(f"evaluations/{one}")["evaluator"]["name"] for one in ids} == {"Supervisor"}

    choose_all()
    keys.press(bar.get_by_role("button", name="Due date…"), back=True)
    keys.moment(dialog.get_by_label("Due"), "2026-01-05T12:00")
    keys.press(dialog.get_by_role("button", name="Set due date"))
    keys.press(page.get_by_role("dialog", name="This date has passed").get_by_role("button", name="Use this date"))
    done()
    assert {day.api.read(f"evaluations/{one}")["dueAt"] for one in ids} == {"2026-01-05T12:00:00.000Z"}

    choose_all()
    keys.press(bar.get_by_role("button", name="Archive…"), back=True)
    expect(dialog.get_by_role("button", name="Archive", exact=True)).to_be_focused()
    keys.hit("Enter")
    done()
    expect(names(keys)).to_have_count(0)
    keys.press(page.get_by_role("button", name="Archive", exact=True), back=True)
    keys.tick(page.get_by_role("checkbox", name="Archived"))
    expect(names(keys)).to_have_count(2)
    choose_all()
    keys.press(bar.get_by_role("button", name="Unarchive…"), back=True)
    keys.hit("Enter")
    done()
    assert {day.api.read(f"evaluations/{one}")["archivedAt"] for one in ids} == {None}
