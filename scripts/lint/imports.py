"""Which module a file may import, by its target and its kind."""

from tree import Finding, Tree
from swift import code, imports

import re

SYSTEM = {"Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Dispatch", "Swift"}
LEAVES = {"Domain", "SQL", "HTTP", "JSON", "Crypto", "Documents", "Outbound", "MediaWork", "Sandbox"}

# What each target may import besides the system's modules.
MAY_IMPORT = {
    "Domain": set(),
    "SQL": {"CSQLite"},
    "HTTP": {"CMicrohttpd", "CZlib", "Logging"},
    "JSON": set(),
    "Crypto": {"CSodium", "CCrypto"},
    "Documents": {"CSpreadsheet", "CTypeset"},
    "Outbound": set(),
    "MediaWork": set(),
    "Sandbox": {"MediaWork", "CSandbox"},
    "FFmpeg": {"MediaWork", "CFFmpeg"},
    "App": LEAVES | {"Logging"},
    "earmark": LEAVES | {"App", "ArgumentParser", "Logging"},
    "earmark-media": {"MediaWork", "FFmpeg", "CSandbox"},
    "earmark-bench": {"JSON", "MediaWork", "Sandbox"},
}

# What a file of a kind may not import, by the end of its name.
BY_KIND = {
    "Store.swift": ({"HTTP"}, "a store knows rows, not requests"),
    "Schema.swift": ({"HTTP", "JSON"}, "a schema knows tables only"),
    "Routes.swift": ({"SQL"}, "a front door calls use cases; it may name its transaction: import struct SQL.Transaction"),
}

# Domain takes time, ids and chance as values.
IMPURE = re.compile(
    r"\bDate\(\)|\bDate\.now\b|\bUUID\(\)|\.random\(|\brandomElement\(|\bshuffled\(\)|\bFileManager\b|\bProcessInfo\b"
    r"|\bFileHandle\b|\bURLSession\b|\bContinuousClock\b|\bSuspendingClock\b|\bgetenv\b|\bprint\("
)


def check(tree: Tree) -> list[Finding]:
    found = []
    for path in tree.files("Sources/", ".swift"):
        target = path.split("/")[1]
        text = tree.text(path)
        if target not in MAY_IMPORT:
            found.append(Finding(path, 1, "imports", f"{target} is no target this lint knows; add it to MAY_IMPORT"))
            continue
        allowed = {"Foundation"} if target == "Domain" else SYSTEM | MAY_IMPORT[target]
        for line, module in imports(text):
            if module not in allowed:
                found.append(Finding(path, line, "imports", f"{target} may not import {module}"))
            for ending, (banned, why) in BY_KIND.items():
                named_only = "import struct SQL.Transaction" in text.split("\n")[line - 1]
                if target == "App" and path.endswith(ending) and module in banned and not named_only:
                    found.append(Finding(path, line, "imports", f"*{ending} may not import {module}: {why}"))
        if target == "Domain":
            for line, words in enumerate(code(text).split("\n"), start=1):
                match = IMPURE.search(words)
                if match:
                    found.append(
                        Finding(path, line, "pure", f"Domain is pure: {match.group()} has to come in as a value")
                    )
    return found
