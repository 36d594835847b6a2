"""What was listened to: kept from every window, told with the session."""

import re

from playwright.sync_api import Page, expect

from harness.page import until
from harness.player import PLAYER, opened, play_to


def heard(server, call: str, login: str = "evaluator") -> list[tuple[int, int]]:
    found = server.api(login).read(f"interactions/{call}/listening")
    return [(one["startMs"], one["endMs"]) for one in found["ranges"]]


def test_what_was_listened_to_is_kept_from_two_windows_and_told_with_the_session(new_page, server, call, session):
    first = opened(new_page("evaluator"), call)
    second = opened(first.context.new_page(), call)
    assert heard(server, call) == []
    with first.expect_response(re.compile("/listening$")) as told:
        play_to(first, 2000)
    assert told.value.ok
    second.evaluate(f"{PLAYER}.seek(20000)")
    with second.expect_response(re.compile("/listening$")):
        play_to(second, 22_500)
    [one, other] = heard(server, call)
    assert one[0] == 0 and 2000 <= one[1] < 4000 and 19_900 <= other[0] <= 20_100 and other[1] >= 22_500
    # The second window has learnt what the first one told; a page that is left while it plays tells the rest.
    assert second.evaluate(f"{PLAYER}.heard.length") == 2
    second.keyboard.press("k")
    until(second, f"{PLAYER}.currentMs > 24500")
    second.goto("/interactions")
    until(second, "document.querySelector('em-player') === null")
    until_heard(second, server, call, 24_500)

    page = new_page("admin")
    page.goto(f"/evaluations/{session}")
    page.get_by_role("tab", name="Details").click()
    percent = server.api("admin").read(f"evaluations/{session}")["listening"]["percent"]
    assert percent > 5
    expect(page.locator(".session-listened")).to_have_text(f"{percent}%")
    assert heard(server, call, "admin") == []


def until_heard(page: Page, server, call: str, ms: int) -> None:
    for _ in range(100):
        if max((end for _, end in heard(server, call)), default=0) >= ms:
            return
        page.wait_for_timeout(50)
    raise AssertionError(heard(server, call))


def test_what_could_not_be_told_is_told_by_the_next_visit(new_page, server, call, watch):
    watch.expect("net::ERR_FAILED")
    page = opened(new_page("evaluator"), call)
    page.route("**/listening", lambda route: route.abort())
    play_to(page, 1500)
    until(page, "Object.keys(localStorage).some((key) => key.startsWith('earmark.heard.'))")
    assert heard(server, call) == []
    page.unroute("**/listening")
    opened(page, call)
    until_heard(page, server, call, 1500)
    [(start, end)] = heard(server, call)
    assert start == 0 and end >= 1500
    until(page, "!Object.keys(localStorage).some((key) => key.startsWith('earmark.heard.'))")
