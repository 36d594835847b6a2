"""A call of an hour: what its transcript costs, at rest and while it plays."""

import pytest
from playwright.sync_api import expect

from harness.page import until
from harness.player import PLAYER, opened
from harness.watch import assert_accessible

LINES = 1600


@pytest.fixture
def hour(server, call):
    """The same call with as many lines as an hour has."""

    def at(ms: int) -> str:
        return f"00:{ms // 60_000:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"

    cues = "".join(
        f"\n{at(index * 45)} --> {at(index * 45 + 40)}\n<v {'Agent' if index % 2 else 'Customer'}>"
        f"Line {index} says that {'the refund is on its way and ' * (index % 4)}all is well\n"
        for index in range(LINES)
    )
    answer = server.api("admin").put(
        f"interactions/{call}/transcript", data=("WEBVTT\n" + cues).encode(), headers={"Content-Type": "text/vtt"}
    )
    assert answer.ok
    return call


COST = """() => {
  const player = document.querySelector("em-player");
  const transcript = document.querySelector("em-transcript");
  const watch = new MutationObserver(() => {});
  watch.observe(transcript, { subtree: true, childList: true, attributes: true, characterData: true });
  let changed = 0;
  let lines = 0;
  let before = transcript.querySelector("[aria-current]");
  for (let ms = 20000; ms < 30000; ms += 16) {
    transcript.moveTo(ms);
    changed += watch.takeRecords().length;
    const now = transcript.querySelector("[aria-current]");
    if (now !== before) lines += 1;
    before = now;
  }
  return { changed, lines };
}"""


def test_an_hour_of_transcript_costs_what_is_seen_of_it(new_page, hour):
    page = opened(new_page("evaluator"), hour)
    rows = page.locator(".transcript-line")
    expect(rows).to_have_count(LINES)
    # In groups that are not laid out while they are out of sight; the first ones are.
    until(page, "document.querySelector('.transcript-lines').classList.contains('is-laid')")
    groups = page.evaluate("""[...document.querySelectorAll('.transcript-group')].map((group) =>
      [group.children.length, getComputedStyle(group).contentVisibility])""")
    assert groups == [[40, "auto"]] * (LINES // 40)
    until(page, "!document.querySelector('.transcript-group:last-child .line-text').checkVisibility({ contentVisibilityAuto: true })")
    # A step of the clock touches the two lines that change, and between lines nothing.
    cost = page.evaluate(COST)
    assert cost["lines"] > 200
    assert cost["changed"] <= 4 * cost["lines"] + 4
    # The browser's search and assistive technology find a line that was never seen, and it comes to its place.
    assert page.evaluate("window.find('Line 1555 says')")
    found = "getSelection().anchorNode.parentElement.closest('.transcript-line').dataset.index"
    assert page.evaluate(found) == "1555"
    page.keyboard.press("Escape")
    rows.nth(1555).get_by_role("button").focus()
    expect(rows.nth(1555)).to_be_in_viewport()
    page.evaluate(f"{PLAYER}.seek(700 * 45 + 20)")
    page.get_by_role("button", name="Back to now").click()
    expect(rows.nth(700)).to_be_in_viewport()
    assert_accessible(page)


PLAYING = """async () => {
  const player = document.querySelector("em-player");
  const found = { moves: 0, changed: 0, added: 0 };
  const watch = new MutationObserver((records) => {
    found.changed += records.length;
    for (const record of records) {
      found.added += [...record.addedNodes].filter((node) => node instanceof Element).length;
    }
  });
  watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  await new Promise((resolve) => player.addEventListener("move", () => (found.moves += 1) > 90 && resolve()));
  watch.disconnect();
  return found;
}"""


def test_a_frame_of_playback_changes_little_in_the_page(new_page, hour):
    page = opened(new_page("evaluator"), hour)
    page.keyboard.press("k")
    until(page, f"{PLAYER}.currentMs > 500")
    found = page.evaluate(PLAYING)
    # The playhead each time; the clock, the slider's value and the lines now and then; no element is made anew.
    assert found["added"] == 0
    assert found["changed"] <= 9 * found["moves"], found
