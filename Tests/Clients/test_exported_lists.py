"""Lists of evaluations exported in the background, read back by csv, msoffcrypto-tool and openpyxl."""

import csv
import io
import re
import sqlite3
import zipfile
from contextlib import closing

import pytest
from msoffcrypto.exceptions import InvalidKeyError

from harness.workbooks import unlocked
from harness.workday import Workday, card, question

PASSWORD = "Schlüssel für 通話 42"


@pytest.fixture(scope="module")
def day(server) -> Workday:
    """Two that are done, one in hand, one of nobody; their names are what a spreadsheet might run."""
    day = Workday(server)
    day.calls = day.publish(card("calls", "=1+1", question("greets", "Greets")))
    for number, option in enumerate(("yes", "no")):
        day.complete(day.evaluation(f"DONE-{number}", day.calls, name="@SUM(A1:A9)"), {"greets": option})
    day.evaluation("+1+cmd|' /C calc'!A0", day.calls)
    day.evaluation("FREE-1", day.calls, evaluatorId=None)
    return day


def listed(server, form: str, login: str = "admin", query: str = "", **more) -> bytes:
    api = server.api(login)
    job = api.create(f"evaluations/export{query}", {"format": form} | more, 202)
    job = api.wait_for_job(job["id"])
    assert job["state"] == "done", job
    answer = api.get(job["result"]["url"])
    assert answer.ok, answer.text
    assert re.search(rf"evaluations_20\d{{6}}\.{form}", answer.headers["Content-Disposition"])
    return answer.content


def test_a_filtered_list_is_exported_as_the_list_shows_it(server, day):
    for query, count in (
        ("", 4), ("?state=completed", 2), ("?state=completed&q=SUM", 2), ("?evaluator=none", 1), ("?scoreTo=50000000", 1),
        ("?date=completed&period=7d", 2), ("?date=created&to=2026-01-01", 0), ("?date=created&period=7d&scoreFrom=1", 1),
    ):
        rows = list(csv.DictReader(io.StringIO(listed(server, "csv", query=query).decode("utf-8-sig"))))
        shown = server.api("admin").read(f"evaluations{query}{'&' if query else '?'}limit=100")["items"]
        assert [row["ID"] for row in rows] == sorted(one["id"] for one in shown), query
        assert len(rows) == count, query
        assert {row["State"] for row in rows} <= ({"Completed"} if "completed" in query else {"Completed", "Unassigned", "Assigned"})


def test_a_list_as_a_workbook_opens_with_its_password_alone(server, day):
    content = listed(server, "xlsx", password=PASSWORD)
    assert not zipfile.is_zipfile(io.BytesIO(content))
    sheet = unlocked(content, PASSWORD)["Evaluations"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:2] == ("External ID", "Evaluation")
    assert len(rows) == 1 + server.api("admin").read("evaluations")["total"]["count"]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    # Numbers stand under their titles, and the texts beside them a step away.
    for title, neighbour in (("Duration s", "Scorecards"), ("Score %", "Result")):
        first, second = (rows[0].index(name) + 1 for name in (title, neighbour))
        assert second == first + 1
        assert sheet.cell(1, first).alignment.horizontal == "right"
        assert [sheet.cell(row, second).alignment.indent for row in (1, 2)] == [1, 1]
    with pytest.raises(InvalidKeyError):
        unlocked(content, "wrong password")


def test_an_exported_list_is_its_askers_alone(server, day):
    api = server.api("evaluator")
    job = api.wait_for_job(api.create("evaluations/export", {"format": "csv"}, 202)["id"])
    assert api.get(job["result"]["url"]).ok
    for other in ("admin", "supervisor"):
        assert server.api(other).get(job["result"]["url"]).status_code == 404
        assert server.api(other).get(f"jobs/{job['id']}").status_code == 404


def test_a_workbook_whose_server_stopped_meanwhile_is_asked_for_again(start_server):
    """The lock was in memory; a job that comes back without it says so and leaves nothing behind."""
    home = start_server()
    api = home.api("admin")
    job = api.wait_for_job(api.create("evaluations/export", {"format": "xlsx", "password": PASSWORD}, 202)["id"])
    home.stop()
    with closing(sqlite3.connect(home.data / "earmark.sqlite")) as database, database:
        database.execute("UPDATE jobs SET state = 'running', finished_at = NULL WHERE id = ?", (job["id"],))
    home.start()
    again = home.api("admin").wait_for_job(job["id"])
    assert (again["state"], again["error"]["code"]) == ("failed", "export_interrupted")
    assert home.api("admin").get(job["result"]["url"]).status_code == 404
