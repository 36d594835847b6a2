"""Exports read back by programs of other people: csv, msoffcrypto-tool, openpyxl, olefile, pikepdf, pdftotext."""

import csv
import io
import re
import subprocess
import zipfile
from urllib.parse import unquote

import olefile
import openpyxl
import pikepdf
import pytest
from msoffcrypto.exceptions import InvalidKeyError

from harness.workbooks import unlocked

PASSWORD = "Schlüssel für 通話 42"
# X1: what a spreadsheet, a shell, a page or a database might take for something else than text.
PAYLOADS = [
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "'quoted",
    '=HYPERLINK("http://127.0.0.1/?"&A1;"x")',
    "<script>alert(1)</script>",
    "'; DROP TABLE evaluations; --",
    'a "quoted", and\r\ntwo lines',
    "\u202egnp.exe",
]
# A sentence in every script, with a word to look for.
SCRIPTS = {
    "latin": "Déjà vu: the caller’s naïve question",
    "cyrillic": "Оператор поздоровался и представился",
    "greek": "Ο πράκτορας ήταν ευγενικός",
    "arabic": "رحب الوكيل بالعميل بلطف",
    "hebrew": "הנציג היה אדיב מאוד",
    "japanese": "担当者は丁寧に挨拶しました",
}


def card(key: str, name: str, texts: list[str]) -> dict:
    return {
        "key": key,
        "name": name,
        "format": "percentage",
        "passMark": 80_000_000,
        "sections": [
            {
                "key": "all",
                "title": "Alles",
                "weight": 10000,
                "questions": [
                    {
                        "key": f"q{number}",
                        "type": "yesNo",
                        "text": text,
                        "options": [
                            {"key": "y", "label": "Yes", "points": 10},
                            {"key": "n", "label": "No", "points": 0},
                        ],
                    }
                    for number, text in enumerate(texts)
                ],
            }
        ],
    }


def published(api, content: dict) -> str:
    draft = api.create("scorecards", content, 201)
    headers = {"If-Match": f'"{draft["etag"]}"'}
    api.json_of(api.post(f"scorecards/{draft['id']}/publication", json={}, headers=headers))
    return draft["id"]


@pytest.fixture(scope="module")
def account(server):
    api = server.api("admin")
    people = {user["login"]: user["id"] for user in api.read("users")["items"]}
    cards = {
        "odd": published(api, card("odd", "Service / Qualität", PAYLOADS)),
        "scripts": published(api, card("scripts", "Scripts", list(SCRIPTS.values()))),
    }
    return {"people": people, "cards": cards, "count": 0}


def session(server, account, *cards: str, external: str | None = None, **more) -> dict:
    """An evaluation of a chat of its own, given to the evaluator."""
    api = server.api("admin")
    account["count"] += 1
    chat = {
        "externalId": external or f"CHAT-{account['count']}",
        "channel": "chat",
        "startedAt": "2026-11-12T14:02:00Z",
        "durationMs": 3_700_000,
    }
    wanted = {
        "interactionId": api.create("interactions", chat, 201)["id"],
        "scorecards": [account["cards"][name] for name in cards],
        "evaluatorId": account["people"]["evaluator"],
    }
    return api.create("evaluations", wanted | more, 201)


def save(server, made: dict, answers: dict, completes: bool = False) -> None:
    api = server.api("evaluator")
    seen = api.read(f"evaluations/{made['id']}")
    body = {"forms": [{"id": seen["forms"][0]["id"], "answers": answers}]}
    headers = {"If-Match": f'"{seen["etag"]}"'}
    if completes:
        api.json_of(api.post(f"evaluations/{made['id']}/completion", json=body, headers=headers))
    else:
        api.json_of(api.put(f"evaluations/{made['id']}/answers", json=body, headers=headers))


@pytest.fixture(scope="module")
def odd(server, account) -> dict:
    """Saved, with what a spreadsheet might run in texts and comments."""
    made = session(server, account, "odd")
    answers = {f"q{number}": {"option": "y", "comment": text} for number, text in enumerate(PAYLOADS)}
    answers["q0"] |= {"evidence": [{"startMs": 62_000, "endMs": 75_500}, {"startMs": 3_600_000, "endMs": 3_601_000}]}
    answers["q1"] = {"option": "n"}
    del answers["q2"]
    save(server, made, answers)
    return made


def exported(server, made: dict, form: str, login: str = "evaluator", **more):
    answer = server.api(login).post(f"evaluations/{made['id']}/export", json={"format": form} | more)
    assert answer.ok, answer.text
    return answer


