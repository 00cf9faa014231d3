"""docs/content.md says what the models say."""

from pathlib import Path

from mockround.content.layout import FOLDERS, TABLES
from mockround.content.reference_page import page

DOCS = Path(__file__).parents[2] / "docs" / "content.md"


def test_the_page_for_authors_is_fresh() -> None:
    remake = "run: python -m mockround.content.reference_page docs/content.md"
    assert DOCS.read_text(encoding="utf-8") == page(), remake


def test_the_page_names_every_place_of_content() -> None:
    assert [name for name in (*FOLDERS, *TABLES) if f"`{name}" not in page()] == []


def test_the_page_lists_every_field_with_its_doc_once() -> None:
    text = page()
    assert "| `weight` | a whole number | 3 for what the topic cannot do without. |" in text
    assert "| `na_when` | text or `null`, optional | When the criterion does not apply" in text
    assert "| `else` | `L` or `C` |" in text
    assert text.count("### Criterion\n") == 1
