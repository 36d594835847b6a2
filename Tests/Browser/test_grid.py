"""The grid of evaluations: states with their counts, kept filters, columns, orders."""

import re

import pytest
from playwright.sync_api import expect

from harness.watch import assert_accessible, take_screenshots

CARD = {
    "key": "short",
    "name": "Short",
    "format": "percentage",
    "sections": [
        {
            "key": "all",
            "title": "All",
            "weight": 10000,
            "questions": [
                {
                    "key": "q",
                    "type": "yesNo",
                    "text": "Greets",
                    "options": [{"key": "y", "label": "Yes", "points": 10}, {"key": "n", "label": "No", "points": 0}],
                }
            ],
        }
    ],
}


@pytest.fixture(scope="module")
def sessions(server):
    """Two done (one well, one badly), two in the evaluator's hands (one expired), one that is nobody's."""
    api = server.api("admin")
    draft = api.create("scorecards", CARD, 201)
    api.json_of(api.post(f"scorecards/{draft['id']}/publication", json={}, headers={"If-Match": f'"{draft["etag"]}"'}))
    evaluator = next(user["id"] for user in api.read("users")["items"] if user["login"] == "evaluator")
    made = {}
    for number, (name, queue, more) in enumerate(
        [
            ("Good call", "sales", {"evaluatorId": evaluator}),
            ("Bad call", "claims", {"evaluatorId": evaluator}),
            ("Late call", "sales", {"evaluatorId": evaluator, "dueAt": "2026-01-05"}),
            ("Next call", "claims", {"evaluatorId": evaluator, "dueAt": "2031-01-05"}),
            ("Free call", "sales", {}),
        ]
    ):
        call = api.create(
            "interactions",
            {"externalId": f"GRID-{number}", "channel": "chat", "queue": queue, "startedAt": "2026-11-12T14:02:00Z"},
        )
        made[name] = api.create(
            "evaluations", {"interactionId": call["id"], "scorecards": [draft["id"]], "name": name} | more, 201
        )["id"]
    scorer = server.api("evaluator")
    for name, option in (("Good call", "y"), ("Bad call", "n")):
        session = scorer.read(f"evaluations/{made[name]}")
        body = {"forms": [{"id": session["forms"][0]["id"], "answers": {"q": {"option": option}}}]}
        scorer.json_of(
            scorer.post(
                f"evaluations/{made[name]}/completion", json=body, headers={"If-Match": f'"{session["etag"]}"'}
            )
        )
    return made


def names(page):
    return page.locator("tbody .row-link")


def state(page, name):
    return page.get_by_role("group", name="State").get_by_role("button", name=re.compile(f"^{name}"))


def test_each_state_tells_how_many_there_are_and_shows_them(new_page, sessions):
    page = new_page("admin")
    page.goto("/evaluations")
    expect(names(page)).to_have_text(["Free call", "Next call", "Late call", "Bad call", "Good call"])
    for name, count in (("Unassigned", 1), ("Assigned", 2), ("In progress", 0), ("Completed", 2), ("Expired", 1)):
        expect(state(page, name)).to_contain_text(str(count))
    assert_accessible(page)
    take_screenshots(page, "grid")
    state(page, "Completed").click()
    expect(page).to_have_url(re.compile(r"state=completed"))
    expect(names(page)).to_have_text(["Bad call", "Good call"])
    expect(state(page, "Completed")).to_have_attribute("aria-pressed", "true")
    state(page, "Expired").click()
    expect(names(page)).to_have_text(["Late call"])
    expect(state(page, "Unassigned")).to_contain_text("1")
    state(page, "All").click()
    page.get_by_role("button", name="Queue").click()
    page.get_by_role("checkbox", name="claims").check()
    page.keyboard.press("Escape")
    expect(names(page)).to_have_text(["Next call", "Bad call"])
    expect(state(page, "Completed")).to_contain_text("1")


def test_heads_sort_down_up_and_back_and_what_has_no_value_comes_last(new_page, sessions):
    page = new_page("admin")
    page.goto("/evaluations")
    expect(names(page)).to_have_count(5)
    score = page.get_by_role("button", name="Score", exact=True)
    score.click()
    expect(names(page)).to_have_text(["Good call", "Bad call", "Free call", "Next call", "Late call"])
    expect(page.get_by_role("columnheader", name="Score")).to_have_attribute("aria-sort", "descending")
    score.click()
    expect(names(page)).to_have_text(["Bad call", "Good call", "Late call", "Next call", "Free call"])
    score.click()
    expect(names(page)).to_have_text(["Free call", "Next call", "Late call", "Bad call", "Good call"])
    page.get_by_role("searchbox", name=re.compile("^Search")).fill("call")
    expect(page.get_by_role("columnheader", name="Score").get_by_role("button")).to_have_count(0)
    expect(names(page)).to_have_count(5)


