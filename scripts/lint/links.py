"""Links between documents lead somewhere."""

import posixpath
import re
from urllib.parse import unquote

from tree import Finding, Tree

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\s*\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.S | re.M)
CODE = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.M)


def check(tree: Tree) -> list[Finding]:
    found = []
    for path in tree.files("", ".md"):
        text = _prose(tree.text(path))
        for match in LINK.finditer(text):
            target = match.group(1)
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            line = text.count("\n", 0, match.start()) + 1
            file, _, anchor = unquote(target).partition("#")
            where = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
            if not tree.exists(where):
                found.append(Finding(path, line, "links", f"{target} leads nowhere"))
            elif anchor and where.endswith(".md") and anchor not in _anchors(tree.text(where)):
                found.append(Finding(path, line, "links", f"{where} has no heading #{anchor}"))
    return found


def _blank(match: re.Match) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def _prose(text: str) -> str:
    return CODE.sub(_blank, FENCE.sub(_blank, text))


def _anchors(text: str) -> set[str]:
    """The anchors a forge gives the headings of a document."""
    found = set()
    for heading in HEADING.findall(FENCE.sub(_blank, text)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
        found.add(re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-"))
    return found
