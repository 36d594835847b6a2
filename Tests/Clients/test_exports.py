"""Exports read back by programs of other people: csv, msoffcrypto-tool, openpyxl, olefile."""

import csv
import io
import re
import zipfile
from urllib.parse import unquote

import olefile
import openpyxl
import pytest
from msoffcrypto.exceptions import InvalidKeyError

from harness.exports import PAYLOADS, SCRIPTS, Exports, bare, card, text_of
from harness.workbooks import unlocked

PASSWORD = "Schlüssel für 通話 42"


@pytest.fixture(scope="module")
def exports(server) -> Exports:
    return Exports(server)


@pytest.fixture(scope="module")
def odd(exports) -> dict:
    return exports.odd()


def workbook(content: bytes, password: str = PASSWORD) -> openpyxl.Workbook:
    return unlocked(content, password)


def name_of(answer) -> str:
    return unquote(re.search(r"filename\*=UTF-8''(\S+)", answer.headers["Content-Disposition"])[1])


def guarded(text: str) -> str:
    return "'" + text if text[0] in "=+-@\t\r'" else text


def test_a_csv_holds_every_question_with_its_answer_and_the_scores(exports, odd):
    answer = exports.of(odd, "csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(PAYLOADS)
    assert [row["Answer"] for row in rows[:4]] == ["Yes", "No", "", "Yes"]
    assert rows[0]["Evidence"] == "1:02–1:15.5; 1:00:00–1:00:01"
    assert {row["Scorecard score %"] for row in rows} == {"83.33"}
    assert {row["Evaluation score %"] for row in rows} == {"83.33"}
    assert [row["Question points"] for row in rows[:4]] == ["10", "0", "0", "10"]


def test_a_cell_that_begins_like_a_formula_is_made_harmless(exports, odd):
    rows = list(csv.DictReader(io.StringIO(exports.of(odd, "csv").content.decode("utf-8-sig"), newline="")))
    assert [row["Question"] for row in rows] == [guarded(text) for text in PAYLOADS]
    assert rows[0]["Comment"] == "'=1+1" and rows[4]["Comment"] == "'\t=1+1"
    book = workbook(exports.of(odd, "xlsx", password=PASSWORD).content)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and cell.value[:1] in ("=", "+", "@", "\t")]
    assert [row[3] for row in book["Answers"].iter_rows(min_row=2, values_only=True)][:4] == [
        guarded(text) for text in PAYLOADS[:4]
    ]


def test_a_workbook_opens_with_its_password_alone(exports, odd):
    answer = exports.of(odd, "xlsx", password=PASSWORD)
    assert not zipfile.is_zipfile(io.BytesIO(answer.content))
    book = workbook(answer.content)
    assert book.sheetnames == ["Evaluation", "Answers", "Score receipt"]
    assert book["Answers"].max_row == len(PAYLOADS) + 1
    assert abs(book["Evaluation"]["B2"].value - 0.833333) < 0.0001
    for wrong in ("x", "wrong password", PASSWORD.lower(), PASSWORD + " "):
        with pytest.raises(InvalidKeyError):
            workbook(answer.content, wrong)


def test_texts_of_a_workbook_keep_away_from_the_numbers_before_them(exports, odd):
    rows = list(workbook(exports.of(odd, "xlsx", password=PASSWORD).content)["Answers"].iter_rows())
    [possible] = [cell.column for cell in rows[0] if cell.value == "Possible"]
    assert rows[0][possible - 1].alignment.horizontal == "right"
    assert {(row[possible].alignment.horizontal, row[possible].alignment.indent) for row in rows} == {("left", 1)}


def test_a_workbook_is_locked_anew_every_time_and_shows_whether_it_was_changed(exports, odd):
    one, other = (exports.of(odd, "xlsx", password=PASSWORD).content for _ in range(2))
    package = olefile.OleFileIO(io.BytesIO(one)).openstream("EncryptedPackage").read()
    assert package not in other
    place = one.index(package[:512]) + len(package) // 2
    broken = one[:place] + bytes([one[place] ^ 1]) + one[place + 1 :]
    with pytest.raises(InvalidKeyError, match="integrity"):
        workbook(broken)


