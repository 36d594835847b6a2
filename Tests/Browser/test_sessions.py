"""Completed sessions changed with a reason, forms wiped and brought back, many sessions at once, the archive."""

import re
import sqlite3
import time
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from harness.watch import assert_accessible, take_screenshots

CARD = {
    "key": "calls",
    "name": "Calls",
    "format": "percentage",
    "passMark": 80_000_000,
    "sections": [
        {
            "key": "all",
            "title": "All",
            "weight": 10000,
            "questions": [
                {
                    "key": "greeting",
                    "type": "yesNo",
                    "text": "Greets",
                    "required": True,
                    "options": [
                        {"key": "yes", "label": "Yes", "points": 10},
                        {"key": "no", "label": "No", "points": 0},
                    ],
                },
                {
                    "key": "identity",
                    "type": "yesNo",
                    "text": "Verifies the caller",
                    "required": True,
                    "options": [
                        {"key": "yes", "label": "Yes", "points": 10},
                        {"key": "no", "label": "No", "points": 0, "autoFail": "evaluation"},
                    ],
                },
                {
                    "key": "pace",
                    "type": "ratingScale",
                    "text": "Keeps a calm pace",
                    "options": [{"key": str(n), "label": str(n), "points": n} for n in range(0, 4)],
                },
            ],
        },
    ],
}
WHOLE = {"greeting": {"option": "yes"}, "identity": {"option": "yes"}, "pace": {"option": "3"}}


def published(server, card: dict) -> str:
    api = server.api("admin")
    draft = api.create("scorecards", card, 201)
    based = {"If-Match": f'"{draft["etag"]}"'}
    api.json_of(api.post(f"scorecards/{draft['id']}/publication", json={}, headers=based))
    return draft["id"]


@pytest.fixture(scope="module")
def account(server):
    """A scorecard is published; the evaluator is known."""
    users = {user["login"]: user["id"] for user in server.api("admin").read("users")["items"]}
    return {"scorecard": published(server, CARD), "users": users, "count": 0}


def assigned(server, account, **more) -> str:
    """An evaluation of a chat of its own, for the evaluator."""
    account["count"] += 1
    api = server.api("admin")
    chat = {
        "externalId": f"CHAT-{account['count']}",
        "channel": "chat",
        "startedAt": "2026-11-12T14:02:00Z",
        "durationMs": 60_000,
    }
    body = {
        "interactionId": api.create("interactions", chat, 201)["id"],
        "scorecards": [account["scorecard"]],
        "evaluatorId": account["users"]["evaluator"],
    }
    return api.create("evaluations", body | more, 201)["id"]


def completed(server, account, **more) -> str:
    session = assigned(server, account, **more)
    api = server.api("evaluator")
    seen = api.read(f"evaluations/{session}")
    body = {"forms": [{"id": seen["forms"][0]["id"], "answers": WHOLE}]}
    api.json_of(
        api.post(f"evaluations/{session}/completion", json=body, headers={"If-Match": f'"{seen["etag"]}"'})
    )
    return session


def opened(page: Page, session: str) -> Page:
    page.goto(f"/evaluations/{session}")
    expect(page.locator(".question")).to_have_count(3)
    return page


def question(page: Page, key: str):
    return page.locator(f'.question[data-question="{key}"]')


def eventually(check, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)


def test_a_session_shows_all_it_holds(new_page, server, account):
    session = completed(server, account)
    page = opened(new_page("evaluator"), session)
    page.get_by_role("button", name="Save", exact=True).click()
    offered = ["Save", "Export CSV", "Export Excel…", "Export PDF", "Close"]
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


