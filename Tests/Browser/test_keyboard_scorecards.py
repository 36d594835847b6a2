"""Scorecards by keyboard alone: built and tried out, put in order, published, compared, carried off and back, retired."""

import re

import pytest
from playwright.sync_api import Page, expect

from harness.keys import Keys
from harness.workday import question


@pytest.fixture
def made(day, request) -> str:
    """A draft of its own for a test: two questions in one section, one in another."""
    sections = [
        {"key": "one", "title": "One", "weight": 6000, "questions": [question("first", "First"), question("second", "Second")]},
        {"key": "two", "title": "Two", "weight": 4000, "questions": [question("third", "Third")]},
    ]
    key = request.node.name.removeprefix("test_")[:40]
    return day.api.create("scorecards", {"key": key, "name": key, "format": "percentage", "sections": sections}, 201)["id"]


@pytest.fixture
def keys(new_page) -> Keys:
    return Keys(new_page("admin"))


def saved(page: Page) -> None:
    expect(page.get_by_text("Draft saved")).to_be_visible()


def content(day, scorecard: str) -> dict:
    found = day.api.read(f"scorecards/{scorecard}")
    return found["draft"] or found["content"]


def order(day, scorecard: str) -> list[list[str]]:
    return [[one["key"] for one in section["questions"]] for section in content(day, scorecard)["sections"]]


def section(page: Page, number: int):
    return page.get_by_role("region", name=f"Section {number}", exact=True)


def test_one_is_built_tried_out_put_right_and_published(keys, day):
    page = keys.page
    keys.visit("/scorecards")
    keys.press(page.get_by_role("button", name="New scorecard").first)
    expect(page.get_by_role("dialog").get_by_label("Name")).to_be_focused()
    keys.hit("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Give the scorecard a name.")
    keys.type("Sales calls")
    keys.choose(page.get_by_role("dialog").get_by_label("Scoring"), "Points: all points add up")
    keys.choose(page.get_by_role("dialog").get_by_label("Scoring"), "Percentage: sections have weights")
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Create"))
    page.wait_for_url("**/edit")
    scorecard = page.url.split("/")[-2]

    keys.fill(page.get_by_label("Pass mark, %"), "70")
    keys.choose(page.get_by_label("Unanswered optional questions"), "Are left out")
    keys.tick(page.get_by_label("Fill in default answers"))
    first = section(page, 1)
    keys.fill(first.get_by_label("Title"), "Opening")
    keys.fill(first.get_by_label("Weight, %"), "62.5")
    expect(page.get_by_text("37.5% missing to 100%.")).to_be_visible()
    keys.press(first.get_by_role("button", name="Question 1: No text yet"))
    expect(first.get_by_role("textbox", name="Question", exact=True)).to_be_focused()
    keys.type("Verifies the caller")
    keys.fill(first.get_by_label("Help text"), "Name and date of birth.")
    keys.choose(first.get_by_label("Comment", exact=True), "Required on some options")
    keys.tick(first.get_by_label("N/A allowed"))
    keys.choose(first.get_by_label("Automatic fail of option 2"), "Fails the evaluation")
    expect(first.get_by_label("Comment required on No")).to_be_checked()

    keys.menu(first.get_by_role("button", name="Add question"), "Rating scale")
    expect(first.get_by_role("textbox", name="Question", exact=True).nth(1)).to_be_focused()
    keys.type("Builds rapport")
    keys.choose(first.get_by_label("Default answer").nth(1), "2")
    keys.fill(first.get_by_label("To", exact=True), "10")
    keys.hit("Tab")
    expect(first.get_by_label("Points of option 10")).to_have_value("10")

    keys.press(page.get_by_role("button", name="Add section"))
    second = section(page, 2)
    expect(second.get_by_label("Title")).to_be_focused()
    expect(second.get_by_label("Weight, %")).to_have_value("37.5")
    keys.menu(second.get_by_role("button", name="Add question"), "Single choice")
    keys.type("Offers the next step")
    for number, (label, points) in enumerate([("Unasked", 20), ("When asked", 8), ("Never", 0)], start=1):
        if number == 3:
            keys.press(second.get_by_role("button", name="Add option"))
        keys.fill(second.get_by_label(f"Label of option {number}"), label)
        keys.fill(second.get_by_label(f"Points of option {number}"), str(points))
    saved(page)

    tryout = page.get_by_role("complementary", name="Preview")
    keys.press(tryout.get_by_role("button", name=re.compile("Yes$")), "Space")
    keys.press(tryout.get_by_role("button", name=re.compile("When asked$")), "Space")
    score = tryout.locator(".score-number")
    expect(score).to_have_text(re.compile(r"^52\.5\s*%$"))

    keys.press(page.get_by_role("button", name="Publish", exact=True))
    expect(page.get_by_text("1 thing to put right before publishing")).to_be_visible()
    expect(second.get_by_label("Title")).to_be_focused()
    expect(second.get_by_label("Title")).to_have_attribute("aria-invalid", "true")
    keys.press(page.get_by_role("button", name=re.compile("^Show: ")))
    expect(second.get_by_label("Title")).to_be_focused()
    keys.type("Closing")
    keys.press(page.get_by_role("button", name="Publish", exact=True))
    expect(page.get_by_role("region", name="Messages")).to_contain_text("Sales calls is published as version 1.")
    kept = content(day, scorecard)
    assert [one["weight"] for one in kept["sections"]] == [6250, 3750]
    verifies, rapport = kept["sections"][0]["questions"]
    assert verifies["options"][1]["autoFail"] == "evaluation" and verifies["allowNA"]
    assert verifies["commentPolicy"] == {"onOptions": ["no"]} and verifies["helpText"] == "Name and date of birth."
    assert (rapport["type"], rapport["default"], len(rapport["options"])) == ("ratingScale", "2", 10)
    assert [one["label"] for one in kept["sections"][1]["questions"][0]["options"]] == ["Unasked", "When asked", "Never"]
    assert (kept["passMark"], kept["defaultsOn"], kept["unansweredOptional"]) == (70_000_000, True, "exclude")


