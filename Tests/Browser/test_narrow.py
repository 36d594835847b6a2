"""A call on a small screen: one column, and nothing beyond its edge."""

import pytest

from harness.calls import add_call
from harness.page import until
from harness.workday import Workday, card, question

BEYOND = """() => [...document.querySelectorAll("main *")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => `${one.localName}.${one.className}`)"""


@pytest.fixture(scope="module")
def addresses(server, fixtures) -> list[str]:
    day = Workday(server)
    call = add_call(server.api("admin"), fixtures)
    session = day.evaluation("", day.publish(card("calls", "Calls", question("greets", "Greets the caller"))), of=call)
    return [f"/interactions/{call}", f"/evaluations/{session}"]


@pytest.mark.parametrize(("width", "height"), [(1023, 768), (900, 1000), (420, 900)])
def test_the_player_and_all_around_it_keep_within_the_page(new_page, addresses, width, height):
    page = new_page("evaluator")
    page.set_viewport_size({"width": width, "height": height})
    for address in addresses:
        page.goto(address)
        until(page, "document.querySelector('em-player')?.hasMedia === true")
        until(page, "document.querySelectorAll('.transcript-line').length > 0")
        assert page.evaluate(BEYOND) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
