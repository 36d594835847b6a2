"""Sessions as they are opened, archived and deleted."""

import re

import pytest
from playwright.sync_api import expect

from harness.sessions import Sessions, opened, question
from harness.watch import assert_accessible, take_screenshots


@pytest.fixture(scope="module")
def sessions(server):
    return Sessions(server)


def test_a_session_shows_all_it_holds(new_page, server, sessions):
    session = sessions.completed()
    page = opened(new_page("evaluator"), session)
    page.get_by_role("button", name="Save", exact=True).click()
    offered = ["Save", "Export CSV", "Export Excel…", "Export PDF", "Notify agent…", "Close"]
    assert [text.split("\n")[0] for text in page.get_by_role("menuitem").all_inner_texts()] == offered
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Default scores to 100%")).to_be_visible()
    expect(page.get_by_role("button", name="Show score")).to_be_visible()
    expect(question(page, "greeting").locator(".option[aria-pressed=true]")).to_contain_text("Yes")
    page.get_by_role("tab", name="Details").click()
    details = page.locator(".session-details")
    for term in ("External ID", "Evaluator", "Created", "Completed", "Last edited"):
        expect(details.locator("dt", has_text=re.compile(f"^{term}$"))).to_have_count(1)
    edited = details.locator("dt", has_text="Last edited").locator("xpath=following-sibling::dd[1]")
    expect(edited).to_contain_text("Evaluator")
    expect(details).to_contain_text(re.compile("CHAT-"))
    assert_accessible(page)


def test_an_automated_evaluation_is_deleted_for_good_and_no_other(new_page, server, sessions):
    session, human = sessions.day.automate(sessions.completed()), sessions.completed()
    page = opened(new_page("admin"), human)
    expect(page.get_by_role("button", name="Archive", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Delete…")).to_be_hidden()
    opened(page, session)
    page.get_by_role("button", name="Delete…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("This cannot be undone.")
    dialog.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("heading", name="Evaluations")).to_be_visible()
    assert server.api("admin").get(f"evaluations/{session}").status_code == 404
    assert server.api("admin").get(f"evaluations/{human}").status_code == 200


def test_many_are_archived_each_with_its_result_and_taken_back(new_page, server, sessions):
    done, open_ = sessions.completed(), sessions.assigned()
    names = [server.api("admin").read(f"evaluations/{one}")["name"] for one in (done, open_)]
    page = new_page("admin")
    page.goto("/evaluations")
    bar = page.get_by_role("toolbar", name="Chosen evaluations")
    expect(page.get_by_role("checkbox", name=f"Choose {names[0]}", exact=True)).to_be_visible()
    expect(bar).to_be_hidden()
    for name in names:
        page.get_by_role("checkbox", name=f"Choose {name}", exact=True).check()
    expect(bar).to_contain_text("2 chosen")
    assert_accessible(page)
    take_screenshots(page, "bulk")
    bar.get_by_role("button", name="Archive…").click()
    page.get_by_role("dialog").get_by_role("button", name="Archive", exact=True).click()
    results = page.get_by_role("dialog", name="What was done")
    expect(results).to_contain_text("1 done, 1 not.")
    expect(results.locator("li", has_text=names[0])).to_contain_text("Done")
    expect(results.locator("li", has_text=names[1])).to_contain_text("Only a completed or expired evaluation")
    assert_accessible(page)
    results.get_by_role("button", name="OK").click()
    expect(page.get_by_role("link", name=names[0], exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name=names[1], exact=True)).to_be_visible()

    page.goto("/evaluations?archived=true")
    page.get_by_role("link", name=names[0], exact=True).click()
    expect(page.get_by_text("This evaluation is archived and can only be read.")).to_be_visible()
    expect(page.get_by_role("button", name="Clear form")).to_have_count(0)
    page.get_by_role("button", name="Unarchive").click()
    expect(page.get_by_text("This evaluation is archived and can only be read.")).to_have_count(0)
    assert server.api("admin").read(f"evaluations/{done}")["archivedAt"] is None
    expect(page.get_by_role("button", name="Archive", exact=True)).to_be_visible()

    other = opened(new_page("evaluator"), done)
    expect(other.get_by_role("button", name="Clear form")).to_be_visible()
    expect(other.get_by_role("button", name="Archive", exact=True)).to_have_count(0)
    other.goto("/evaluations")
    row = other.get_by_role("row", name=names[0])
    expect(row).to_contain_text(re.compile(r"Created \d"))
    expect(other.get_by_role("checkbox")).to_have_count(0)