def test_a_completed_session_is_changed_with_a_reason_and_the_history_shows_it(new_page, server, account):
    session = completed(server, account)
    api = server.api("evaluator")
    page = opened(new_page("evaluator"), session)
    expect(page.get_by_text("Changes count once they are saved.")).to_be_visible()
    unsaved = page.get_by_text("Changed, not saved", exact=True)
    expect(unsaved).to_have_count(0)
    expect(page.get_by_role("button", name="Show score")).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".score-number")).to_be_hidden()
    page.get_by_role("button", name="Show score").click()
    expect(page.locator(".score-number")).to_contain_text("100")
    question(page, "pace").get_by_role("button", name="1", exact=True).click()
    expect(unsaved).to_be_visible()
    expect(page.locator(".score-detail")).to_contain_text("unsaved")
    eventually(lambda: (api.read(f"evaluations/{session}")["draft"] or {}).get("forms"))
    assert api.read(f"evaluations/{session}")["score"] == 100_000_000

    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("menuitem", name="Save", exact=False).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 answer is different")
    assert_accessible(page)
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_contain_text("Say why it is changed.")
    dialog.get_by_label("Why is it changed?").fill("The second half was rushed.")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(unsaved).to_have_count(0)
    kept = api.read(f"evaluations/{session}")
    assert kept["state"] == "completed" and kept["score"] == 91_304_348 and kept["draft"] is None

    page.get_by_role("tab", name="History").click()
    history = page.get_by_role("region", name="History")
    expect(history.locator(".revision")).to_have_count(2)
    newest = history.locator(".revision").first
    expect(newest).to_contain_text("The second half was rushed.")
    expect(newest).to_contain_text("Keeps a calm pace")
    expect(newest.locator("del")).to_contain_text("3")
    expect(newest.locator("ins")).to_contain_text("1")
    expect(newest.locator(".revision-score")).to_have_text(re.compile(r"100.*91\.3"))
    assert_accessible(page)
    take_screenshots(page, "history")

    history.get_by_role("button", name="Restore these answers").click()
    expect(unsaved).to_be_visible()
    expect(question(page, "pace").locator(".option[aria-pressed=true]")).to_contain_text("3")
    assert api.read(f"evaluations/{session}")["score"] == 91_304_348

    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("menuitem", name="Close").click()
    page.get_by_role("dialog").get_by_role("button", name="Drop and close").click()
    expect(page.get_by_role("heading", name="Evaluations")).to_be_visible()
    left = api.read(f"evaluations/{session}")
    assert left["draft"] is None and left["forms"][0]["answers"]["pace"]["option"] == "1"


def test_it_is_changed_by_keyboard_alone_and_never_with_a_required_blank(new_page, server, account):
    session = completed(server, account)
    page = opened(new_page("evaluator"), session)
    page.keyboard.press("ArrowDown")
    while page.locator(".question.is-current").get_attribute("data-question") != "greeting":
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Backspace")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("region", name="Messages")).to_contain_text("Answer the required question first.")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("2")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.type("No greeting after all.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    items = server.api("admin").read(f"evaluations/{session}/revisions")["items"]
    assert [one["reason"] for one in items] == ["No greeting after all.", None]
    assert items[0]["changes"][0]["to"]["option"] == "no"


def test_two_people_who_change_it_at_once_are_shown_each_others_answers(new_page, server, account):
    session = completed(server, account)
    first = opened(new_page("evaluator"), session)
    second = opened(new_page("admin"), session)
    question(second, "pace").get_by_role("button", name="0", exact=True).click()
    expect(second.get_by_text("Changed, not saved", exact=True)).to_be_visible()
    expect(second.locator(".bench-state")).to_contain_text("Saved")
    question(first, "greeting").get_by_role("button", name="No", exact=True).click()
    first.keyboard.press("Control+s")
    first.get_by_role("dialog").get_by_label("Why is it changed?").fill("Heard again.")
    first.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_role("dialog")).to_have_count(0)
    second.keyboard.press("Control+s")
    dialog = second.get_by_role("dialog")
    dialog.get_by_label("Why is it changed?").fill("Mine.")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_contain_text("These answers were changed elsewhere")
    expect(dialog.locator(".conflict")).to_have_count(2)
    assert len(server.api("admin").read(f"evaluations/{session}/revisions")["items"]) == 2