def test_sections_questions_and_options_are_moved_copied_taken_out_and_brought_back(keys, day, made):
    page = keys.page
    keys.visit(f"/scorecards/{made}/edit")
    keys.tab_to(page.get_by_role("button", name="Question 1: First"))
    keys.hit("Alt+ArrowDown", "Alt+ArrowDown")
    expect(page.get_by_role("button", name="Question 2: First")).to_be_focused()
    saved(page)
    assert order(day, made) == [["second"], ["first", "third"]]
    keys.press(page.get_by_role("button", name="Move up: Section 2"), back=True)
    expect(page.get_by_role("button", name="Move up: Section 1")).to_be_focused()
    keys.press(page.get_by_role("button", name="Remove: Question 3"))
    saved(page)
    assert order(day, made) == [["first", "third"], []]
    keys.hit("Control+z", "Control+z")
    saved(page)
    assert order(day, made) == [["second"], ["first", "third"]]
    keys.hit("Control+z", "Control+z", "Control+Shift+z")
    expect(page.get_by_role("button", name="Question 2: First")).to_be_visible()
    undo = page.get_by_role("main").get_by_role("button", name="Undo")
    keys.press(undo)
    expect(undo).to_have_attribute("aria-disabled", "true")
    saved(page)
    assert order(day, made) == [["first", "second"], ["third"]]

    keys.press(page.get_by_role("button", name="Question 3: Third"))
    keys.choose(page.get_by_label("Type", exact=True), "Single choice")
    keys.tab_to(page.get_by_label("Points of option 1"))
    keys.hit("Alt+ArrowDown")
    expect(page.get_by_label("Points of option 2")).to_be_focused()
    expect(page.get_by_label("Label of option 2")).to_have_value("Yes")
    keys.press(page.get_by_role("button", name="Duplicate: Question 3"), back=True)
    saved(page)
    questions = content(day, made)["sections"][1]["questions"]
    assert [one["text"] for one in questions] == ["Third", "Third"]
    assert [[option["label"] for option in one["options"]] for one in questions] == [["No", "Yes"]] * 2


