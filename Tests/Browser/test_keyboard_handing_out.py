"""Work handed out by keyboard alone: drawn by criteria, chosen by hand, ad hoc, and talks that nobody recorded."""

import re

import pytest
from playwright.sync_api import expect

from harness.keys import Keys
from harness.workday import Workday, card, question


@pytest.fixture(scope="module")
def day(server) -> Workday:
    day = Workday(server)
    day.calls = day.publish(card("calls", "Calls", question("greets", "Greets"), question("sums", "Sums up")))
    day.tone = day.publish(card("tone", "Tone of voice", question("calm", "Stays calm")))
    return day


@pytest.fixture
def keys(new_page) -> Keys:
    return Keys(new_page("supervisor"))


def rows(keys):
    return keys.page.locator(".row-link")


def test_criteria_are_made_of_conditions_changed_and_deleted(keys, day):
    page = keys.page
    for number, (queue, ms) in enumerate([("Cards", 400_000), ("Cards", 1_000), ("Loans", 400_000), ("Claims", 500_000)]):
        day.conversation(f"COND-{number}", channel="email", queue=queue, durationMs=ms)
    keys.visit("/criteria")
    keys.press(page.get_by_role("button", name="New criteria"))
    dialog = page.get_by_role("dialog", name="New criteria")
    expect(dialog.get_by_label("Name")).to_be_focused()
    keys.type("Long mails")
    keys.press(dialog.get_by_role("button", name="Add condition"))
    first = dialog.locator(".condition").nth(0)
    keys.choose(first.get_by_label("What"), "Channel")
    keys.press(first.get_by_role("button", name="Channel"))
    keys.tick(page.get_by_label("E-mail"))
    keys.hit("Escape")
    keys.press(dialog.get_by_role("button", name="Add group"))
    inner = dialog.locator(".condition-group .condition-group")
    expect(inner.get_by_label("What")).to_be_focused()
    keys.choose(inner.get_by_label("What"), "Length")
    keys.fill(inner.get_by_label("at least"), "8:00")
    keys.choose(inner.get_by_label("How conditions are joined"), "Any of these holds", back=True)
    keys.press(inner.get_by_role("button", name="Add condition"))
    second = inner.locator(".condition").nth(1)
    keys.choose(second.get_by_label("What"), "Queue")
    keys.choose(second.get_by_label("How", exact=True), "is none of")
    keys.press(dialog.get_by_role("button", name="Save"))
    expect(dialog.get_by_text("Fill every condition in, or take it away.")).to_be_visible()
    keys.fill(second.get_by_label("Values"), "Cards, Claims", back=True)
    keys.hit("Enter")
    row = page.get_by_role("row", name="Long mails")
    expect(row).to_contain_text("Channel is one of E-mail, and (Length at least 08:00, or Queue is none of Cards, Claims)")
    expect(row).to_contain_text("2 interactions can be drawn")

    keys.menu(row.get_by_role("button", name="Long mails"), "Change")
    dialog = page.get_by_role("dialog", name="Change")
    keys.press(dialog.get_by_role("button", name="Take away").last)
    expect(dialog.locator(".condition")).to_have_count(2)
    keys.press(dialog.get_by_role("button", name="Save"))
    expect(row).to_contain_text("1 interaction can be drawn")
    expect(row.get_by_role("link", name="Long mails")).to_be_focused()
    keys.menu(row.get_by_role("button", name="Long mails"), "Delete")
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Delete"))
    expect(row).to_have_count(0)