def test_a_save_leaves_what_another_drafted_and_shows_both_at_the_next_opening(new_page, server, account):
    session = completed(server, account)
    first, second = opened(new_page("evaluator"), session), opened(new_page("admin"), session)
    question(second, "pace").get_by_role("button", name="0", exact=True).click()
    expect(second.locator(".bench-state")).to_contain_text("Saved")
    second.goto("/evaluations")
    question(first, "greeting").get_by_role("button", name="No", exact=True).click()
    first.keyboard.press("Control+s")
    first.get_by_role("dialog").get_by_label("Why is it changed?").fill("Heard again.")
    first.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_role("dialog")).to_have_count(0)

    dialog = second.get_by_role("dialog", name="These answers were changed elsewhere")
    opened(second, session)
    expect(dialog).to_contain_text("Evaluator saved other answers at")
    expect(dialog.get_by_role("group")).to_have_count(2)
    assert_accessible(second)
    take_screenshots(second, "overtaken-draft")
    dialog.get_by_role("button", name="Later").click()
    expect(second.locator(".bench-state")).to_contain_text("Changed elsewhere")
    second.keyboard.press("Control+s")
    # Of what only one of them changed, that is proposed.
    expect(dialog.get_by_role("group", name="Greets").get_by_label("Theirs")).to_be_checked()
    expect(dialog.get_by_role("group", name="Keeps a calm pace").get_by_label("Mine")).to_be_checked()
    dialog.get_by_role("button", name="Keep these").click()
    expect(second.locator(".bench-state")).to_contain_text("Saved")
    seen = server.api("admin").read(f"evaluations/{session}")
    assert seen["draft"]["overtaken"] is None
    answers = seen["draft"]["forms"][0]["answers"]
    assert (answers["greeting"]["option"], answers["pace"]["option"]) == ("no", "0")


def test_what_a_change_lacks_is_said_before_its_reason_is_asked_for(new_page, server, account):
    card = CARD | {"key": "proven", "name": "Proven", "evidenceRequired": True}
    greets = CARD["sections"][0]["questions"][0] | {"commentPolicy": {"onOptions": ["no"]}}
    card["sections"] = [CARD["sections"][0] | {"questions": [greets, *CARD["sections"][0]["questions"][1:]]}]
    session = completed(server, account, scorecards=[published(server, card)])
    page = opened(new_page("evaluator"), session)
    messages = page.get_by_role("region", name="Messages")
    question(page, "greeting").get_by_role("button", name="No", exact=True).click()
    question(page, "pace").get_by_role("button", name="2", exact=True).click()
    page.keyboard.press("Control+s")
    expect(messages).to_contain_text("This answer needs a note first.")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".question.is-current")).to_have_attribute("data-question", "greeting")
    question(page, "greeting").get_by_role("button", name="note").click()
    page.keyboard.type("Began without a word.")
    page.keyboard.press("Control+s")
    expect(messages).to_contain_text("This failing answer needs evidence first.")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_default_scores_fill_and_wipe_all_forms_of_a_session(new_page, server, account):
    other = published(server, CARD | {"key": "second", "name": "Second form"})
    session = assigned(server, account, scorecards=[account["scorecard"], other])
    api = server.api("evaluator")

    def given() -> list[list[str]]:
        seen = api.read(f"evaluations/{session}")
        return [sorted(form["answers"]) for form in (seen["draft"] or seen)["forms"]]

    page = opened(new_page("evaluator"), session)
    page.get_by_role("tab", name=re.compile("^Second form")).click()
    question(page, "greeting").get_by_role("button", name="No", exact=True).click()
    question(page, "greeting").get_by_role("button", name="note").click()
    page.keyboard.type("Never said hello.")
    page.get_by_role("tab", name=re.compile("^Calls")).click()
    question(page, "pace").get_by_role("button", name="1", exact=True).click()
    eventually(lambda: given() == [["pace"], ["greeting"]])
    switch = page.get_by_role("button", name="Default scores to 100%")
    switch.click()
    page.get_by_role("dialog").get_by_role("button", name="Set to 100%").click()
    whole = ["greeting", "identity", "pace"]
    eventually(lambda: given() == [whole, whole])
    drafted = api.read(f"evaluations/{session}")["draft"]["forms"]
    assert "comment" not in drafted[1]["answers"]["greeting"] and drafted[1]["answers"]["greeting"]["option"] == "yes"
    completion = api.read(f"evaluations/{session}/completion")
    assert [form["score"] for form in completion["forms"]] == [100_000_000, 100_000_000]
    assert [form["unconfirmed"] for form in completion["forms"]] == [["identity"], ["identity"]]

    # The switch belongs to the evaluation, whatever window it is looked at in.
    elsewhere = opened(new_page("evaluator"), session)
    expect(elsewhere.get_by_role("button", name="Default scores to 100%")).to_have_attribute("aria-pressed", "true")
    elsewhere.keyboard.press("Control+s")
    expect(elsewhere.get_by_role("region", name="Messages")).to_contain_text("Saved.")
    assert api.read(f"evaluations/{session}")["draft"] is None
    opened(page, session)
    expect(switch).to_have_attribute("aria-pressed", "true")

    page.get_by_role("button", name="Clear form").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear form").click()
    eventually(lambda: given() == [[], whole])
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    page.get_by_role("dialog").get_by_role("button", name="Turn off").click()
    eventually(lambda: given() == [[], []])
    expect(switch).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Undo wipe").click()
    eventually(lambda: given() == [[], whole])
    expect(switch).to_have_attribute("aria-pressed", "true")


