"""The transcript marks the word that is being said, where its source told when."""

import pytest
from playwright.sync_api import Page, expect

from harness.calls import add_call
from harness.page import until
from harness.watch import assert_accessible, take_screenshots

# What is marked: every range of the highlight, as text.
MARKED = """() => [...CSS.highlights.get('spoken-word') ?? []].map((one) => {
  const range = document.createRange();
  range.setStart(one.startContainer, one.startOffset);
  range.setEnd(one.endContainer, one.endOffset);
  return range.toString();
})"""
PLAYER = "document.querySelector('em-player')"


@pytest.fixture(scope="module")
def call(server, fixtures):
    """A call whose recogniser told when each word is said."""
    return add_call(server.api("admin"), fixtures, "cancel-contract")


@pytest.fixture(scope="module")
def said(server, call) -> list[tuple[str, int, int]]:
    """Every word with its times, as the server has them."""
    segments = server.api("admin").read(f"interactions/{call}/transcript", words="1")["segments"]
    assert all(one["words"] for one in segments)
    return [
        (word, *times) for one in segments for word, times in zip(one["text"].split(), one["words"], strict=True)
    ]


def opened(page: Page, call: str) -> Page:
    page.goto(f"/interactions/{call}")
    until(page, f"{PLAYER}?.hasMedia === true && document.querySelectorAll('.transcript-line').length > 5")
    return page


def test_wherever_one_goes_the_word_said_there_is_marked(new_page, call, said):
    page = opened(new_page("evaluator"), call)
    assert page.evaluate(MARKED) == []
    for word, start, end in said[::7]:
        page.evaluate(f"{PLAYER}.seek({(start + end) // 2})")
        assert page.evaluate(MARKED) == [word]
    check(page, "spoken-word")


def test_it_moves_from_word_to_word_while_the_call_plays(new_page, call, said):
    page = opened(new_page("evaluator"), call)
    first = next(index for index, (_, start, _) in enumerate(said) if start >= 5000)
    page.evaluate(
        f"""(from) => {{
          const player = {PLAYER};
          const read = {MARKED};
          window.seen = [];
          player.addEventListener('move', () => {{
            const [word] = read();
            if (word !== undefined && word !== window.seen.at(-1)) window.seen.push(word);
          }});
          player.seek(from);
          player.play();
        }}""",
        said[first][1],
    )
    until(page, "window.seen.length >= 12")
    seen = page.evaluate("window.seen")[:12]
    words = [word for word, _, _ in said[first:]]
    once = [word for index, word in enumerate(words) if index == 0 or word != words[index - 1]]
    assert seen == once[:12]


def test_a_page_that_is_left_leaves_no_mark(new_page, call, said):
    page = opened(new_page("evaluator"), call)
    page.evaluate(f"{PLAYER}.seek({said[3][1]})")
    assert page.evaluate(MARKED) == [said[3][0]]
    page.get_by_role("link", name="Interactions", exact=True).first.click()
    expect(page.locator("em-transcript")).to_have_count(0)
    assert page.evaluate("CSS.highlights.size") == 0


def test_chosen_lines_are_easily_read(new_page, call):
    page = opened(new_page("evaluator"), call)
    page.locator(".transcript-line").nth(1).get_by_role("button").focus()
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(".transcript-line.is-chosen")).to_have_count(2)
    check(page, "chosen-lines")


def check(page: Page, name: str) -> None:
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert_accessible(page)
    take_screenshots(page, name)
