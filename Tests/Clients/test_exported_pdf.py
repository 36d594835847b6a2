"""Evaluations as PDF, read back by programs of other people: pikepdf, pdftotext."""

import io
import re

import pikepdf
import pytest

from harness.exports import PAYLOADS, SCRIPTS, Exports, bare, card, text_of


@pytest.fixture(scope="module")
def exports(server) -> Exports:
    return Exports(server)


@pytest.fixture(scope="module")
def odd(exports) -> dict:
    return exports.odd()


def test_a_pdf_is_tagged_and_says_its_title_and_language(exports, odd):
    with pikepdf.open(io.BytesIO(exports.of(odd, "pdf").content)) as document:
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


def test_a_pdf_shows_every_script_in_its_order(exports, tmp_path):
    made = exports.session("scripts")
    comments = {f"q{number}": {"option": "y", "comment": text} for number, text in enumerate(SCRIPTS.values())}
    exports.save(made, comments)
    shown = bare(text_of(exports.of(made, "pdf").content, tmp_path))
    for script, text in SCRIPTS.items():
        # Once as the question and once as the comment on it.
        assert shown.count(bare(text)) == 2, script


def test_the_receipt_runs_from_left_to_right_whatever_its_names_are(exports, tmp_path):
    content = card("hebrew", "Hebrew", ["Greets"])
    content["sections"][0]["title"] = "סעיף שני"
    exports.publish("hebrew", content)
    made = exports.session("hebrew")
    exports.save(made, {"q0": {"option": "y"}})
    shown = bare(text_of(exports.of(made, "pdf").content, tmp_path))
    assert "סעיף שני: 10/10 = 10 of 10 points" in shown


def test_a_pdf_holds_answers_comments_evidence_receipt_and_page_numbers(exports, odd, tmp_path):
    shown = text_of(exports.of(odd, "pdf").content, tmp_path)
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


def test_no_line_of_a_pdf_ends_within_the_time_of_a_piece_of_evidence(exports, tmp_path):
    made = exports.session("odd")
    starts = range(0, 3_600_000, 90_500)
    evidence = [{"startMs": start, "endMs": start + 4000 + start % 7000} for start in starts]
    exports.save(made, {"q0": {"option": "y", "evidence": evidence}})
    shown = bare(text_of(exports.of(made, "pdf").content, tmp_path))
    assert len(re.findall(r"\d–\d", shown)) == len(starts)


def test_a_long_pdf_breaks_between_rows_and_heads_every_page(exports, tmp_path):
    long = " ".join(f"word{number}" for number in range(500))
    made = exports.session("scripts")
    exports.save(made, {f"q{number}": {"option": "n", "comment": long} for number in range(len(SCRIPTS))})
    shown = text_of(exports.of(made, "pdf").content, tmp_path)
    pages = shown.split("\f")[:-1]
    assert len(pages) > 3
    assert all("Question" in page for page in pages[1:-1])
    words = re.findall(r"word\d+", shown)
    assert len(words) == 500 * len(SCRIPTS)
