"""An agent is notified: from the Save menu and on completing; reads the evaluation without its score, answers, closes."""

import re

import pytest
from playwright.sync_api import expect

from harness.watch import assert_accessible, take_screenshots

CARD = {
    "key": "notify",
    "name": "Notify",
    "format": "percentage",
    "passMark": 70_000_000,
    "sections": [
        {
            "key": "one",
            "title": "Opening",
            "weight": 10000,
            "questions": [
                {
                    "key": "greets",
                    "type": "yesNo",
                    "text": "Greets the caller",
                    "required": True,
                    "options": [
                        {"key": "y", "label": "Yes", "points": 10},
                        {"key": "n", "label": "No", "points": 0, "autoFail": "evaluation"},
                    ],
                }
            ],
        }
    ],
}


@pytest.fixture(scope="module")
def scorecard(server):
    api = server.api("admin")
    card = api.create("scorecards", CARD, 201)
    headers = {"If-Match": f'"{card["etag"]}"'}
    api.json_of(api.post(f"scorecards/{card['id']}/publication", json={}, headers=headers))
    return card["id"]


@pytest.fixture
def session(server, scorecard, request):
    """An evaluation of a chat of the agent, for the evaluator."""
    api = server.api("admin")
    agent = server.api("agent").read("session")["user"]["id"]
    name = request.node.name.removeprefix("test_")[:40]
    chat = {"externalId": name, "channel": "chat", "agentId": agent, "durationMs": 1000}
    interaction = api.create("interactions", chat | {"startedAt": "2026-11-12T14:02:00Z"}, 201)["id"]
    evaluator = server.api("evaluator").read("session")["user"]["id"]
    body = {"interactionId": interaction, "scorecards": [scorecard], "evaluatorId": evaluator}
    return api.create("evaluations", body, 201)["id"]


def test_an_agent_reads_what_was_saved_without_the_score_answers_and_closes(new_page, server, session):
    page = new_page("evaluator")
    page.goto(f"/evaluations/{session}")
    page.locator(".question").get_by_role("button", name=re.compile("^No\\b")).click()
    page.keyboard.press("Control+s")
    expect(page.get_by_role("region", name="Messages", exact=True)).to_contain_text("Saved.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("menuitem", name="Notify agent").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("gets a message that opens this evaluation")).to_be_visible()
    dialog.get_by_role("button", name="Notify", exact=True).click()
    expect(dialog.get_by_text("Say in a sentence what it is about.")).to_be_visible()
    dialog.get_by_label("Summary").fill("Please listen to the greeting")
    assert_accessible(page)
    take_screenshots(page, "notify-dialog")
    dialog.get_by_role("button", name="Notify", exact=True).click()
    expect(page.get_by_role("region", name="Messages", exact=True)).to_contain_text("is notified.")

    agent = new_page("agent")
    agent.goto("/")
    agent.wait_for_url("**/home")
    expect(agent.get_by_role("navigation").get_by_role("link", name="Evaluations")).to_have_count(0)
    assert_accessible(agent)
    take_screenshots(agent, "agent-home")
    agent.get_by_role("link", name="Please listen to the greeting").click()
    shown = agent.get_by_role("region", name="Evaluation", exact=True)
    expect(shown.get_by_text("Not final")).to_be_visible()
    expect(shown.get_by_text("Greets the caller")).to_be_visible()
    expect(shown.locator(".shown-answer")).to_have_text("No")
    expect(shown.locator(".shown-score")).to_have_count(0)
    assert "%" not in shown.inner_text() and "fail" not in shown.inner_text()
    assert_accessible(agent)
    agent.get_by_label("Write a message").fill("She could not hear me at first.")
    agent.get_by_role("button", name="Send").click()
    expect(agent.locator(".thread-message")).to_contain_text("She could not hear me at first.")
    take_screenshots(agent, "action-item")
    agent.get_by_role("button", name="Mark as done").click()
    expect(agent.get_by_role("button", name="Open again")).to_be_visible()
    agent.get_by_role("link", name="Home").last.click()
    expect(agent.get_by_role("tabpanel").get_by_text("Nothing to do")).to_be_visible()
    agent.get_by_role("tab", name="Done").click()
    expect(agent.get_by_role("link", name="Please listen to the greeting")).to_be_visible()

    page.reload()
    page.get_by_role("tab", name="Messages 1").click()
    expect(page.locator(".thread-message")).to_contain_text("She could not hear me at first.")
    assert_accessible(page)
    page.goto("/messages?show=done")
    expect(page.get_by_role("row", name="Please listen to the greeting")).to_contain_text(re.compile("agent", re.I))


def test_who_wrote_sees_the_answer_and_a_withdrawn_evaluation_leaves_the_thread(new_page, server, session):
    evaluator, agent = server.api("evaluator"), server.api("agent")
    item = evaluator.create(f"evaluations/{session}/notification", {"summary": "Look here", "showScore": True}, 201)["id"]
    agent.json_of(agent.post(f"action-items/{item}/messages", json={"body": "Where exactly?"}))
    page = new_page("evaluator")
    page.goto("/evaluations")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Messages").click()
    row = page.get_by_role("row", name="Look here")
    expect(row).to_contain_text("New answer")
    assert_accessible(page)
    take_screenshots(page, "messages-sent")
    row.get_by_role("link", name="Look here").click()
    shown = page.get_by_role("region", name="Evaluation", exact=True)
    expect(shown.get_by_text("Nothing has been saved yet.")).to_be_visible()
    # Nothing was saved, so nobody has failed.
    expect(shown.get_by_text("Not passed")).to_have_count(0)
    expect(shown.locator(".shown-score")).to_have_count(0)

    admin = server.api("admin")
    headers = {"If-Match": f'"{admin.read(f"evaluations/{session}")["etag"]}"'}
    admin.json_of(admin.put(f"evaluations/{session}/void", json={"reason": "The wrong scorecard"}, headers=headers))
    agent_page = new_page("agent")
    agent_page.goto(f"/action-items/{item}")
    expect(agent_page.get_by_text("This evaluation was withdrawn.")).to_be_visible()
    expect(agent_page.locator(".thread-message")).to_contain_text("Where exactly?")
    assert_accessible(agent_page)
    take_screenshots(agent_page, "action-item-withdrawn")
    agent_page.get_by_role("button", name="Mark as done").click()
    expect(agent_page.get_by_role("button", name="Open again")).to_be_visible()


def test_completing_notifies_with_the_score_by_keyboard_alone(new_page, server, session):
    page = new_page("evaluator")
    page.goto(f"/evaluations/{session}")
    expect(page.locator(".question")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    page.keyboard.press("Control+Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Show more options").focus()
    page.keyboard.press("Enter")
    dialog.get_by_role("checkbox", name="Notify agent").focus()
    page.keyboard.press("Space")
    expect(dialog.get_by_label("Summary")).to_be_focused()
    page.keyboard.type("Well done")
    dialog.get_by_role("checkbox", name="Show score").focus()
    page.keyboard.press("Space")
    dialog.get_by_role("button", name=re.compile("^(Next|Continue)")).focus()
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Complete", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Messages", exact=True)).to_contain_text("is notified.")
    [item] = server.api("agent").read(f"action-items?evaluation={session}")["items"]
    assert item["summary"] == "Well done" and item["showScore"] is True
    agent = new_page("agent")
    agent.goto(f"/action-items/{item['id']}")
    shown = agent.get_by_role("region", name="Evaluation", exact=True)
    expect(shown.get_by_text("Final", exact=True)).to_be_visible()
    # The page has its style: it stands off the edge.
    expect(shown).to_have_css("padding", "16px")
    expect(shown.locator(".shown-score")).to_contain_text("100")
    assert_accessible(agent)
    take_screenshots(agent, "action-item-score")


