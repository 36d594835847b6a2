"""What becomes of evaluations by keyboard alone: replaced, revised, restored, extended, archived, voided, deleted."""

import re

import pytest
from playwright.sync_api import Page, expect

from harness.keys import Keys
from harness.workday import Workday, card, question


@pytest.fixture(scope="module")
def day(server) -> Workday:
    day = Workday(server)
    day.calls = day.publish(card("calls", "Calls", question("greets", "Greets", required=True), question("sums", "Sums up")))
    return day


@pytest.fixture
def session(day, request) -> str:
    """Completed with both answers right."""
    name = request.node.name.removeprefix("test_")[:30]
    return day.complete(day.evaluation(name, day.calls), {"greets": "yes", "sums": "yes"})


def opened(keys: Keys, session: str) -> Page:
    keys.visit(f"/evaluations/{session}")
    expect(keys.page.locator(".question")).to_have_count(2)
    return keys.page


def panel(keys: Keys, name: str) -> None:
    """Goes to a tab beside the form."""
    tabs = keys.page.get_by_role("tablist").filter(has=keys.page.get_by_role("tab", name=name))
    keys.tab_to(tabs.get_by_role("tab", selected=True))
    keys.walk_to(tabs.get_by_role("tab", name=name), "ArrowRight")


def messages(page: Page):
    return page.get_by_role("region", name="Messages", exact=True)


def test_its_interaction_is_replaced_for_what_is_wrong_with_its_recording(new_page, day, fixtures):
    keys = Keys(new_page("evaluator"))
    for number in range(2):
        day.conversation(f"SWAP-{number}", channel="voice", queue="Swaps")
    criteria = day.api.create("criteria", {"name": "Swaps", "search": {"queue": ["Swaps"]}}, 201)["id"]
    wanted = {"count": 1, "scorecards": [day.calls], "evaluatorIds": [day.people["evaluator"]]}
    session = day.api.create(f"criteria/{criteria}/draw", wanted, 201)["evaluations"][0]
    before = day.api.read(f"evaluations/{session}")["interaction"]
    silent = day.api.attach(before["id"], fixtures / "broken/silent-channel.wav", kind="audio", party="both")
    assert day.api.wait_for_recording(silent["id"])["health"]
    page = opened(keys, session)
    keys.hit("ArrowDown", "1")
    expect(page.locator(".bench-state")).to_contain_text("Saved")
    keys.press(page.get_by_role("button", name="Replace…"), back=True)
    dialog = page.get_by_role("dialog", name="Replace the interaction")
    expect(dialog.get_by_label("Reason")).to_be_focused()
    keys.choose(dialog.get_by_label("Reason"), "Other")
    keys.press(dialog.get_by_role("button", name="Replace"))
    expect(dialog.get_by_text("Say what is wrong with it.")).to_be_visible()
    expect(dialog.get_by_label("What is wrong with it?")).to_be_focused()
    keys.press(dialog.get_by_role("button", name="Use as reason"), back=True)
    expect(dialog.get_by_label("Reason")).to_have_value("bad_audio")
    expect(dialog.get_by_label("What is wrong with it?")).to_be_focused()
    keys.press(dialog.get_by_role("button", name="Replace"))
    expect(messages(page)).to_contain_text(f"takes the place of {before['externalId']}.")
    expect(page.locator(".option[aria-pressed=true]")).to_have_count(0)
    after = day.api.read(f"evaluations/{session}")
    assert after["interaction"]["id"] != before["id"] and after["replaced"][0]["reason"] == "bad_audio"
    assert "Nothing is heard on channel 2" in after["replaced"][0]["note"]


def test_a_completed_one_is_revised_read_back_and_restored(new_page, day, session):
    keys = Keys(new_page("evaluator"))
    page = opened(keys, session)
    keys.hit("ArrowDown", "ArrowDown", "2", "Control+s")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Why is it changed?")).to_be_focused()
    keys.type("Heard again.")
    keys.press(dialog.get_by_role("button", name="Save", exact=True))
    expect(dialog).to_have_count(0)
    assert day.api.read(f"evaluations/{session}")["score"] == 50_000_000
    panel(keys, "History")
    history = page.get_by_role("region", name="History")
    expect(history.locator(".revision").first).to_contain_text("Heard again.")
    keys.press(history.get_by_role("button", name="Restore these answers"))
    expect(messages(page)).to_contain_text("These answers are back on the form.")
    keys.menu(page.get_by_role("button", name="Save", exact=True), "Save", back=True)
    expect(dialog.get_by_label("Why is it changed?")).to_be_focused()
    keys.type("The first was right.")
    keys.press(dialog.get_by_role("button", name="Save", exact=True))
    expect(dialog).to_have_count(0)
    seen = day.api.read(f"evaluations/{session}")
    assert seen["score"] == 100_000_000
    reasons = [one["reason"] for one in day.api.read(f"evaluations/{session}/revisions")["items"]]
    assert reasons == ["The first was right.", "Heard again.", None]
    panel(keys, "Details")
    details = page.locator(".session-details")
    expect(details).to_contain_text(seen["interaction"]["externalId"])
    expect(details).to_contain_text("Last edited")


