"""`earmark score` against the rules of scoring told a second time, in fractions."""

import json
import os
import random
import subprocess
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EARMARK = ROOT / ".build" / os.environ.get("CONFIGURATION", "debug") / "earmark"


def score(lines):
    """What the command answers to lines of bytes, as it printed them."""
    run = subprocess.run([EARMARK, "score"], input=b"\n".join(lines), capture_output=True, check=True, timeout=120)
    assert run.stderr == b""
    return [json.loads(line) for line in run.stdout.splitlines()]


def micro(value):
    """Micro-percent, half-up; None stays None."""
    return None if value is None else int(value * 100_000_000 + Fraction(1, 2))


def expected(card, answers):
    sections, before, missing, fails = [], [], [], False
    for section in card["sections"]:
        earned = possible = 0
        section_fails = False
        for question in section["questions"]:
            most = max(option.get("points", 0) for option in question["options"])
            answer = answers.get(question["key"])
            if answer is None:
                if question.get("required"):
                    missing.append(question["key"])
                if question.get("required") or card.get("unansweredOptional", "zero") == "zero":
                    possible += most
            elif "option" in answer:
                option = next(o for o in question["options"] if o["key"] == answer["option"])
                earned += option.get("points", 0)
                possible += most
                section_fails |= option.get("autoFail") == "section"
                fails |= option.get("autoFail") == "evaluation"
        weight = section.get("weight", 0)
        before.append((weight, earned, possible))
        sections.append((section["key"], weight, 0 if section_fails else earned, possible, section_fails))

    def ratio(terms):
        if card.get("format", "percentage") == "points":
            total = sum(p for _, _, p in terms)
            return Fraction(sum(e for _, e, _ in terms), total) if total else None
        counted = [(w, e, p) for w, e, p in terms if w > 0 and p > 0]
        weights = sum(w for w, _, _ in counted)
        return sum(Fraction(w * e, p) for w, e, p in counted) / weights if weights else None

    total = 0 if fails else micro(ratio([(w, e, p) for _, w, e, p, _ in sections]))
    mark = card.get("passMark")
    return {
        "score": total,
        "scoreBeforeAutoFail": micro(ratio(before)),
        "earned": 0 if fails else sum(e for _, _, e, _, _ in sections),
        "possible": sum(p for _, _, _, p, _ in sections),
        "autoFailed": fails,
        "passed": False if fails else None if mark is None or total is None else total >= mark,
        "missingRequired": missing,
        "sections": [
            {
                "key": key,
                "earned": earned,
                "possible": possible,
                "score": micro(Fraction(earned, possible)) if possible else None,
                "autoFailed": failed,
            }
            for key, _, earned, possible, failed in sections
        ],
    }


def random_form(dice, most_sections):
    number = 0
    sections = []
    for index in range(dice.randint(1, most_sections)):
        questions = []
        for _ in range(dice.randint(1, 3)):
            number += 1
            options = []
            for option in range(dice.randint(2, 5)):
                options.append({"key": f"o{option}", "label": "x", "points": dice.randint(0, 1000)})
                if dice.random() < 0.03:
                    options[-1]["autoFail"] = dice.choice(["none", "section", "evaluation"])
            questions.append({"key": f"q{number}", "type": "singleChoice", "text": "?", "options": options})
            questions[-1].update({k: True for k in ("required", "allowNA") if dice.random() < 0.5})
        sections.append({"key": f"s{index}", "title": "t", "questions": questions})
        if dice.random() < 0.9:
            sections[-1]["weight"] = dice.randint(0, 10_000)
    card = {"key": "c", "name": "n", "sections": sections}
    card.update(dice.choice([{}, {"format": "points"}, {"format": "percentage"}]))
    card.update(dice.choice([{}, {"unansweredOptional": "zero"}, {"unansweredOptional": "exclude"}]))
    card.update(dice.choice([{}, {"passMark": None}, {"passMark": dice.randint(0, 100_000_000)}]))
    answers = {}
    for section in sections:
        for question in section["questions"]:
            fate = dice.random()
            if fate < 0.7:
                answers[question["key"]] = {"option": dice.choice(question["options"])["key"]}
            elif fate < 0.85 and question.get("allowNA"):
                answers[question["key"]] = {"na": True}
    return card, answers


def test_random_forms_count_as_fractions_do():
    dice = random.Random(20)
    forms = [random_form(dice, 100 if n % 50 == 0 else 6) for n in range(600)]
    lines = [json.dumps({"scorecard": card, "answers": answers}).encode() for card, answers in forms]
    results = score(lines)
    assert len(results) == len(forms)
    for (card, answers), result in zip(forms, results):
        assert result == expected(card, answers)


def test_a_wrong_line_is_told_and_the_rest_go_on():
    question = {"key": "q", "options": [{"key": "y", "points": 1}, {"key": "n"}]}
    card = {"key": "c", "format": "points", "sections": [{"key": "s", "questions": [question]}]}

    def line(answers, **changes):
        return json.dumps({"scorecard": {**card, **changes}, "answers": answers}).encode()

    right = line({"q": {"option": "y"}})
    cases = {
        b"": "json_syntax",
        b"{": "json_syntax",
        b"[]": "field_type",
        b"{}": "field_missing",
        right + b" x": "json_trailing",
        right.replace(b'"key"', b'"key": "k", "key"', 1): "json_duplicate_key",
        b'{"scorecard": {"key": "\xff"}}': "json_utf8",
        line({"q": {"option": "x"}}): "unknown_option",
        line({"p": {"option": "y"}}): "unknown_question",
        line({"q": {"na": True}}): "na_not_allowed",
        line({"q": {"option": "y", "na": True}}): "answer_ambiguous",
        line({"q": {"na": False}}): "field_value",
        line({"q": {}}): "answer_empty",
        line({"q": "y"}): "field_type",
        line([]): "field_type",
        line({}, format="stars"): "field_value",
        line({}, colour="red"): "field_unknown",
        line({}, passMark="80"): "field_type",
        line({}, passMark=80.5): "field_type",
        line({}, sections={}): "field_type",
    }
    lines = [part for wrong in cases for part in (wrong, right)]
    results = score(lines)
    assert len(results) == len(lines)
    for (wrong, code), told, after in zip(cases.items(), results[::2], results[1::2]):
        assert set(told) == {"error"} and set(told["error"]) == {"code", "message"}, wrong
        assert told["error"]["code"] == code, (wrong, told)
        assert told["error"]["message"].endswith("."), told
        assert after["score"] == 100_000_000


def test_lines_are_answered_as_they_come():
    with subprocess.Popen([EARMARK, "score"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as command:
        for points in (1, 2, 3):
            options = [{"key": "y", "points": points}, {"key": "n"}]
            card = {"format": "points", "sections": [{"questions": [{"key": "q", "options": options}]}]}
            command.stdin.write(json.dumps({"scorecard": card, "answers": {"q": {"option": "y"}}}).encode() + b"\r\n")
            command.stdin.flush()
            assert json.loads(command.stdout.readline())["earned"] == points
        command.stdin.close()
        assert command.stdout.read() == b""
        assert command.wait() == 0


def test_an_argument_too_many_is_wrong_usage():
    run = subprocess.run([EARMARK, "score", "extra"], input=b"", capture_output=True, timeout=60)
    assert run.returncode == 2
    assert run.stdout == b""