def test_of_a_withdrawn_evaluation_the_agent_keeps_the_message_alone(new_page, server, session):
    item = server.api("evaluator").create(f"evaluations/{session}/notification", {"summary": "Hold times"}, 201)["id"]
    admin = server.api("admin")
    admin.json_of(admin.put(f"evaluations/{session}/void", json={"reason": "The wrong call."}))
    page = new_page("agent")
    page.goto(f"/action-items/{item}")
    expect(page.get_by_text("This evaluation was withdrawn.")).to_be_visible()
    expect(page.get_by_role("region", name="Evaluation", exact=True)).to_have_count(0)
    page.get_by_label("Write a message").fill("I see.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".thread-message")).to_contain_text("I see.")
    assert_accessible(page)
    take_screenshots(page, "action-item-withdrawn")
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("button", name="Open again")).to_be_visible()


def test_who_wrote_it_keeps_the_message_and_not_the_evaluation_that_went_to_somebody_else(new_page, server, session):
    item = server.api("evaluator").create(f"evaluations/{session}/notification", {"summary": "Hold times"}, 201)["id"]
    admin = server.api("admin")
    people = {user["login"]: user["id"] for user in admin.read("users")["items"]}
    admin.json_of(admin.put(f"evaluations/{session}/assignment", json={"evaluatorId": people["supervisor"]}))
    page = new_page("evaluator")
    page.goto(f"/action-items/{item}")
    expect(page.get_by_text("Somebody else evaluates this now")).to_be_visible()
    expect(page.get_by_role("region", name="Evaluation", exact=True)).to_have_count(0)
    page.get_by_label("Write a message").fill("It is in other hands now.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".thread-message")).to_contain_text("other hands")
    assert_accessible(page)
    take_screenshots(page, "action-item-given-away")


def test_what_the_agent_is_told_stands_under_messages_at_once(new_page, server, session):
    page = new_page("evaluator")
    page.goto(f"/evaluations/{session}")
    page.get_by_role("tab", name="Messages").click()
    panel = page.get_by_role("tabpanel")
    expect(panel.get_by_text("The agent was not notified yet.")).to_be_visible()

    def notify(summary: str) -> None:
        page.get_by_role("button", name="Save").first.click()
        page.get_by_role("menuitem", name="Notify agent").click()
        page.get_by_role("dialog").get_by_label("Summary").fill(summary)
        page.get_by_role("dialog").get_by_role("button", name="Notify").click()
        expect(page.get_by_role("dialog")).to_have_count(0)

    notify("Hold times")
    expect(panel.get_by_role("link", name="Hold times")).to_be_visible()
    # What somebody is writing is not lost to what comes in.
    panel.get_by_label("Write a message").fill("Half a sen")
    notify("The greeting")
    expect(panel.get_by_role("link", name="The greeting")).to_be_visible()
    expect(panel.get_by_label("Write a message").last).to_have_value("Half a sen")
    # The details follow what is done, too.
    page.get_by_role("tab", name="Details").click()
    page.locator(".question").first.get_by_role("button", name="Yes").click()
    page.keyboard.press("Control+s")
    expect(panel.get_by_text("Last edited")).to_be_visible()
