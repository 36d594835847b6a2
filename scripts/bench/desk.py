"""An evaluator's desk: a list of evaluations, an hour-long call with its transcript, a call with four screens, a scorecard."""

import json
import os
import random
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import account
import report
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# By the way that account has opened.
from harness.server import Server
from harness.workday import Workday, card, question

CHROMIUM = "/usr/bin/chromium"
FIXTURES = report.ROOT / "media-fixtures"
# Lines of the hour-long call, one every 2 s; rows of the list beside it.
LINES, ROWS = 1_800, 60
LOGIN = "evaluator"


@dataclass(frozen=True)
class Desk:
    """What the measurements of the browser share."""

    server: Server
    browser: Browser
    rounds: int
    # An evaluation of the hour-long call, one of the call with four screens, and that call.
    hour: str
    screens: str
    call: str

    @contextmanager
    def page(self, login: str | None = LOGIN):
        """A page of a browser that has never been here, signed in when a login is named."""
        context = self.browser.new_context(base_url=self.server.url, viewport={"width": 1440, "height": 900})
        try:
            if login:
                self.sign_in(context, login)
            page = context.new_page()
            page.set_default_timeout(60_000)
            yield page
        finally:
            context.close()

    def sign_in(self, context: BrowserContext, login: str) -> None:
        answer = context.request.post("/api/v1/session", data={"login": login, "password": self.server.passwords[login]})
        if not answer.ok:
            raise RuntimeError(answer.text())


@contextmanager
def desk(bench):
    """A server with all of it, and a browser; both end afterwards."""
    os.environ["EARMARK"] = str(bench.earmark)
    with TemporaryDirectory(dir=bench.cache) as home, sync_playwright() as playwright:
        server = Server(Path(home) / "data")
        for role in ("admin", "supervisor", LOGIN, "agent"):
            server.add_user(role, role)
        server.start()
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--autoplay-policy=no-user-gesture-required"],
        )
        try:
            yield Desk(server, browser, bench.rounds, *furnished(server, Path(home)))
        finally:
            browser.close()
            server.stop()


def furnished(server: Server, home: Path) -> tuple[str, str, str]:
    day = Workday(server)
    day.api.json_of(day.api.put("capture-policy", json={"screens": True}))
    questions = [question(f"q{number}", f"Question {number}: was that said, and well?", required=True) for number in range(1, 21)]
    scorecard = day.publish(card("desk", "Service quality", *questions))
    hour = hour_long(day, home)
    screens = four_screens(day)
    evaluations = [day.evaluation("", scorecard, of=call) for call in (hour, screens)]
    for number in range(ROWS - len(evaluations)):
        day.evaluation(f"CHAT-{number:03}", scorecard)
    return *evaluations, screens


def hour_long(day: Workday, home: Path) -> str:
    """A stereo call of an hour, and what was said in it."""
    api = day.api
    call = day.conversation("HOUR-LONG", channel="voice", durationMs=3_600_000)
    sound = home / "hour.wav"
    account.write_call(sound, 5)
    ready(api, api.attach(call, sound, kind="audio", party="both"))
    sound.unlink()
    chance = random.Random(7)
    words = "the to and a of you it in for on that is your have refund order account card number please thank call".split()
    segments = []
    for line in range(LINES):
        said = chance.choices(words, k=chance.randrange(4, 24))
        start, lasts = line * 2_000, 1_900 // len(said)
        times = [[start + lasts * place, start + lasts * (place + 1)] for place in range(len(said))]
        speaker = ("Agent", "Customer")[line % 2]
        segments.append({"startMs": start, "endMs": start + 1_900, "speaker": speaker, "text": " ".join(said), "words": times})
    api.json_of(api.put(f"interactions/{call}/transcript", json={"segments": segments}))
    return call


def four_screens(day: Workday) -> str:
    """Two legs and four screens of a minute and a half, with a transcript."""
    api = day.api
    calls = json.loads((FIXTURES / "manifest.json").read_text())["calls"]
    found = next(call for call in calls if len(call["screens"]) == 4)
    call = day.conversation("FOUR-SCREENS", channel="voice")
    made = [api.attach(call, FIXTURES / one["file"], kind="audio", party=one["party"]) for one in found["audio"]]
    for screen in found["screens"]:
        what = {key: screen[key] for key in ("monitor", "offsetMs", "capture")}
        made.append(api.attach(call, FIXTURES / screen["file"], kind="screen", **what))
    for recording in made:
        ready(api, recording)
    api.wait_for_playback(call)
    text = (FIXTURES / found["transcript"]["file"]).read_bytes()
    api.json_of(api.put(f"interactions/{call}/transcript", data=text, headers={"Content-Type": "text/vtt"}))
    return call


def ready(api, recording: dict) -> None:
    deadline = time.monotonic() + 900
    while (found := api.read(f"recordings/{recording['id']}"))["state"] == "processing" and time.monotonic() < deadline:
        time.sleep(0.5)
    if found["state"] != "ready":
        raise RuntimeError(f"a recording was not prepared: {found}")


def slowed(page: Page, *, processor: float = 1, latency: float = 0, megabits: float = 0):
    """The DevTools session of a page whose processor and line are slowed."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    if processor > 1:
        session.send("Emulation.setCPUThrottlingRate", {"rate": processor})
    if latency or megabits:
        line = megabits * 1e6 / 8 if megabits else -1
        session.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": latency, "downloadThroughput": line, "uploadThroughput": line},
        )
    return session


def wait(page: Page, expression: str, seconds: float = 60) -> None:
    """Waits until an expression is true; Playwright's own way evaluates text in the page, which its policy forbids."""
    for _ in range(int(seconds * 50)):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(20)
    raise RuntimeError(f"never true: {expression}")
