"""Waiting for what a page comes to, and its end."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page


def until(page: Page, condition: str | Callable[[], object], seconds: float = 20) -> None:
    """Waits until an expression is true in the page, or a question put to anything else is answered with yes.

    Playwright's own way evaluates text in the page, which its policy forbids.
    """
    deadline = time.monotonic() + seconds
    while not (page.evaluate(condition) if isinstance(condition, str) else condition()):
        assert time.monotonic() < deadline, f"never true: {condition}"
        page.wait_for_timeout(50)


def crash(page: Page) -> None:
    """Ends a page that has no time for a last request; one that is closed may still get it out, even without a line."""
    with page.expect_event("crash"), pytest.raises(PlaywrightError):
        page.goto("chrome://crash")
    page.close()
