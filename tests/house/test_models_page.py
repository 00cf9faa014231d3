"""docs/models.md says what each trouble of a model means, in the words of the program."""

from pathlib import Path

from mockround.llm.failures import EXPLAINED, EXPLAINED_OF_SPEECH

PAGE = (Path(__file__).parents[2] / "docs" / "models.md").read_text(encoding="utf-8")


def test_every_trouble_is_on_the_page_in_our_words() -> None:
    listed = [line for line in PAGE.splitlines() if line.startswith("| `")]
    of_speech = {trouble: each for trouble, each in EXPLAINED_OF_SPEECH.items() if each != EXPLAINED[trouble]}
    expected = [
        f"| `{trouble.value}` | {each.sentence} {each.remedy} |"
        for table in (EXPLAINED, of_speech)
        for trouble, each in table.items()
    ]
    assert listed == expected
