"""The workbench: several screens on one clock, answers that are never lost, two windows on one session, a replacement."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from harness.page import crash, until
from harness.watch import assert_accessible, take_screenshots

CARD = {
    "key": "calls",
    "name": "Calls",
    "format": "percentage",
    "passMark": 80_000_000,
    "sections": [
        {
            "key": "opening",
            "title": "Opening",
            "weight": 4000,
            "questions": [
                {
                    "key": "greeting",
                    "type": "yesNo",
                    "text": "Greets and states name and company",
                    "helpText": "Both the first name and the company are said before anything else is asked, in whatever order. "
                    "A greeting that the telephone system plays does not count.",
                    "required": True,
                    "options": [
                        {"key": "yes", "label": "Yes", "points": 10},
                        {"key": "no", "label": "No", "points": 0},
                    ],
                },
            ],
        },
        {
            "key": "care",
            "title": "Care",
            "weight": 6000,
            "questions": [
                {
                    "key": "identity",
                    "type": "yesNo",
                    "text": "Verifies the caller",
                    "required": True,
                    "allowNA": True,
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


@pytest.fixture(scope="module")
def account(server):
    """Screens may be recorded, a scorecard is published, the evaluator is known."""
    api = server.api("admin")
    api.json_of(api.put("capture-policy", json={"screens": True}))
    draft = api.create("scorecards", CARD, 201)
    api.json_of(
        api.post(f"scorecards/{draft['id']}/publication", json={}, headers={"If-Match": f'"{draft["etag"]}"'})
    )
    users = {user["login"]: user["id"] for user in api.read("users")["items"]}
    return {"scorecard": draft["id"], "users": users}


@pytest.fixture(scope="module")
def call(server, account, fixtures):
    """A call of two legs and four screens, two of which begin later than the others."""
    api = server.api("admin")
    manifest = json.loads((fixtures / "manifest.json").read_text())
    call = next(call for call in manifest["calls"] if len(call["screens"]) == 4)
    body = {key: call[key] for key in ("channel", "queue", "disposition", "language", "topics", "startedAt")}
    home = api.create("interactions", body | {"externalId": "FOUR-1"}, 201)["id"]
    made = [api.attach(home, fixtures / one["file"], kind="audio", party=one["party"]) for one in call["audio"]]
    for screen in call["screens"]:
        what = {key: screen[key] for key in ("monitor", "offsetMs", "capture")}
        made.append(api.attach(home, fixtures / screen["file"], kind="screen", **what))
    for recording in made:
        assert api.wait_for_recording(recording["id"])["state"] == "ready"
    assert len(api.wait_for_playback(home)["sound"]) == 1
    text = (fixtures / call["transcript"]["file"]).read_bytes()
    kind = {"vtt": "text/vtt", "srt": "application/x-subrip", "json": "application/json"}
    name = call["transcript"]["file"].rsplit(".", 1)[1]
    assert api.put(f"interactions/{home}/transcript", data=text, headers={"Content-Type": kind[name]}).ok
    return home


@pytest.fixture
def session(server, account, call):
    """A fresh evaluation of the call for every test."""
    return evaluation(server, account, call, account["users"]["evaluator"])


def evaluation(server, account, call, evaluator):
    """An evaluation of a call, tagged or not."""
    body = {"interactionId": call, "scorecards": [account["scorecard"]], "evaluatorId": evaluator, "reuseEvaluated": True}
    return server.api("admin").create("evaluations", body, 201)["id"]


def opened(page: Page, session: str) -> Page:
    page.goto(f"/evaluations/{session}")
    expect(page.locator(".question")).to_have_count(3)
    until(page, "document.querySelector('em-player')?.hasMedia === true")
    return page


def pressed(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def state(page: Page):
    return page.locator(".bench-state")


def chosen(page: Page) -> dict[str, str]:
    """The options chosen, by question."""
    found = {}
    for question in page.locator(".question").all():
        option = question.locator(".option[aria-pressed=true] span")
        if option.count():
            found[question.get_attribute("data-question")] = option.inner_text()
    return found


def kept(server, session: str, login: str = "evaluator") -> dict:
    """The draft's answers as the server has them."""
    found = server.api(login).read(f"evaluations/{session}")
    return found["draft"]["forms"][0]["answers"] if found["draft"] else {}


