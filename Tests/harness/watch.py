"""What a page said while a test walked it: errors, and breaches of its content security policy, fail the test."""

import re
import time
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "artifacts"
# A refusal of the API (401, 404, 409, 412 …) is an answer; Chromium logs it as an error all the same.
ANSWER = re.compile(r"^Failed to load resource: the server responded with a status of 4\d\d")
BREACH = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));"""

# Transitions and animations that end; spinners do not.
MOVING = """document.getAnimations().filter((one) =>
  one.playState === "running" && one.effect.getComputedTiming().endTime !== Infinity).length"""


class Watch:
    """Listens to every page of the browser contexts it is given."""

    def __init__(self):
        self.problems: list[str] = []
        self.expected: list[re.Pattern] = []

    def context(self, context: BrowserContext) -> None:
        context.add_init_script(BREACH)
        context.on("page", self._page)

    def _page(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._note(f"page error: {error.message}\n{error.stack or ''}"))
        page.on("crash", lambda _: self._note("the page crashed"))

    def expect(self, pattern: str) -> None:
        """A message that this test provokes on purpose."""
        self.expected.append(re.compile(pattern))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "assert"):
            return
        url = (message.location or {}).get("url", "")
        if ANSWER.match(message.text) and ("/api/v1/" in url or "/s/" in url):
            return
        self._note(f"console: {message.text} ({url})")

    def _note(self, problem: str) -> None:
        if not any(pattern.search(problem) for pattern in self.expected):
            self.problems.append(problem)

    def assert_quiet(self) -> None:
        assert not self.problems, "the page complained:\n" + "\n".join(self.problems)


# Two frames let a changed theme reach the page; what it then fades has to come to its end before colours are judged.
SETTLED = """async () => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  const running = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
  await Promise.all(running.map((one) => one.finished.catch(() => {})));
}"""


def wait_for_transitions(page: Page) -> None:
    """Colours on their way from one theme to the other have no contrast worth measuring."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if not page.evaluate(MOVING):
            return
        page.wait_for_timeout(50)


def assert_accessible(page: Page) -> None:
    """axe-core finds no violation on the page once nothing moves."""
    wait_for_transitions(page)
    page.evaluate(SETTLED)
    results = Axe().run(page)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def take_screenshots(page: Page, name: str, sizes: tuple = ((1280, 800), (1920, 1080))) -> None:
    """Pictures of the page in light and dark at 1280 and 1920, or as large as the screen, for people to look at, in
    artifacts/screens; what moves or changes its colour has arrived."""
    folder = ARTIFACTS / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=folder / f"{name}-{theme}-{width}.png", animations="disabled")
        if not sizes:
            page.screenshot(path=folder / f"{name}-{theme}.png", animations="disabled")
    page.emulate_media(color_scheme="light")
    if before and sizes:
        page.set_viewport_size(before)
