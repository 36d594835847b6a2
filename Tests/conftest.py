"""Fixtures of the tests in Python: a server of their own, clients of it, and a browser that misses nothing."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from harness.server import Server
from harness.watch import ARTIFACTS, Watch

ROOT = Path(__file__).resolve().parents[1]
# Chromium without its window: the engine is the same, and a page costs half the time.
CHROMIUM = "/usr/bin/chromium-headless-shell"
ROLES = ("admin", "supervisor", "evaluator", "agent")


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The project's own recordings."""
    return ROOT / "media-fixtures"


@pytest.fixture(scope="session")
def shared_media() -> Path:
    """Real recordings beside the checkout; tests on them are skipped where these are missing."""
    path = ROOT.parent / "shared" / "media"
    if not path.is_dir():
        pytest.skip("there is no ../shared/media beside this checkout")
    return path


def pytest_collection_modifyitems(items):
    """Files that take minutes come first: with two processes, none waits at the end for the other's longest."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def settle_in(tmp_path_factory):
    """Gives a server that was never started a person per role; those of the same roles are made once and copied."""
    first: dict[tuple[str, ...], Server] = {}

    def settle(server: Server, roles: tuple[str, ...]) -> None:
        if roles not in first:
            first[roles] = Server(tmp_path_factory.mktemp("people") / "data")
            for role in roles:
                first[roles].add_user(role, role)
        shutil.copytree(first[roles].data, server.data)
        server.passwords = dict(first[roles].passwords)

    return settle


@pytest.fixture(scope="module")
def start_server(tmp_path_factory, settle_in):
    """Makes servers, each on a data directory with a person per role and nothing else; all are stopped at the end."""
    servers: list[Server] = []

    def start(*options: str, roles: tuple[str, ...] = ROLES) -> Server:
        server = Server(tmp_path_factory.mktemp("earmark") / "data", *options)
        servers.append(server)
        if roles:
            settle_in(server, roles)
        return server.start()

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="module")
def server(start_server) -> Server:
    """One server for the tests of a file."""
    return start_server()


@pytest.fixture(scope="session")
def browser() -> Browser:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--autoplay-policy=no-user-gesture-required"],
        )
        yield browser
        browser.close()


@pytest.fixture
def watch():
    """Collects what pages complain about; the test fails on anything it did not expect."""
    watch = Watch()
    yield watch
    watch.assert_quiet()


@pytest.fixture
def new_page(browser, server, watch):
    """Opens pages, each in a clean browser, signed in when a login is named: `new_page("evaluator")`."""
    contexts = []

    def open_page(login: str | None = None, at: Server | None = None) -> Page:
        home = at or server
        context = browser.new_context(
            base_url=home.url, viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="UTC", accept_downloads=True
        )
        contexts.append(context)
        watch.context(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if login:
            answer = context.request.post("/api/v1/session", data={"login": login, "password": home.passwords[login]})
            assert answer.ok, answer.text()
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failed test shows the end of its server's log, and pictures of its pages."""
    outcome = yield
    report = outcome.get_result()
    if not report.failed:
        return
    for value in getattr(item, "funcargs", {}).values():
        if isinstance(value, Server):
            report.sections.append(("server log", "\n".join(value.log().splitlines()[-60:])))
        if isinstance(value, Page) and not value.is_closed():
            ARTIFACTS.mkdir(exist_ok=True)
            value.screenshot(path=ARTIFACTS / f"failed-{item.name}.png")
