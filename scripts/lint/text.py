"""What holds for every file: white space, names, length, and no path of one machine."""

import re

from tree import Finding, Tree

TEXT = (".swift", ".c", ".h", ".modulemap", ".js", ".css", ".html", ".md", ".py", ".json", ".txt", ".sh", ".sql", ".yml")
DRAWER = re.compile(r"(?:^|[a-z0-9_-])(?:Utils?|Utilities|Helpers?|Common|Misc|Stuff)$|^(?:utils?|utilities|helpers?|common|misc|stuff)$")
MACHINE = re.compile(r"(?<![\w.~-])/(?:" + "|".join(["work", "root", r"home/\w+"]) + ")/")
LONG, TOO_LONG = 400, 450
DECISION_LINES = 40


def check(tree: Tree) -> list[Finding]:
    found = []
    for path in tree.paths:
        found += _check_name(path)
        if path.endswith(TEXT) or "." not in path.rsplit("/", 1)[-1]:
            found += _check_lines(tree, path)
        if path.startswith(("Sources/", "static/")) and path.endswith((".swift", ".c", ".js", ".css")):
            found += _check_length(tree, path)
        if path.startswith("docs/decisions/") and tree.text(path).count("\n") > DECISION_LINES:
            found.append(Finding(path, DECISION_LINES, "length", f"a decision has at most {DECISION_LINES} lines"))
    return found


def _check_name(path: str) -> list[Finding]:
    found = []
    for part in path.split("/"):
        stem = part.split(".")[0]
        if DRAWER.search(stem) and not path.startswith("media-fixtures/"):
            found.append(Finding(path, 1, "drawer", f"{part} is the name of a drawer: say what it holds"))
    return found


def _check_lines(tree: Tree, path: str) -> list[Finding]:
    found = []
    text = tree.text(path)
    for line, words in enumerate(text.split("\n"), start=1):
        if words != words.rstrip():
            found.append(Finding(path, line, "space", "white space at the end of the line"))
        if MACHINE.search(words):
            found.append(Finding(path, line, "machine", "a path of one machine has no place here"))
    if text and not text.endswith("\n"):
        found.append(Finding(path, text.count("\n") + 1, "space", "the last line does not end"))
    return found


def _check_length(tree: Tree, path: str) -> list[Finding]:
    length = tree.text(path).count("\n")
    if length == 0:
        return [Finding(path, 1, "length", "nothing is in it: fill it, or take it away")]
    if length > TOO_LONG:
        return [Finding(path, TOO_LONG, "length", f"{length} lines: split it (at {LONG})")]
    if length > LONG:
        return [Finding(path, LONG, "length", f"{length} lines: time to split it", warns=True)]
    return []
