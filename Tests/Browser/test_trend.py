"""How an agent's scores went over time: the drawing, its table, and the ways to it; by mouse and by keyboard alone."""

import csv
import io
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from harness.keys import Keys
from harness.watch import assert_accessible, take_screenshots
from harness.workday import Workday, card, question

TODAY = datetime.now(UTC).date()


def month(back: int) -> str:
    """The tenth of a month before this one."""
    number = TODAY.year * 12 + TODAY.month - 1 - back
    return f"{number // 12}-{number % 12 + 1:02d}-10"


class Scores(Workday):
    """A workday whose completed evaluations lie in the past with the scores they are given."""

    def score(self, name: str, day: str, percent: int | None, *scorecards: str, failed: bool = False, **more) -> str:
        session = self.evaluation(name, *scorecards, of=self.conversation(name, **more))
        self.complete(session, *[{"greets": "yes"} for _ in scorecards])
        at = int(datetime.fromisoformat(f"{day}T10:00:00+00:00").timestamp() * 1000)
        score = None if percent is None else percent * 1_000_000
        passed = None if percent is None else percent >= 70
        with closing(sqlite3.connect(self.server.data / "earmark.sqlite")) as database, database:
            database.execute(
                "UPDATE evaluations SET completed_at = ?, score = ?, passed = ? WHERE id = ?", (at, score, passed, session)
            )
            database.execute(
                "UPDATE evaluation_forms SET score = ?, passed = ?, auto_failed = ? WHERE evaluation_id = ?",
                (score, passed, failed, session),
            )
        return session


@pytest.fixture(scope="module")
def scores(server) -> Scores:
    """A year of calls: few at first, then more and better; two months without any, one month with one."""
    day = Scores(server)
    calls, mails = (
        day.publish(card(key, name, question("greets", "Greets"), passMark=70_000_000))
        for key, name in (("calls", "Customer calls"), ("mails", "Written answers"))
    )
    day.cards = {"calls": calls, "mails": mails}
    for back, found in {
        11: (58, 66),
        10: (62, 55, 70),
        9: (64,),
        7: (70, 66, 74, 71),
        6: (72, 69, 78),
        5: (75, 81, 72, 79, 70),
        3: (84, 79, 88),
        2: (82, 90, 86, 85),
        1: (88, 91, 84, 95, 90),
        0: (92, 87),
    }.items():
        for number, percent in enumerate(found):
            day.score(f"TR-{back}-{number}", month(back), percent, calls)
    day.score("TR-F", month(10), 0, calls, failed=True)
    day.score("TR-M1", month(2), 60, mails)
    day.score("TR-M2", month(1), 64, mails)
    for back in (1, 4, 8):
        day.score(f"TR-W-{back}", str(TODAY - timedelta(weeks=back)), 80, mails, agentId=day.people["supervisor"])
    return day


def rows(page):
    return page.locator("tbody tr")


def row(page, name: str):
    return rows(page).filter(has=page.get_by_role("rowheader", name=re.compile(name)))


def month_name(back: int) -> str:
    """As the page writes it."""
    at = datetime.fromisoformat(month(back))
    return f"{'Sept' if at.month == 9 else at.strftime('%b')} {at.year}"


def test_the_grid_filtered_to_one_agent_leads_to_the_trend(new_page, scores):
    page = new_page("supervisor")
    agent = scores.people["agent"]
    page.goto("/evaluations")
    link = page.get_by_role("link", name="Trend", exact=True)
    expect(page.locator("tbody .row-link").first).to_be_visible(timeout=15_000)
    expect(link).to_have_count(0)
    page.goto(f"/evaluations?agent={agent}&agent={scores.people['supervisor']}")
    expect(page.locator("tbody .row-link").first).to_be_visible()
    expect(link).to_have_count(0)
    page.goto(f"/evaluations?agent={agent}&scorecard={scores.cards['calls']}")
    expect(link).to_be_visible()
    take_screenshots(page, "trend-entrance")
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Scores of Agent over time")
    expect(page.get_by_label("Scorecard", exact=True)).to_have_value(scores.cards["calls"])
    expect(rows(page)).to_have_count(12)