def test_filters_are_kept_used_changed_and_deleted(new_page, sessions):
    page = new_page("evaluator")
    page.goto("/evaluations")
    views = page.get_by_role("group", name="Kept filters")
    expect(names(page)).to_have_count(5)
    views.get_by_role("button", name="Mine to do").click()
    expect(names(page)).to_have_text(["Next call", "Late call"])
    page.get_by_role("button", name="Clear filters").click()
    expect(names(page)).to_have_count(5)

    state(page, "Completed").click()
    page.get_by_role("button", name="Score", exact=True).click()
    views.get_by_role("button", name="Keep these filters").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Give it a name.")
    dialog.get_by_label("Name").fill("Best first")
    assert_accessible(page)
    dialog.get_by_role("button", name="Save").click()
    kept = views.get_by_role("button", name="Best first", exact=True)
    expect(kept).to_have_attribute("aria-pressed", "true")
    take_screenshots(page, "grid-kept")
    assert_accessible(page)

    page.goto("/evaluations")
    kept.click()
    expect(names(page)).to_have_text(["Good call", "Bad call"])
    page.get_by_role("button", name="Score", exact=True).click()
    expect(names(page)).to_have_text(["Bad call", "Good call"])
    more = views.get_by_role("button", name="What to do with “Best first”")
    more.click()
    page.get_by_role("menuitem", name="Replace with the filters now on").click()
    expect(kept).to_have_attribute("aria-pressed", "true")
    more.click()
    page.get_by_role("menuitem", name="Rename").click()
    dialog.get_by_label("Name").fill("Worst first")
    dialog.get_by_role("button", name="Save").click()
    renamed = views.get_by_role("button", name="Worst first", exact=True)
    expect(renamed).to_be_visible()

    other = new_page("supervisor")
    other.goto("/evaluations")
    expect(other.get_by_role("group", name="Kept filters").get_by_role("button")).to_have_count(1)

    views.get_by_role("button", name="What to do with “Worst first”").click()
    page.get_by_role("menuitem", name="Delete").click()
    dialog.get_by_role("button", name="Delete").click()
    expect(renamed).to_have_count(0)


def test_columns_are_chosen_and_remembered_by_keyboard_alone(new_page, sessions):
    page = new_page("admin")
    page.goto("/evaluations")
    opener = page.get_by_role("button", name="Columns")
    expect(page.get_by_role("columnheader", name="Last edited")).to_have_count(1)
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitemcheckbox", name="State")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Created")).to_have_count(1)
    page.reload()
    expect(page.get_by_role("columnheader", name="Created")).to_have_count(1)
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitemcheckbox", name="State")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("menuitemcheckbox", name="Last edited")).to_be_focused()
    with page.expect_response(lambda reply: reply.url.endswith("/evaluation-columns")):
        page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Last edited")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("columnheader", name="Created")).to_have_count(1)
    expect(page.get_by_role("columnheader", name="Last edited")).to_have_count(0)
    assert_accessible(page)


def test_dates_and_scores_narrow_the_grid_and_are_kept(new_page, server, sessions):
    page = new_page("admin")
    page.goto("/evaluations")
    time = page.get_by_role("button", name="Time")
    time.click()
    page.get_by_label("Which date").select_option(label="Completed")
    page.get_by_role("button", name="Last 7 days").click()
    expect(names(page)).to_have_text(["Bad call", "Good call"])
    expect(time).to_contain_text("Completed: Last 7 days")
    expect(page).to_have_url(re.compile(r"date=completed&period=7d"))
    time.click()
    page.get_by_label("Which date").select_option(label="Created")
    expect(names(page)).to_have_count(5)
    page.get_by_label("Which date").select_option(label="Completed")
    page.keyboard.press("Escape")
    expect(names(page)).to_have_text(["Bad call", "Good call"])
    # The order is that of the date; other heads sort nothing then.
    expect(page.get_by_role("columnheader", name="Score").get_by_role("button")).to_have_count(0)
    score = page.get_by_role("button", name="Score range")
    score.click()
    dialog = page.get_by_role("dialog", name="Score range")
    dialog.get_by_label("To").fill("101")
    dialog.get_by_role("button", name="Apply").click()
    expect(dialog.get_by_text("A number from 0 to 100.")).to_be_visible()
    dialog.get_by_label("To").fill("59,5")
    assert_accessible(page)
    take_screenshots(page, "grid-score-range")
    dialog.get_by_label("To").press("Enter")
    expect(score).to_contain_text("59.5% or less")
    expect(names(page)).to_have_text(["Bad call"])
    page.get_by_role("button", name="Keep these filters").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Weak this week")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Messages")).to_contain_text("Weak this week is saved.")
    kept = server.api("admin").read("evaluation-views")["items"][0]
    assert kept["query"] == {"date": "completed", "period": "7d", "scoreTo": 59_500_000}
    page.get_by_role("button", name="Clear filters").click()
    expect(names(page)).to_have_count(5)
    time.click()
    take_screenshots(page, "grid-dates")
    page.get_by_label("Which date").select_option(label="Due")
    page.get_by_label("From").fill("2026-01-05")
    page.get_by_label("To", exact=True).fill("2026-01-05")
    page.get_by_role("button", name="Apply").click()
    expect(names(page)).to_have_text(["Late call"])
    page.get_by_role("group", name="Kept filters").get_by_role("button", name="Weak this week").first.click()
    expect(names(page)).to_have_text(["Bad call"])
    expect(time).to_contain_text("Completed: Last 7 days")
