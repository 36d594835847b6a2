"""What browser code may not do: markup from strings, and the network anywhere but in its one place."""

import re
import posixpath

from tree import Finding, Tree

MARKUP = [
    (re.compile(r"\binnerHTML\b"), "innerHTML"),
    (re.compile(r"\bouterHTML\b"), "outerHTML"),
    (re.compile(r"\binsertAdjacentHTML\b"), "insertAdjacentHTML"),
    (re.compile(r"\bdocument\.write(ln)?\b"), "document.write"),
    (re.compile(r"\bDOMParser\b"), "DOMParser"),
    (re.compile(r"\bcreateContextualFragment\b"), "createContextualFragment"),
    (re.compile(r"(?<![\w.])eval\s*\("), "eval"),
    (re.compile(r"\bnew\s+Function\b"), "new Function"),
    (re.compile(r"setAttribute\(\s*[\"']style[\"']"), 'setAttribute("style")'),
]
NETWORK = re.compile(r"(?<![\w.])(?:window\.|globalThis\.|self\.)?(fetch\s*\(|XMLHttpRequest\b|EventSource\b|WebSocket\b|navigator\.sendBeacon\b)")
IMPORTED = re.compile(
    r"""^[ \t]*(?:import|export)\b[^;'"]*?\bfrom\s*["']([^"'\n]+)["']|^[ \t]*import\s*["']([^"'\n]+)["']"""
    r"""|\bimport\s*\(\s*["']([^"'\n]+)["']""",
    re.M,
)
# What lib/http.js says about calls without making one.
SAYS_ONLY = {"ApiError", "isAbort", "connection", "onSignedOut"}
NAMED = re.compile(r"""import\s*\{([^}]*)\}\s*from\s*["'][^"']*lib/http\.js["']""")
INLINE = [
    (re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I), "an inline script"),
    (re.compile(r"<style\b", re.I), "an inline style sheet"),
    (re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I), "a style attribute"),
    (re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I), "an inline handler"),
    (re.compile(r"""(?:src|href)\s*=\s*["'](?:https?:)?//""", re.I), "a file from elsewhere"),
]
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\w\"'`/])//[^\n]*", re.S)


def check(tree: Tree) -> list[Finding]:
    found = []
    for path in tree.files("static/", ".js"):
        text = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), tree.text(path))
        for line, words in enumerate(text.split("\n"), start=1):
            for pattern, name in MARKUP:
                if pattern.search(words):
                    found.append(Finding(path, line, "markup", f"{name} is banned: build nodes with lib/dom.js"))
            match = NETWORK.search(words)
            if match and path != "static/lib/http.js" and not path.endswith("_test.js"):
                name = match.group(1).rstrip("( ")
                found.append(Finding(path, line, "network", f"only lib/http.js talks to the network, not {name} here"))
        for match in IMPORTED.finditer(text):
            source = next(group for group in match.groups() if group)
            line = text.count("\n", 0, match.end()) + 1
            found += _check_import(path, line, source, _makes_calls(text))
    for path in tree.files("static/", ".html"):
        text = tree.text(path)
        for pattern, name in INLINE:
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                found.append(Finding(path, line, "inline", f"the content security policy refuses {name}"))
    return found


def _makes_calls(text: str) -> bool:
    """Whether a module takes from lib/http.js more than what it says about calls."""
    names = {name.split(" as ")[0].strip() for match in NAMED.finditer(text) for name in match.group(1).split(",")}
    return not names or bool(names - SAYS_ONLY - {""})


def _check_import(path: str, line: int, source: str, makes_calls: bool) -> list[Finding]:
    if source.startswith("."):
        where = posixpath.normpath(posixpath.join(posixpath.dirname("/" + path), source))
    elif source.startswith("/"):
        where = "/static" + source
    elif path.endswith("_test.js"):
        return []
    else:
        return [Finding(path, line, "network", f"{source} is no file of static/; there is no third-party file")]
    found = []
    inside_lib = path.startswith("static/lib/")
    if where == "/static/lib/http.js" and makes_calls and not (inside_lib or path.endswith(("/calls.js", "_test.js"))):
        found.append(Finding(path, line, "network", "only calls.js of a feature makes calls with lib/http.js"))
    if inside_lib and where.startswith("/static/features/"):
        found.append(Finding(path, line, "lib", "lib/ knows nothing of the product: it imports no feature"))
    return found
