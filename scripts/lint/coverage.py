"""docs/coverage.md: every requirement once, tests of the safety catalogue, and what both claim to be proved by is there."""

import re

from tree import Finding, Tree

PATH = "docs/coverage.md"
REQUIREMENTS = 127
STATES = {"done", "part", "later", "waived"}
# A requirement's number, or what the catalogue calls a test.
ROW = re.compile(r"^\|\s*(\d+|[A-Z]\d)\s*\|\s*(\w+)\s*\|(.*?)\|(.*)\|\s*$")
NAMED = re.compile(r"`([^`]+)`")


def check(tree: Tree) -> list[Finding]:
    if not tree.exists(PATH):
        return []
    found, seen = [], set()
    tests = "\n".join(
        tree.text(path)
        for path in tree.paths
        if path.startswith("Tests/") and path.endswith((".swift", ".py")) or path.endswith("_test.js")
    )
    for line, words in tree.lines(PATH):
        match = ROW.match(words)
        if not match:
            continue
        number, state, proofs, files = match.groups()
        if number in seen:
            found.append(Finding(PATH, line, "coverage", f"{number} stands here twice"))
        seen.add(number)
        if state not in STATES:
            found.append(Finding(PATH, line, "coverage", f"{number} is {state}: say done, part, later or waived"))
        for name in NAMED.findall(proofs):
            if not re.search(rf"\b(def|func) {re.escape(name)}\(", tests):
                found.append(Finding(PATH, line, "coverage", f"{number} is proved by {name}, which is no test"))
        for name in NAMED.findall(files):
            if not tree.exists(name):
                found.append(Finding(PATH, line, "coverage", f"{number} is done by {name}, which is no file"))
        if state == "done" and not (NAMED.search(proofs) and NAMED.search(files)):
            found.append(Finding(PATH, line, "coverage", f"{number} is done: name the test and the file"))
    for number in [number for number in range(1, REQUIREMENTS + 1) if str(number) not in seen]:
        found.append(Finding(PATH, 1, "coverage", f"{number} is missing"))
    return found