def test_each_month_has_its_mean_interval_and_n(new_page, scores):
    page = new_page("supervisor")
    page.goto(f"/evaluations/trend?agent={scores.people['agent']}&scorecard={scores.cards['calls']}")
    listed = page.get_by_role("link", name="Evaluations", exact=True).last
    expect(listed).to_have_attribute(
        "href", f"/evaluations?agent={scores.people['agent']}&state=completed&scorecard={scores.cards['calls']}"
    )
    # Python's statistics: mean and stdev of 58 and 66, t of one degree of freedom 12.706205; cut at 0 and 100 %.
    first = row(page, month_name(11))
    expect(first.get_by_role("cell")).to_have_text(["2", "62%", "11.2% – 100%", "58% – 66%", "0 of 2", "0"])
    # 62, 55, 70 and 0 that failed automatically: 46.75 ± 3.182446 · 31.7739 / 2.
    expect(row(page, month_name(10)).get_by_role("cell")).to_have_text(
        ["4", "46.8%", "0% – 97.3%", "0% – 70%", "1 of 4", "1"]
    )
    expect(row(page, month_name(9)).get_by_role("cell")).to_have_text(["1", "64%", "–", "64% – 64%", "0 of 1", "0"])
    expect(row(page, month_name(8)).get_by_role("cell")).to_have_text(["0", "–", "–", "–", "–", "–"])
    expect(row(page, month_name(0))).to_contain_text("so far")
    drawing = page.get_by_role("img", name=re.compile(f"^Mean score of each month, from {month_name(11)} to"))
    expect(drawing).to_be_visible()
    expect(drawing.locator(".trend-point")).to_have_count(10)
    expect(drawing.locator(".trend-dot.is-lone")).to_have_count(1)
    expect(drawing.locator(".trend-whisker")).to_have_count(9)
    # Two gaps part the line in three, and are bridged.
    expect(drawing.locator("polyline")).to_have_count(3)
    expect(drawing.locator(".trend-gap")).to_have_count(2)
    expect(drawing.locator(".is-count")).to_have_text(["2", "4", "1", "4", "3", "5", "3", "4", "5", "2"])
    total = page.get_by_role("region", name="All of it together")
    expect(total).to_contain_text("Evaluations33")
    assert_accessible(page)
    page.emulate_media(color_scheme="dark")
    assert_accessible(page)
    take_screenshots(page, "trend")


def test_all_scorecards_together_say_that_they_are_mixed(new_page, scores):
    page = new_page("evaluator")
    page.goto(f"/evaluations/trend?agent={scores.people['agent']}")
    expect(page.get_by_text("These are scores on 2 scorecards")).to_be_visible()
    expect(row(page, month_name(1)).get_by_role("cell").last).to_have_text("2")
    expect(row(page, month_name(0)).get_by_role("cell").last).to_have_text("1")
    take_screenshots(page, "trend-mixed")
    page.get_by_label("Scorecard", exact=True).select_option(label="Written answers (2)")
    expect(page).to_have_url(re.compile(f"scorecard={scores.cards['mails']}"))
    expect(page.get_by_text("These are scores on 2 scorecards")).to_have_count(0)
    expect(row(page, month_name(1)).get_by_role("cell").nth(1)).to_have_text("64%")


def test_weeks_other_lengths_and_days_of_ones_own(new_page, scores):
    page = new_page("admin")
    page.goto(f"/evaluations/trend?agent={scores.people['agent']}")
    expect(rows(page)).to_have_count(12)
    page.get_by_label("Time", exact=True).select_option(label="Last 60 months")
    expect(rows(page)).to_have_count(60)
    # Sixty names would meet; n stands under each point all the same.
    expect(page.locator(".trend-text.is-count")).to_have_count(10)
    take_screenshots(page, "trend-60")
    page.get_by_role("button", name="Week", exact=True).click()
    expect(rows(page)).to_have_count(13)
    expect(page.get_by_role("button", name="Week", exact=True)).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Time", exact=True).select_option(label="Last 52 weeks")
    expect(rows(page)).to_have_count(52)
    take_screenshots(page, "trend-weeks")
    page.get_by_role("button", name="Month", exact=True).click()
    expect(rows(page)).to_have_count(12)
    page.get_by_label("Time", exact=True).select_option(label="Choose days…")
    start = page.get_by_label("From", exact=True)
    expect(start).to_have_value(month(11)[:8] + "01")
    start.fill(month(2))
    expect(rows(page)).to_have_count(3)
    start.fill("2001-01-01")
    expect(page.get_by_role("alert")).to_contain_text("at most 60 periods")
    assert_accessible(page)
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    take_screenshots(page, "trend-refused")
    start.fill(month(1))
    expect(rows(page)).to_have_count(2)


