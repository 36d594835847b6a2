"""Nothing reaches beyond the edge: a call on a small screen, and the longest names there can be on any."""

import pytest
from playwright.sync_api import expect

from harness.calls import add_call
from harness.page import until
from harness.watch import ARTIFACTS
from harness.workday import card, question

BEYOND = """() => [...document.querySelectorAll("main *")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => `${one.localName}.${one.className}`)"""


@pytest.fixture(scope="module")
def addresses(day, server, fixtures) -> list[str]:
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


@pytest.mark.parametrize("width", [1280, 1201, 1200, 1024, 900, 861, 860, 811, 761])
def test_the_state_in_the_head_is_whole_beside_all_that_can_be_done(new_page, day, width):
    scorecard = day.publish(card(f"head-{width}", "Head", question("greets", "Greets the caller")))
    for number in (1, 2):
        day.conversation(f"CL-20418-{width}-{number}", queue=f"q{width}")
    criteria = day.api.create("criteria", {"name": f"q{width}", "search": {"queue": [f"q{width}"]}}, 201)["id"]
    draw = {"count": 1, "scorecards": [scorecard], "evaluatorIds": [day.people["evaluator"]], "dueAt": "2027-03-01"}
    drawn = day.api.create(f"criteria/{criteria}/draw", draw, 201)["evaluations"][0]
    page = new_page("evaluator")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/evaluations/{drawn}")
    page.locator("[data-question=greets]").get_by_role("button", name="Yes").click()
    expect(page.locator(".bench-saved.is-saved")).to_be_visible()
    state = page.locator(".bench-crumbs .state-chips")
    expect(state).to_be_visible()
    crumbs, chip = page.locator(".bench-crumbs").bounding_box(), state.bounding_box()
    assert chip["x"] + chip["width"] <= crumbs["x"] + crumbs["width"] + 0.5, (crumbs, chip)
    name = page.locator(".bench-crumbs strong").bounding_box()
    assert name["width"] >= 40, name
    (ARTIFACTS / "screens").mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTIFACTS / "screens" / f"head-{width}.png")


@pytest.mark.parametrize("width", [1200, 1100, 1024, 1023, 861, 860, 800, 761])
def test_the_state_stands_whole_beside_a_change_that_is_not_saved(new_page, server, day, short_card, width):
    session = day.complete(day.evaluation(f"BL-20411-{width}", short_card), {"greeting": "yes"})
    page = new_page("admin")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/evaluations/{session}")
    page.locator("[data-question=greeting]").get_by_role("button", name="No").click()
    said = "Changed, not saved" if width >= 1024 else "Not saved"
    expect(page.locator(".bench-unsaved").get_by_text(said, exact=True)).to_be_visible()
    crumbs, chip, unsaved, name = (
        page.locator(at).bounding_box()
        for at in (".bench-crumbs", ".bench-crumbs .state-chips", ".bench-unsaved .chip", ".bench-crumbs strong")
    )
    assert chip["x"] + chip["width"] <= crumbs["x"] + crumbs["width"] + 0.5, (crumbs, chip)
    assert chip["x"] + chip["width"] <= unsaved["x"], (chip, unsaved)
    assert name["width"] >= 40, name
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def long(letter: str, length: int) -> str:
    """A name without a place to break it."""
    return letter * length


@pytest.fixture(scope="module")
def long_names(day) -> tuple[str, str]:
    asked = question("greets", long("Q", 500), required=True, allowNA=True)
    asked["options"][0]["label"] = long("Y", 250)
    content = card("long", long("N", 250), asked)
    content["sections"][0]["title"] = long("T", 250)
    scorecard = day.publish(content)
    return scorecard, day.evaluation(long("W", 200), scorecard, dueAt="2099-11-30")


@pytest.mark.parametrize("role", ["admin", "evaluator"])
def test_names_without_a_space_are_broken_and_push_nothing_away(new_page, long_names, role):
    scorecard, session = long_names
    page = new_page(role)
    for address, shown in (
        ("/evaluations", ".row-link"),
        ("/interactions", ".row-link"),
        ("/scorecards", ".row-link"),
        (f"/scorecards/{scorecard}", ".preview-question"),
        (f"/evaluations/{session}", ".question"),
    ):
        page.goto(address)
        page.locator(shown).first.wait_for()
        assert page.evaluate(BEYOND) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= 1440
        assert page.evaluate("[...document.querySelectorAll('.grid-scroll')].every((one) => one.scrollWidth <= one.clientWidth)")
    # The head still says until when, and how it stands.
    assert page.locator(".bench-bar .chip", has_text="due").bounding_box()["width"] > 40
    assert page.locator(".bench-bar .chip", has_text="Assigned").bounding_box()["width"] > 40
    page.get_by_role("button", name="Show score").click()
    page.get_by_role("button", name="Score receipt").click()
    assert page.evaluate(BEYOND.replace("main", "dialog[open]")) == []
