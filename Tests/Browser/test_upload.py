"""Uploads in a real browser that outlive their page: in the middle of the file, and between its end and its use."""

import hashlib
import re

import pytest
from playwright.sync_api import Page, expect

from harness.watch import assert_accessible, take_screenshots

PIECE = 4 << 20


@pytest.fixture(scope="module")
def long_call(tmp_path_factory, fixtures):
    """A recording of several pieces: real sound first, then a chunk players pass over."""
    sound = (fixtures / "wrong-number.wav").read_bytes()
    filler = 3 * PIECE
    content = sound + b"junk" + filler.to_bytes(4, "little") + b"\0" * filler
    path = tmp_path_factory.mktemp("upload") / "long-call.wav"
    path.write_bytes(content[:4] + (len(content) - 8).to_bytes(4, "little") + content[8:])
    return path


def choose(page: Page, file) -> None:
    page.locator("input[type=file]").first.set_input_files([file])
    expect(page.locator(".upload-row")).to_have_count(1)


class Line:
    """A line that sends so many bytes a second, until that is lifted."""

    def __init__(self, page: Page, rate: int):
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self._set(rate)

    def lift(self) -> None:
        self._set(-1)

    def _set(self, rate: int) -> None:
        conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": rate}
        self.session.send("Network.emulateNetworkConditions", conditions)


class Pieces:
    """Where each piece that a page sends begins, and how many uploads it began."""

    def __init__(self, page: Page):
        self.sent: list[int] = []
        self.begun = 0
        page.on("request", self.note)

    def note(self, request) -> None:
        if request.method == "PATCH" and "/uploads/" in request.url:
            self.sent.append(int(request.headers["upload-offset"]))
        elif request.method == "POST" and request.url.endswith("/uploads"):
            self.begun += 1


def finish(page: Page, server, name: str, content: bytes) -> None:
    page.get_by_label("External ID").fill(name)
    page.get_by_role("button", name="Create and process").click()
    expect(page.get_by_text("Everything is ready.").first).to_be_visible(timeout=60_000)
    api = server.api("admin")
    interaction = api.read("interactions", externalId=name)["items"][0]["id"]
    recordings = api.read(f"interactions/{interaction}/recordings")["items"]
    assert [recording["sha256"] for recording in recordings] == [hashlib.sha256(content).hexdigest()]


def test_an_upload_goes_on_where_it_was_after_the_page_was_loaded_again(new_page, server, long_call):
    page = new_page("admin")
    page.goto("/upload")
    pieces = Pieces(page)
    # The second piece never leaves: as with a line that has become slow.
    page.route(
        re.compile(r"/uploads/[0-9a-f-]+$"),
        lambda route: route.continue_() if route.request.headers.get("upload-offset", "0") == "0" else None,
    )
    choose(page, long_call)
    expect(page.locator(".upload-row")).to_contain_text("4.2 MB of")
    page.reload()
    page.unroute_all(behavior="ignoreErrors")
    pieces.sent.clear()
    choose(page, long_call)
    expect(page.locator(".upload-row")).to_contain_text("Uploaded", timeout=30_000)
    assert pieces.sent == [PIECE, 2 * PIECE, 3 * PIECE]
    assert pieces.begun == 1
    finish(page, server, "AGAIN-1", long_call.read_bytes())


def test_what_was_sent_whole_and_not_yet_used_is_not_sent_again(new_page, server, long_call):
    page = new_page("admin")
    page.goto("/upload")
    pieces = Pieces(page)
    choose(page, long_call)
    expect(page.locator(".upload-row")).to_contain_text("Uploaded", timeout=30_000)
    assert pieces.begun == 1
    page.reload()
    pieces.sent.clear()
    choose(page, long_call)
    expect(page.locator(".upload-row")).to_contain_text("Uploaded", timeout=30_000)
    assert (pieces.begun, pieces.sent) == (1, [])
    finish(page, server, "AGAIN-2", long_call.read_bytes())

    # Once it is a recording, the same file is another upload.
    page.goto("/upload")
    choose(page, long_call)
    expect(page.locator(".upload-row")).to_contain_text("Uploaded", timeout=30_000)
    assert pieces.begun == 2


