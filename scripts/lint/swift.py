"""As much of Swift as the rules need: imports, code without comments, declared types, SQL text."""

import re

IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+"
    r"(?:(?:struct|class|enum|protocol|func|var|let|typealias|actor)\s+)?([A-Za-z_]\w*)"
)
TYPE = re.compile(
    r"^(?!import\b)([^\S\n]*)(?:[@\w()]+[^\S\n]+)*?(?:struct|class|enum|actor|protocol|typealias)[^\S\n]+([A-Z]\w*)", re.M
)
PIECE = re.compile(r'//[^\n]*|/\*.*?\*/|"""(?:\\.|.)*?"""|"(?:\\.|[^"\\\n])*"', re.S)


def imports(text: str) -> list[tuple[int, str]]:
    """(line, module) of every import."""
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        match = IMPORT.match(line)
        if match:
            found.append((number, match.group(1)))
    return found


def _blank(piece: str) -> str:
    return re.sub(r"[^\n]", " ", piece)


def code(text: str) -> str:
    """The text with comments and strings blanked, every line where it was."""
    return PIECE.sub(lambda match: _blank(match.group()), text)


def without_comments(text: str) -> str:
    """The text with comments blanked and strings kept, every line where it was."""
    return PIECE.sub(lambda match: _blank(match.group()) if match.group()[0] == "/" else match.group(), text)


def declared_types(text: str) -> tuple[set[str], set[str]]:
    """Names of the types declared at the top of the file, and of those inside others."""
    top, nested = set(), set()
    for match in TYPE.finditer(code(text)):
        (nested if match.group(1) else top).add(match.group(2))
    return top, nested


def used_names(text: str) -> list[tuple[int, str]]:
    """(line, name) of every capitalised name that is not the member of something else."""
    found = []
    for number, line in enumerate(code(text).split("\n"), start=1):
        for match in re.finditer(r"(?<![\w.`])([A-Z]\w*)", line):
            found.append((number, match.group(1)))
    return found