def workbook(content: bytes, password: str = PASSWORD) -> openpyxl.Workbook:
    return unlocked(content, password)


def name_of(answer) -> str:
    return unquote(re.search(r"filename\*=UTF-8''(\S+)", answer.headers["Content-Disposition"])[1])


def guarded(text: str) -> str:
    return "'" + text if text[0] in "=+-@\t\r'" else text


def test_a_csv_holds_every_question_with_its_answer_and_the_scores(server, odd):
    answer = exported(server, odd, "csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(PAYLOADS)
    assert [row["Answer"] for row in rows[:4]] == ["Yes", "No", "", "Yes"]
    assert rows[0]["Evidence"] == "1:02–1:15.5; 1:00:00–1:00:01"
    assert {row["Scorecard score %"] for row in rows} == {"83.33"}
    assert {row["Evaluation score %"] for row in rows} == {"83.33"}
    assert [row["Question points"] for row in rows[:4]] == ["10", "0", "0", "10"]


def test_a_cell_that_begins_like_a_formula_is_made_harmless(server, odd):
    rows = list(csv.DictReader(io.StringIO(exported(server, odd, "csv").content.decode("utf-8-sig"), newline="")))
    assert [row["Question"] for row in rows] == [guarded(text) for text in PAYLOADS]
    assert rows[0]["Comment"] == "'=1+1" and rows[4]["Comment"] == "'\t=1+1"
    book = workbook(exported(server, odd, "xlsx", password=PASSWORD).content)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and cell.value[:1] in ("=", "+", "@", "\t")]
    assert [row[3] for row in book["Answers"].iter_rows(min_row=2, values_only=True)][:4] == [
        guarded(text) for text in PAYLOADS[:4]
    ]


def test_a_workbook_opens_with_its_password_alone(server, odd):
    answer = exported(server, odd, "xlsx", password=PASSWORD)
    assert not zipfile.is_zipfile(io.BytesIO(answer.content))
    book = workbook(answer.content)
    assert book.sheetnames == ["Evaluation", "Answers", "Score receipt"]
    assert book["Answers"].max_row == len(PAYLOADS) + 1
    assert abs(book["Evaluation"]["B2"].value - 0.833333) < 0.0001
    for wrong in ("x", "wrong password", PASSWORD.lower(), PASSWORD + " "):
        with pytest.raises(InvalidKeyError):
            workbook(answer.content, wrong)


def test_texts_of_a_workbook_keep_away_from_the_numbers_before_them(server, odd):
    rows = list(workbook(exported(server, odd, "xlsx", password=PASSWORD).content)["Answers"].iter_rows())
    [possible] = [cell.column for cell in rows[0] if cell.value == "Possible"]
    assert rows[0][possible - 1].alignment.horizontal == "right"
    assert {(row[possible].alignment.horizontal, row[possible].alignment.indent) for row in rows} == {("left", 1)}


def test_a_workbook_is_locked_anew_every_time_and_shows_whether_it_was_changed(server, odd):
    one, other = (exported(server, odd, "xlsx", password=PASSWORD).content for _ in range(2))
    package = olefile.OleFileIO(io.BytesIO(one)).openstream("EncryptedPackage").read()
    assert package not in other
    place = one.index(package[:512]) + len(package) // 2
    broken = one[:place] + bytes([one[place] ^ 1]) + one[place + 1 :]
    with pytest.raises(InvalidKeyError, match="integrity"):
        workbook(broken)


def test_a_locked_workbook_lies_in_its_container_as_office_keeps_it(server, odd):
    container = olefile.OleFileIO(io.BytesIO(exported(server, odd, "xlsx", password=PASSWORD).content))
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


def test_the_password_is_kept_nowhere(server, odd):
    secret = "Kept-Nowhere-7319"
    exported(server, odd, "xlsx", password=secret)
    job = server.api("evaluator").create("evaluations/export", {"format": "xlsx", "password": secret}, 202)
    assert server.api("evaluator").wait_for_job(job["id"])["state"] == "done"
    for spelling in (secret.encode(), secret.encode("utf-16-le")):
        assert spelling not in server.log().encode()
        found = [path for path in server.data.rglob("*") if path.is_file() and spelling in path.read_bytes()]
        assert not found


def test_a_pdf_is_tagged_and_says_its_title_and_language(server, odd):
    with pikepdf.open(io.BytesIO(exported(server, odd, "pdf").content)) as document:
        root = document.Root
        assert str(root.Lang) == "en"
        assert bool(root.MarkInfo.Marked) and bool(root.ViewerPreferences.DisplayDocTitle)
        assert "CHAT-" in str(document.docinfo["/Title"])
        found = tags(root.StructTreeRoot)
        assert found[:2] == ["Document", "H1"]
        assert {"H2", "H3", "P", "Table", "TR", "TH", "TD"} <= set(found)
        assert found.count("TR") >= len(PAYLOADS) + 1
        assert root.Outlines.First.Title is not None


