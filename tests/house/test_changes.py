"""News fragments: one file a change, named for what is new, one paragraph that a user understands."""

import re
from pathlib import Path

import pytest

FRAGMENTS = sorted(path for path in (Path(__file__).parents[2] / "changes").iterdir() if path.name != ".gitkeep")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.md")


def test_there_is_news() -> None:
    assert FRAGMENTS


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.name)
def test_a_fragment_is_well_named_and_one_paragraph(path: Path) -> None:
    assert _NAME.fullmatch(path.name)
    text = path.read_text(encoding="utf-8")
    assert text.endswith(".\n")
    assert text[0].isupper()
    assert "\n\n" not in text
    assert len(text) <= 600
