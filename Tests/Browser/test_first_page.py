"""What a first visit takes over the wire, and that a page has named all it needs before its scripts run."""

import re

import pytest

from harness.workday import Workday, card, question

MOST_BYTES = 200_000


class Carried:
    """What comes over the wire, heads of answers included, of everything but recordings."""

    def __init__(self, page):
        self.bytes = 0
        self.addresses: list[str] = []
        self._kinds: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", self._began)
        session.on("Network.loadingFinished", self._ended)

    def _began(self, event):
        self._kinds[event["requestId"]] = event["type"]
        if event["type"] in ("Script", "Stylesheet"):
            self.addresses.append(re.sub(r"^https?://[^/]+", "", event["response"]["url"]))

    def _ended(self, event):
        if self._kinds.get(event["requestId"]) != "Media":
            self.bytes += event["encodedDataLength"]


@pytest.fixture(scope="module")
def places(server):
    """Addresses of things that are there."""
    day = Workday(server)
    scorecard = day.publish(card("first", "First", question("greets", "Greets")))
    call = day.conversation("FIRST")
    evaluation = day.evaluation("", scorecard, of=call)
    for number in range(60):
        day.evaluation(f"ROW-{number:02}", scorecard)
    return {"call": call, "evaluation": evaluation, "scorecard": scorecard}


def visited(page, path: str) -> Carried:
    carried = Carried(page)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return carried


@pytest.mark.parametrize(
    ("login", "path"),
    [(None, "/"), (None, "/sign-in"), ("evaluator", "/evaluations"), ("evaluator", "/interactions"), ("agent", "/home")],
)
def test_a_first_page_is_under_200_kb(new_page, places, login, path):
    carried = visited(new_page(login), path)
    assert len(carried.addresses) > 20
    assert carried.bytes < MOST_BYTES


PAGES = [
    (None, "/"),
    (None, "/evaluations/{evaluation}"),
    ("agent", "/home"),
    ("admin", "/interactions"),
    ("admin", "/interactions/{call}"),
    ("admin", "/interactions/{call}/upload"),
    ("admin", "/evaluations"),
    ("evaluator", "/evaluations/{evaluation}"),
    ("admin", "/scorecards/{scorecard}/edit"),
    ("admin", "/moments"),
    ("admin", "/settings"),
    ("admin", "/search?q=first"),
]


@pytest.mark.parametrize(("login", "path"), PAGES, ids=[f"{login}-{path}" for login, path in PAGES])
def test_a_page_names_every_module_and_style_sheet_before_its_scripts_ask(new_page, places, login, path):
    page = new_page(login)
    address = path.format(**places)
    # Whose sign-in it is says the cookie; the page is asked for once more, by whoever is signed in.
    named = set(re.findall(r'(?:href|src)="(/[^"]+\.(?:js|css))"', page.context.request.get(address).text()))
    carried = visited(page, address)
    assert set(carried.addresses) <= named
    assert len(carried.addresses) == len(set(carried.addresses))


def test_the_page_of_a_link_names_its_modules_too(new_page, watch):
    watch.expect("404")
    page = new_page()
    named = set(re.findall(r'(?:href|src)="(/[^"]+\.(?:js|css))"', page.context.request.get("/s/nobody-has-this").text()))
    carried = visited(page, "/s/nobody-has-this")
    assert "/features/sharing/shared-page.js" in carried.addresses
    assert set(carried.addresses) <= named
    assert carried.bytes < MOST_BYTES


def test_an_answer_of_the_api_is_never_packed(server, places):
    answer = server.api("admin").get("evaluations", headers={"Accept-Encoding": "gzip"})
    assert answer.ok
    assert len(answer.content) > 5_000
    assert "Content-Encoding" not in answer.headers
