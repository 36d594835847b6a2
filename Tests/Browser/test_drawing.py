"""Work is handed out: drawn by criteria, in all or of each agent, shared out or all for each one."""

from datetime import UTC, datetime, timedelta

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
    """A published scorecard, two agents; the people by login."""
    api = server.api("admin")
    draft = api.create("scorecards", CARD, 201)
    headers = {"If-Match": f'"{draft["etag"]}"'}
    api.json_of(api.post(f"scorecards/{draft['id']}/publication", json={}, headers=headers))
    second = {"login": "agent2", "name": "Agent Two", "role": "agent", "password": "a long pass phrase"}
    api.create("users", second, 201)
    return {user["login"]: user["id"] for user in api.read("users")["items"]}


def queue_of_calls(server, name: str, *agents: str) -> None:
    """A call of each agent in a queue of that name, and criteria that find them."""
    api = server.api("admin")
    for number, agent in enumerate(agents):
        call = {"externalId": f"{name}-{number}", "channel": "voice", "queue": name, "agentId": agent}
        api.create("interactions", call | {"startedAt": "2026-11-12T14:02:00Z", "durationMs": 60_000}, 201)
    api.create("criteria", {"name": name, "search": {"queue": [name]}}, 201)


def drawn_of(server, name: str) -> list[dict]:
    return server.api("admin").read("evaluations", queue=name)["items"]


def draw_button(page, name: str):
    return page.get_by_role("row", name=name).get_by_role("button", name="Draw", exact=True)


def test_two_of_each_agent_for_each_of_two_evaluators(new_page, server, users):
    queue_of_calls(server, "Draws", *[users["agent"]] * 5, users["agent2"])
    page = new_page("admin")
    page.goto("/criteria")
    draw_button(page, "Draws").click()
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
    sessions = drawn_of(server, "Draws")
    assert len(sessions) == 6
    assert {one["evaluator"]["id"] for one in sessions} == {users["admin"], users["evaluator"]}
    by_agent = sorted(one["interaction"]["agent"]["id"] for one in sessions)
    assert by_agent.count(users["agent"]) == 4 and by_agent.count(users["agent2"]) == 2


def test_a_draw_is_shared_out_by_keyboard_alone(new_page, server, users):
    queue_of_calls(server, "Shared", *[users["agent"]] * 3)
    page = new_page("admin")
    page.goto("/criteria")
    draw_button(page, "Shared").focus()
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
    given = [one["evaluator"]["id"] for one in drawn_of(server, "Shared")]
    assert sorted((given.count(users["admin"]), given.count(users["evaluator"]))) == [1, 2]


def test_the_last_days_are_kept_as_such_and_found_again(new_page, server, users):
    api = server.api("admin")
    now = datetime.now(UTC)
    for number, days in enumerate([0, 2, 20]):
        body = {"externalId": f"DAY-{number}", "channel": "messaging", "queue": "Days"}
        api.create("interactions", body | {"startedAt": f"{now - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"}, 201)
    page = new_page("admin")
    page.goto("/interactions?queue=Days")
    page.get_by_role("button", name="Time").click()
    page.get_by_role("button", name="Last 7 days").click()
    expect(page.locator(".row-link")).to_have_count(2)
    page.get_by_role("button", name="Save as criteria").click()
    dialog = page.get_by_role("dialog", name="Save as criteria")
    expect(dialog).to_contain_text("Queue: Days · Started: Last 7 days")
    expect(dialog).to_contain_text("The days are counted from the day of each draw.")
    dialog.get_by_label("Name").fill("Last week")
    assert_accessible(page)
    take_screenshots(page, "criteria-period")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Messages")).to_contain_text("Last week is saved.")
    saved = next(one for one in api.read("criteria")["items"] if one["name"] == "Last week")
    assert saved["search"] == {"queue": ["Days"], "period": "7d"}
    page.goto("/criteria")
    row = page.get_by_role("row", name="Last week")
    expect(row).to_contain_text("Queue: Days · Started: Last 7 days")
    expect(row).to_contain_text("2 interactions can be drawn")
    row.get_by_role("link", name="Last week").click()
    expect(page.get_by_role("button", name="Time")).to_contain_text("Last 7 days")
    expect(page.locator(".row-link")).to_have_count(2)
    # Fixed days stay fixed.
    page.goto("/interactions?queue=Days&from=2026-11-01&to=2026-11-02")
    page.get_by_role("button", name="Save as criteria").click()
    expect(dialog).to_contain_text("Started: 1 Nov 2026 – 2 Nov 2026")
    expect(dialog.get_by_text("The days are counted")).to_have_count(0)