def test_nothing_yet_one_month_and_no_agent_each_say_what_to_do(new_page, scores):
    page = new_page("admin")
    page.goto(f"/evaluations/trend?agent={scores.people['agent']}&from=2001-01-01&to=2001-06-30")
    expect(page.get_by_text("No completed evaluations in these months", exact=True).last).to_be_visible()
    expect(page.get_by_role("button", name="CSV")).to_have_count(0)
    assert_accessible(page)
    take_screenshots(page, "trend-empty")
    page.get_by_role("button", name="Show the last five years").click()
    expect(rows(page)).to_have_count(60)
    page.goto(f"/evaluations/trend?agent={scores.people['agent']}&from={month(9)}&to={month(9)}")
    expect(page.get_by_text("Only one month has scores")).to_be_visible()
    expect(page.locator(".trend-point .is-lone")).to_have_count(1)
    take_screenshots(page, "trend-one")
    page.goto("/evaluations/trend")
    expect(page.get_by_text("Whose scores?")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Agent", exact=True).select_option(label="Agent")
    expect(rows(page)).to_have_count(12)


def test_what_could_not_be_read_can_be_tried_again(new_page, scores, watch):
    page = new_page("supervisor")
    watch.expect("status of 500")
    broken = {"code": "internal", "detail": "Something went wrong."}
    page.route("**/api/v1/evaluations/trend?*", lambda route: route.fulfill(status=500, json=broken))
    page.goto(f"/evaluations/trend?agent={scores.people['agent']}")
    expect(page.get_by_role("alert")).to_contain_text("Something went wrong.")
    page.unroute("**/api/v1/evaluations/trend?*")
    page.get_by_role("button", name="Try again").click()
    expect(rows(page)).to_have_count(12)


def test_an_agent_sees_nothing_of_it(new_page, scores):
    page = new_page("agent")
    page.goto(f"/evaluations/trend?agent={scores.people['agent']}")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(rows(page)).to_have_count(0)
    mine = scores.api.read("interactions", q="TR-F")["items"][0]["id"]
    page.goto(f"/interactions/{mine}")
    page.get_by_role("tab", name="Details").click()
    expect(page.get_by_role("link", name=re.compile("over time"))).to_have_count(0)


def test_a_conversation_and_an_evaluation_lead_to_their_agents_trend(new_page, scores):
    page = new_page("supervisor")
    session = scores.api.read("evaluations", q="TR-F")["items"][0]
    page.goto(f"/interactions/{session['interaction']['id']}")
    page.get_by_role("tab", name="Details").click()
    expect(page.get_by_role("link", name="Scores of Agent over time")).to_be_visible()
    take_screenshots(page, "trend-details")
    page.get_by_role("link", name="Scores of Agent over time").click()
    expect(rows(page)).to_have_count(12)
    page.goto(f"/evaluations/{session['id']}")
    page.get_by_role("tab", name="Details").click()
    page.get_by_role("link", name="Scores of Agent over time").click()
    expect(rows(page)).to_have_count(12)


def test_by_keyboard_alone_and_saved_as_csv(new_page, scores):
    keys = Keys(new_page("supervisor"))
    page = keys.page
    keys.visit(f"/evaluations?agent={scores.people['agent']}")
    expect(page.locator("tbody .row-link").first).to_be_visible()
    keys.press(page.get_by_role("link", name="Trend", exact=True))
    expect(rows(page)).to_have_count(12)
    keys.tab_to(page.get_by_label("Scorecard", exact=True))
    keys.hit("ArrowDown")
    expect(page.get_by_label("Scorecard", exact=True)).to_have_value(scores.cards["calls"])
    expect(page.get_by_label("Scorecard", exact=True)).to_be_focused()
    expect(row(page, month_name(11)).get_by_role("cell").first).to_have_text("2")
    keys.press(page.get_by_role("button", name="Week", exact=True), "Space")
    expect(rows(page)).to_have_count(13)
    expect(page.get_by_role("button", name="Week", exact=True)).to_be_focused()
    keys.press(page.get_by_role("button", name="Month", exact=True), back=True)
    expect(rows(page)).to_have_count(12)
    keys.tab_to(page.get_by_role("region", name=re.compile("^Scores by period")))
    with page.expect_download() as download:
        keys.press(page.get_by_role("button", name="CSV"), back=True)
    assert download.value.suggested_filename.startswith("trend_Agent_Customer calls_")
    lines = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert len(lines) == 12
    assert (lines[0]["Completed"], lines[0]["Mean %"], lines[0]["95 % from"]) == ("2", "62.00", "11.18")
    assert (lines[3]["Completed"], lines[3]["Mean %"]) == ("0", "")
