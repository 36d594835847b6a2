"""A session drawn by criteria: two windows on it, and another interaction in the place of its own."""

import re

import pytest
from playwright.sync_api import Page, expect

from harness.watch import assert_accessible
from harness.workday import card, question

RATED = {
    "key": "listens",
    "type": "ratingScale",
    "text": "Lets the customer finish",
    "required": True,
    "options": [{"key": str(n), "label": str(n), "points": n} for n in range(1, 6)],
}


@pytest.fixture(scope="module")
def scorecard(day):
    return day.publish(card("swaps", "Swaps", question("greeting", "Greets", required=True), RATED))


@pytest.fixture
def drawn(day, scorecard, request):
    """A session drawn from criteria of its own, with one more interaction that could take its place."""
    queue = request.node.name
    for number in (1, 2):
        day.conversation(f"{queue}-{number}", queue=queue)
    criteria = day.api.create("criteria", {"name": queue, "search": {"queue": [queue]}}, 201)
    draw = day.api.create(
        f"criteria/{criteria['id']}/draw",
        {"count": 1, "scorecards": [scorecard], "evaluatorIds": [day.people["evaluator"]], "seed": "seven"},
        201,
    )
    return draw["evaluations"][0]


def saved(page: Page) -> None:
    expect(page.get_by_text(re.compile(r"^Saved"))).to_be_visible()


def test_two_windows_are_told_of_each_other_and_nothing_is_lost(new_page, server, drawn):
    first, second = new_page("evaluator"), new_page("evaluator")
    for page in (first, second):
        page.goto(f"/evaluations/{drawn}")
        expect(page.locator(".question")).to_have_count(2)
    first.locator("[data-question=greeting]").get_by_role("button", name="Yes").click()
    saved(first)
    second.locator("[data-question=listens]").get_by_role("button", name="3", exact=True).click()
    dialog = second.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="These answers were changed elsewhere")).to_be_visible()
    assert_accessible(second)
    dialog.get_by_role("button", name="Keep these").click()
    expect(dialog).to_have_count(0)
    saved(second)
    answers = server.api("evaluator").read(f"evaluations/{drawn}")["draft"]["forms"][0]["answers"]
    assert answers["listens"]["option"] == "3", "what was answered last is kept"
    assert answers["greeting"]["option"] == "yes", "what the other window answered is kept"


def test_replacing_the_interaction_resets_the_answers(new_page, server, drawn, fixtures):
    api = server.api("evaluator")
    seen = api.read(f"evaluations/{drawn}")
    draft = {"forms": [{"id": seen["forms"][0]["id"], "answers": {"greeting": {"option": "yes"}}}]}
    api.json_of(api.put(f"evaluations/{drawn}/draft", json=draft, headers={"If-Match": f'"{seen["etag"]}"'}))
    interaction = seen["interaction"]
    before = interaction["externalId"]
    admin = server.api("admin")
    silent = admin.attach(interaction["id"], fixtures / "broken/silent-channel.wav", kind="audio", party="both")
    assert [one["code"] for one in admin.wait_for_recording(silent["id"])["health"]] == ["silent_channel"]
    page = new_page("evaluator")
    page.goto(f"/evaluations/{drawn}")
    expect(page.locator(".question [aria-pressed=true]")).not_to_have_count(0)
    expect(page.locator(".notice.warn").get_by_text("Nothing is heard on channel 2 of 2.")).to_be_visible()
    page.get_by_role("button", name="Replace…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Replace").click()
    expect(dialog.get_by_text("Choose a reason.")).to_be_visible()
    dialog.get_by_role("button", name="Use as reason").click()
    expect(dialog.get_by_label("Reason")).to_have_value("bad_audio")
    expect(dialog.get_by_label("What is wrong with it?")).to_have_value("Audio: Nothing is heard on channel 2 of 2.")
    assert_accessible(page)
    dialog.get_by_role("button", name="Replace").click()
    expect(dialog).to_have_count(0)
    after = before[:-1] + ("2" if before.endswith("1") else "1")
    expect(page.get_by_text(after, exact=True).first).to_be_visible()
    expect(page.locator(".question [aria-pressed=true]")).to_have_count(0)
    kept = api.read(f"evaluations/{drawn}")
    assert kept["interaction"]["externalId"] == after and kept["state"] == "assigned" and kept["draft"] is None
    assert [(one["interaction"]["externalId"], one["reason"]) for one in kept["replaced"]] == [(before, "bad_audio")]
    again = api.post(
        f"evaluations/{drawn}/replacement", json={"reason": "irrelevant"}, headers={"If-Match": f'"{kept["etag"]}"'}
    )
    assert again.status_code == 409 and again.json()["code"] == "no_candidate"
    assert api.read(f"evaluations/{drawn}")["interaction"]["externalId"] == after
