"""Scorecards under edit: a draft of its own for a test, published and changed by the API."""

from playwright.sync_api import Page, expect

from harness.api import Api
from harness.server import Server


def option(key: str, points: int, **more) -> dict:
    return {"key": key, "label": key.title(), "points": points} | more


def card(key: str) -> dict:
    """Two questions in one section, one in another."""

    def question(name: str) -> dict:
        return {"key": name, "type": "yesNo", "text": name.title(), "options": [option("yes", 10), option("no", 0)]}

    return {
        "key": key,
        "name": key.title(),
        "format": "percentage",
        "sections": [
            {"key": "one", "title": "One", "weight": 6000, "questions": [question("first"), question("second")]},
            {"key": "two", "title": "Two", "weight": 4000, "questions": [question("third")]},
        ],
    }


def drafted(server: Server, test: str) -> str:
    """A draft named after its test."""
    return server.api("admin").create("scorecards", card(test.replace("test_", "")[:40]), 201)["id"]


def content(server: Server, scorecard: str) -> dict:
    found = server.api("admin").read(f"scorecards/{scorecard}")
    return found["draft"] or found["content"]


def publish(api: Api, scorecard: str) -> None:
    etag = api.get(f"scorecards/{scorecard}").headers["ETag"]
    api.json_of(api.post(f"scorecards/{scorecard}/publication", json={}, headers={"If-Match": etag}))


def redraft(api: Api, scorecard: str, changed: dict) -> None:
    """Puts another content in the draft's place."""
    etag = api.get(f"scorecards/{scorecard}").headers["ETag"]
    api.json_of(api.put(f"scorecards/{scorecard}/draft", json=changed, headers={"If-Match": etag}))


def saved(page: Page) -> None:
    expect(page.get_by_text("Draft saved")).to_be_visible()