def test_criteria_of_conditions_are_made_and_drawn_from(new_page, server, users):
    api = server.api("admin")
    for number, (queue, ms) in enumerate([("Cards", 400_000), ("Cards", 1_000), ("Loans", 400_000), ("Claims", 500_000)]):
        body = {"externalId": f"COND-{number}", "channel": "email", "queue": queue, "durationMs": ms}
        api.create("interactions", body | {"startedAt": "2026-11-12T14:02:00Z"}, 201)
    page = new_page("admin")
    page.goto("/criteria")
    page.get_by_role("button", name="New criteria").click()
    dialog = page.get_by_role("dialog", name="New criteria")
    dialog.get_by_label("Name").fill("Long mails")
    dialog.get_by_role("button", name="Add condition").focus()
    page.keyboard.press("Enter")
    first = dialog.locator(".condition").nth(0)
    first.get_by_label("What").select_option(label="Channel")
    first.get_by_role("button", name="Channel").click()
    page.get_by_label("E-mail").check()
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Add group").click()
    inner = dialog.locator(".condition-group .condition-group")
    inner.get_by_label("What").select_option(label="Length")
    inner.get_by_label("at least").fill("8:00")
    inner.get_by_role("button", name="Add condition").click()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Fill every condition in, or take it away.")).to_be_visible()
    second = inner.locator(".condition").nth(1)
    second.get_by_label("What").select_option(label="Queue")
    second.get_by_label("How", exact=True).select_option(label="is none of")
    second.get_by_label("Values").fill("Cards, Claims")
    assert_accessible(page)
    take_screenshots(page, "conditions")
    dialog.get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name="Long mails")
    expect(row).to_contain_text("Channel is one of E-mail, and (Length at least 08:00, or Queue is none of Cards, Claims)")
    expect(row).to_contain_text("2 interactions can be drawn")
    saved = next(one for one in api.read("criteria")["items"] if one["name"] == "Long mails")
    assert saved["search"] == {
        "conditions": {
            "all": [
                {"field": "channel", "in": ["email"]},
                {"any": [{"field": "duration", "atLeastMs": 480_000}, {"field": "queue", "notIn": ["Cards", "Claims"]}]},
            ]
        }
    }
    row.get_by_role("link", name="Long mails").click()
    expect(page.locator(".row-link")).to_have_count(2)
    expect(page.get_by_role("button", name="Conditions of criteria")).to_be_visible()
    assert_accessible(page)

    page.go_back()
    row.get_by_role("button", name="Long mails").click()
    page.get_by_role("menuitem", name="Change").click()
    dialog = page.get_by_role("dialog", name="Change")
    expect(dialog.locator(".condition")).to_have_count(3)
    dialog.get_by_role("button", name="Take away").last.click()
    dialog.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("Channel is one of E-mail, and (Length at least 08:00)")
    expect(row).to_contain_text("1 interaction can be drawn")


def test_one_scorecard_of_many_and_criteria_beyond_a_page_are_found_by_keyboard(new_page, server, users):
    api = server.api("admin")
    for number in range(60):
        draft = api.create("scorecards", CARD | {"key": f"many-{number}", "name": f"Team {number:02}"}, 201)
        based = {"If-Match": f'"{draft["etag"]}"'}
        api.json_of(api.post(f"scorecards/{draft['id']}/publication", json={}, headers=based))
        api.create("criteria", {"name": f"Aside {number:02}", "search": {"queue": ["Aside"]}}, 201)
    queue_of_calls(server, "Zebra", users["agent"])
    page = new_page("admin")
    page.goto("/evaluations")
    page.get_by_role("button", name="Draw from criteria").first.click()
    dialog = page.get_by_role("dialog", name="Draw evaluations")
    dialog.get_by_label("Criteria").select_option(label="Zebra")
    expect(dialog.get_by_text("1 interaction can be drawn of 1 agent.")).to_be_visible()
    cards = dialog.get_by_role("group", name="Scorecards")
    cards.get_by_label("Find in scorecards").focus()
    page.keyboard.type("team 57")
    expect(cards.get_by_role("checkbox")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+a")
    page.keyboard.type("nowhere")
    page.keyboard.press("Enter")
    expect(cards.get_by_text("Nothing matches.")).to_be_visible()
    expect(cards.get_by_text("Chosen: Team 57")).to_be_visible()
    assert_accessible(page)
    take_screenshots(page, "draw-many")
    cards.get_by_label("Find in scorecards").fill("")
    # No row stands on another, however little room the dialog has.
    boxes = [box.bounding_box() for box in cards.locator(".check").all()[:12]]
    assert all(one["y"] + one["height"] <= other["y"] + 0.5 for one, other in zip(boxes, boxes[1:], strict=False))
    for number in range(9):
        cards.get_by_role("checkbox", name=f"Team {number:02}").check()
    cards.get_by_role("checkbox", name="Team 20").click()
    expect(cards.get_by_role("checkbox", name="Team 20")).not_to_be_checked()
    expect(cards.get_by_role("alert")).to_contain_text("At most 10 scorecards")
    for number in range(9):
        cards.get_by_role("checkbox", name=f"Team {number:02}").uncheck()
    expect(cards.get_by_role("alert")).to_be_hidden()
    dialog.get_by_label("How many").fill("1")
    dialog.get_by_role("button", name="Draw", exact=True).click()
    expect(dialog).to_have_count(0)
    [drawn] = drawn_of(server, "Zebra")
    assert [one["name"] for one in drawn["scorecards"]] == ["Team 57"]