def test_filters_become_criteria_and_are_drawn_from(keys, day):
    page = keys.page
    second = {"login": "agent2", "name": "Agent Two", "role": "agent", "password": "a long pass phrase"}
    team = day.api.read("users")["items"]
    teams = next(user["teams"] for user in team if user["login"] == "agent")
    other = day.api.create("users", second | {"teams": [one["id"] for one in teams]}, 201)["id"]
    for number, agent in enumerate([day.people["agent"]] * 3 + [other]):
        day.conversation(f"DRAW-{number}", queue="Draws", agentId=agent)
    keys.visit("/interactions")
    keys.press(page.get_by_role("button", name="Queue"))
    keys.tick(page.get_by_role("checkbox", name="Draws"))
    keys.hit("Escape")
    expect(rows(keys)).to_have_count(4)
    keys.press(page.get_by_role("button", name="Save as criteria"), back=True)
    expect(page.get_by_role("dialog").get_by_label("Name")).to_be_focused()
    keys.type("Draws")
    keys.hit("Enter")
    expect(page.get_by_role("region", name="Messages")).to_contain_text("Draws is saved.")

    keys.visit("/evaluations")
    keys.press(page.get_by_role("button", name="Draw from criteria").first)
    dialog = page.get_by_role("dialog")
    keys.choose(dialog.get_by_label("Criteria"), "Draws")
    expect(dialog.get_by_text("4 interactions can be drawn of 2 agents. 4 match, 0 are evaluated already.")).to_be_visible()
    keys.tick(dialog.get_by_role("checkbox", name="Calls"))
    keys.tick(dialog.get_by_role("checkbox", name="Tone of voice"))
    keys.fill(dialog.get_by_label("How many"), "2")
    keys.choose(dialog.get_by_label("Counted"), "of each agent")
    keys.tick(dialog.get_by_role("checkbox", name="Evaluator", exact=True))
    keys.tick(dialog.get_by_role("checkbox", name="Me"), back=True)
    keys.choose(dialog.get_by_label("They get"), "each one all of them")
    keys.moment(dialog.get_by_label("Due"), "2031-03-01T12:00")
    keys.fill(dialog.get_by_label("Seed"), "week 48")
    keys.hit("Enter")
    expect(page.get_by_role("region", name="Messages")).to_contain_text("3 drawn; 1 fewer than asked")
    made = day.api.read("evaluations", queue="Draws")["items"]
    assert len(made) == 6 and all(len(one["scorecards"]) == 2 and one["origin"] == "criteria" for one in made)
    assert {one["evaluator"]["name"] for one in made} == {"Supervisor", "Evaluator"}
    assert {one["dueAt"] for one in made} == {"2031-03-01T12:00:00.000Z"}


def test_conversations_are_chosen_by_hand_and_shared_out(keys, day):
    page = keys.page
    homes = [day.conversation(f"PICK-{number}") for number in range(3)]
    day.complete(day.evaluation("", day.tone, of=homes[2]), {"calm": "yes"})
    keys.visit("/interactions?q=PICK")
    expect(rows(keys)).to_have_count(3)
    keys.hit("ArrowDown", "x", "ArrowDown", "x", "ArrowDown", "x")
    bar = page.get_by_role("toolbar", name="Chosen interactions")
    expect(bar).to_contain_text("3 chosen")
    keys.press(bar.get_by_role("button", name="Evaluate…"), back=True)
    dialog = page.get_by_role("dialog", name="Evaluate 3 interactions")
    for name in ("Calls", "Tone of voice", "Evaluator"):
        keys.tick(dialog.get_by_role("checkbox", name=name, exact=True))
    keys.tick(dialog.get_by_role("checkbox", name="Me"), back=True)
    keys.moment(dialog.get_by_label("Due"), "2031-03-01T12:00")
    keys.press(dialog.get_by_role("button", name="Make evaluations"))
    results = page.get_by_role("dialog", name="What was done")
    expect(results).to_contain_text("2 done, 1 not.")
    expect(results.locator("li.is-refused")).to_contain_text("evaluated already")
    keys.hit("Enter")
    expect(page.get_by_role("checkbox", name="Choose all rows shown")).to_be_focused()
    made = day.api.read("evaluations", q="PICK", state="assigned")["items"]
    assert {one["evaluator"]["name"] for one in made} == {"Evaluator", "Supervisor"}
    assert all(one["origin"] == "manual" and len(one["scorecards"]) == 2 for one in made)


def test_a_conversation_is_evaluated_ad_hoc_and_again_once_that_is_confirmed(keys, day):
    page = keys.page
    home = day.conversation("ADHOC-1")
    day.complete(day.evaluation("", day.tone, of=home), {"calm": "yes"})
    keys.visit(f"/interactions/{home}")
    tabs = page.get_by_role("tablist").filter(has=page.get_by_role("tab", name="Performance"))
    keys.tab_to(tabs.get_by_role("tab", selected=True))
    keys.walk_to(tabs.get_by_role("tab", name="Performance"), "ArrowRight")
    panel = page.get_by_role("tabpanel", name="Performance")
    keys.press(panel.get_by_role("button", name="Evaluate", exact=True))
    dialog = page.get_by_role("dialog", name="Evaluate ADHOC-1")
    keys.tick(dialog.get_by_role("checkbox", name="Calls"))
    keys.choose(dialog.get_by_label("Evaluator"), "Me")
    keys.press(dialog.get_by_role("button", name="Evaluate"))
    again = page.get_by_role("dialog", name="Evaluate it again?")
    expect(again.get_by_role("button", name="Evaluate again")).to_be_focused()
    keys.hit("Enter")
    page.wait_for_url(re.compile(r"/evaluations/[0-9a-f-]{36}"))
    expect(page.locator(".question")).to_have_count(2)
    made = day.api.read("evaluations", interaction=home)["items"]
    assert sorted(one["origin"] for one in made) == ["ad_hoc", "manual"]