def test_default_scores_and_clear_form_ask_first_and_come_back(new_page, server, account):
    session = assigned(server, account)
    page = opened(new_page("evaluator"), session)
    question(page, "greeting").get_by_role("button", name="No", exact=True).click()
    switch = page.get_by_role("button", name="Default scores to 100%")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Everything answered, noted and proven so far is removed")
    dialog.get_by_role("button", name="Cancel").click()
    expect(question(page, "greeting").locator(".option[aria-pressed=true]")).to_contain_text("No")
    switch.click()
    page.get_by_role("dialog").get_by_role("button", name="Set to 100%").click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    for key, label in (("greeting", "Yes"), ("identity", "Yes"), ("pace", "3")):
        expect(question(page, key).locator(".option[aria-pressed=true]")).to_contain_text(label)
        expect(question(page, key).locator(".question-default")).to_be_visible()
    expect(question(page, "identity")).to_contain_text("Answer this by hand")
    expect(page.get_by_text("Answer this by hand: it can fail automatically.")).to_have_count(1)
    assert_accessible(page)
    take_screenshots(page, "default-scores")

    page.keyboard.press("Control+Enter")
    expect(dialog).to_contain_text("1 question has to be answered by hand")
    expect(dialog.get_by_role("button", name="Next")).to_have_count(0)
    dialog.get_by_role("button", name="Cancel").click()
    api = server.api("evaluator")
    assert api.read(f"evaluations/{session}/completion")["refusal"]["code"] == "answer_unconfirmed"
    page.reload()
    expect(switch).to_have_attribute("aria-pressed", "true")
    question(page, "identity").get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text("Answer this by hand")).to_have_count(0)

    page.get_by_role("button", name="Clear form").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear form").click()
    expect(page.locator(".option[aria-pressed=true]")).to_have_count(0)
    question(page, "pace").get_by_role("button", name="0", exact=True).click()
    page.get_by_role("button", name="Undo wipe").click()
    expect(page.locator(".option[aria-pressed=true]")).to_have_count(3)
    expect(page.get_by_role("button", name="Undo wipe")).to_be_hidden()

    switch.click()
    page.get_by_role("dialog").get_by_role("button", name="Turn off").click()
    expect(page.locator(".option[aria-pressed=true]")).to_have_count(0)
    page.get_by_role("button", name="Undo wipe").click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Control+Enter")
    dialog.get_by_role("button", name="Next").click()
    dialog.get_by_role("button", name="Complete", exact=True).click()
    expect(dialog).to_have_count(0)
    done = api.read(f"evaluations/{session}")
    assert done["state"] == "completed" and done["score"] == 100_000_000


def test_an_automated_evaluation_is_deleted_for_good_and_no_other(new_page, server, account):
    session, human = completed(server, account), completed(server, account)
    with closing(sqlite3.connect(server.data / "earmark.sqlite")) as database, database:
        database.execute("UPDATE evaluations SET origin = 'automation' WHERE id = ?", (session,))
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


def test_many_are_archived_each_with_its_result_and_taken_back(new_page, server, account):
    done, open_ = completed(server, account), assigned(server, account)
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
