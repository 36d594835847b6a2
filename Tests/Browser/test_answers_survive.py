"""No answer is lost and none silently replaced: the server killed and started anew, two browsers and a cut line."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from harness.page import crash, until
from harness.watch import assert_accessible

CARD = {
    "key": "calls",
    "name": "Calls",
    "format": "percentage",
    "sections": [
        {
            "key": "all",
            "title": "All",
            "weight": 10000,
            "questions": [
                {
                    "key": key,
                    "type": "yesNo",
                    "text": text,
                    "required": True,
                    "options": [{"key": "yes", "label": "Yes", "points": 10}, {"key": "no", "label": "No", "points": 0}],
                }
                for key, text in (("greeting", "Greets"), ("identity", "Verifies the caller"), ("closing", "Sums up"))
            ],
        },
    ],
}


@pytest.fixture(scope="module")
def account(server):
    api = server.api("admin")
    draft = api.create("scorecards", CARD, 201)
    based = {"If-Match": f'"{draft["etag"]}"'}
    api.json_of(api.post(f"scorecards/{draft['id']}/publication", json={}, headers=based))
    evaluator = next(user["id"] for user in api.read("users")["items"] if user["login"] == "evaluator")
    return {"scorecard": draft["id"], "evaluator": evaluator}


@pytest.fixture
def session(server, account) -> str:
    api = server.api("admin")
    home = api.create("interactions", {"channel": "chat", "startedAt": "2026-11-12T14:02:00Z", "durationMs": 60_000}, 201)
    body = {"interactionId": home["id"], "scorecards": [account["scorecard"]], "evaluatorId": account["evaluator"]}
    return api.create("evaluations", body, 201)["id"]


def opened(page: Page, session: str) -> Page:
    page.goto(f"/evaluations/{session}")
    expect(page.locator(".question")).to_have_count(3)
    return page


def answer(page: Page, key: str, label: str) -> None:
    page.locator(f'.question[data-question="{key}"]').get_by_role("button", name=label, exact=True).click()


def state(page: Page):
    return page.locator(".bench-state")


def answers(server, session: str) -> dict[str, str]:
    """The evaluator's draft, or what is saved."""
    seen = server.api("evaluator").read(f"evaluations/{session}")
    forms = (seen["draft"] or seen)["forms"]
    return {key: one.get("option") for key, one in forms[0]["answers"].items()}


