"""What several files of browser tests begin with; a file that needs another beginning has its own of that name."""

import pytest

from harness.player import own_call
from harness.workday import Workday, card, question


@pytest.fixture(scope="module")
def day(server) -> Workday:
    return Workday(server)


@pytest.fixture
def call(server, fixtures, request) -> str:
    """A call of the test's own: two legs, two screens and a transcript."""
    return own_call(server, fixtures, request.node.name)


@pytest.fixture(scope="module")
def short_card(day) -> str:
    """A scorecard of one question."""
    return day.publish(card("short", "Short", question("greeting", "Greets")))


@pytest.fixture
def session(day, short_card, call) -> str:
    """The evaluation of the call, in the evaluator's hands."""
    return day.evaluation("", short_card, of=call)
