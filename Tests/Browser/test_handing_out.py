"""Work handed out: interactions added and chosen by hand, ad-hoc evaluations, a due date that has passed, long forms."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from harness.watch import assert_accessible, take_screenshots

LONG = (
    "Explains, before the customer agrees to anything, what the product costs in the first year and in each year after "
    "it, which part of that price can change and by how much, how and until when the contract can be ended, and where "
    "all of this can be read again afterwards in plain words without signing in."
)


def yes_no(key: str, text: str, **more) -> dict:
    options = [{"key": "yes", "label": "Yes", "points": 10}, {"key": "no", "label": "No", "points": 0}]
    return {"key": key, "type": "yesNo", "text": text, "required": True, "options": options} | more


def card(key: str, name: str, *questions: dict) -> dict:
    section = {"key": "all", "title": "All", "weight": 10000, "questions": list(questions)}
    return {"key": key, "name": name, "format": "percentage", "sections": [section]}


def publish(api, content: dict) -> str:
    draft = api.create("scorecards", content, 201)
    based = {"If-Match": f'"{draft["etag"]}"'}
    api.json_of(api.post(f"scorecards/{draft['id']}/publication", json={}, headers=based))
    return draft["id"]


@pytest.fixture(scope="module")
def account(server):
    """A team with its supervisor and an agent, and two scorecards."""
    api = server.api("admin")
    users = {user["login"]: user["id"] for user in api.read("users")["items"]}
    team = api.create("teams", {"name": "Orders"}, 201)["id"]
    for login in ("agent", "supervisor"):
        api.json_of(api.patch(f"users/{users[login]}", json={"teams": [team]}))
    first = publish(api, card("calls", "Calls", yes_no("greeting", "Greets"), yes_no("terms", LONG)))
    second = publish(api, card("tone", "Tone of voice", yes_no("calm", "Stays calm")))
    return {"users": users, "cards": [first, second]}


def interaction(server, account, name: str) -> str:
    body = {"externalId": name, "channel": "chat", "agentId": account["users"]["agent"], "startedAt": "2026-11-12T14:02:00Z"}
    return server.api("admin").create("interactions", body | {"durationMs": 60_000}, 201)["id"]


def evaluation(server, account, name: str, **more) -> str:
    body = {
        "interactionId": interaction(server, account, name),
        "scorecards": account["cards"][:1],
        "evaluatorId": account["users"]["evaluator"],
    }
    return server.api("admin").create("evaluations", body | more, 201)["id"]


def complete(server, session: str, login: str = "evaluator") -> None:
    api = server.api(login)
    seen = api.read(f"evaluations/{session}")
    answers = [{"greeting": {"option": "yes"}, "terms": {"option": "yes"}}, {"calm": {"option": "yes"}}]
    forms = [{"id": form["id"], "answers": answers[index]} for index, form in enumerate(seen["forms"])]
    based = {"If-Match": f'"{seen["etag"]}"'}
    api.json_of(api.post(f"evaluations/{session}/completion", json={"forms": forms}, headers=based))


def tick(page: Page, *labels: str) -> None:
    for label in labels:
        page.get_by_role("dialog").get_by_role("checkbox", name=label).check()


def test_a_supervisor_adds_a_talk_nobody_recorded_and_it_is_evaluated(new_page, server, account):
    page = new_page("supervisor")
    page.goto("/interactions")
    page.get_by_role("link", name="Add interaction").first.click()
    page.get_by_label("External ID").fill("DESK-7")
    page.get_by_label("Channel").select_option(label="Other")
    page.get_by_label("Agent").select_option(label="Agent")
    page.get_by_label("Started").fill("2026-11-12T09:30:00")
    page.get_by_label("Length").fill("12:30")
    page.get_by_label("Queue").fill("Front desk")
    assert_accessible(page)
    take_screenshots(page, "offline-interaction")
    page.get_by_role("button", name="Create without recordings").click()
    page.wait_for_url(re.compile(r"/interactions/[0-9a-f-]{36}"))
    expect(page.get_by_text("Added by hand")).to_be_visible()
    home = page.url.rsplit("/", 1)[-1].split("?")[0]
    seen = server.api("supervisor").read(f"interactions/{home}")
    assert (seen["offline"], seen["channel"], seen["agent"]["name"]) == (True, "other", "Agent")
    assert (seen["startedAt"], seen["durationMs"]) == ("2026-11-12T09:30:00.000Z", 750_000)

    page.get_by_role("button", name="Evaluate", exact=True).first.click()
    tick(page, "Calls")
    page.get_by_role("dialog").get_by_role("button", name="Evaluate").click()
    page.wait_for_url(re.compile(r"/evaluations/[0-9a-f-]{36}"))
    expect(page.locator(".question")).to_have_count(2)
    assert_accessible(page)
    take_screenshots(page, "offline-workbench")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    page.get_by_role("button", name="Complete…").click()
    page.get_by_role("dialog").get_by_role("button", name="Next").click()
    page.get_by_role("dialog").get_by_role("button", name="Complete", exact=True).click()
    expect(page.get_by_text("Completed by", exact=False).or_(page.get_by_text(re.compile("^Completed .* by")))).to_be_visible()
    done = server.api("supervisor").read("evaluations", interaction=home)["items"][0]
    assert (done["state"], done["origin"], done["score"]) == ("completed", "ad_hoc", 100_000_000)
    assert server.api("supervisor").read(f"interactions/{home}")["evaluated"]


def test_what_was_said_comes_later_to_a_talk_added_by_hand(new_page, server, account, fixtures, tmp_path):
    body = {
        "externalId": "DESK-8", "channel": "voice", "agentId": account["users"]["agent"],
        "startedAt": "2026-11-12T14:02:00Z", "offline": True,
    }
    home = server.api("supervisor").create("interactions", body, 201)["id"]
    page = new_page("supervisor")
    page.goto(f"/interactions/{home}?tab=recordings")
    page.get_by_role("link", name="Add recordings").first.click()
    words = tmp_path / "desk.vtt"
    words.write_text("WEBVTT\n\n00:01.000 --> 00:04.000\n<v Agent>Good morning, how can I help?\n")
    page.locator("input[type=file]").first.set_input_files([fixtures / "charged-twice-agent.opus", words])
    expect(page.locator(".upload-row")).to_have_count(2)
    page.get_by_role("button", name="Add and process").click()
    expect(page.get_by_text("Everything is ready.").first).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="Open the interaction").click()
    expect(page.get_by_text("Good morning, how can I help?")).to_be_visible()
    seen = server.api("supervisor").read(f"interactions/{home}")
    assert seen["recordings"]["audio"] == 1 and seen["hasTranscript"] and seen["durationMs"] > 0


def test_an_evaluator_adds_no_interactions(new_page, server, account):
    page = new_page("evaluator")
    page.goto("/interactions")
    expect(page.get_by_role("heading", name="Interactions")).to_be_visible()
    expect(page.get_by_role("link", name="Add interaction")).to_have_count(0)
    body = {"channel": "other", "startedAt": "2026-11-12T14:02:00Z", "offline": True}
    assert server.api("evaluator").post("interactions", json=body).status_code == 403


def test_interactions_are_chosen_by_hand_and_shared_out(new_page, server, account):
    names = [f"PICK-{number}" for number in range(1, 5)]
    ids = [interaction(server, account, name) for name in names]
    complete(server, evaluation_of(server, account, ids[3]))
    page = new_page("supervisor")
    page.goto("/interactions?q=PICK")
    expect(page.locator(".row-link")).to_have_count(4)
    for name in names:
        page.get_by_role("checkbox", name=f"Choose {name}", exact=True).check()
    bar = page.get_by_role("toolbar", name="Chosen interactions")
    expect(bar).to_contain_text("4 chosen")
    assert_accessible(page)
    take_screenshots(page, "picked")
    bar.get_by_role("button", name="Evaluate…").click()
    dialog = page.get_by_role("dialog", name="Evaluate 4 interactions")
    tick(page, "Calls", "Tone of voice", "Evaluator", "Me")
    dialog.get_by_label("Due").fill("2027-03-01T12:00")
    assert_accessible(page)
    take_screenshots(page, "pick-dialog")
    dialog.get_by_role("button", name="Make evaluations").click()
    results = page.get_by_role("dialog", name="What was done")
    expect(results).to_contain_text("3 done, 1 not.")
    expect(results.locator("li", has_text="PICK-")).to_have_count(4)
    expect(results.locator("li.is-refused")).to_contain_text("evaluated already")
    results.get_by_role("button", name="OK").click()
    made = [
        one for one in server.api("admin").read("evaluations", q="PICK", state="assigned")["items"]
    ]
    assert {one["origin"] for one in made} == {"manual"} and len(made) == 3
    assert {one["evaluator"]["name"] for one in made} == {"Evaluator", "Supervisor"}
    assert all(len(one["scorecards"]) == 2 and one["dueAt"] == "2027-03-01T12:00:00.000Z" for one in made)


def test_each_of_two_gets_an_evaluation_of_its_own_by_keyboard_alone(new_page, server, account):
    home = interaction(server, account, "TWO-1")
    page = new_page("supervisor")
    page.goto("/interactions?q=TWO-1")
    expect(page.locator(".row-link")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    page.get_by_role("toolbar").get_by_role("button", name="Evaluate…").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    for name in ("Tone of voice", "Evaluator", "Me"):
        dialog.get_by_role("checkbox", name=name).focus()
        page.keyboard.press("Space")
    dialog.get_by_label("They get").focus()
    page.keyboard.press("ArrowDown")
    dialog.get_by_role("button", name="Make evaluations").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="What was done")).to_contain_text("2 done, 0 not.")
    page.keyboard.press("Enter")
    api = server.api("admin")
    made = api.read("evaluations", interaction=home)["items"]
    assert {one["evaluator"]["name"] for one in made} == {"Evaluator", "Supervisor"}
    mine = next(one["id"] for one in made if one["evaluator"]["name"] == "Evaluator")
    seen = server.api("evaluator").read(f"evaluations/{mine}")
    body = {"forms": [{"id": seen["forms"][0]["id"], "answers": {"calm": {"option": "yes"}}}]}
    based = {"If-Match": f'"{seen["etag"]}"'}
    api.json_of(server.api("evaluator").post(f"evaluations/{mine}/completion", json=body, headers=based))
    states = {one["evaluator"]["name"]: one["state"] for one in api.read("evaluations", interaction=home)["items"]}
    assert states == {"Evaluator": "completed", "Supervisor": "assigned"}


def evaluation_of(server, account, home: str, **more) -> str:
    body = {"interactionId": home, "scorecards": account["cards"][:1], "evaluatorId": account["users"]["evaluator"]}
    return server.api("admin").create("evaluations", body | more, 201)["id"]


def test_after_the_due_date_completing_waits_for_a_later_one(new_page, server, account):
    session = evaluation(server, account, "LATE-1", dueAt="2026-01-05T12:00:00Z")
    page = new_page("evaluator")
    page.goto(f"/evaluations/{session}")
    expect(page.get_by_text("Answers can still be saved; completing needs a later due date.", exact=False)).to_be_visible()
    expect(page.get_by_text("A supervisor can set one.", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name="Complete…")).to_be_disabled()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    page.keyboard.press("Control+s")
    expect(page.locator(".toasts")).to_contain_text("Saved.")
    assert server.api("admin").read(f"evaluations/{session}")["state"] == "in_progress"
    assert_accessible(page)
    take_screenshots(page, "expired")

    other = new_page("supervisor")
    other.goto(f"/evaluations/{session}")
    other.get_by_role("button", name="Due date…").click()
    dialog = other.get_by_role("dialog", name="Another due date")
    dialog.get_by_label("Due").fill("2026-01-06T12:00")
    dialog.get_by_role("button", name="Set due date").click()
    passed = other.get_by_role("dialog", name="This date has passed")
    expect(passed).to_contain_text("but not completed, until it gets a later date")
    assert_accessible(other)
    passed.get_by_role("button", name="Cancel").click()
    expect(dialog.get_by_label("Due")).to_be_focused()
    dialog.get_by_label("Due").fill("2027-03-01T12:00")
    assert_accessible(other)
    other.get_by_role("dialog").get_by_role("button", name="Set due date").click()
    expect(other.get_by_text("completing needs a later due date", exact=False)).to_have_count(0)
    assert server.api("admin").read(f"evaluations/{session}")["dueAt"] == "2027-03-01T12:00:00.000Z"
    page.reload()
    expect(page.get_by_role("button", name="Complete…")).to_be_enabled()
    assert server.api("evaluator").read(f"evaluations/{session}")["forms"][0]["answers"]["greeting"]["option"] == "yes"


def test_an_automated_evaluation_is_deleted_from_its_interaction(new_page, server, account):
    home = interaction(server, account, "AUTO-1")
    human, automated = (evaluation_of(server, account, home, name=name) for name in ("By a person", "By a machine"))
    with closing(sqlite3.connect(server.data / "earmark.sqlite")) as database, database:
        database.execute("UPDATE evaluations SET origin = 'automation' WHERE id = ?", (automated,))
    page = new_page("supervisor")
    page.goto(f"/interactions/{home}?tab=performance")
    rows = page.locator(".performance-row")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="By a machine")).to_contain_text("Automated")
    expect(page.get_by_role("button", name="Delete: By a person")).to_have_count(0)
    assert_accessible(page)
    take_screenshots(page, "performance")
    page.get_by_role("button", name="Delete: By a machine").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("This cannot be undone.")
    dialog.get_by_role("button", name="Delete", exact=True).focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    assert server.api("admin").get(f"evaluations/{automated}").status_code == 404
    assert server.api("admin").read("evaluations", interaction=home)["items"][0]["id"] == human
    other = new_page("evaluator")
    other.goto(f"/interactions/{home}?tab=performance")
    expect(other.locator(".performance-row")).to_have_count(1)
    expect(other.get_by_role("button", name=re.compile("^Delete"))).to_have_count(0)


def test_a_long_question_folds_behind_more(new_page, server, account):
    session = evaluation(server, account, "LONG-1")
    page = new_page("evaluator")
    page.goto(f"/evaluations/{session}")
    question = page.locator('.question[data-question="terms"]')
    words = question.locator(".question-text")
    more = question.get_by_role("button", name="+More")
    expect(more).to_have_attribute("aria-expanded", "false")
    folded = words.bounding_box()["height"]
    more.focus()
    page.keyboard.press("Enter")
    less = question.get_by_role("button", name="−Less")
    expect(less).to_have_attribute("aria-expanded", "true")
    assert words.bounding_box()["height"] > folded
    assert_accessible(page)
    take_screenshots(page, "long-question")
    less.press("Enter")
    assert words.bounding_box()["height"] == folded
    expect(page.locator('.question[data-question="greeting"]').get_by_role("button", name="+More")).to_have_count(0)


def test_several_forms_are_chosen_from_their_list_and_all_of_them_count(new_page, server, account):
    session = evaluation(server, account, "FORMS-1", scorecards=account["cards"])
    page = new_page("evaluator")
    page.goto(f"/evaluations/{session}")
    forms = page.get_by_role("tablist", name="Forms of this evaluation")
    expect(forms.get_by_role("tab")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    page.keyboard.press("Control+Enter")
    dialog = page.get_by_role("dialog", name="Complete the evaluation")
    expect(dialog.get_by_text("1 required question is not answered")).to_be_visible()
    expect(dialog.get_by_role("button", name="Next")).to_have_count(0)
    dialog.get_by_role("button", name=re.compile("Stays calm")).click()
    expect(forms.get_by_role("tab", selected=True)).to_contain_text("Tone of voice")
    page.keyboard.press("2")
    page.get_by_role("button", name="Show score").click()
    expect(page.get_by_text("All forms 50%")).to_be_visible()
    forms.get_by_role("tab", name=re.compile("Tone of voice")).focus()
    page.keyboard.press("ArrowLeft")
    expect(forms.get_by_role("tab", selected=True)).to_contain_text("Calls")
    expect(page.locator(".question")).to_have_count(2)
    assert_accessible(page)
    take_screenshots(page, "several-forms")
    page.keyboard.press("Control+Enter")
    page.get_by_role("dialog").get_by_role("button", name="Next").click()
    page.get_by_role("dialog").get_by_role("button", name="Complete", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    done = server.api("evaluator").read(f"evaluations/{session}")
    assert (done["state"], done["score"]) == ("completed", 50_000_000)