def test_another_version_is_published_after_a_look_at_its_impact_and_compared(keys, day, made):
    page = keys.page
    day.publish_draft(made)
    day.complete(day.evaluation("IMPACT-1", made), {"first": "yes", "second": "yes", "third": "no"})
    untouched = day.evaluation("IMPACT-2", made)
    keys.visit(f"/scorecards/{made}")
    keys.press(page.get_by_role("link", name="Edit"))
    page.wait_for_url("**/edit")
    keys.fill(section(page, 1).get_by_label("Weight, %"), "20")
    keys.fill(section(page, 2).get_by_label("Weight, %"), "80")
    keys.press(page.get_by_role("button", name="Publish", exact=True))
    dialog = page.get_by_role("dialog", name="Publish version 2")
    expect(dialog.get_by_text("1 score would be lower")).to_be_visible()
    keys.tick(dialog.get_by_role("checkbox", name="Move evaluations that nobody has begun to this version"))
    keys.press(dialog.get_by_role("button", name="Publish", exact=True))
    expect(page.get_by_role("region", name="Messages")).to_contain_text("1 evaluation uses version 2 now.")
    page.wait_for_url(f"**/scorecards/{made}")
    assert day.api.read(f"evaluations/{untouched}")["scorecards"][0]["version"] == 2
    keys.press(page.get_by_role("button", name="What changed"))
    expect(page.get_by_role("dialog").get_by_role("heading", name="Version 1 to version 2")).to_be_visible()
    keys.hit("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="What changed")).to_be_focused()
    keys.press(page.get_by_role("button", name=re.compile("^Version 1")))
    expect(page.get_by_text("weight 60%")).to_be_visible()


def test_weights_are_shared_out_evenly(keys, day, made):
    page = keys.page
    keys.visit(f"/scorecards/{made}/edit")
    keys.fill(section(page, 2).get_by_label("Weight, %"), "30")
    expect(page.get_by_text("10% missing to 100%.")).to_be_visible()
    keys.press(page.get_by_role("button", name="Share out evenly"), back=True)
    expect(page.get_by_text("The weights add to 100%.")).to_be_visible()
    for number in (1, 2):
        expect(section(page, number).get_by_label("Weight, %")).to_have_value("50")
    saved(page)
    assert [one["weight"] for one in content(day, made)["sections"]] == [5000, 5000]
    # The button went with what it was for; whoever goes on by Tab is not thrown to the top.
    expect(page.locator("main :focus")).to_have_count(1)
    keys.hit("Control+z")
    expect(section(page, 2).get_by_label("Weight, %")).to_have_value("30")


def test_what_nobody_has_begun_is_moved_to_the_version_later(keys, day, made):
    page = keys.page
    day.publish_draft(made)
    untouched = day.evaluation("LATER-1", made)
    begun = day.complete(day.evaluation("LATER-2", made), {"first": "yes", "second": "yes", "third": "no"})
    keys.visit(f"/scorecards/{made}/edit")
    keys.fill(section(page, 1).get_by_label("Weight, %"), "20")
    keys.fill(section(page, 2).get_by_label("Weight, %"), "80")
    keys.press(page.get_by_role("button", name="Publish", exact=True))
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Publish", exact=True))
    page.wait_for_url(f"**/scorecards/{made}")
    expect(page.get_by_text("1 evaluation that nobody has begun uses an older version.")).to_be_visible()
    move = page.get_by_role("button", name="Move to version 2")
    keys.press(move)
    expect(page.get_by_role("region", name="Messages")).to_contain_text("1 evaluation uses version 2 now.")
    expect(move).to_have_count(0)
    expect(page.locator("main :focus")).to_have_count(1)
    versions = [day.api.read(f"evaluations/{one}")["scorecards"][0]["version"] for one in (untouched, begun)]
    assert versions == [2, 1]


def test_it_is_exported_and_imported_as_csv_and_json_and_the_template_is_had(keys, day, made, tmp_path):
    page = keys.page
    for kind in ("CSV", "JSON"):
        keys.visit(f"/scorecards/{made}")
        file = tmp_path / f"card.{kind.lower()}"
        with page.expect_download() as started:
            keys.press(page.get_by_role("link", name=f"Export {kind}"))
        started.value.save_as(file)
        text = file.read_bytes().decode()
        first = "First" if kind == "CSV" else "Greets by name"
        file.write_bytes(text.replace(first, "Greets by name" if kind == "CSV" else "Greets warmly").encode())
        keys.visit("/scorecards")
        keys.press(page.get_by_role("button", name="Import", exact=True))
        dialog = page.get_by_role("dialog")
        with page.expect_download() as template:
            keys.press(dialog.get_by_role("link", name="CSV template"))
        assert template.value.suggested_filename.endswith(".csv")
        # What the system asks then, which file, is not the page's.
        with page.expect_file_chooser() as chooser:
            keys.press(dialog.get_by_role("button", name="Choose CSV or JSON file…"), back=True)
        chooser.value.set_files(file)
        expect(dialog.locator("del")).to_have_text(first)
        keys.press(dialog.get_by_role("button", name="Import", exact=True))
        page.wait_for_url(f"**/scorecards/{made}?version=draft")
    assert content(day, made)["sections"][0]["questions"][0]["text"] == "Greets warmly"


def test_it_is_retired_and_brought_back(keys, day, made):
    page = keys.page
    day.publish_draft(made)
    keys.visit(f"/scorecards/{made}")
    keys.menu(page.get_by_role("button", name="More"), "Retire")
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Retire"))
    expect(page.locator(".page-head").get_by_text("Retired", exact=True)).to_be_visible()
    assert day.api.read(f"scorecards/{made}")["state"] == "retired"
    keys.menu(page.get_by_role("button", name="More"), "Bring back")
    expect(page.get_by_role("region", name="Messages")).to_contain_text("is back.")
    assert day.api.read(f"scorecards/{made}")["state"] == "published"


def test_two_editors_are_told_of_each_other_and_a_draft_is_dropped(keys, new_page, day, made):
    page, other = keys.page, Keys(new_page("supervisor"))
    day.publish_draft(made)
    for one in (keys, other):
        one.visit(f"/scorecards/{made}/edit")
        expect(one.page.get_by_role("textbox", name="Name", exact=True)).to_be_visible()
    other.fill(other.page.get_by_role("textbox", name="Name", exact=True), "Theirs")
    saved(other.page)
    name = page.get_by_role("textbox", name="Name", exact=True)
    keys.fill(name, "Mine")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="This scorecard was changed elsewhere")).to_be_visible()
    keys.press(dialog.get_by_role("button", name="Take theirs"))
    expect(name).to_have_value("Theirs")
    keys.hit("Control+z")
    expect(name).to_have_value("Mine")
    saved(page)
    assert content(day, made)["name"] == "Mine"
    keys.menu(page.get_by_role("button", name="More"), "Discard draft", back=True)
    keys.press(dialog.get_by_role("button", name="Discard draft"))
    expect(name).not_to_have_value("Mine")
    assert day.api.read(f"scorecards/{made}")["draft"] is None