SAMPLES = """async (ms) => {
  const player = document.querySelector('em-player');
  const leg = player.querySelector('audio');
  const videos = [...player.querySelectorAll('video')];
  const offsets = videos.map((video) => Number(video.dataset.offset));
  const found = [];
  for (const end = performance.now() + ms; performance.now() < end;) {
    await new Promise((resolve) => setTimeout(resolve, 40));
    const now = leg.currentTime * 1000;
    found.push(videos.map((video, index) =>
      now > offsets[index] + 700 ? Math.abs(video.currentTime * 1000 + offsets[index] - now) : 0));
  }
  return found;
}"""


def test_four_screens_stay_within_80_ms_of_the_sound(new_page, session):
    page = opened(new_page("evaluator"), session)
    expect(page.locator("video")).to_have_count(4)
    pressed(page, "k")
    until(page, "document.querySelector('em-player').currentMs > 1800")
    for position in (None, 20_000, 41_000):
        if position is not None:
            page.evaluate(f"document.querySelector('em-player').seek({position})")
            until(page, f"document.querySelector('em-player').currentMs > {position + 600}")
        samples = page.evaluate(SAMPLES, 2500)
        # A machine busy with other tests holds frames up; what counts is that the clock takes them back.
        worst = sorted(max(sample) for sample in samples)
        assert worst[len(worst) // 2] <= 80, samples


def test_when_one_screen_starves_all_wait(new_page, session):
    page = new_page("evaluator")
    held = []
    page.route(re.compile("/content$"), lambda route: held.append(route) if len(held) == 0 else route.continue_())
    opened(page, session)
    expect(page.locator("video")).to_have_count(4)
    until(page, "[...document.querySelectorAll('video, audio')].filter((media) => media.readyState > 2).length === 4")
    pressed(page, "k")
    until(page, "document.querySelector('em-player').phase === 'waiting'")
    page.wait_for_timeout(600)
    assert page.evaluate("document.querySelector('em-player').currentMs") < 1500
    assert page.evaluate("[...document.querySelectorAll('video, audio')].every((media) => media.paused)")
    held[0].continue_()
    until(page, "document.querySelector('em-player').phase === 'playing'")
    until(page, "document.querySelector('em-player').currentMs > 1500")


def test_the_transcript_follows_until_the_reader_scrolls(new_page, session):
    page = opened(new_page("evaluator"), session)
    lines = page.locator(".transcript-line")
    lines.nth(2).click()
    until(page, "document.querySelector('em-player').currentMs > 3000")
    expect(lines.nth(2)).to_have_attribute("aria-current", "true")
    back = page.get_by_role("button", name="Back to now")
    expect(back).to_be_hidden()
    page.wait_for_timeout(900)
    lines.nth(2).hover()
    page.mouse.wheel(0, 600)
    expect(back).to_be_visible()
    back.click()
    expect(back).to_be_hidden()
    expect(lines.nth(2)).to_be_in_viewport()


def settled(page: Page, shown):
    """Where something is once it no longer moves."""
    place = shown.bounding_box()
    while True:
        page.wait_for_timeout(200)
        before, place = place, shown.bounding_box()
        if before == place:
            return place


def test_chosen_lines_become_evidence_of_the_current_question(new_page, server, session):
    page = opened(new_page("evaluator"), session)
    pressed(page, "ArrowDown", "1")
    lines = page.locator(".transcript-line .line-text")
    first, last = settled(page, lines.nth(1)), settled(page, lines.nth(2))
    page.mouse.move(first["x"] + 4, first["y"] + 8)
    page.mouse.down()
    page.mouse.move(last["x"] + 60, last["y"] + 8, steps=6)
    page.mouse.up()
    expect(page.locator(".range-words")).to_contain_text("2 lines chosen")
    page.get_by_role("button", name=re.compile("^Evidence for Q1")).click()
    expect(page.locator(".evidence-chip")).to_have_count(1)
    expect(page.locator("em-timeline .mark.evidence")).to_have_count(1)
    expect(state(page)).to_contain_text("Saved")
    [range] = kept(server, session)["greeting"]["evidence"]
    assert range["endMs"] > range["startMs"]


def test_what_a_lost_connection_kept_from_the_server_is_there_when_the_tab_is_opened_again(new_page, server, session, watch):
    watch.expect("net::ERR_INTERNET_DISCONNECTED")
    watch.expect("the page crashed")
    page = opened(new_page("evaluator"), session)
    context = page.context
    context.set_offline(True)
    pressed(page, "ArrowDown", "2")
    expect(state(page)).to_contain_text("Offline, will retry")
    crash(page)
    assert kept(server, session) == {}
    context.set_offline(False)
    page = opened(context.new_page(), session)
    expect(page.locator(".toasts")).to_contain_text("back")
    expect(state(page)).to_contain_text("Saved")
    assert chosen(page) == {"greeting": "No"}
    assert kept(server, session)["greeting"]["option"] == "no"


def test_a_connection_that_comes_back_is_used_without_a_word(new_page, server, session, watch):
    watch.expect("net::ERR_FAILED")
    page = opened(new_page("evaluator"), session)
    page.route("**/draft", lambda route: route.abort())
    pressed(page, "ArrowDown", "1")
    expect(state(page)).to_contain_text("Offline, will retry")
    pressed(page, "ArrowDown", "1")
    page.unroute("**/draft")
    expect(state(page)).to_contain_text("Saved")
    assert {key: answer["option"] for key, answer in kept(server, session).items()} == {"greeting": "yes", "identity": "yes"}


def test_a_stale_write_shows_mine_and_theirs_and_loses_nothing(new_page, server, session):
    first = opened(new_page("evaluator"), session)
    second = opened(new_page("evaluator"), session)
    pressed(first, "ArrowDown", "2", "ArrowDown", "1")
    expect(state(first)).to_contain_text("Saved")
    pressed(second, "ArrowDown", "1", "ArrowDown", "ArrowDown", "3")
    dialog = second.get_by_role("dialog", name="These answers were changed elsewhere")
    expect(dialog).to_be_visible()
    conflicts = dialog.get_by_role("group")
    expect(conflicts).to_have_count(3)
    expect(conflicts.nth(0)).to_contain_text("Greets and states name and company")
    assert_accessible(second)
    # Nothing was sent over the first window's answers while the choice is open.
    assert kept(server, session)["greeting"]["option"] == "no"
    conflicts.nth(0).get_by_label("Theirs").check()
    conflicts.nth(1).get_by_label("Theirs").check()
    conflicts.nth(2).get_by_label("Mine").check()
    dialog.get_by_role("button", name="Keep these").click()
    expect(dialog).to_be_hidden()
    expect(state(second)).to_contain_text("Saved")
    assert chosen(second) == {"greeting": "No", "identity": "Yes", "pace": "2"}
    answers = {key: answer.get("option") for key, answer in kept(server, session).items()}
    assert answers == {"greeting": "no", "identity": "yes", "pace": "2"}


def test_a_cleared_form_comes_back_with_undo(new_page, server, session):
    page = opened(new_page("evaluator"), session)
    pressed(page, "ArrowDown", "1", "ArrowDown", "n")
    assert chosen(page) == {"greeting": "Yes", "identity": "N/A"}
    page.get_by_role("button", name="Clear form").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear form").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert chosen(page) == {}
    pressed(page, "Control+z")
    assert chosen(page) == {"greeting": "Yes", "identity": "N/A"}
    expect(state(page)).to_contain_text("Saved")
    assert kept(server, session)["identity"]["na"] is True


def test_what_is_missing_is_named_before_completing(new_page, session):
    page = opened(new_page("evaluator"), session)
    pressed(page, "ArrowDown", "1", "Control+Enter")
    dialog = page.get_by_role("dialog", name="Complete the evaluation")
    expect(dialog.get_by_text("1 required question is not answered")).to_be_visible()
    expect(dialog.get_by_role("button", name="Next")).to_have_count(0)
    assert_accessible(page)
    dialog.get_by_role("button", name=re.compile("Verifies the caller")).click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".question.is-current")).to_have_attribute("data-question", "identity")


