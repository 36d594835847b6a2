"""Evaluations of three questions, each of a chat of its own, in the evaluator's hands or completed; and their page."""

from playwright.sync_api import Locator, Page, expect

from harness.server import Server
from harness.workday import Workday, card, question as asked

CALLS = card(
    "calls",
    "Calls",
    asked("greeting", "Greets", required=True),
    asked("identity", "Verifies the caller", required=True),
    {
        "key": "pace",
        "type": "ratingScale",
        "text": "Keeps a calm pace",
        "options": [{"key": str(n), "label": str(n), "points": n} for n in range(0, 4)],
    },
    passMark=80_000_000,
)
# Whoever is not verified fails at once.
CALLS["sections"][0]["questions"][1]["options"][1]["autoFail"] = "evaluation"
WHOLE = {"greeting": "yes", "identity": "yes", "pace": "3"}


class Sessions:
    """What the evaluator works on."""

    def __init__(self, server: Server):
        self.day = Workday(server)
        self.card = self.day.publish(CALLS)
        self.count = 0

    def assigned(self, *cards: str) -> str:
        """One to be done, on the scorecard of three questions or on others."""
        self.count += 1
        return self.day.evaluation(f"CHAT-{self.count}", *(cards or [self.card]))

    def completed(self, *cards: str) -> str:
        """One with full marks."""
        return self.day.complete(self.assigned(*cards), *[WHOLE] * max(len(cards), 1))


def opened(page: Page, session: str) -> Page:
    page.goto(f"/evaluations/{session}")
    expect(page.locator(".question")).to_have_count(3)
    return page


def question(page: Page, key: str) -> Locator:
    return page.locator(f'.question[data-question="{key}"]')