def eventually(server, session: str, expected: dict[str, str], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while (found := answers(server, session)) != expected:
        assert time.monotonic() < deadline, f"{found}, expected {expected}"
        time.sleep(0.2)


def test_a_server_that_is_killed_and_started_anew_gets_every_answer(new_page, server, session, watch):
    watch.expect("net::ERR_")
    page = opened(new_page("evaluator"), session)
    answer(page, "greeting", "Yes")
    expect(state(page)).to_contain_text("Saved")
    port = server.port
    server.kill()
    answer(page, "identity", "No")
    expect(state(page)).to_contain_text("Offline, will retry")
    answer(page, "closing", "Yes")
    server.start(port)
    expect(state(page)).to_contain_text("Saved", timeout=40_000)
    assert answers(server, session) == {"greeting": "yes", "identity": "no", "closing": "yes"}
    page.keyboard.press("Control+s")
    expect(page.locator(".toasts")).to_contain_text("Saved.")
    seen = server.api("admin").read(f"evaluations/{session}")
    assert seen["state"] == "in_progress" and seen["forms"][0]["answers"]["identity"]["option"] == "no"


def test_a_tab_closed_while_the_server_is_down_gives_its_answers_to_the_next(new_page, server, session, watch):
    watch.expect("net::ERR_")
    page = opened(new_page("evaluator"), session)
    port = server.port
    server.kill()
    answer(page, "greeting", "No")
    expect(state(page)).to_contain_text("Offline, will retry")
    context = page.context
    page.close()
    server.start(port)
    assert answers(server, session) == {}
    page = opened(context.new_page(), session)
    expect(page.locator(".toasts")).to_contain_text("back")
    eventually(server, session, {"greeting": "no"})


def test_two_browsers_and_a_cut_line_end_in_a_choice_and_lose_nothing(new_page, server, session, watch):
    watch.expect("net::ERR_INTERNET_DISCONNECTED")
    first, second = (opened(new_page("evaluator"), session) for _ in range(2))
    first.context.set_offline(True)
    answer(first, "greeting", "No")
    answer(first, "identity", "Yes")
    expect(state(first)).to_contain_text("Offline, will retry")
    answer(second, "greeting", "Yes")
    answer(second, "closing", "No")
    expect(state(second)).to_contain_text("Saved")
    first.context.set_offline(False)
    dialog = first.get_by_role("dialog", name="These answers were changed elsewhere")
    expect(dialog).to_be_visible(timeout=40_000)
    # Until somebody chooses, the server has what the second browser sent, and the first shows its own.
    assert answers(server, session) == {"greeting": "yes", "closing": "no"}
    for group, side in zip(dialog.get_by_role("group").all(), ("Mine", "Mine", "Theirs"), strict=True):
        group.get_by_label(side).check()
    dialog.get_by_role("button", name="Keep these").click()
    eventually(server, session, {"greeting": "no", "identity": "yes", "closing": "no"})
    # The second browser is told in its turn, and does not overwrite what was chosen.
    answer(second, "identity", "No")
    told = second.get_by_role("dialog", name="These answers were changed elsewhere")
    expect(told).to_be_visible()
    assert answers(server, session) == {"greeting": "no", "identity": "yes", "closing": "no"}
    told.get_by_role("button", name="All theirs").click()
    told.get_by_role("button", name="Keep these").click()
    expect(told).to_be_hidden()
    expect(second.locator('.question[data-question="identity"]').get_by_role("button", pressed=True)).to_have_text(
        re.compile("Yes")
    )
    eventually(server, session, {"greeting": "no", "identity": "yes", "closing": "no"})


def test_answers_kept_by_a_lost_tab_never_replace_newer_ones_unseen(new_page, server, session, watch):
    watch.expect("net::ERR_")
    watch.expect("the page crashed")
    first, second = (opened(new_page("evaluator"), session) for _ in range(2))
    first.context.set_offline(True)
    answer(first, "greeting", "No")
    expect(state(first)).to_contain_text("Offline, will retry")
    again = first.context.new_page()
    crash(first)
    answer(second, "greeting", "Yes")
    expect(state(second)).to_contain_text("Saved")
    again.context.set_offline(False)
    sent = []
    again.on("request", lambda request: request.method == "PUT" and request.url.endswith("/draft") and sent.append(request))

    dialog = opened(again, session).get_by_role("dialog", name="Answers from last time")
    expect(dialog.get_by_role("group")).to_have_count(1)
    again.goto("about:blank")
    assert sent == [], "a tab that is closed over the question sends nothing"

    opened(again, session)
    dialog.get_by_role("button", name="Later").click()
    expect(state(again)).to_contain_text("Changed elsewhere")
    answer(again, "closing", "Yes")
    again.goto("about:blank")
    assert sent == [], "nor does one in which the choice was put off"
    assert answers(server, session) == {"greeting": "yes"}

    opened(again, session)
    expect(dialog.get_by_role("group")).to_have_count(2)
    dialog.get_by_role("button", name="Later").click()
    again.get_by_role("button", name="Compare").click()
    expect(dialog.get_by_role("group")).to_have_count(2)
    dialog.get_by_role("button", name="Keep these").click()
    eventually(server, session, {"greeting": "no", "closing": "yes"})
    expect(state(again)).to_contain_text("Saved")


def changed(server, session: str, **what) -> None:
    """Something of the session that is no answer, by the admin."""
    api = server.api("admin")
    based = {"If-Match": api.get(f"evaluations/{session}").headers["ETag"]}
    api.json_of(api.patch(f"evaluations/{session}", json=what, headers=based))


def test_another_due_date_asks_nobody_and_opens_the_way_to_complete(new_page, server, session):
    changed(server, session, dueAt="2026-01-01")
    page = opened(new_page("evaluator"), session)
    complete = page.get_by_role("button", name="Complete")
    expect(complete).to_be_disabled()
    changed(server, session, dueAt="2099-01-01")
    question = page.locator('.question[data-question="identity"]')
    question.click()
    question.get_by_role("button", name="Note for question 2").click()
    page.keyboard.type("Asked")
    expect(complete).to_be_enabled()
    expect(state(page)).to_contain_text("Saved")
    expect(page.get_by_role("dialog")).to_have_count(0)
    # The form was made anew around who writes: what is typed goes on into the note, and answers nothing.
    page.keyboard.type(" 1 n2")
    eventually(server, session, {"identity": None})
    expect(page.get_by_label("Note for question 2")).to_have_value("Asked 1 n2")
    expect(page.get_by_label("Note for question 2")).to_be_focused()


def test_a_save_goes_on_when_only_the_name_was_changed_meanwhile(new_page, server, session):
    page = opened(new_page("evaluator"), session)
    answer(page, "greeting", "Yes")
    expect(state(page)).to_contain_text("Saved")
    changed(server, session, name="Monday's call")
    page.keyboard.press("Control+s")
    expect(page.locator(".toasts")).to_contain_text("Saved.")
    expect(page.get_by_role("dialog")).to_have_count(0)
    changed(server, session, name="Tuesday's call")
    answer(page, "closing", "No")
    page.keyboard.press("Control+s")

    def is_saved() -> bool:
        seen = server.api("evaluator").read(f"evaluations/{session}")
        return seen["draft"] is None and seen["forms"][0]["answers"].get("closing", {}).get("option") == "no"

    until(page, is_saved)
    expect(page.locator(".bench-state")).to_have_text(re.compile("^Saved"))
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_save_goes_on_once_somebody_has_chosen(new_page, server, session):
    first, second = (opened(new_page("evaluator"), session) for _ in range(2))
    answer(second, "greeting", "Yes")
    expect(state(second)).to_contain_text("Saved")
    answer(first, "greeting", "No")
    first.get_by_role("dialog").get_by_role("button", name="Later").click()
    expect(state(first)).to_contain_text("Changed elsewhere")
    first.keyboard.press("Control+s")
    first.get_by_role("dialog").get_by_label("Mine").check()
    first.get_by_role("dialog").get_by_role("button", name="Keep these").click()
    expect(first.locator(".toasts")).to_contain_text("Saved.")
    seen = server.api("evaluator").read(f"evaluations/{session}")
    assert seen["draft"] is None and seen["state"] == "in_progress"
    assert seen["forms"][0]["answers"]["greeting"]["option"] == "no"
    # So does one that is refused itself, with nothing left to send before.
    second.keyboard.press("Control+s")
    told = second.get_by_role("dialog", name="These answers were changed elsewhere")
    told.get_by_label("Mine").check()
    told.get_by_role("button", name="Keep these").click()
    expect(second.locator(".toasts")).to_contain_text("Saved.")
    seen = server.api("evaluator").read(f"evaluations/{session}")
    assert seen["draft"] is None and seen["forms"][0]["answers"]["greeting"]["option"] == "yes"


def test_what_was_not_sent_is_back_without_a_question_when_nobody_answered_meanwhile(new_page, server, session, account):
    page = opened(new_page("evaluator"), session)
    answer(page, "greeting", "Yes")
    expect(state(page)).to_contain_text("Saved")
    api = server.api("admin")
    admin = next(user["id"] for user in api.read("users")["items"] if user["login"] == "admin")
    api.json_of(api.put(f"evaluations/{session}/assignment", json={"evaluatorId": admin}))
    answer(page, "identity", "No")
    expect(state(page)).to_contain_text("Not saved")
    told = page.get_by_role("alert").filter(has_text="Your answers are not saved.")
    expect(told).to_contain_text("no longer yours to see; a supervisor can give it back")
    expect(told).to_contain_text("stay with this browser")
    expect(told.get_by_role("button", name="Load anew")).to_be_visible()
    assert_accessible(page)
    api.json_of(api.put(f"evaluations/{session}/assignment", json={"evaluatorId": account["evaluator"]}))
    page.reload()
    expect(page.locator(".toasts")).to_contain_text("back")
    expect(page.get_by_role("dialog")).to_have_count(0)
    eventually(server, session, {"greeting": "yes", "identity": "no"})


def test_an_answer_put_off_in_one_window_outlives_a_save_in_another(new_page, server, session):
    first = opened(new_page("evaluator"), session)
    second = opened(first.context.new_page(), session)
    answer(second, "greeting", "Yes")
    expect(state(second)).to_contain_text("Saved")
    answer(first, "greeting", "No")
    first.get_by_role("dialog").get_by_role("button", name="Later").click()
    answer(second, "closing", "Yes")
    expect(state(second)).to_contain_text("Saved")
    eventually(server, session, {"greeting": "yes", "closing": "yes"})
    context = first.context
    first.close()
    second.close()
    again = opened(context.new_page(), session)
    dialog = again.get_by_role("dialog", name="Answers from last time")
    expect(dialog.get_by_role("group").first).to_contain_text("Greets")
    dialog.get_by_role("group").first.get_by_label("Mine").check()
    dialog.get_by_role("group").nth(1).get_by_label("As saved").check()
    dialog.get_by_role("button", name="Keep these").click()
    eventually(server, session, {"greeting": "no", "closing": "yes"})
    again.reload()
    expect(state(again)).to_contain_text("Saved")
    expect(again.get_by_role("dialog")).to_have_count(0)
