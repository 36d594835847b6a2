"""Each rule of scripts/lint fires on a bad sample, and keeps quiet on the good one beside it."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts" / "lint"))

from lint import findings  # noqa: E402

MOMENT_SCHEMA = {"Sources/App/Moments/MomentSchema.swift": 'let sql = "CREATE TABLE moments (id TEXT)"\n'}
ACCOUNT_STORE = {"Sources/App/Accounts/AccountStore.swift": "struct AccountStore {}\n"}
SHARE = {"Sources/App/Sharing/Share.swift": "struct Share {}\n"}

BAD = [
    ("imports", {"Sources/Domain/A.swift": "import SQL\n"}),
    ("imports", {"Sources/Domain/A.swift": "import Glibc\n"}),
    ("imports", {"Sources/SQL/A.swift": "package import HTTP\n"}),
    ("imports", {"Sources/App/Moments/Clip.swift": "import CFFmpeg\n"}),
    ("imports", {"Sources/App/Moments/MomentStore.swift": "internal import HTTP\n"}),
    ("imports", {"Sources/App/Moments/MomentRoutes.swift": "import struct SQL.Row\n"}),
    ("imports", {"Sources/earmark/Serve.swift": "import FFmpeg\n"}),
    ("imports", {"Sources/Elsewhere/A.swift": "import Foundation\n"}),
    ("pure", {"Sources/Domain/A.swift": "let now = Date()\n"}),
    ("pure", {"Sources/Domain/A.swift": "let id = UUID().uuidString\n"}),
    ("floors", {"Sources/App/Moments/A.swift": "let share: Share\n"} | SHARE),
    ("floors", {"Sources/App/Kernel/A.swift": "let share: Share\n"} | SHARE),
    ("floors", {"Sources/App/Comments/A.swift": "let share: Share\n"} | SHARE),
    ("floors", {"Sources/App/Moments/A.swift": "let store = AccountStore()\n"} | ACCOUNT_STORE),
    ("floors", {"Sources/App/Attic/A.swift": "struct A {}\n"}),
    ("floors", {"Sources/Domain/Scorecards/A.swift": "let b: B\n", "Sources/Domain/Evaluations/B.swift": "enum B {}\n"}),
    ("tables", {"Sources/App/Sharing/A.swift": 'let q = "UPDATE moments SET title = ?"\n'} | MOMENT_SCHEMA),
    ("tables", {"Sources/App/Sharing/A.swift": 'let q = """\n  INSERT INTO moments (id)\n  """\n'} | MOMENT_SCHEMA),
    ("tables", {"Sources/App/Sharing/A.swift": 'let q = "DELETE FROM nowhere"\n'}),
    ("length", {"static/features/moments/moments.css": ""}),
    ("markup", {"static/lib/a.js": "node.innerHTML = text;\n"}),
    ("markup", {"static/lib/a.js": "node.outerHTML = text;\n"}),
    ("markup", {"static/lib/a.js": 'node.insertAdjacentHTML("beforeend", text);\n'}),
    ("markup", {"static/lib/a.js": "document.write(text);\n"}),
    ("markup", {"static/lib/a.js": "eval(text);\n"}),
    ("network", {"static/features/moments/page.js": 'await fetch("/api");\n'}),
    ("network", {"static/features/moments/calls.js": "new XMLHttpRequest();\n"}),
    ("network", {"static/features/moments/page.js": 'import { get } from "/lib/http.js";\n'}),
    ("network", {"static/features/moments/page.js": 'import { get } from "../../lib/http.js";\n'}),
    ("network", {"static/features/moments/page.js": 'import {\n  isAbort,\n  post,\n} from "/lib/http.js";\n'}),
    ("network", {"static/app.js": 'import React from "https://example.com/react.js";\n'}),
    ("network", {"static/app.js": 'const { a } = await import("https://example.com/a.js");\n'}),
    ("network", {"static/features/moments/page.js": 'export { get } from "/lib/http.js";\n'}),
    ("lib", {"static/lib/a.js": 'import { page } from "/features/moments/page.js";\n'}),
    ("inline", {"static/index.html": "<script>alert(1)</script>\n"}),
    ("inline", {"static/index.html": '<p style="color: red">\n'}),
    ("inline", {"static/index.html": '<button onclick="go()">\n'}),
    ("inline", {"static/index.html": '<link rel="stylesheet" href="https://example.com/a.css">\n'}),
    ("links", {"README.md": "See [the house](docs/HOUSE.md).\n"}),
    ("links", {"README.md": "# Title\nSee [below](#elsewhere).\n"}),
    ("space", {"README.md": "Words \n"}),
    ("space", {"README.md": "No end"}),
    ("machine", {"README.md": "Go to /" + "root/earmark\n"}),
    ("machine", {"scripts/run": "cd /" + "work/main\n"}),
    ("drawer", {"Sources/App/Moments/MomentUtils.swift": "\n"}),
    ("drawer", {"static/lib/helpers.js": "\n"}),
    ("drawer", {"Sources/App/Common/A.swift": "\n"}),
    ("length", {"Sources/SQL/A.swift": "\n" * 451}),
    ("length", {"docs/decisions/0001-a.md": "\n" * 41}),
]

GOOD = [
    {"Sources/Domain/A.swift": "import Foundation\n\nlet words = \"Date() and import SQL\"  // UUID()\n"},
    {"Sources/SQL/A.swift": "package import CSQLite\nimport Glibc\n"},
    {"Sources/FFmpeg/A.swift": "import CFFmpeg\nimport MediaWork\n"},
    {"Sources/App/Moments/MomentStore.swift": "import SQL\n"},
    {"Sources/App/Moments/MomentRoutes.swift": "import HTTP\nimport JSON\n\nimport struct SQL.Transaction\n"},
    {"Sources/App/Kernel/FrontDoor.swift": "let who = Identify()\n", "Sources/App/Accounts/Identify.swift": "enum Identify {}\n"},
    {"Sources/App/Kernel/Jobs.swift": 'let a = "CREATE TABLE jobs (id)", b = "DELETE FROM jobs"\n'},
    {"Sources/App/Moments/A.swift": "import struct SQL.Row\n", "Sources/App/Kernel/B.swift": "import SQL\n"},
    {"Sources/App/Reports/A.swift": "let share: Share\n"} | SHARE,
    {"Sources/App/Kernel/Rooms.swift": "let share: Share\n"} | SHARE,
    {"Sources/App/Moments/A.swift": "// Share\nlet other = Other.Share()\n"} | SHARE,
    {"Sources/App/Moments/A.swift": "struct A {\n    struct Share {}\n    let share: Share\n}\n"} | SHARE,
    {"Sources/App/Accounts/A.swift": "let store = AccountStore()\n"} | ACCOUNT_STORE,
    {"Sources/App/Moments/A.swift": 'let q = "INSERT INTO moments ON CONFLICT (id) DO UPDATE SET x = 1"\n'} | MOMENT_SCHEMA,
    {"static/lib/a.js": "// never innerHTML\nimport { h } from './dom.js';\nconst x = prefetch(1);\n"},
    {"static/lib/http.js": 'export const get = () => fetch("/api");\n'},
    {"static/features/moments/calls.js": 'import { get } from "/lib/http.js";\n'},
    {"static/features/moments/page.js": 'import { isAbort } from "/lib/http.js";\n'},
    {"static/features/moments/page.js": 'const words = ["from", "to"];\nif (name === "from" || name === "to") go();\n'},
    {"static/index.html": '<script type="module" src="/app.js"></script>\n'},
    {"README.md": "# The house\n[here](#the-house), [there](docs/a.md#b), [out](https://example.com)\n", "docs/a.md": "## B\n"},
    {"README.md": "```\n[not a link](nowhere.md)\n```\n"},
    {"Sources/App/Kernel/Commonplace.swift": "\n"},
    {"Sources/SQL/A.swift": "\n" * 400},
]

ROWS = "".join(f"| {number} | later | | |\n" for number in range(2, 128))
TEST = {"Tests/AppTests/A.swift": "@Test func aThingHolds() {}\n", "Sources/SQL/A.swift": "\n"}
BAD += [
    ("coverage", {"docs/coverage.md": ROWS}),
    ("coverage", {"docs/coverage.md": "| 1 | later | | |\n| 2 | later | | |\n" + ROWS}),
    ("coverage", {"docs/coverage.md": "| 1 | soon | | |\n" + ROWS}),
    ("coverage", {"docs/coverage.md": "| 1 | done | | |\n" + ROWS}),
    ("coverage", {"docs/coverage.md": "| 1 | done | `nothing` | `Sources/SQL/A.swift` |\n" + ROWS} | TEST),
    ("coverage", {"docs/coverage.md": "| 1 | done | `aThingHolds` | `Sources/B.swift` |\n" + ROWS} | TEST),
    ("coverage", {"docs/coverage.md": "| 1 | done | `aThing` | `Sources/SQL/A.swift` |\n" + ROWS} | TEST),
    ("coverage", {"docs/coverage.md": "| 1 | later | | |\n| F1 | done | `nothing` | `Sources/SQL/A.swift` |\n" + ROWS} | TEST),
]
PROVED = "done | `aThingHolds` | `Sources/SQL/A.swift` |\n"
GOOD += [{"docs/coverage.md": f"| 1 | {PROVED}| F1 | {PROVED}" + ROWS} | TEST]


def build(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


@pytest.mark.parametrize(("rule", "files"), BAD, ids=lambda value: value if isinstance(value, str) else "")
def test_a_rule_fires_on_what_it_forbids(tmp_path, rule, files):
    assert rule in {finding.rule for finding in findings(build(tmp_path, files)) if not finding.warns}


@pytest.mark.parametrize("files", GOOD, ids=lambda files: next(iter(files)))
def test_the_rules_are_quiet_about_what_is_right(tmp_path, files):
    assert findings(build(tmp_path, files)) == []


def test_a_file_that_grows_is_warned_about_before_it_fails(tmp_path):
    found = findings(build(tmp_path, {"static/lib/a.js": "\n" * 420}))
    assert [(finding.rule, finding.warns) for finding in found] == [("length", True)]
