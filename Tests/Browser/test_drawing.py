"""Work is handed out: drawn by criteria, in all or of each agent, shared out or all for each one."""

import pytest
from playwright.sync_api import expect

from harness.watch import assert_accessible, take_screenshots

CARD = {
    "key": "drawing",
    "name": "Drawing",
    "format": "percentage",
    "sections": [
        {
            "key": "all",
            "title": "All",
            "weight": 10000,
            "questions": [
                {
                    "key": "one",
                    "type": "yesNo",
                    "text": "One?",
                    "options": [{"key": "y", "label": "Yes", "points": 1}, {"key": "n", "label": "No", "points": 0}],
                }
            ],
        }
    ],
}


@pytest.fixture(scope="module")
def users(server):
    """A published scorecard; five calls of one agent and one of another; the people by login."""
    api = server.api("admin")
    draft = api.create("scorecards", CARD, 201)
    headers = {"If-Match": f'"{draft["etag"]}"'}
    api.json_of(api.post(f"scorecards/{draft['id']}/publication", json={}, headers=headers))
    second = {"login": "agent2", "name": "Agent Two", "role": "agent", "password": "a long pass phrase"}
    api.create("users", second, 201)
    users = {user["login"]: user["id"] for user in api.read("users")["items"]}
    agents = [users["agent"]] * 5 + [users["agent2"]]
    for number, agent in enumerate(agents):
        call = {"externalId": f"DRAW-{number}", "channel": "voice", "queue": "Draws", "agentId": agent}
        api.create("interactions", call | {"startedAt": "2026-11-12T14:02:00Z", "durationMs": 60_000}, 201)
    api.create("criteria", {"name": "Draws", "search": {"queue": ["Draws"]}}, 201)
    return users


def test_two_of_each_agent_for_each_of_two_evaluators(new_page, server, users):
    page = new_page("admin")
    page.goto("/criteria")
    page.get_by_role("button", name="Draw", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("6 interactions can be drawn of 2 agents.")).to_be_visible()
    dialog.get_by_label("How many").fill("2")
    dialog.get_by_label("Counted").select_option(label="of each agent")
    people = dialog.get_by_role("group", name="Evaluators")
    expect(dialog.get_by_label("They get")).to_be_hidden()
    people.get_by_role("checkbox", name="Me").check()
    people.get_by_role("checkbox", name="Evaluator", exact=True).check()
    dialog.get_by_label("They get").select_option(label="each one all of them")
    dialog.get_by_label("Seed").fill("week 48")
    assert_accessible(page)
    take_screenshots(page, "draw")
    dialog.get_by_role("button", name="Draw", exact=True).click()
    expect(page.get_by_role("region", name="Messages")).to_contain_text("3 drawn; 1 fewer than asked")
    page.wait_for_url("**/evaluations")
    sessions = server.api("admin").read("evaluations")["items"]
    assert len(sessions) == 6
    assert {one["evaluator"]["id"] for one in sessions} == {users["admin"], users["evaluator"]}
    by_agent = sorted(one["interaction"]["agent"]["id"] for one in sessions)
    assert by_agent.count(users["agent"]) == 4 and by_agent.count(users["agent2"]) == 2


def test_the_rest_is_shared_out_by_keyboard_alone(new_page, server, users):
    page = new_page("admin")
    page.goto("/criteria")
    page.get_by_role("button", name="Draw", exact=True).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("3 interactions can be drawn of 1 agent.")).to_be_visible()
    for label in ("Me", "Evaluator"):
        dialog.get_by_role("checkbox", name=label, exact=True).focus()
        page.keyboard.press("Space")
    expect(dialog.get_by_label("They get")).to_be_visible()
    dialog.get_by_label("How many").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    dialog.get_by_role("button", name="Draw", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Messages")).to_contain_text("3 evaluations drawn with the seed")
    sessions = server.api("admin").read("evaluations")["items"][:3]
    assert sorted(one["evaluator"]["id"] for one in sessions).count(users["admin"]) in (1, 2)
