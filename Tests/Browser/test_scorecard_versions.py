"""Another version of a scorecard in a browser: what changed, its impact, and evaluations moved to it."""

import re

import pytest
from playwright.sync_api import expect

from harness.drafts import content, drafted, publish, redraft
from harness.watch import assert_accessible, take_screenshots


@pytest.fixture
def made(server, request):
    """A draft of its own for a test."""
    return drafted(server, request.node.name)


def test_what_changed_between_versions_is_told(new_page, server, made):
    api = server.api("admin")
    publish(api, made)
    changed = content(server, made)
    changed["sections"][0]["questions"][0]["text"] = "Greets by name"
    redraft(api, made, changed)
    publish(api, made)
    page = new_page("admin")
    page.goto(f"/scorecards/{made}")
    page.get_by_role("button", name="What changed").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Version 1 to version 2")).to_be_visible()
    expect(dialog.locator("li")).to_have_count(1)
    expect(dialog.locator("ins")).to_have_text("Greets by name")
    assert_accessible(page)


def scored(server, scorecard: str, name: str, answers: dict | None = None) -> str:
    """The evaluator's evaluation on a chat of its own, completed when there are answers."""
    evaluator = server.api("evaluator").read("session")["user"]["id"]
    chat = {"externalId": name, "channel": "chat", "startedAt": "2026-11-12T14:02:00Z", "durationMs": 60_000}
    interaction = server.api("admin").create("interactions", chat, 201)["id"]
    given = {"interactionId": interaction, "scorecards": [scorecard], "evaluatorId": evaluator}
    made = server.api("admin").create("evaluations", given, 201)["id"]
    if answers is not None:
        api = server.api("evaluator")
        reply = api.get(f"evaluations/{made}")
        form = api.json_of(reply)["forms"][0]["id"]
        chosen = {key: {"option": option} for key, option in answers.items()}
        body = {"forms": [{"id": form, "answers": chosen}]}
        headers = {"If-Match": reply.headers["ETag"]}
        api.json_of(api.post(f"evaluations/{made}/completion", json=body, headers=headers))
    return made


def published_and_moved(server, scorecard: str, change) -> None:
    """Publishes a changed content, and moves the evaluations that nobody has begun to it."""
    api = server.api("admin")
    changed = content(server, scorecard)
    change(changed["sections"][0]["questions"])
    redraft(api, scorecard, changed)
    publish(api, scorecard)
    assert api.json_of(api.post(f"scorecards/{scorecard}/adoption", json={}))["moved"] == 1


@pytest.fixture
def moving(new_page, server, made):
    """An evaluation that nobody has begun, open before its evaluator."""
    publish(server.api("admin"), made)
    untouched = scored(server, made, f"moving-{made}")
    page = new_page("evaluator")
    page.goto(f"/evaluations/{untouched}")
    expect(page.locator(".question")).to_have_count(3)
    return page, untouched


def test_before_another_version_is_published_its_impact_is_shown(new_page, server, made):
    api = server.api("admin")
    publish(api, made)
    scored(server, made, "impact-1", {"first": "yes", "second": "yes", "third": "no"})
    scored(server, made, "impact-2", {"first": "yes", "second": "no", "third": "yes"})
    untouched = scored(server, made, "impact-3")

    page = new_page("admin")
    page.goto(f"/scorecards/{made}/edit")
    page.get_by_role("region", name="Section 1", exact=True).get_by_label("Weight, %").fill("20")
    page.get_by_role("region", name="Section 2", exact=True).get_by_label("Weight, %").fill("80")
    page.get_by_role("button", name="Publish", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Publish version 2")).to_be_visible()
    rows = [row.inner_text().replace("\u00a0", "").split("\t") for row in dialog.locator("tbody tr, tfoot tr").all()]
    assert rows == [
        ["One", "75%", "75%", "0"],
        ["Two", "50%", "50%", "0"],
        # 60 and 70 become 20 and 90.
        ["Average score", "65%", "55%", "−10%"],
    ]
    expect(dialog.get_by_text("1 score would be higher")).to_be_visible()
    expect(dialog.get_by_text("1 score would be lower")).to_be_visible()
    assert_accessible(page)
    take_screenshots(page, "scorecard-impact")
    dialog.get_by_role("button", name="Cancel").click()
    assert api.read(f"scorecards/{made}")["version"] == 1, "nothing was published"

    page.get_by_role("button", name="Publish", exact=True).click()
    dialog.get_by_role("checkbox", name="Move evaluations that nobody has begun to this version").check()
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("region", name="Messages")).to_contain_text("1 evaluation uses version 2 now.")
    assert server.api("evaluator").read(f"evaluations/{untouched}")["scorecards"][0]["version"] == 2