def test_a_date_that_has_passed_is_moved_and_it_is_archived_and_taken_back(new_page, day):
    keys = Keys(new_page("supervisor"))
    late = day.evaluation("LATE-1", day.calls, dueAt="2026-01-05T12:00:00Z")
    page = opened(keys, late)
    keys.press(page.get_by_role("button", name="Archive", exact=True))
    expect(messages(page)).to_contain_text("Archived.")
    assert day.api.read(f"evaluations/{late}")["archivedAt"]
    keys.press(page.get_by_role("button", name="Unarchive"))
    expect(messages(page)).to_contain_text("Back from the archive.")
    keys.press(page.get_by_role("button", name="Due date…"))
    keys.moment(page.get_by_role("dialog").get_by_label("Due"), "2031-03-01T12:00")
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Set due date"))
    expect(page.get_by_text("completing needs a later due date", exact=False)).to_have_count(0)
    seen = day.api.read(f"evaluations/{late}")
    assert (seen["archivedAt"], seen["dueAt"]) == (None, "2031-03-01T12:00:00.000Z")


def test_one_is_voided_with_a_reason(new_page, day, session):
    keys = Keys(new_page("supervisor"))
    page = opened(keys, session)
    keys.menu(page.get_by_role("button", name=re.compile("^(Save|Export)$")), "Void…")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Why is it voided?")).to_be_focused()
    keys.press(dialog.get_by_role("button", name="Void", exact=True))
    expect(dialog.get_by_label("Why is it voided?")).to_be_focused()
    keys.type("Scored for training.")
    keys.press(dialog.get_by_role("button", name="Void", exact=True))
    expect(messages(page)).to_contain_text("Voided.")
    expect(page.get_by_role("button", name="Export", exact=True)).to_be_focused()
    assert day.api.read(f"evaluations/{session}")["voided"]["reason"] == "Scored for training."


def test_an_automated_one_is_deleted_where_it_is_open_and_where_it_is_listed(new_page, day, session):
    keys = Keys(new_page("supervisor"))
    home = day.api.read(f"evaluations/{day.automate(session)}")["interaction"]["id"]
    second = {"of": home, "name": "Second", "reuseEvaluated": True}
    other = day.automate(day.complete(day.evaluation("", day.calls, **second), {"greets": "yes", "sums": "no"}))
    page = opened(keys, session)
    keys.press(page.get_by_role("button", name="Delete…"))
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True))
    expect(page.get_by_role("heading", name="Evaluations")).to_be_visible()
    keys.visit(f"/interactions/{home}")
    panel(keys, "Performance")
    keys.press(page.get_by_role("button", name="Delete: Second"))
    keys.press(page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True))
    expect(page.get_by_role("button", name=re.compile("^Delete: "))).to_have_count(0)
    assert [day.api.get(f"evaluations/{one}").status_code for one in (session, other)] == [404, 404]


def test_it_gets_another_name(new_page, day, session):
    keys = Keys(new_page("supervisor"))
    page = opened(keys, session)
    keys.menu(page.get_by_role("button", name="Save", exact=True), "Rename…", back=True)
    dialog = page.get_by_role("dialog", name="Rename this evaluation")
    name = dialog.get_by_label("Name of the evaluation")
    expect(name).to_be_focused()
    keys.hit("Control+A", "Backspace", "Enter")
    expect(dialog.get_by_text("Give it a name.")).to_be_visible()
    keys.type("The first call of the week")
    keys.hit("Enter")
    expect(messages(page)).to_contain_text("It is called “The first call of the week” now.")
    panel(keys, "Details")
    expect(page.get_by_role("tabpanel").get_by_text("The first call of the week")).to_be_visible()
    assert day.api.read(f"evaluations/{session}")["name"] == "The first call of the week"
    # An evaluator does what is to be done, whatever it is called.
    mine = new_page("evaluator")
    mine.goto(f"/evaluations/{session}")
    mine.get_by_role("button", name="Save", exact=True).click()
    expect(mine.get_by_role("menuitem", name="Notify agent")).to_be_visible()
    expect(mine.get_by_role("menuitem", name="Rename…")).to_have_count(0)
