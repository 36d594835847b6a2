"""What a day of evaluating begins with: published scorecards, conversations, work in hand, work done."""

import sqlite3
from contextlib import closing

from harness.server import Server


def question(key: str, text: str, **more) -> dict:
    """Yes for 10 points or no for none."""
    options = [{"key": "yes", "label": "Yes", "points": 10}, {"key": "no", "label": "No", "points": 0}]
    return {"key": key, "type": "yesNo", "text": text, "options": options} | more


def card(key: str, name: str, *questions: dict, **more) -> dict:
    """A scorecard of one section."""
    section = {"key": "all", "title": "All", "weight": 10_000, "questions": list(questions)}
    return {"key": key, "name": name, "format": "percentage", "sections": [section]} | more


class Workday:
    """What an admin has set up on a server: a team with an agent and a supervisor to begin with."""

    def __init__(self, server: Server):
        self.server = server
        self.api = server.api("admin")
        self.people = {user["login"]: user["id"] for user in self.api.read("users")["items"]}
        team = self.api.create("teams", {"name": "Orders"}, 201)["id"]
        for login in ("agent", "supervisor"):
            self.api.json_of(self.api.patch(f"users/{self.people[login]}", json={"teams": [team]}))

    def publish(self, content: dict) -> str:
        draft = self.api.create("scorecards", content, 201)
        self.publish_draft(draft["id"])
        return draft["id"]

    def publish_draft(self, scorecard: str) -> None:
        based = {"If-Match": self.api.get(f"scorecards/{scorecard}").headers["ETag"]}
        self.api.json_of(self.api.post(f"scorecards/{scorecard}/publication", json={}, headers=based))

    def conversation(self, name: str, **more) -> str:
        """A chat of the agent."""
        chat = {"externalId": name, "channel": "chat", "agentId": self.people["agent"], "durationMs": 60_000}
        return self.api.create("interactions", chat | {"startedAt": "2026-11-12T14:02:00Z"} | more, 201)["id"]

    def evaluation(self, call: str, *scorecards: str, of: str | None = None, **more) -> str:
        """In the evaluator's hands, of a conversation of its own or the one named."""
        home = of or self.conversation(call)
        body = {"interactionId": home, "scorecards": list(scorecards), "evaluatorId": self.people["evaluator"]}
        return self.api.create("evaluations", body | more, 201)["id"]

    def complete(self, session: str, *answers: dict[str, str]) -> str:
        """Completes it with an option for each question, of each form."""
        evaluator = self.server.api("evaluator")
        seen = evaluator.read(f"evaluations/{session}")
        forms = [
            {"id": form["id"], "answers": {key: {"option": option} for key, option in given.items()}}
            for form, given in zip(seen["forms"], answers, strict=True)
        ]
        based = {"If-Match": f'"{seen["etag"]}"'}
        evaluator.json_of(evaluator.post(f"evaluations/{session}/completion", json={"forms": forms}, headers=based))
        return session

    def automate(self, session: str) -> str:
        """Makes it one that a machine evaluated; no machine does so far."""
        with closing(sqlite3.connect(self.server.data / "earmark.sqlite")) as database, database:
            database.execute("UPDATE evaluations SET origin = 'automation' WHERE id = ?", (session,))
        return session
