"""The demo account in a browser: what its people see and say."""

import re

import pytest
from playwright.sync_api import expect

from harness.server import Server
from harness.watch import assert_accessible, take_screenshots


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The account `earmark demo` makes, served; its sign-ins by login."""
    server = Server(tmp_path_factory.mktemp("demo") / "data")
    made = server.command("demo")
    assert made.returncode == 0, made.stderr
    kept = server.data / "demo-sign-ins.txt"
    assert kept.stat().st_mode & 0o777 == 0o600 and kept.read_text() == made.stdout
    again = server.command("demo")
    assert again.returncode == 1 and "empty" in again.stderr
    for line in made.stdout.splitlines()[1:]:
        _, login, password, *_ = line.split()
        server.passwords[login] = password
    yield server.start()
    server.stop()


def test_it_holds_every_channel_and_several_states(server):
    api = server.api("ines")
    calls = api.read("interactions", limit=100)["items"]
    assert {one["channel"] for one in calls} == {"voice", "chat", "email", "messaging", "other"}
    assert {one["recordings"]["screens"] for one in calls} == {0, 1, 2, 3, 4}
    assert all(one["recordings"]["failed"] == one["recordings"]["processing"] == 0 for one in calls)
    states = {one["state"] for one in api.read("evaluations", limit=100)["items"]}
    assert states == {"unassigned", "assigned", "in_progress", "completed"}
    assert server.command("check").returncode == 0


def test_it_shows_all_that_happens_to_evaluations(server):
    api = server.api("ines")
    listed = api.read("evaluations", limit=100)["items"] + api.read("evaluations", limit=100, archived="true")["items"]
    sessions = [api.read(f"evaluations/{one['id']}") for one in listed]
    assert {one["origin"] for one in sessions} == {"criteria", "manual", "ad_hoc", "automation"}
    assert any(one["archivedAt"] for one in sessions) and any(one["expired"] for one in sessions)
    replaced = next(one for one in sessions if one["replaced"])
    assert (replaced["replaced"][0]["reason"], replaced["state"]) == ("other", "assigned")
    several = next(one for one in sessions if len(one["forms"]) == 2)
    revisions = api.read(f"evaluations/{several['id']}/revisions")["items"]
    assert len(revisions) == 2 and revisions[0]["previousScore"] < revisions[0]["score"]
    assert any(answer.get("na") for one in sessions for answer in one["forms"][0]["answers"].values())
    assert any(one["forms"][0]["score"]["autoFailed"] for one in sessions)
    offline = [one for one in api.read("interactions", limit=100)["items"] if one["offline"]]
    assert [one["externalId"] for one in offline] == ["DESK-0114"] and offline[0]["evaluated"]
    automated = next(one for one in sessions if one["origin"] == "automation")
    assert automated["state"] == "completed" and automated["may"]["delete"]
    assert not api.read(f"interactions/{automated['interaction']['id']}")["evaluated"]
    cards = {one["key"]: one for one in api.read("scorecards", state="retired")["items"] + api.read("scorecards")["items"]}
    assert cards["written-contacts"]["version"] == 2 and cards["chat-pilot"]["state"] == "retired"
    supervisor = server.api("george")
    [kept] = supervisor.read("evaluation-views")["items"]
    assert kept["query"]["period"] == "90d" and supervisor.read("evaluations", **kept["query"])["items"]
    activity = [one["action"] for one in api.read("activity", limit=100)["items"]]
    assert "evaluations.exported" in activity


def test_an_agents_scores_went_up_over_a_year(new_page, server):
    api = server.api("george")
    mara = next(one["id"] for one in api.read("interactions/facets")["agents"] if one["name"] == "Mara Lindqvist")
    trend = api.read("evaluations/trend", agent=mara)
    scored = [one for one in trend["periods"] if one["scored"]]
    assert len(scored) >= 10 and trend["total"]["completed"] >= 25 and trend["total"]["autoFailed"] == 1
    assert scored[0]["mean"] < 75_000_000 < 90_000_000 < scored[-2]["mean"]
    history = api.read(f"evaluations/{api.read('evaluations', q='BL-11020')['items'][0]['id']}/revisions")["items"]
    assert history[0]["at"] < f"{scored[2]['from']}"
    page = new_page("george")
    page.goto(f"/evaluations/trend?agent={mara}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Scores of Mara Lindqvist over time")
    expect(page.locator(".trend-point")).to_have_count(len(scored))
    assert_accessible(page)
    take_screenshots(page, "demo-trend")


def test_evaluated_interactions_are_tagged_in_the_grid_and_found_by_the_filter(new_page, server):
    page = new_page("ewa")
    page.goto("/interactions")
    rows = page.get_by_role("row")
    expect(rows.filter(has_text="BL-20411").get_by_text("Evaluated", exact=True)).to_be_visible()
    expect(rows.filter(has_text="EN-66310").get_by_text("Evaluated", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Evaluated", exact=True).click()
    page.get_by_role("option", name="Evaluated", exact=True).or_(page.get_by_label("Evaluated", exact=True)).last.click()
    expect(page).to_have_url(re.compile("evaluated=true"))
    expect(rows.filter(has_text="EN-66310")).to_have_count(0)
    expect(rows.filter(has_text="BL-20411")).to_have_count(1)


def evaluation(server, login: str, external: str) -> dict:
    found = server.api(login).read("evaluations", q=external)["items"]
    return next(one for one in found if one["interaction"]["externalId"] == external)


def test_a_completed_session_shows_its_external_id_answers_and_player(new_page, server):
    page = new_page("ewa")
    page.goto(f"/evaluations/{evaluation(server, 'ewa', 'BL-20411')['id']}")
    expect(page.get_by_text("BL-20411", exact=True).first).to_be_visible()
    expect(page.get_by_text("Completed", exact=True).first).to_be_visible()
    expect(page.locator(".question [aria-pressed=true]")).to_have_count(8)
    page.get_by_role("button", name="Play", exact=True).first.click()
    expect(page.get_by_role("button", name="Pause", exact=True).first).to_be_visible()


def test_an_unassigned_session_asks_before_it_is_taken(new_page, server):
    session = evaluation(server, "sam", "TR-44820")
    assert session["state"] == "unassigned"
    page = new_page("sam")
    page.goto(f"/evaluations/{session['id']}")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Take this evaluation?")).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="Take it").click()
    expect(dialog).to_have_count(0)
    assert server.api("sam").read(f"evaluations/{session['id']}")["evaluator"]["name"] == "Sam Adeyemi"
    other = server.api("ewa")
    assert other.get(f"evaluations/{session['id']}").status_code == 404


def test_required_questions_carry_a_star_and_block_completing(new_page, server):
    page = new_page("ewa")
    page.goto(f"/evaluations/{evaluation(server, 'ewa', 'CL-30418')['id']}")
    expect(page.locator(".question .star")).to_have_count(6)
    page.keyboard.press("Control+Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("3 required questions are not answered")).to_be_visible()
    expect(dialog.get_by_role("button", name="Next", exact=True)).to_have_count(0)


def test_comments_hang_on_a_second_or_a_line_and_private_ones_stay_private(new_page, server):
    api = server.api("ewa")
    call = api.read("interactions", q="SU-11903")["items"][0]["id"]
    page = new_page("ewa")
    page.goto(f"/interactions/{call}")
    expect(page.locator("em-player")).to_be_visible()
    page.evaluate("document.querySelector('em-player').seek(24_000)")
    page.locator("body").press("c")
    page.get_by_label(re.compile("^Comment at")).or_(page.get_by_label("Comment", exact=True)).first.fill("Well explained.")
    page.get_by_label("Private").check()
    page.locator(".comment-form").get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_text("Well explained.")).to_be_visible()
    [made] = api.read(f"interactions/{call}/comments")["items"]
    assert made["visibility"] == "private" and abs(made["startMs"] - 24_000) < 300
    api.create(f"interactions/{call}/comments", {"body": "Good.", "segment": 2, "visibility": "public"}, 201)
    page.reload()
    page.get_by_role("tab", name=re.compile("Comments")).click()
    expect(page.get_by_text("Good.", exact=True)).to_be_visible()
    assert [one["body"] for one in server.api("priya").read(f"interactions/{call}/comments")["items"]] == ["Good."]
    assert len(server.api("noor").read(f"interactions/{call}/comments")["items"]) == 2
    assert server.api("mara").get(f"interactions/{call}/comments").status_code == 404


def test_an_agent_finds_what_the_evaluators_wrote(new_page, server):
    page = new_page("mara")
    page.goto("/home")
    told = page.get_by_role("link", name="A fine repair")
    expect(told).to_be_visible()
    assert_accessible(page)
    told.click()
    shown = page.get_by_role("region", name="Evaluation", exact=True)
    expect(shown.locator(".shown-score")).to_be_visible()
    expect(page.locator(".thread-message")).to_have_count(2)
    assert_accessible(page)
    take_screenshots(page, "demo-action-item")
