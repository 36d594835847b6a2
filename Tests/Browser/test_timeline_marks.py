"""What stands on the timeline beside the sound: marks, and the screen in front."""

import re

from playwright.sync_api import expect

from harness.page import until
from harness.player import PLAYER, opened
from harness.watch import assert_accessible, take_screenshots


def test_marks_stand_in_a_list_that_is_filtered_and_walked(new_page, server, call, session):
    api = server.api("evaluator")
    api.create(f"interactions/{call}/comments", {"body": "Calm voice", "startMs": 30_000}, 201)
    api.create(f"interactions/{call}/moments", {"title": "Refund promised", "startMs": 50_000, "endMs": 56_000}, 201)
    page = new_page("evaluator")
    page.goto(f"/evaluations/{session}")
    until(page, f"{PLAYER}?.hasMedia === true")
    page.evaluate(f"{PLAYER}.setRange({{ startMs: 10000, endMs: 12000 }})")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("e")
    page.get_by_role("tab", name="Marks").click()
    rows = page.locator(".mark-row")
    expect(rows).to_have_count(3)
    assert [re.sub(r"\s+", " ", text) for text in rows.all_inner_texts()] == [
        "00:10 – 00:12 Evidence Q1", "00:30 Comment Calm voice Evaluator", "00:50 – 00:56 Moment Refund promised",
    ]
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert_accessible(page)
    take_screenshots(page, "marks")
    page.get_by_role("searchbox", name="Find a mark").fill("refund")
    expect(rows).to_have_count(1)
    rows.first.click()
    until(page, f"Math.abs({PLAYER}.currentMs - 50000) < 20")
    page.get_by_role("searchbox", name="Find a mark").fill("nothing like it")
    expect(page.get_by_text("No mark is like that")).to_be_visible()
    page.get_by_role("searchbox", name="Find a mark").fill("")
    page.get_by_role("button", name="1 comment", exact=True).click()
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="1 comment", exact=True).click()
    page.get_by_role("searchbox", name="Find a mark").focus()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    until(page, f"Math.abs({PLAYER}.currentMs - 30000) < 20")
    expect(rows.nth(1)).to_be_focused()


def test_the_screen_in_front_is_on_the_timeline_with_a_picture_of_every_time(new_page, call):
    page = opened(new_page("evaluator"), call)
    lane = page.locator(".lane.activity")
    expect(lane).to_be_visible()
    expect(lane).to_contain_text("Screen 1")
    drawn = """(() => {
      const canvas = document.querySelector(".activity-canvas");
      return canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((one) => one > 0);
    })()"""
    until(page, drawn)
    preview = page.locator(".timeline-preview")
    expect(preview).to_be_hidden()
    box = page.locator(".waves-surface").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 20)
    expect(preview).to_be_visible()
    expect(preview).to_contain_text(re.compile(r"00:4\d"))
    picture = "document.querySelector('.preview-picture').style"
    [url] = re.findall(r'url\("(.+)"\)', page.evaluate(f"{picture}.backgroundImage"))
    answer = page.context.request.get(url)
    assert answer.ok and answer.headers["content-type"] == "image/jpeg"
    late = page.evaluate(f"{picture}.backgroundPosition")
    page.mouse.move(box["x"] + 2, box["y"] + 20)
    expect(preview).to_contain_text("00:00")
    assert page.evaluate(f"{picture}.backgroundPosition") == "0px 0px" != late
    take_screenshots(page, "timeline-preview")
    assert_accessible(page)
    page.mouse.move(box["x"] + 2, box["y"] - 200)
    expect(preview).to_be_hidden()
    page.get_by_role("button", name=re.compile("^Enlarge Monitor 2")).click()
    expect(lane).to_contain_text("Screen 2")