def test_the_same_file_chosen_twice_is_two_uploads(new_page, long_call):
    page = new_page("admin")
    page.goto("/upload")
    pieces = Pieces(page)
    page.locator("input[type=file]").first.set_input_files([long_call])
    page.locator("input[type=file]").first.set_input_files([long_call])
    rows = page.locator(".upload-row")
    expect(rows).to_have_count(2)
    for number in range(2):
        expect(rows.nth(number)).to_contain_text("Uploaded", timeout=30_000)
    assert pieces.begun == 2


def test_two_files_go_at_once_and_one_of_them_waits_while_it_is_paused(new_page, server, long_call, tmp_path):
    page = new_page("admin")
    page.goto("/upload")
    line = Line(page, 1_500_000)
    second = tmp_path / "second-call.wav"
    second.write_bytes(long_call.read_bytes())
    page.locator("input[type=file]").first.set_input_files([long_call, second])
    rows = page.locator(".upload-row")
    expect(rows).to_have_count(2)
    for number in range(2):
        expect(rows.nth(number)).to_contain_text(re.compile(r"[1-9]\d*(\.\d)? [kM]B of"))
        expect(rows.nth(number)).to_contain_text("left")
    assert_accessible(page)
    rows.nth(1).scroll_into_view_if_needed()
    take_screenshots(page, "uploads")
    rows.nth(0).get_by_role("button", name="Pause").click()
    expect(rows.nth(0)).to_contain_text("Paused at")
    paused = rows.nth(0).inner_text()
    before = sent(rows.nth(1))
    expect(rows.nth(1)).not_to_contain_text(before)
    assert rows.nth(0).inner_text() == paused
    line.lift()
    rows.nth(0).get_by_role("button", name="Go on").click()
    for number in range(2):
        expect(rows.nth(number)).to_contain_text("Uploaded", timeout=30_000)


def test_a_pause_in_the_middle_of_a_piece_loses_nothing_and_says_so(new_page, long_call):
    page = new_page("admin")
    page.goto("/upload")
    line = Line(page, 600_000)
    pieces = Pieces(page)
    choose(page, long_call)
    row = page.locator(".upload-row")
    expect(row).to_contain_text(re.compile(r"1\.\d MB of"), timeout=30_000)
    row.get_by_role("button", name="Pause").click()
    expect(row).to_contain_text(re.compile(r"Paused at 1(\.\d)? MB of"))
    assert row.get_by_role("progressbar").evaluate("bar => bar.value") > 0
    line.lift()
    row.get_by_role("button", name="Go on").click()
    expect(row).to_contain_text("Uploaded", timeout=30_000)
    assert any(900_000 < begun < PIECE for begun in pieces.sent), pieces.sent