def test_of_two_who_take_one_the_slower_is_told_and_looks_on(new_page, day):
    session = day.evaluation("RACE-1", day.tone, evaluatorId=None)
    quick, slow = (Keys(new_page(login)) for login in ("evaluator", "admin"))
    for keys in (quick, slow):
        keys.visit(f"/evaluations/{session}")
        expect(keys.page.get_by_role("dialog", name="Take this evaluation?")).to_be_visible(timeout=20_000)
    quick.press(quick.page.get_by_role("button", name="Take it"))
    expect(quick.page.get_by_role("dialog")).to_have_count(0)
    slow.press(slow.page.get_by_role("button", name="Take it"))
    told = slow.page.get_by_role("dialog", name="Somebody was faster")
    expect(told).to_contain_text("Evaluator has taken this evaluation")
    expect(told.get_by_role("button", name="OK")).to_be_focused()
    slow.hit("Enter")
    expect(slow.page.get_by_role("dialog")).to_have_count(0)
    # Whoever was slower reads, and answers nothing.
    slow.hit("ArrowDown", "1")
    expect(slow.page.locator(".option[aria-pressed=true]")).to_have_count(0)
    quick.hit("ArrowDown", "1")
    expect(quick.page.locator(".option[aria-pressed=true]")).to_have_count(1)
    assert day.api.read(f"evaluations/{session}")["evaluator"]["id"] == day.people["evaluator"]


def test_who_may_only_look_exports_as_pdf_and_as_a_locked_workbook(new_page, day):
    session = day.evaluation("LOOK-1", day.tone)
    keys = Keys(new_page("admin"))
    page = keys.page
    keys.visit(f"/evaluations/{session}")
    expect(page.locator(".question")).to_have_count(1)
    opener = page.get_by_role("button", name="Export", exact=True)
    with page.expect_download() as paper:
        keys.menu(opener, "Export PDF")
    assert paper.value.suggested_filename.startswith("uncompleted_LOOK-1")
    expect(opener).to_be_focused()
    keys.menu(opener, "Export Excel…")
    dialog = page.get_by_role("dialog", name="Export to Excel")
    keys.type("a long pass phrase")
    keys.fill(dialog.get_by_label(re.compile("again", re.IGNORECASE)), "a long pass phrase")
    with page.expect_download() as book:
        keys.hit("Enter")
    assert book.value.suggested_filename.endswith(".xlsx")


def test_a_talk_nobody_recorded_is_added_and_evaluated(keys, day):
    page = keys.page
    keys.visit("/interactions")
    keys.press(page.get_by_role("link", name="Add interaction").first)
    page.wait_for_url("**/upload")
    keys.fill(page.get_by_label("External ID"), "DESK-7")
    keys.choose(page.get_by_label("Channel"), "Other")
    keys.choose(page.get_by_label("Agent"), "Agent")
    keys.moment(page.get_by_label("Started"), "2026-11-12T09:30:15")
    keys.fill(page.get_by_label("Length"), "12:xx")
    keys.fill(page.get_by_label("Queue"), "Front desk")
    keys.press(page.get_by_role("button", name="Create without recordings"))
    expect(page.get_by_label("Length")).to_have_attribute("aria-invalid", "true")
    keys.fill(page.get_by_label("Length"), "12:30", back=True)
    keys.press(page.get_by_role("button", name="Create without recordings"))
    page.wait_for_url(re.compile(r"/interactions/[0-9a-f-]{36}"))
    home = page.url.rsplit("/", 1)[-1].split("?")[0]
    seen = day.api.read(f"interactions/{home}")
    assert (seen["offline"], seen["channel"], seen["agent"]["name"], seen["queue"]) == (True, "other", "Agent", "Front desk")
    assert (seen["startedAt"], seen["durationMs"]) == ("2026-11-12T09:30:15.000Z", 750_000)

    keys.press(page.get_by_role("button", name="Evaluate", exact=True).first)
    keys.tick(page.get_by_role("dialog").get_by_role("checkbox", name="Tone of voice"))
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Evaluate"))
    page.wait_for_url(re.compile(r"/evaluations/[0-9a-f-]{36}"))
    expect(page.locator(".question")).to_have_count(1)
    keys.hit("ArrowDown", "1", "Control+Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Next")).to_be_visible()
    keys.press(dialog.get_by_role("button", name="Next"))
    expect(dialog.get_by_role("button", name="Complete", exact=True)).to_be_focused()
    keys.hit("Enter")
    expect(dialog).to_have_count(0)
    done = day.api.read("evaluations", interaction=home)["items"][0]
    assert (done["state"], done["origin"], done["score"]) == ("completed", "ad_hoc", 100_000_000)
