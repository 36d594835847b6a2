"""The files of a checkout, and what a rule says about one of them."""

from dataclasses import dataclass
from pathlib import Path

NOT_OURS = {".git", ".build", ".venv", ".bench", "__pycache__", "node_modules", ".pytest_cache", ".hypothesis", ".schemathesis"}
NOT_OURS_AT_THE_TOP = {"data", "artifacts"}


@dataclass(frozen=True, order=True)
class Finding:
    """One thing wrong at one place; `warns` marks those that do not fail the check."""

    path: str
    line: int
    rule: str
    message: str
    warns: bool = False

    def __str__(self) -> str:
        kind = "warning" if self.warns else "error"
        return f"{self.path}:{self.line}: {kind}: [{self.rule}] {self.message}"


class Tree:
    """A checkout, or in a test a directory that looks like one."""

    def __init__(self, root: Path):
        self.root = root
        self.paths = sorted(self._walk(root))

    def _walk(self, directory: Path):
        for entry in directory.iterdir():
            name = entry.name
            if name in NOT_OURS or name.startswith(".build-"):
                continue
            if directory == self.root and name in NOT_OURS_AT_THE_TOP:
                continue
            if entry.is_symlink():
                continue
            if entry.is_dir():
                yield from self._walk(entry)
            else:
                yield entry.relative_to(self.root).as_posix()

    def files(self, under: str = "", *suffixes: str) -> list[str]:
        """Paths relative to the root, below a folder ("Sources/"), ending in one of the suffixes."""
        return [path for path in self.paths if path.startswith(under) and (not suffixes or path.endswith(suffixes))]

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    def lines(self, path: str) -> list[tuple[int, str]]:
        return list(enumerate(self.text(path).split("\n"), start=1))

    def exists(self, path: str) -> bool:
        return (self.root / path).exists()
