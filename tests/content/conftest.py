"""A content folder of one's own, over the shipped one."""

from pathlib import Path

import pytest

from mockround.content.checks import check
from mockround.content.library import Library, load
from mockround.resources import content_dir


class OwnFolder:
    """An author's folder: shipped files with a mistake made in them, or files of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def amend(self, name: str, old: str, new: str) -> int:
        """Copy a shipped file with `old` replaced once; return the line of the change."""
        text = (content_dir() / name).read_text(encoding="utf-8")
        before, found, after = text.partition(old)
        assert found, f"{old!r} is not in {name}"
        self.write(name, before + new + after)
        return before.count("\n") + new.count("\n", 0, len(new) - len(new.lstrip("\n"))) + 1

    def findings(self) -> list[str]:
        """What the check says, with files named as in the folder."""
        return [str(finding).removeprefix(f"{self.root}/") for finding in check(content_dir(), self.root).findings]

    def library(self) -> Library:
        return load(content_dir(), self.root)


@pytest.fixture
def own(tmp_path: Path) -> OwnFolder:
    return OwnFolder(tmp_path)


@pytest.fixture(scope="session")
def library() -> Library:
    return load(content_dir())