def tags(node) -> list[str]:
    """The kinds of the structure's elements in the order in which they are read."""
    found = []
    for child in node.get("/K", []) if isinstance(node.get("/K"), pikepdf.Array) else [node.get("/K")]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += [str(child.S)[1:], *tags(child)]
    return found


def text_of(content: bytes, tmp_path) -> str:
    path = tmp_path / "export.pdf"
    path.write_bytes(content)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def bare(text: str) -> str:
    """Without the marks that say which way a script runs, and with every space alike."""
    return " ".join(re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text).split())


def test_a_pdf_shows_every_script_in_its_order(server, account, tmp_path):
    made = session(server, account, "scripts")
    comments = {f"q{number}": {"option": "y", "comment": text} for number, text in enumerate(SCRIPTS.values())}
    save(server, made, comments)
    shown = bare(text_of(exported(server, made, "pdf").content, tmp_path))
    for script, text in SCRIPTS.items():
        # Once as the question and once as the comment on it.
        assert shown.count(bare(text)) == 2, script


def test_the_receipt_runs_from_left_to_right_whatever_its_names_are(server, account, tmp_path):
    content = card("hebrew", "Hebrew", ["Greets"])
    content["sections"][0]["title"] = "סעיף שני"
    account["cards"]["hebrew"] = published(server.api("admin"), content)
    made = session(server, account, "hebrew")
    save(server, made, {"q0": {"option": "y"}})
    shown = bare(text_of(exported(server, made, "pdf").content, tmp_path))
    assert "סעיף שני: 10/10 = 10 of 10 points" in shown


def test_a_pdf_holds_answers_comments_evidence_receipt_and_page_numbers(server, odd, tmp_path):
    shown = text_of(exported(server, odd, "pdf").content, tmp_path)
    for said in (
        "83.33%",
        "Not completed yet",
        "Service / Qualität, version 1",
        "Evidence at 1:02–1:15.5, 1:00:00–1:00:01",
        "=1+1",
        "Unanswered",
        "Score receipt",
        "100% × 100/120",
        "Pass mark 80.00%: no result",
    ):
        assert said in shown, said
    pages = shown.count("\f")
    assert [f"Page {number} of {pages}" in shown for number in range(1, pages + 1)] == [True] * pages


def test_no_line_of_a_pdf_ends_within_the_time_of_a_piece_of_evidence(server, account, tmp_path):
    made = session(server, account, "odd")
    starts = range(0, 3_600_000, 90_500)
    evidence = [{"startMs": start, "endMs": start + 4000 + start % 7000} for start in starts]
    save(server, made, {"q0": {"option": "y", "evidence": evidence}})
    shown = bare(text_of(exported(server, made, "pdf").content, tmp_path))
    assert len(re.findall(r"\d–\d", shown)) == len(starts)


def test_what_nobody_saved_is_no_answer_and_nobody_has_failed_before_the_end(server, account, tmp_path):
    content = card("preset", "Preset", ["Greets", "Helps"]) | {"defaultsOn": True}
    content["sections"][0]["questions"][0]["default"] = "y"
    account["cards"]["preset"] = published(server.api("admin"), content)
    made = session(server, account, "preset")
    assert "No answer has been saved." in text_of(exported(server, made, "pdf").content, tmp_path)
    rows = list(csv.DictReader(io.StringIO(exported(server, made, "csv").content.decode("utf-8-sig"))))
    assert [row["Answer"] for row in rows] == ["", ""]
    assert {row["Evaluation score %"] for row in rows} == {""}
    save(server, made, {"q0": {"option": "n"}})
    rows = list(csv.DictReader(io.StringIO(exported(server, made, "csv").content.decode("utf-8-sig"))))
    assert {(row["Evaluation score %"], row["Evaluation result"], row["Scorecard result"]) for row in rows} == {("0.00", "", "")}
    save(server, made, {"q0": {"option": "n"}, "q1": {"option": "n"}}, completes=True)
    [result] = {row["Evaluation result"] for row in csv.DictReader(io.StringIO(exported(server, made, "csv").content.decode("utf-8-sig")))}
    assert result == "Failed"