def test_untouched_evaluations_are_moved_later_too(new_page, server, made):
    api = server.api("admin")
    publish(api, made)
    untouched = scored(server, made, "later-1")
    page = new_page("admin")
    page.goto(f"/scorecards/{made}/edit")
    page.get_by_role("textbox", name="Name", exact=True).fill("Another name")
    page.get_by_role("button", name="Publish", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Only wording changed, so version 1 stays")).to_be_visible()
    dialog.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url(f"**/scorecards/{made}")
    page.goto(f"/scorecards/{made}/edit")
    page.get_by_role("button", name="Question 1: First").click()
    page.get_by_role("textbox", name="Question", exact=True).fill("Asked otherwise")
    page.get_by_role("button", name="Publish", exact=True).click()
    dialog.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url(f"**/scorecards/{made}")
    expect(page.get_by_text("1 evaluation that nobody has begun uses an older version.")).to_be_visible()
    assert_accessible(page)
    take_screenshots(page, "scorecard-older")
    page.get_by_role("button", name="Move to version 2").click()
    expect(page.get_by_role("region", name="Messages")).to_contain_text("1 evaluation uses version 2 now.")
    expect(page.get_by_role("button", name="Move to version 2")).to_have_count(0)
    assert server.api("evaluator").read(f"evaluations/{untouched}")["scorecards"][0]["version"] == 2


def test_who_has_a_moved_evaluation_open_is_shown_what_does_not_fit(server, made, moving, watch):
    watch.expect("412")
    watch.expect("net::ERR_INTERNET_DISCONNECTED")
    page, untouched = moving
    page.context.set_offline(True)
    question = page.locator('.question[data-question="second"]')
    question.get_by_role("button", name="No", exact=True).click()
    question.get_by_role("button", name="note").click()
    page.keyboard.type("The name was wrong.")
    page.locator('.question[data-question="first"]').get_by_role("button", name="Yes", exact=True).click()
    published_and_moved(server, made, lambda questions: questions.pop())
    page.context.set_offline(False)
    dialog = page.get_by_role("dialog", name="This form is another version now")
    expect(dialog.locator(".conflict")).to_have_count(1, timeout=40_000)
    for words in ("Second", "No", "The name was wrong."):
        expect(dialog.locator(".conflict")).to_contain_text(words)
    assert_accessible(page)
    take_screenshots(page, "moved-form")
    dialog.get_by_role("button", name="Later").click()
    expect(page.locator(".bench-state")).to_contain_text("Changed elsewhere")
    expect(question.get_by_text("The name was wrong.")).to_be_visible()
    page.get_by_role("button", name="Compare").click()
    dialog.get_by_role("button", name="Go on without").click()
    expect(page.locator(".question")).to_have_count(2)
    expect(page.locator(".bench-state")).to_contain_text("Saved")
    draft = server.api("evaluator").read(f"evaluations/{untouched}")["draft"]
    assert list(draft["forms"][0]["answers"]) == ["first"]


def test_who_has_a_moved_evaluation_open_keeps_the_answers_that_fit(server, made, moving, watch):
    watch.expect("412")
    page, untouched = moving
    published_and_moved(server, made, lambda questions: questions[1].update(text="Second, asked otherwise"))
    page.locator('.question[data-question="first"]').get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_role("region", name="Messages")).to_contain_text("This form is another version now.")
    expect(page.get_by_text("Second, asked otherwise")).to_be_visible()
    first = page.locator('.question[data-question="first"]').get_by_role("button", name="Yes", exact=True)
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text(re.compile("^Saved ")).first).to_be_visible()
    draft = server.api("evaluator").read(f"evaluations/{untouched}")["draft"]
    assert draft["forms"][0]["answers"]["first"]["option"] == "yes"