def test_one_takes_an_open_evaluation_and_the_other_is_told_who(new_page, server, account, call):
    session = evaluation(server, account, call, None)
    pages = [new_page("evaluator"), new_page("admin")]
    for page in pages:
        page.goto(f"/evaluations/{session}")
        expect(page.get_by_role("dialog", name="Take this evaluation?")).to_be_visible()
    pages[0].get_by_role("button", name="Take it").click()
    expect(pages[0].get_by_role("dialog")).to_have_count(0)
    expect(pages[0].get_by_role("button", name="Complete…")).to_be_visible()
    pages[1].get_by_role("button", name="Take it").click()
    told = pages[1].get_by_role("dialog", name="Somebody was faster")
    expect(told).to_contain_text("has taken this evaluation")
    assert server.api("admin").read(f"evaluations/{session}")["evaluator"]["id"] == account["users"]["evaluator"]


def test_a_replaced_interaction_begins_with_empty_answers(new_page, server, account, fixtures):
    api = server.api("admin")
    agent = account["users"]["agent"]
    for name in ("SWAP-1", "SWAP-2"):
        body = {"externalId": name, "channel": "chat", "agentId": agent, "queue": "swaps", "startedAt": "2026-11-12T14:02:00Z"}
        api.create("interactions", body, 201)
    criteria = api.create("criteria", {"name": "Swaps", "search": {"queue": ["swaps"]}}, 201)
    drawn = api.create(
        f"criteria/{criteria['id']}/draw",
        {"count": 1, "scorecards": [account["scorecard"]], "evaluatorIds": [account["users"]["evaluator"]]},
        201,
    )
    [session] = drawn["evaluations"]
    page = new_page("evaluator")
    page.goto(f"/evaluations/{session}")
    before = page.locator(".bench-crumbs strong").inner_text()
    pressed(page, "ArrowDown", "1")
    expect(state(page)).to_contain_text("Saved")
    page.get_by_role("button", name="Replace…").click()
    dialog = page.get_by_role("dialog", name="Replace the interaction")
    dialog.get_by_role("button", name="Replace", exact=True).click()
    expect(dialog.get_by_text("Choose a reason.")).to_be_visible()
    dialog.locator("select").select_option("too_short")
    assert_accessible(page)
    dialog.get_by_role("button", name="Replace", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".bench-crumbs strong")).not_to_have_text(before)
    assert chosen(page) == {}
    page.get_by_role("tab", name="Details").click()
    expect(page.get_by_text(re.compile(rf"{before}: Too short"))).to_be_visible()
    # There is no third one.
    page.get_by_role("button", name="Replace…").click()
    dialog.locator("select").select_option("irrelevant")
    dialog.get_by_role("button", name="Replace", exact=True).click()
    expect(dialog.get_by_role("alert")).not_to_be_empty()


def test_the_workbench_is_accessible_in_light_and_dark(new_page, session):
    page = opened(new_page("evaluator"), session)
    page.get_by_role("button", name="Show score").click()
    pressed(page, "ArrowDown", "1", "ArrowDown", "1", "e", "i", "l", "o")
    expect(page.locator(".range-bar")).to_be_visible()
    expect(state(page)).to_contain_text("Saved")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for name in ("Transcript", "Comments", "Moments", "Details"):
            page.get_by_role("tab", name=name).click()
            assert_accessible(page)
    page.get_by_role("tab", name="Transcript").click()
    take_screenshots(page, "workbench")
    page.set_viewport_size({"width": 1280, "height": 720})
    overflow = "document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth"
    assert not page.evaluate(overflow), "the whole page scrolls"
