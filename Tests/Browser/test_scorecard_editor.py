"""The scorecard editor in a browser: from nothing to a published version, told of conflicts."""

import re

import pytest
from playwright.sync_api import Page, expect

from harness.drafts import content, drafted, publish, redraft, saved
from harness.watch import assert_accessible, take_screenshots


@pytest.fixture
def made(server, request):
    """A draft of its own for a test."""
    return drafted(server, request.node.name)


def order(server, scorecard: str) -> list[list[str]]:
    return [[one["key"] for one in section["questions"]] for section in content(server, scorecard)["sections"]]


def score(page: Page) -> str:
    return page.locator(".tryout .score-number").inner_text().replace("\u00a0", "").replace(" ", "")


def test_from_nothing_to_a_published_version(new_page, server):
    page = new_page("admin")
    page.goto("/scorecards")
    page.get_by_role("button", name="New scorecard").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Create").click()
    expect(dialog.get_by_text("Give the scorecard a name.")).to_be_visible()
    dialog.get_by_label("Name").fill("Sales calls")
    dialog.get_by_role("button", name="Create").click()
    page.wait_for_url("**/edit")
    scorecard = page.url.split("/")[-2]

    first = page.get_by_role("region", name="Section 1", exact=True)
    first.get_by_label("Title").fill("Opening")
    first.get_by_label("Weight, %").fill("62.5")
    expect(page.get_by_text("37.5% missing to 100%.")).to_be_visible()
    first.get_by_role("button", name="Question 1: No text yet").click()
    first.get_by_role("textbox", name="Question", exact=True).fill("Verifies the caller")
    first.get_by_label("Help text").fill("Name and date of birth.")
    first.get_by_label("Automatic fail of option 2").select_option(label="Fails the evaluation")
    first.get_by_label("N/A allowed").check()
    first.get_by_label("Comment", exact=True).select_option(label="Required on some options")
    expect(first.get_by_label("Comment required on No")).to_be_checked()
    expect(first.get_by_label("Comment required on Yes")).not_to_be_checked()

    first.get_by_role("button", name="Add question").click()
    page.get_by_role("menuitem", name="Rating scale").click()
    expect(first.get_by_role("textbox", name="Question", exact=True).nth(1)).to_be_focused()
    page.keyboard.type("Builds rapport")
    first.get_by_label("To", exact=True).fill("10")
    first.get_by_label("To", exact=True).press("Tab")
    expect(first.get_by_label("Points of option 10")).to_have_value("10")
    first.get_by_label("Default answer").nth(1).select_option(label="7")

    page.get_by_role("button", name="Add section").click()
    second = page.get_by_role("region", name="Section 2", exact=True)
    expect(second.get_by_label("Title")).to_be_focused()
    expect(second.get_by_label("Weight, %")).to_have_value("37.5")
    page.keyboard.type("Closing")
    second.get_by_role("button", name="Add question").click()
    page.get_by_role("menuitem", name="Single choice").click()
    page.keyboard.type("Offers the next step")
    for number, (label, points) in enumerate([("Unasked", 20), ("When asked", 8), ("Never", 0)], start=1):
        if number == 3:
            second.get_by_role("button", name="Add option").click()
        second.get_by_label(f"Label of option {number}").fill(label)
        second.get_by_label(f"Points of option {number}").fill(str(points))
    page.get_by_label("Pass mark, %").fill("70")
    page.get_by_label("Fill in default answers").check()
    saved(page)
    assert_accessible(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert_accessible(page)
    take_screenshots(page, "scorecard-editor")

    tryout = page.get_by_role("complementary", name="Preview")
    tryout.get_by_role("button", name="Yes", exact=True).click()
    tryout.get_by_role("button", name="When asked").click()
    assert score(page) == "68.1%", "10+7 of 20 at 62.5%, 8 of 20 at 37.5%"
    expect(tryout.get_by_text("Fail", exact=True)).to_be_visible()
    tryout.get_by_role("button", name=re.compile("^No")).click()
    assert score(page) == "0%" or score(page) == "0.0%"

    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("region", name="Messages")).to_contain_text("Sales calls is published as version 1.")
    kept = content(server, scorecard)
    assert [section["weight"] for section in kept["sections"]] == [6250, 3750]
    verifies, rapport = kept["sections"][0]["questions"]
    assert verifies["options"][1]["autoFail"] == "evaluation" and verifies["allowNA"] and verifies["required"]
    assert verifies["commentPolicy"] == {"onOptions": ["no"]} and verifies["helpText"] == "Name and date of birth."
    assert rapport["type"] == "ratingScale" and rapport["default"] == "7" and len(rapport["options"]) == 10
    assert [one["label"] for one in kept["sections"][1]["questions"][0]["options"]] == ["Unasked", "When asked", "Never"]
    assert kept["passMark"] == 70_000_000 and kept["defaultsOn"] is True


