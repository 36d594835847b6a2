"""The watch over pages is itself tested: what it has to see, it sees under a strict content security policy."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from harness.watch import Watch, assert_accessible

POLICY = "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
GOOD = '<!doctype html><html lang="en"><title>Good</title><main><h1>Good</h1></main></html>'
PAGES = {
    "/good": ("text/html", GOOD),
    "/inline": ("text/html", GOOD.replace("<main>", "<script>1</script><main>")),
    "/markup": ("text/html", GOOD.replace("<main>", '<script src="/markup.js"></script><main>')),
    "/markup.js": ("text/javascript", "document.documentElement.innerHTML = '<p>';"),
    "/throws": ("text/html", GOOD.replace("<main>", '<script src="/throws.js"></script><main>')),
    "/throws.js": ("text/javascript", "throw new Error('on purpose');"),
    "/missing": ("text/html", GOOD.replace("<main>", '<script src="/nowhere.js"></script><main>')),
    "/unnamed": ("text/html", GOOD.replace("</main>", "<input></main>")),
}


class Pages(BaseHTTPRequestHandler):
    def do_GET(self):
        kind, body = PAGES.get(self.path, ("text/plain", ""))
        self.send_response(200 if self.path in PAGES else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def pages():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def open_watched(browser):
    """Opens an address in a clean browser; answers with the page and its own watch."""
    contexts = []

    def open_page(address: str):
        watch = Watch()
        context = browser.new_context()
        contexts.append(context)
        watch.context(context)
        page = context.new_page()
        page.goto(address)
        return page, watch

    yield open_page
    for context in contexts:
        context.close()


def test_a_good_page_is_quiet_and_accessible(pages, open_watched):
    page, watch = open_watched(pages + "/good")
    assert_accessible(page)
    watch.assert_quiet()


@pytest.mark.parametrize(
    ("path", "problem"),
    [("/inline", "script-src"), ("/markup", "TrustedHTML"), ("/throws", "on purpose"), ("/missing", "404")],
)
def test_what_a_page_complains_about_fails_its_test(pages, open_watched, path, problem):
    _, watch = open_watched(pages + path)
    with pytest.raises(AssertionError, match=problem):
        watch.assert_quiet()


def test_a_field_without_a_name_is_not_accessible(pages, open_watched):
    page, _ = open_watched(pages + "/unnamed")
    with pytest.raises(AssertionError, match="label"):
        assert_accessible(page)
