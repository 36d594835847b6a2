"""Checks what the compiler cannot: `python scripts/lint/lint.py [ROOT]`. Exit 1 when something is wrong."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import browser  # noqa: E402
import coverage  # noqa: E402
import floors  # noqa: E402
import imports  # noqa: E402
import links  # noqa: E402
import tables  # noqa: E402
import text  # noqa: E402
from tree import Finding, Tree  # noqa: E402

RULES = [imports, floors, tables, browser, links, coverage, text]


def findings(root: Path) -> list[Finding]:
    """Everything the rules have to say about a checkout, in the order of its files."""
    tree = Tree(root)
    return sorted(finding for rule in RULES for finding in rule.check(tree))


def main() -> int:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    found = findings(root)
    for finding in found:
        print(finding)
    errors = sum(not finding.warns for finding in found)
    print(f"lint: {errors} errors, {len(found) - errors} warnings")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