def test_a_locked_workbook_lies_in_its_container_as_office_keeps_it(exports, odd):
    container = olefile.OleFileIO(io.BytesIO(exports.of(odd, "xlsx", password=PASSWORD).content))
    assert sorted("/".join(path) for path in container.listdir()) == [
        "\x06DataSpaces/DataSpaceInfo/StrongEncryptionDataSpace",
        "\x06DataSpaces/DataSpaceMap",
        "\x06DataSpaces/TransformInfo/StrongEncryptionTransform/\x06Primary",
        "\x06DataSpaces/Version",
        "EncryptedPackage",
        "EncryptionInfo",
    ]
    info = container.openstream("EncryptionInfo").read()
    assert info[:8] == b"\x04\x00\x04\x00\x40\x00\x00\x00"
    for said in ('spinCount="100000"', 'cipherAlgorithm="AES"', 'keyBits="256"', 'hashAlgorithm="SHA512"'):
        assert said in info.decode("utf-8", "replace")
    assert not container.parsing_issues


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"format": "xlsx"}, "password_missing"),
        ({"format": "xlsx", "password": ""}, "password_missing"),
        ({"format": "xlsx", "password": "1234567"}, "password_short"),
        ({"format": "xlsx", "password": "x" * 256}, "password_long"),
        ({"format": "pdf", "password": PASSWORD}, "password_unused"),
        ({"format": "csv", "password": PASSWORD}, "password_unused"),
    ],
)
def test_a_workbook_is_never_without_a_password_and_nothing_else_has_one(server, odd, body, code):
    answer = server.api("evaluator").post(f"evaluations/{odd['id']}/export", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_the_password_is_kept_nowhere(server, exports, odd):
    secret = "Kept-Nowhere-7319"
    exports.of(odd, "xlsx", password=secret)
    job = server.api("evaluator").create("evaluations/export", {"format": "xlsx", "password": secret}, 202)
    assert server.api("evaluator").wait_for_job(job["id"])["state"] == "done"
    for spelling in (secret.encode(), secret.encode("utf-16-le")):
        assert spelling not in server.log().encode()
        found = [path for path in server.data.rglob("*") if path.is_file() and spelling in path.read_bytes()]
        assert not found


def test_what_nobody_saved_is_no_answer_and_nobody_has_failed_before_the_end(exports, tmp_path):
    content = card("preset", "Preset", ["Greets", "Helps"]) | {"defaultsOn": True}
    content["sections"][0]["questions"][0]["default"] = "y"
    exports.publish("preset", content)
    made = exports.session("preset")
    assert "No answer has been saved." in text_of(exports.of(made, "pdf").content, tmp_path)
    rows = list(csv.DictReader(io.StringIO(exports.of(made, "csv").content.decode("utf-8-sig"))))
    assert [row["Answer"] for row in rows] == ["", ""]
    assert {row["Evaluation score %"] for row in rows} == {""}
    exports.save(made, {"q0": {"option": "n"}})
    rows = list(csv.DictReader(io.StringIO(exports.of(made, "csv").content.decode("utf-8-sig"))))
    assert {(row["Evaluation score %"], row["Evaluation result"], row["Scorecard result"]) for row in rows} == {("0.00", "", "")}
    exports.save(made, {"q0": {"option": "n"}, "q1": {"option": "n"}}, completes=True)
    [result] = {row["Evaluation result"] for row in csv.DictReader(io.StringIO(exports.of(made, "csv").content.decode("utf-8-sig")))}
    assert result == "Failed"


def test_a_file_is_named_after_the_interaction_the_scorecard_and_the_day(exports):
    today = re.compile(r"_20\d{6}\.csv$")
    made = exports.session("odd", "scripts", external="../A:1")
    name = name_of(exports.of(made, "csv"))
    assert name.startswith("uncompleted_-A-1_Service - Qualität+1_") and today.search(name)
    done = exports.session("scripts", external="DONE-1")
    exports.save(done, {"q0": {"option": "y"}}, completes=True)
    assert re.fullmatch(r"DONE-1_Scripts_20\d{6}\.pdf", name_of(exports.of(done, "pdf")))


def test_the_day_in_the_name_is_the_accounts(server, exports):
    admin = server.api("admin")
    done = exports.session("scripts", external="ZONE-1")
    exports.save(done, {"q0": {"option": "y"}}, completes=True)
    days = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        admin.json_of(admin.patch("settings", json={"timeZone": zone}))
        days.add(name_of(exports.of(done, "csv")))
    assert len(days) == 2


def test_every_term_of_the_score_stands_in_each_format(exports, tmp_path):
    content = card("terms", "Terms", ["One", "Two", "Three"])
    questions = content["sections"][0]["questions"]
    questions[1]["options"][1]["autoFail"] = "section"
    content["sections"] = [
        {"key": f"s{number}", "title": f"Part {number}", "weight": weight, "questions": [questions[number]]}
        for number, weight in enumerate((6000, 3333, 667))
    ]
    exports.publish("terms", content)
    made = exports.session("terms")
    exports.save(made, {"q0": {"option": "y"}, "q1": {"option": "n"}, "q2": {"option": "y"}}, completes=True)
    rows = list(csv.DictReader(io.StringIO(exports.of(made, "csv").content.decode("utf-8-sig"))))
    assert [row["Section weight %"] for row in rows] == ["60", "33.33", "6.67"]
    assert [(row["Section points"], row["Section points possible"]) for row in rows] == [("10", "10"), ("0", "10"), ("10", "10")]
    assert [row["Section score %"] for row in rows] == ["100.00", "0.00", "100.00"]
    assert [row["Section auto-failed"] for row in rows] == ["no", "yes", "no"]
    # The weights in the file and the sections' scores give the score in the file.
    total = sum(float(row["Section weight %"]) * float(row["Section score %"]) for row in rows) / 100
    assert {row["Scorecard score %"] for row in rows} == {f"{total:.2f}"} == {"66.67"}
    cells = [cell.value for row in workbook(exports.of(made, "xlsx", password=PASSWORD).content)["Evaluation"] for cell in row]
    shown = bare(text_of(exports.of(made, "pdf").content, tmp_path))
    for weight in ("60%", "33.33%", "6.67%"):
        assert weight in cells
        assert weight in shown


def test_an_export_holds_what_was_saved_and_no_draft(server, exports):
    made = exports.session("scripts")
    exports.save(made, {"q0": {"option": "y"}})
    api = server.api("evaluator")
    seen = api.read(f"evaluations/{made['id']}")
    draft = {"forms": [{"id": seen["forms"][0]["id"], "answers": {"q0": {"option": "n"}, "q1": {"option": "y"}}}]}
    api.json_of(api.put(f"evaluations/{made['id']}/draft", json=draft, headers={"If-Match": f'"{seen["etag"]}"'}))
    rows = list(csv.DictReader(io.StringIO(exports.of(made, "csv").content.decode("utf-8-sig"))))
    assert [row["Answer"] for row in rows[:2]] == ["Yes", ""]


def test_who_does_not_see_an_evaluation_exports_none(server, odd):
    for form in ("csv", "pdf"):
        answer = server.api("agent").post(f"evaluations/{odd['id']}/export", json={"format": form})
        assert answer.status_code == 404
    assert server.api("agent").post("evaluations/export", json={"format": "csv"}).status_code == 403
    events = server.api("admin").read("activity", limit=100)["items"]
    told = [event for event in events if event["action"] == "evaluation.exported"]
    assert told and told[0]["subject"]["id"]
