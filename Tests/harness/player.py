"""The player of a page, on a call of its own."""

import re
from pathlib import Path

from playwright.sync_api import Page

from harness.calls import add_call
from harness.page import until
from harness.server import Server

PLAYER = "document.querySelector('em-player')"


def own_call(server: Server, fixtures: Path, test: str) -> str:
    """A call of two legs, two screens and a transcript, named after its test; answers with the interaction's id."""
    return add_call(server.api("admin"), fixtures, externalId=re.sub(r"\W", "-", test)[-80:])


def opened(page: Page, call: str) -> Page:
    """The page of a call once all of it can be played."""
    page.goto(f"/interactions/{call}")
    until(page, f"{PLAYER}?.hasMedia === true")
    until(page, "[...document.querySelectorAll('video, audio')].every((media) => media.readyState > 2)")
    return page


def position(page: Page) -> float:
    return page.evaluate(f"{PLAYER}.currentMs")


def play_to(page: Page, ms: int) -> None:
    page.keyboard.press("k")
    until(page, f"{PLAYER}.currentMs > {ms}")
    page.keyboard.press("k")
    until(page, f"{PLAYER}.phase === 'paused'")
