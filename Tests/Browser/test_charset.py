"""A transcript from before Unicode is chosen on the upload page: how it was written is asked only where bytes do not say."""

import pytest
from playwright.sync_api import expect

from harness.watch import assert_accessible, take_screenshots

POLISH = "Dzień dobry, świetnie że państwo dzwonią, proszę o numer."
RUSSIAN = "Здравствуйте, чем могу помочь?"


def subtitles(text: str) -> str:
    return f"1\r\n00:00:01,000 --> 00:00:03,500\r\n{text}\r\n"


@pytest.fixture
def add(new_page, tmp_path):
    """Chooses a transcript on the upload page; gives the page and the file's row."""

    def choose(name: str, content: bytes):
        file = tmp_path / name
        file.write_bytes(content)
        page = new_page("admin")
        page.goto("/upload")
        page.locator("input[type=file]").first.set_input_files([file])
        row = page.locator(".upload-row")
        expect(row).to_have_count(1)
        return page, row

    return choose


def said(page, server, name: str) -> str:
    page.get_by_label("External ID").fill(name)
    page.get_by_role("button", name="Create and process").click()
    expect(page.get_by_text("Everything is ready.").first).to_be_visible(timeout=30_000)
    api = server.api("admin")
    home = api.read("interactions", externalId=name)["items"][0]["id"]
    (line,) = api.read(f"interactions/{home}/transcript")["segments"]
    return line["text"]


def test_subtitles_of_a_code_page_are_read_as_they_were_written(add, server):
    page, row = add("rozmowa.srt", subtitles(POLISH).encode("windows-1250"))
    choice = row.get_by_label("Written in")
    expect(choice).to_be_visible()
    expect(choice).to_have_value("")
    expect(row).to_contain_text("If nobody knows, it is read as Cyrillic")
    choice.select_option("Central European (windows-1250)")
    expect(row.locator("output")).to_have_text(f"Reads as: {POLISH}")
    assert_accessible(page)
    row.evaluate("node => node.scrollIntoView({ block: 'center' })")
    take_screenshots(page, "charset")
    assert said(page, server, "CHARSET-1") == POLISH


def test_cyrillic_subtitles_are_read_by_what_is_chosen_and_without_a_choice(add, server):
    content = subtitles(RUSSIAN).encode("windows-1251")
    page, row = add("звонок.srt", content)
    row.get_by_label("Written in").select_option("Cyrillic (windows-1251)")
    expect(row.locator("output")).to_have_text(f"Reads as: {RUSSIAN}")
    assert said(page, server, "CHARSET-2") == RUSSIAN
    # Chosen wrongly it is read wrongly, as was shown.
    page, row = add("звонок.srt", content)
    row.get_by_label("Written in").select_option("Western European (windows-1252)")
    shown = row.locator("output").inner_text().removeprefix("Reads as: ")
    assert said(page, server, "CHARSET-3") == shown != RUSSIAN
    page, _ = add("звонок.srt", content)
    assert said(page, server, "CHARSET-4") == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_not_asked_about(add, server, encoding):
    page, row = add("talk.srt", subtitles(RUSSIAN).encode(encoding))
    assert said(page, server, f"UNICODE-{encoding}") == RUSSIAN
    expect(row.get_by_label("Written in")).to_be_hidden()


def test_a_file_that_is_no_subtitles_is_not_asked_about(add):
    _, row = add("talk.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\ncaf\xe9\n")
    expect(row.get_by_label("Kind")).to_have_value("transcript")
    expect(row.get_by_label("Written in")).to_be_hidden()
    # A choice for a transcript goes when the file is said to be something else.
    _, row = add("talk.srt", subtitles(POLISH).encode("windows-1250"))
    expect(row.get_by_label("Written in")).to_be_visible()
    row.get_by_label("Kind").select_option("audio")
    expect(row.get_by_label("Written in")).to_be_hidden()