def test_what_keeps_it_from_being_published_stands_at_its_field(new_page, server, made):
    page = new_page("admin")
    page.goto(f"/scorecards/{made}/edit")
    section = page.get_by_role("region", name="Section 2", exact=True)
    section.get_by_label("Title").fill("")
    section.get_by_label("Weight, %").fill("30")
    section.get_by_role("button", name="Question 3: Third").click()
    section.get_by_role("textbox", name="Question", exact=True).fill("")
    section.get_by_role("button", name=re.compile("^Question 3")).click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("3 things to put right before publishing")).to_be_visible()
    # The weights of all sections are put right at the first, whichever is changed.
    weight = page.get_by_role("region", name="Section 1", exact=True).get_by_label("Weight, %")
    expect(weight).to_be_focused()
    expect(weight).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("textbox", name="Name", exact=True)).not_to_have_attribute("aria-invalid", "true")
    section.get_by_label("Weight, %").fill("20")
    expect(weight).not_to_have_attribute("aria-invalid", "true")
    title = section.get_by_label("Title")
    expect(title).to_have_attribute("aria-invalid", "true")
    words = section.get_by_role("textbox", name="Question", exact=True)
    expect(words).to_have_attribute("aria-invalid", "true")
    described = words.get_attribute("aria-describedby").split()[-1]
    expect(page.locator(f"#{described}")).to_contain_text("is missing")
    assert_accessible(page)
    title.fill("Two")
    expect(title).not_to_have_attribute("aria-invalid", "true")
    words.fill("Third")
    page.get_by_role("button", name="Share out evenly").click()
    expect(page.get_by_text("The weights add to 100%.")).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("region", name="Messages")).to_contain_text("is published as version 1.")


def test_the_mouse_drags_a_question_into_another_section(new_page, server, made):
    page = new_page("admin")
    page.goto(f"/scorecards/{made}/edit")
    second = page.locator("[data-place='/sections/1/questions/0']")
    page.locator("[data-place='/sections/0/questions/0'] .edit-handle").first.drag_to(
        second, target_position={"x": 200, "y": 3}
    )
    expect(page.get_by_role("button", name="Question 2: First")).to_be_visible()
    saved(page)
    assert order(server, made) == [["second"], ["first", "third"]]


def test_two_editors_are_told_of_each_other(new_page, server, made):
    mine, theirs = new_page("admin"), new_page("supervisor")
    for page in (mine, theirs):
        page.goto(f"/scorecards/{made}/edit")
    theirs.get_by_role("textbox", name="Name", exact=True).fill("Theirs")
    saved(theirs)
    mine.get_by_role("textbox", name="Name", exact=True).fill("Mine")
    dialog = mine.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="This scorecard was changed elsewhere")).to_be_visible()
    expect(dialog.locator("del")).to_have_text("Mine")
    expect(dialog.locator("ins")).to_have_text("Theirs")
    assert_accessible(mine)
    assert content(server, made)["name"] == "Theirs", "nothing is replaced before somebody chose"
    dialog.get_by_role("button", name="Take theirs").click()
    expect(mine.get_by_role("textbox", name="Name", exact=True)).to_have_value("Theirs")
    mine.get_by_role("button", name="Undo").click()
    expect(mine.get_by_role("textbox", name="Name", exact=True)).to_have_value("Mine")
    saved(mine)
    assert content(server, made)["name"] == "Mine"