def test_files_that_lie_are_told_by_name_with_what_to_do_and_the_rest_is_kept(new_page, server, fixtures, tmp_path):
    page = new_page("admin")
    page.goto("/upload")
    lying, short, captions = tmp_path / "call-agent.wav", tmp_path / "call-customer.wav", tmp_path / "call.vtt"
    lying.write_bytes(b"%PDF-1.7\n%%EOF\n")
    short.write_bytes((fixtures / "wrong-number.wav").read_bytes())
    captions.write_text("Agent: hello")
    page.locator("input[type=file]").first.set_input_files([lying, short, captions])
    page.get_by_label("External ID").fill("LIES-1")
    page.get_by_role("button", name="Create and process").click()
    expect(page.get_by_text("Some files could not be prepared. The rest is ready.").first).to_be_visible(timeout=60_000)
    rows = page.locator(".upload-row")
    expect(rows.nth(0).locator(".progress-label")).to_have_text("call-agent.wav")
    expect(rows.nth(0)).to_contain_text("Could not be prepared")
    expect(rows.nth(0).get_by_role("alert")).to_contain_text("This file is no recording that can be read; use WAV")
    expect(rows.nth(1)).to_contain_text("Prepared")
    expect(rows.nth(2).get_by_role("alert")).to_contain_text("This is no WebVTT file")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert_accessible(page)
    take_screenshots(page, "uploads-refused")
    # The two that are of no use are taken away; then there is nothing left to do but to open what is there.
    for name in ("call-agent.wav", "call.vtt"):
        page.get_by_role("button", name=f"Remove {name}").click()
    expect(page.get_by_text("Everything is ready.").first).to_be_visible()
    page.get_by_role("link", name="Open the interaction").click()
    expect(page.get_by_role("heading", name="LIES-1")).to_be_visible()
    api = server.api("admin")
    home = api.read("interactions", externalId="LIES-1")["items"][0]["id"]
    assert [one["fileName"] for one in api.read(f"interactions/{home}/recordings")["items"]] == ["call-customer.wav"]


def test_another_interactions_id_is_refused_beside_its_field_and_nothing_is_sent_twice(new_page, server, long_call):
    server.api("admin").create(
        "interactions", {"externalId": "TAKEN-1", "channel": "voice", "startedAt": "2026-03-02T10:00:00Z"}, 201
    )
    page = new_page("admin")
    page.goto("/upload")
    pieces = Pieces(page)
    choose(page, long_call)
    page.get_by_label("External ID").fill("TAKEN-1")
    page.get_by_role("button", name="Create and process").click()
    expect(page.get_by_text("Another interaction has this external ID.")).to_be_visible()
    expect(page.get_by_label("External ID")).to_be_focused()
    expect(page.locator(".upload-row")).to_contain_text("Uploaded", timeout=30_000)
    finish(page, server, "FREE-1", long_call.read_bytes())
    assert pieces.begun == 1


def test_a_line_that_is_cut_is_said_and_goes_on_by_itself(new_page, server, long_call, watch):
    watch.expect("net::ERR_INTERNET_DISCONNECTED|net::ERR_FAILED|net::ERR_ABORTED")
    page = new_page("admin")
    page.goto("/upload")
    line = {"is_cut": True}
    page.route(
        re.compile(r"/uploads/[0-9a-f-]+$"),
        lambda route: route.abort("internetdisconnected")
        if line["is_cut"] and route.request.headers.get("upload-offset", "0") != "0"
        else route.continue_(),
    )
    choose(page, long_call)
    row = page.locator(".upload-row")
    expect(row).to_contain_text("Connection lost, trying again", timeout=30_000)
    # What has gone stays on the bar.
    assert row.get_by_role("progressbar").evaluate("bar => bar.value") > 0.3
    line["is_cut"] = False
    expect(row).to_contain_text("Uploaded", timeout=30_000)
    finish(page, server, "CUT-1", long_call.read_bytes())


def test_a_file_taken_away_while_it_is_sent_is_gone_from_the_server_too(new_page, server, long_call):
    page = new_page("admin")
    page.goto("/upload")
    Line(page, 600_000)
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith("/uploads")) as made:
        choose(page, long_call)
    place = made.value.headers["location"]
    expect(page.locator(".upload-row")).to_contain_text(re.compile(r"[1-9]\d* kB of"), timeout=30_000)
    with page.expect_response(lambda answer: answer.request.method == "DELETE") as gone:
        page.get_by_role("button", name=f"Remove {long_call.name}").click()
    assert gone.value.status == 204
    expect(page.locator(".upload-row")).to_have_count(0)
    assert page.context.request.head(place, headers={"Tus-Resumable": "1.0.0"}).status in (404, 410)


def sent(row) -> str:
    return re.search(r"\S+ [kM]B of", row.inner_text()).group()