def test_a_long_pdf_breaks_between_rows_and_heads_every_page(server, account, tmp_path):
    long = " ".join(f"word{number}" for number in range(500))
    made = session(server, account, "scripts")
    save(server, made, {f"q{number}": {"option": "n", "comment": long} for number in range(len(SCRIPTS))})
    shown = text_of(exported(server, made, "pdf").content, tmp_path)
    pages = shown.split("\f")[:-1]
    assert len(pages) > 3
    assert all("Question" in page for page in pages[1:-1])
    words = re.findall(r"word\d+", shown)
    assert len(words) == 500 * len(SCRIPTS)


def test_a_file_is_named_after_the_interaction_the_scorecard_and_the_day(server, account):
    today = re.compile(r"_20\d{6}\.csv$")
    made = session(server, account, "odd", "scripts", external="../A:1")
    name = name_of(exported(server, made, "csv"))
    assert name.startswith("uncompleted_-A-1_Service - Qualität+1_") and today.search(name)
    done = session(server, account, "scripts", external="DONE-1")
    save(server, done, {"q0": {"option": "y"}}, completes=True)
    assert re.fullmatch(r"DONE-1_Scripts_20\d{6}\.pdf", name_of(exported(server, done, "pdf")))


def test_the_day_in_the_name_is_the_accounts(server, account):
    admin = server.api("admin")
    done = session(server, account, "scripts", external="ZONE-1")
    save(server, done, {"q0": {"option": "y"}}, completes=True)
    days = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        admin.json_of(admin.patch("settings", json={"timeZone": zone}))
        days.add(name_of(exported(server, done, "csv")))
    assert len(days) == 2


def test_every_term_of_the_score_stands_in_each_format(server, account, tmp_path):
    content = card("terms", "Terms", ["One", "Two", "Three"])
    questions = content["sections"][0]["questions"]
    questions[1]["options"][1]["autoFail"] = "section"
    content["sections"] = [
        {"key": f"s{number}", "title": f"Part {number}", "weight": weight, "questions": [questions[number]]}
        for number, weight in enumerate((6000, 3333, 667))
    ]
    account["cards"]["terms"] = published(server.api("admin"), content)
    made = session(server, account, "terms")
    save(server, made, {"q0": {"option": "y"}, "q1": {"option": "n"}, "q2": {"option": "y"}}, completes=True)
    rows = list(csv.DictReader(io.StringIO(exported(server, made, "csv").content.decode("utf-8-sig"))))
    assert [row["Section weight %"] for row in rows] == ["60", "33.33", "6.67"]
    assert [(row["Section points"], row["Section points possible"]) for row in rows] == [("10", "10"), ("0", "10"), ("10", "10")]
    assert [row["Section score %"] for row in rows] == ["100.00", "0.00", "100.00"]
    assert [row["Section auto-failed"] for row in rows] == ["no", "yes", "no"]
    # The weights in the file and the sections' scores give the score in the file.
    total = sum(float(row["Section weight %"]) * float(row["Section score %"]) for row in rows) / 100
    assert {row["Scorecard score %"] for row in rows} == {f"{total:.2f}"} == {"66.67"}
    cells = [cell.value for row in workbook(exported(server, made, "xlsx", password=PASSWORD).content)["Evaluation"] for cell in row]
    shown = bare(text_of(exported(server, made, "pdf").content, tmp_path))
    for weight in ("60%", "33.33%", "6.67%"):
        assert weight in cells
        assert weight in shown


def test_an_export_holds_what_was_saved_and_no_draft(server, account):
    made = session(server, account, "scripts")
    save(server, made, {"q0": {"option": "y"}})
    api = server.api("evaluator")
    seen = api.read(f"evaluations/{made['id']}")
    draft = {"forms": [{"id": seen["forms"][0]["id"], "answers": {"q0": {"option": "n"}, "q1": {"option": "y"}}}]}
    api.json_of(api.put(f"evaluations/{made['id']}/draft", json=draft, headers={"If-Match": f'"{seen["etag"]}"'}))
    rows = list(csv.DictReader(io.StringIO(exported(server, made, "csv").content.decode("utf-8-sig"))))
    assert [row["Answer"] for row in rows[:2]] == ["Yes", ""]


def test_who_does_not_see_an_evaluation_exports_none(server, odd):
    for form in ("csv", "pdf"):
        answer = server.api("agent").post(f"evaluations/{odd['id']}/export", json={"format": form})
        assert answer.status_code == 404
    assert server.api("agent").post("evaluations/export", json={"format": "csv"}).status_code == 403
    events = server.api("admin").read("activity", limit=100)["items"]
    told = [event for event in events if event["action"] == "evaluation.exported"]
    assert told and told[0]["subject"]["id"]
