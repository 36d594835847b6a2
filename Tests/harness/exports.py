"""Evaluations that are exported: of odd texts, and in many scripts; and what the files hold."""

import re
import subprocess

from harness.server import Server

# X1: what a spreadsheet, a shell, a page or a database might take for something else than text.
PAYLOADS = [
    "=1+1",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "'quoted",
    '=HYPERLINK("http://127.0.0.1/?"&A1;"x")',
    "<script>alert(1)</script>",
    "'; DROP TABLE evaluations; --",
    'a "quoted", and\r\ntwo lines',
    "\u202egnp.exe",
]
# A sentence in every script, with a word to look for.
SCRIPTS = {
    "latin": "Déjà vu: the caller’s naïve question",
    "cyrillic": "Оператор поздоровался и представился",
    "greek": "Ο πράκτορας ήταν ευγενικός",
    "arabic": "رحب الوكيل بالعميل بلطف",
    "hebrew": "הנציג היה אדיב מאוד",
    "japanese": "担当者は丁寧に挨拶しました",
}


def card(key: str, name: str, texts: list[str]) -> dict:
    return {
        "key": key,
        "name": name,
        "format": "percentage",
        "passMark": 80_000_000,
        "sections": [
            {
                "key": "all",
                "title": "Alles",
                "weight": 10000,
                "questions": [
                    {
                        "key": f"q{number}",
                        "type": "yesNo",
                        "text": text,
                        "options": [
                            {"key": "y", "label": "Yes", "points": 10},
                            {"key": "n", "label": "No", "points": 0},
                        ],
                    }
                    for number, text in enumerate(texts)
                ],
            }
        ],
    }


class Exports:
    """Scorecards of an account by their key, evaluations on them, and the files these are exported to."""

    def __init__(self, server: Server):
        self.server = server
        self.people = {user["login"]: user["id"] for user in server.api("admin").read("users")["items"]}
        self.cards: dict[str, str] = {}
        self.count = 0
        self.publish("odd", card("odd", "Service / Qualität", PAYLOADS))
        self.publish("scripts", card("scripts", "Scripts", list(SCRIPTS.values())))

    def publish(self, key: str, content: dict) -> None:
        api = self.server.api("admin")
        draft = api.create("scorecards", content, 201)
        headers = {"If-Match": f'"{draft["etag"]}"'}
        api.json_of(api.post(f"scorecards/{draft['id']}/publication", json={}, headers=headers))
        self.cards[key] = draft["id"]

    def session(self, *cards: str, external: str | None = None, **more) -> dict:
        """An evaluation of a chat of its own, given to the evaluator."""
        api = self.server.api("admin")
        self.count += 1
        chat = {
            "externalId": external or f"CHAT-{self.count}",
            "channel": "chat",
            "startedAt": "2026-11-12T14:02:00Z",
            "durationMs": 3_700_000,
        }
        wanted = {
            "interactionId": api.create("interactions", chat, 201)["id"],
            "scorecards": [self.cards[key] for key in cards],
            "evaluatorId": self.people["evaluator"],
        }
        return api.create("evaluations", wanted | more, 201)

    def save(self, made: dict, answers: dict, completes: bool = False) -> None:
        api = self.server.api("evaluator")
        seen = api.read(f"evaluations/{made['id']}")
        body = {"forms": [{"id": seen["forms"][0]["id"], "answers": answers}]}
        headers = {"If-Match": f'"{seen["etag"]}"'}
        if completes:
            api.json_of(api.post(f"evaluations/{made['id']}/completion", json=body, headers=headers))
        else:
            api.json_of(api.put(f"evaluations/{made['id']}/answers", json=body, headers=headers))

    def odd(self) -> dict:
        """Saved, with what a spreadsheet might run in texts and comments."""
        made = self.session("odd")
        answers = {f"q{number}": {"option": "y", "comment": text} for number, text in enumerate(PAYLOADS)}
        answers["q0"] |= {"evidence": [{"startMs": 62_000, "endMs": 75_500}, {"startMs": 3_600_000, "endMs": 3_601_000}]}
        answers["q1"] = {"option": "n"}
        del answers["q2"]
        self.save(made, answers)
        return made

    def of(self, made: dict, form: str, login: str = "evaluator", **more):
        """The answer that brings the file."""
        answer = self.server.api(login).post(f"evaluations/{made['id']}/export", json={"format": form} | more)
        assert answer.ok, answer.text
        return answer


def text_of(content: bytes, folder) -> str:
    """What a PDF shows, line by line."""
    path = folder / "export.pdf"
    path.write_bytes(content)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def bare(text: str) -> str:
    """Without the marks that say which way a script runs, and with every space alike."""
    return " ".join(re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text).split())
