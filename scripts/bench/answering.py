"""B4: from a key to the painted change while nothing comes from the network, or comes 2 s late."""

from desk import Desk, wait
from playwright.sync_api import Page
from report import Row

SLOW_MS = 2_000
NOTE = "The greeting came late, and the name of the company was missing."
# The browser's own measure from an input to the next paint (Event Timing): 8 ms steps, nothing below 16.
WATCH = """(() => {
  window.benchKeys = [];
  const watch = new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      if (["keydown", "keypress", "keyup", "input", "beforeinput"].includes(one.name)) window.benchKeys.push(one.duration);
    }
  });
  watch.observe({ type: "event", durationThreshold: 16, buffered: true });
})()"""


def keys(desk: Desk) -> list[Row]:
    usual = pressed(desk, 0, 1)
    rows = []
    for question, name, line in [(2, "the line gone", None), (3, f"every answer {SLOW_MS / 1000:g} s late", SLOW_MS)]:
        seen = pressed(desk, line, question)
        rows += [
            row(f"{work}, {name}", seen[work], usual[work]) for work in ("answers given by keys", "a note typed")
        ]
    return rows


def pressed(desk: Desk, latency: float | None, question: int) -> dict[str, tuple[int, list[float]]]:
    """How many keys there were, and the events that took 16 ms or more; the note goes to a question that has none yet."""
    with desk.page() as page:
        page.add_init_script(WATCH)
        opened(page, desk)
        cut(page, latency)
        return {"answers given by keys": answers(page), "a note typed": typing(page, question)}


def opened(page: Page, desk: Desk) -> None:
    page.goto(f"/evaluations/{desk.hour}")
    wait(page, "document.querySelectorAll('.question').length === 20 && document.querySelector('em-player')?.hasMedia")
    page.wait_for_load_state("networkidle")


def cut(page: Page, latency: float | None) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    conditions = {"downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.emulateNetworkConditions", conditions | {"offline": latency is None, "latency": latency or 0})


def answers(page: Page) -> tuple[int, list[float]]:
    """Twenty answers, each by its key; all have to be marked."""
    page.locator(".question").first.click()
    page.evaluate("window.benchKeys.length = 0")
    for place in range(20):
        page.keyboard.press(str(1 + place % 2))
        page.keyboard.press("ArrowDown")
    page.wait_for_timeout(300)
    marked = page.locator(".question .options [aria-pressed=true]").count()
    if marked < 20:
        raise RuntimeError(f"of 20 answers {marked} were marked")
    return 40, page.evaluate("window.benchKeys")


def typing(page: Page, question: int) -> tuple[int, list[float]]:
    asked = page.locator(".question").nth(question - 1)
    asked.click()
    page.get_by_role("button", name=f"Note for question {question}", exact=True).click()
    page.evaluate("window.benchKeys.length = 0")
    page.keyboard.type(NOTE, delay=20)
    page.wait_for_timeout(300)
    if asked.locator("textarea").input_value() != NOTE:
        raise RuntimeError("not every letter came")
    return len(NOTE), page.evaluate("window.benchKeys")


def row(work: str, seen: tuple[int, list[float]], usual: tuple[int, list[float]]) -> Row:
    count, slow = seen
    return Row(
        "B4", f"from a key to the painted change, the slowest: {work}", "-", max(slow, default=16), "ms", at_most=100,
        context=f"{count} keys; on the line as it is {max(usual[1], default=16):.0f} ms; by Event Timing, which tells 16 ms and more in "
        "steps of 8", limit="drawing the form anew", missed="Where a key takes as long on the line as it is, it did not wait for the network.",
    )  # fmt: skip