def test_a_scorecard_travels_as_json(new_page, server, made, tmp_path):
    page = new_page("admin")
    page.goto(f"/scorecards/{made}")
    with page.expect_download() as started:
        page.get_by_role("link", name="Export JSON").click()
    file = tmp_path / "card.json"
    started.value.save_as(file)
    page.goto("/scorecards")
    page.get_by_role("button", name="Import", exact=True).click()
    dialog = page.get_by_role("dialog")
    choose = dialog.locator("input[type=file]")
    choose.set_input_files(file)
    expect(dialog.get_by_text("is like that already; nothing would change.")).to_be_visible()
    text = file.read_text()
    broken = tmp_path / "broken.json"
    broken.write_text(text.replace('"yesNo"', '"perhaps"', 1))
    choose.set_input_files(broken)
    line = next(n for n, one in enumerate(broken.read_text().splitlines(), 1) if "perhaps" in one)
    expect(dialog.get_by_text(f"Line {line}: ")).to_be_visible()
    torn = tmp_path / "torn.json"
    torn.write_text(text[: len(text) // 2])
    choose.set_input_files(torn)
    expect(dialog.get_by_text("This is no JSON from here on")).to_be_visible()
    assert_accessible(page)
    better = tmp_path / "better.json"
    better.write_text(text.replace('"First"', '"Greets by name"'))
    choose.set_input_files(better)
    expect(dialog.locator("ins")).to_have_text("Greets by name")
    dialog.get_by_role("button", name="Import", exact=True).click()
    page.wait_for_url(f"**/scorecards/{made}?version=draft")
    assert server.api("admin").get(f"scorecards/{made}/export.json").content == better.read_bytes()


def test_a_table_is_exported_changed_and_imported(new_page, server, made, tmp_path):
    page = new_page("admin")
    page.goto(f"/scorecards/{made}")
    with page.expect_download() as started:
        page.get_by_role("link", name="Export CSV").click()
    table = tmp_path / "card.csv"
    started.value.save_as(table)
    text = table.read_bytes().decode("utf-8-sig")
    assert started.value.suggested_filename.endswith(".csv") and text.count("question") == 3

    page.goto("/scorecards")
    page.get_by_role("button", name="Import", exact=True).click()
    dialog = page.get_by_role("dialog")
    broken = tmp_path / "broken.csv"
    broken.write_bytes(text.replace("yesNo", "perhaps", 1).encode())
    dialog.locator("input[type=file]").set_input_files(broken)
    expect(dialog.get_by_text("Line 4: “type” is one of")).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="Import", exact=True).click()
    expect(dialog.get_by_text("Choose a file first, one without errors.")).to_be_visible()

    better = tmp_path / "better.csv"
    better.write_bytes(text.replace(",First,", ",Greets by name,").encode())
    dialog.locator("input[type=file]").set_input_files(better)
    expect(dialog.locator("del")).to_have_text("First")
    expect(dialog.locator("ins")).to_have_text("Greets by name")
    assert content(server, made)["sections"][0]["questions"][0]["text"] == "First", "looking changes nothing"
    assert_accessible(page)
    dialog.get_by_role("button", name="Import", exact=True).click()
    page.wait_for_url(f"**/scorecards/{made}?version=draft")
    expect(page.get_by_text("Greets by name")).to_be_visible()
    again = server.api("admin").get(f"scorecards/{made}/export.csv").content
    assert again == b"\xef\xbb\xbf" + better.read_bytes(), "what was imported is exported byte for byte"


def test_a_scorecard_is_retired_and_brought_back(new_page, server, made):
    api = server.api("admin")
    publish(api, made)
    page = new_page("admin")
    page.goto(f"/scorecards/{made}")
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Retire").click()
    page.get_by_role("dialog").get_by_role("button", name="Retire").click()
    expect(page.locator(".page-head").get_by_text("Retired", exact=True)).to_be_visible()
    assert api.read(f"scorecards/{made}")["state"] == "retired"
    assert_accessible(page)
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Bring back").click()
    expect(page.get_by_role("region", name="Messages")).to_contain_text("is back.")
    assert api.read(f"scorecards/{made}")["state"] == "published"


def test_what_was_not_sent_yet_survives_a_closed_tab(new_page, server, made, watch):
    watch.expect("ERR_FAILED|ERR_INTERNET_DISCONNECTED")
    page = new_page("admin")
    page.goto(f"/scorecards/{made}/edit")
    page.route("**/draft", lambda route: route.abort())
    page.get_by_role("textbox", name="Name", exact=True).fill("Typed offline")
    expect(page.get_by_text("Offline, will retry")).to_be_visible()
    assert content(server, made)["name"] != "Typed offline"
    again = page.context.new_page()
    page.close()
    again.goto(f"/scorecards/{made}/edit")
    expect(again.get_by_role("textbox", name="Name", exact=True)).to_have_value("Typed offline")
    saved(again)
    assert content(server, made)["name"] == "Typed offline"


def test_what_was_kept_never_replaces_a_newer_draft_unseen(new_page, server, made, watch):
    watch.expect("ERR_FAILED|ERR_INTERNET_DISCONNECTED")
    page, other = new_page("admin"), new_page("supervisor")
    page.goto(f"/scorecards/{made}/edit")
    page.route("**/draft", lambda route: route.abort())
    page.get_by_role("textbox", name="Name", exact=True).fill("Mine")
    expect(page.get_by_text("Offline, will retry")).to_be_visible()
    again = page.context.new_page()
    page.close()
    other.goto(f"/scorecards/{made}/edit")
    other.get_by_role("textbox", name="Name", exact=True).fill("Theirs")
    saved(other)

    again.goto(f"/scorecards/{made}/edit")
    dialog = again.get_by_role("dialog", name="This scorecard was changed elsewhere")
    expect(dialog.locator("del")).to_have_text("Mine")
    again.keyboard.press("Escape")
    expect(again.get_by_role("button", name="Changed elsewhere")).to_be_visible()
    again.get_by_role("textbox", name="Name", exact=True).fill("Mine, typed on")
    # Whatever is to be sent is sent before the page is left.
    again.get_by_role("link", name="Scorecards").first.click()
    expect(again.get_by_role("heading", name="Scorecards")).to_be_visible()
    assert content(server, made)["name"] == "Theirs", "nothing is replaced before somebody chose"

    again.goto(f"/scorecards/{made}/edit")
    expect(dialog.locator("del")).to_have_text("Mine, typed on")
    expect(dialog.locator("ins")).to_have_text("Theirs")
    dialog.get_by_role("button", name="Keep mine").click()
    saved(again)
    assert content(server, made)["name"] == "Mine, typed on"


def test_who_may_not_edit_sees_no_editor(new_page, server, made):
    api = server.api("admin")
    publish(api, made)
    page = new_page("evaluator")
    page.goto(f"/scorecards/{made}")
    expect(page.get_by_role("link", name="Export CSV")).to_be_visible()
    expect(page.get_by_role("link", name="Edit")).to_have_count(0)
    page.goto(f"/scorecards/{made}/edit")
    expect(page.get_by_role("heading", name="This is not for your role")).to_be_attached()


def test_the_last_hundredth_of_the_weights_is_told(new_page, server, made):
    api = server.api("admin")
    changed = content(server, made)
    for section, weight in zip(changed["sections"], (3333, 6666), strict=True):
        section["weight"] = weight
    redraft(api, made, changed)
    page = new_page("admin")
    page.goto(f"/scorecards/{made}/edit")
    expect(page.get_by_text("0.01% missing to 100%.")).to_be_visible()
    page.goto(f"/scorecards/{made}?version=draft")
    expect(page.get_by_text("weight 33.33%")).to_be_visible()
    expect(page.get_by_text("weight 66.66%")).to_be_visible()


def test_more_decimals_than_are_kept_are_refused_beside_the_field(new_page, server, made):
    page = new_page("admin")
    page.goto(f"/scorecards/{made}/edit")
    weight = page.get_by_role("region", name="Section 1", exact=True).get_by_label("Weight, %")
    before = [section["weight"] for section in content(server, made)["sections"]]
    weight.fill("62.505")
    told = page.get_by_text("A number from 0 to 100 with at most 2 decimals; more cannot be kept.")
    expect(told).to_be_visible()
    expect(weight).to_have_attribute("aria-invalid", "true")
    mark = page.get_by_label("Pass mark, %")
    mark.fill("72.1234567")
    expect(page.get_by_text("A number from 0 to 100 with at most 6 decimals; more cannot be kept.")).to_be_visible()
    assert_accessible(page)
    take_screenshots(page, "editor-decimals")
    mark.fill("72.123456")
    saved(page)
    kept = content(server, made)
    assert kept["passMark"] == 72_123_456 and [section["weight"] for section in kept["sections"]] == before
    weight.fill("62.50")
    expect(told).to_be_hidden()
    saved(page)
