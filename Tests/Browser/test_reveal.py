"""What was just made is shown: wholly, clear of what is told at the foot of the page, and without the keyboard."""

import pytest
from playwright.sync_api import Page, expect

from harness.calls import add_call
from harness.page import until
from harness.player import PLAYER
from harness.watch import take_screenshots


@pytest.fixture(scope="module")
def call(server, fixtures) -> str:
    """Four screens, which leave the lists below them little room."""
    return add_call(server.api("admin"), fixtures, "insurance-claim")


def opened(page: Page, call: str) -> Page:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"/interactions/{call}")
    until(page, f"{PLAYER}?.hasMedia === true")
    return page


def is_clear(row: str) -> str:
    """The row of this text lies within its panel and above the messages."""
    return f"""(() => {{
      const row = [...document.querySelectorAll(".tab-panel li, .tab-panel .comment-thread")]
        .find((one) => one.textContent.includes("{row}"))?.getBoundingClientRect();
      const panel = document.querySelector(".conversation-panels > .tab-panel").getBoundingClientRect();
      const told = document.querySelector(".toasts .toast")?.getBoundingClientRect();
      return row && row.top >= panel.top && row.bottom <= Math.min(panel.bottom, innerHeight, told?.top ?? innerHeight);
    }})()"""


def test_a_moment_just_made_is_wholly_in_sight(new_page, server, call):
    # Beside another of the same time the marks need a second row, and what lies below them moves down.
    body = {"title": "First", "startMs": 0, "endMs": 10_000}
    server.api("admin").create(f"interactions/{call}/moments", body, 201)
    page = opened(new_page("evaluator"), call)
    page.get_by_role("tab", name="Moments").click()
    make = page.get_by_role("button", name="Moment", exact=True)
    make.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Water came in again")
    dialog.get_by_role("button", name="Make moment").click()
    expect(page.locator(".toasts")).to_contain_text("The moment is made.")
    expect(page.locator(".moment-list > li.is-hit")).to_contain_text("Water came in again")

    until(page, is_clear("Water came in again"))
    expect(make).to_be_focused()
    take_screenshots(page, "moment-made")


def test_a_comment_just_written_is_wholly_in_sight(new_page, server, call):
    for number in range(4):
        server.api("admin").create(f"interactions/{call}/comments", {"body": f"Remark {number}", "startMs": 0}, 201)
    page = opened(new_page("evaluator"), call)
    page.keyboard.press("c")
    form = page.locator(".comment-form")
    form.get_by_role("textbox").fill("The roof again")
    form.get_by_role("button", name="Comment", exact=True).click()
    until(page, is_clear("The roof again"))
