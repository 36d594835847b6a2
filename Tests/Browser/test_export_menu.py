"""Evaluations exported from their menu, on completing, and as a list; files opened by other programs."""

import csv
import io
import re
import time

import pikepdf
import pytest
from playwright.sync_api import Download, Locator, Page, expect

from harness.watch import assert_accessible, take_screenshots
from harness.workbooks import unlocked

PASSWORD = "Nur für mich 42"
CARD = {
    "key": "calls",
    "name": "Calls",
    "format": "percentage",
    "passMark": 80_000_000,
    "sections": [
        {
            "key": "all",
            "title": "All",
            "weight": 10000,
            "questions": [
                {
                    "key": "greeting",
                    "type": "yesNo",
                    "text": "Greets",
                    "required": True,
                    "options": [
                        {"key": "yes", "label": "Yes", "points": 10},
                        {"key": "no", "label": "No", "points": 0},
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
    api = server.api("admin")
    draft = api.create("scorecards", CARD, 201)
    headers = {"If-Match": f'"{draft["etag"]}"'}
    api.json_of(api.post(f"scorecards/{draft['id']}/publication", json={}, headers=headers))
    users = {user["login"]: user["id"] for user in api.read("users")["items"]}
    return {"scorecard": draft["id"], "users": users, "count": 0}


def assigned(server, account) -> str:
    account["count"] += 1
    api = server.api("admin")
    chat = {
        "externalId": f"CHAT-{account['count']}",
        "channel": "chat",
        "agentId": account["users"]["agent"],
        "startedAt": "2026-11-12T14:02:00Z",
        "durationMs": 60_000,
    }
    wanted = {
        "interactionId": api.create("interactions", chat, 201)["id"],
        "scorecards": [account["scorecard"]],
        "evaluatorId": account["users"]["evaluator"],
    }
    return api.create("evaluations", wanted, 201)["id"]


def opened(page: Page, session: str) -> Page:
    page.goto(f"/evaluations/{session}")
    expect(page.locator(".question")).to_have_count(2)
    return page


def choose(page: Page, key: str, option: str) -> None:
    page.locator(f'.question[data-question="{key}"]').get_by_role("button", name=option, exact=True).click()


def in_menu(page: Page, entry: str) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("menuitem", name=entry).click()


def password_of(dialog: Locator) -> Locator:
    """Its label ends in the star of what is required."""
    return dialog.get_by_label(re.compile("^Password★?$"))


def content(download: Download) -> bytes:
    with open(download.path(), "rb") as file:
        return file.read()


def test_an_evaluation_is_exported_from_its_menu(new_page, server, account):
    page = opened(new_page("evaluator"), assigned(server, account))
    with page.expect_download() as caught:
        in_menu(page, "Export CSV")
    assert re.fullmatch(r"uncompleted_CHAT-\d+_Calls_20\d{6}\.csv", caught.value.suggested_filename)
    rows = list(csv.DictReader(io.StringIO(content(caught.value).decode("utf-8-sig"))))
    assert [row["Question"] for row in rows] == ["Greets", "Keeps a calm pace"]
    expect(page.get_by_role("region", name="Messages")).to_contain_text("is in your downloads")
    with page.expect_download() as caught:
        in_menu(page, "Export PDF")
    with pikepdf.open(io.BytesIO(content(caught.value))) as document:
        assert "CHAT" in str(document.docinfo["/Title"])


def test_an_excel_file_is_locked_with_the_password_that_is_typed(new_page, server, account):
    page = opened(new_page("evaluator"), assigned(server, account))
    in_menu(page, "Export Excel…")
    dialog = page.get_by_role("dialog", name="Export to Excel")
    first, second = password_of(dialog), dialog.get_by_label("Password again")
    expect(first).to_be_focused()
    for one in (first, second):
        expect(one).to_have_attribute("autocomplete", "off")
        expect(one).to_have_attribute("type", "password")
    first.fill("short")
    dialog.get_by_role("button", name="Export", exact=True).click()
    expect(dialog).to_contain_text("Enter a password of at least 8 characters.")
    first.fill(PASSWORD)
    second.fill(PASSWORD + "3")
    dialog.get_by_role("button", name="Export", exact=True).click()
    expect(dialog).to_contain_text("The two passwords are not the same.")
    dialog.get_by_role("button", name="Show password").click()
    expect(first).to_have_attribute("type", "text")
    assert_accessible(page)
    take_screenshots(page, "export-password")
    second.fill(PASSWORD)
    with page.expect_download() as caught:
        dialog.get_by_role("button", name="Export", exact=True).click()
    expect(dialog).to_have_count(0)
    assert unlocked(content(caught.value), PASSWORD).sheetnames[0] == "Evaluation"


def test_it_is_exported_by_keyboard_alone_with_a_password_that_is_made(new_page, server, account):
    page = opened(new_page("evaluator"), assigned(server, account))
    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("e")
    page.keyboard.press("e")
    expect(page.get_by_role("menuitem", name="Export Excel…")).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Export to Excel")
    expect(password_of(dialog)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Make one")).to_be_focused()
    page.keyboard.press("Enter")
    made = password_of(dialog).input_value()
    assert len(made) == 19
    with page.expect_download() as caught:
        page.keyboard.press("Enter")
    assert unlocked(content(caught.value), made).sheetnames[0] == "Evaluation"


def test_answers_that_are_not_saved_are_asked_about(new_page, server, account):
    page = opened(new_page("evaluator"), assigned(server, account))
    choose(page, "greeting", "Yes")
    in_menu(page, "Export CSV")
    dialog = page.get_by_role("dialog", name="Save before you export?")
    with page.expect_download() as caught:
        dialog.get_by_role("button", name="Export what was saved").click()
    rows = list(csv.DictReader(io.StringIO(content(caught.value).decode("utf-8-sig"))))
    assert rows[0]["Answer"] == ""
    in_menu(page, "Export CSV")
    with page.expect_download() as caught:
        page.get_by_role("dialog").get_by_role("button", name="Save and export").click()
    rows = list(csv.DictReader(io.StringIO(content(caught.value).decode("utf-8-sig"))))
    assert rows[0]["Answer"] == "Yes"
    # Nothing is left to ask about.
    with page.expect_download():
        in_menu(page, "Export CSV")


def test_completing_exports_what_was_chosen(new_page, server, account):
    session = assigned(server, account)
    page = opened(new_page("evaluator"), session)
    choose(page, "greeting", "Yes")
    in_menu(page, "Complete")
    dialog = page.get_by_role("dialog", name="Complete the evaluation")
    dialog.get_by_text("Show more options").click()
    dialog.get_by_label("Export CSV").check()
    dialog.get_by_label("Export PDF").check()
    dialog.get_by_label("Export Excel").check()
    dialog.get_by_label("Notify agent").check()
    dialog.get_by_role("button", name="Next").click()
    # All say what they lack, and the first of them has the focus.
    expect(dialog).to_contain_text("Enter a password of at least 8 characters.")
    expect(dialog).to_contain_text("Say in a sentence what it is about.")
    expect(password_of(dialog)).to_be_focused()
    dialog.get_by_label("Notify agent").uncheck()
    password_of(dialog).fill(PASSWORD)
    dialog.get_by_label("Password again").fill(PASSWORD)
    assert_accessible(page)
    take_screenshots(page, "complete-options")
    dialog.get_by_role("button", name="Next").click()
    files = []
    page.on("download", lambda file: files.append(file))
    dialog.get_by_role("button", name="Complete", exact=True).click()
    expect(dialog).to_have_count(0)
    deadline = time.monotonic() + 15
    while len(files) < 3:
        assert time.monotonic() < deadline, f"{len(files)} files came"
        page.wait_for_timeout(50)
    assert {re.sub(r".*\.", "", file.suggested_filename) for file in files} == {"csv", "xlsx", "pdf"}
    assert all(re.fullmatch(r"CHAT-\d+_Calls_20\d{6}\.\w+", file.suggested_filename) for file in files)
    assert server.api("evaluator").read(f"evaluations/{session}")["state"] == "completed"


def test_the_filtered_list_is_exported_with_its_progress(new_page, server, account):
    mine = assigned(server, account)
    name = server.api("admin").read(f"evaluations/{mine}")["interaction"]["externalId"]
    page = new_page("evaluator")
    page.goto(f"/evaluations?q={name}")
    expect(page.locator(".row-link")).to_have_count(1)
    page.get_by_role("button", name="Export", exact=True).click()
    dialog = page.get_by_role("dialog", name="Export evaluations")
    expect(dialog).to_contain_text("The one evaluation that the filters find")
    assert_accessible(page)
    take_screenshots(page, "export-list")
    with page.expect_download() as caught:
        dialog.get_by_role("button", name="Export", exact=True).click()
    expect(dialog).to_contain_text("The file is ready")
    assert_accessible(page)
    rows = list(csv.DictReader(io.StringIO(content(caught.value).decode("utf-8-sig"))))
    assert [row["ID"] for row in rows] == [mine]
    dialog.get_by_role("button", name="Close").last.click()

    page.get_by_role("button", name="Export", exact=True).click()
    dialog.get_by_label("Excel, locked with a password").check()
    password_of(dialog).fill(PASSWORD)
    dialog.get_by_label("Password again").fill(PASSWORD)
    with page.expect_download() as caught:
        dialog.get_by_role("button", name="Export", exact=True).click()
    assert unlocked(content(caught.value), PASSWORD)["Evaluations"].max_row == 2


def test_who_may_only_look_exports_too(new_page, server, account):
    """An admin looks at what another evaluates."""
    page = opened(new_page("admin"), assigned(server, account))
    page.get_by_role("button", name="Export", exact=True).click()
    with page.expect_download() as caught:
        page.get_by_role("menuitem", name="Export PDF").click()
    assert caught.value.suggested_filename.endswith(".pdf")
