"""A room changes only the tables that its own schema creates."""

import re

from tree import Finding, Tree
from swift import without_comments

CREATED = re.compile(r'CREATE\s+(?:VIRTUAL\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?"?(\w+)|\bTableSchema\(\s*"(\w+)"', re.I)
CHANGED = re.compile(r'\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|(?<!DO )UPDATE|DELETE\s+FROM)\s+"?([a-z]\w*)')

# Written through the mechanism by whoever has something to record; the room that creates it reads it.
WRITTEN_BY_KERNEL = {"Sources/App/Kernel/EventLog.swift": {"activity"}}


def check(tree: Tree) -> list[Finding]:
    found = []
    creators: dict[str, str] = {}
    for path in tree.files("Sources/App/", ".swift"):
        room = path.split("/")[2]
        if not path.endswith("Schema.swift") and room != "Kernel":
            continue
        for match in CREATED.finditer(without_comments(tree.text(path))):
            table = match.group(1) or match.group(2)
            if creators.setdefault(table, room) != room:
                found.append(Finding(path, 1, "tables", f"{table} is created by {creators[table]} already"))

    for path in tree.files("Sources/App/", ".swift"):
        parts = path.split("/")
        if len(parts) < 4:
            continue
        room = parts[2]
        text = without_comments(tree.text(path))
        for match in CHANGED.finditer(text):
            table = match.group(1)
            if table in WRITTEN_BY_KERNEL.get(path, set()):
                continue
            creator = creators.get(table)
            if creator == room:
                continue
            line = text.count("\n", 0, match.start()) + 1
            if creator is None:
                message = f"{room} changes {table}, which no *Schema.swift creates"
            else:
                message = f"{room} changes {table}, a table of {creator}; call a use case of {creator} instead"
            found.append(Finding(path, line, "tables", message))
    return found
