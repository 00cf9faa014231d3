"""Words with their places in the raw text."""

from hypothesis import given
from hypothesis import strategies as st

from mockround.grading.text import stems, tokens


def words(text: str) -> list[str]:
    return [token.word for token in tokens(text)]


def test_contractions_are_opened_and_keep_their_negation() -> None:
    assert words("We can't, won't and don't; it's fine.") == [
        "we", "can", "not", "will", "not", "and", "do", "not", "it", "is", "fine",
    ]  # fmt: skip


def test_numbers_in_words_and_digits_are_the_same() -> None:
    assert stems("ten seconds") == stems("10 seconds")


def test_a_unit_is_split_from_its_number() -> None:
    assert words("200ms at 95% of 1,200 reads") == ["200", "ms", "at", "95", "%", "of", "1200", "reads"]


def test_case_width_and_invisible_characters_do_not_matter() -> None:
    assert words("ＲＥＤＩＳ re\u00addis REDIS") == ["redis", "redis", "redis"]


@given(st.text(max_size=200))
def test_every_word_points_at_its_place_in_the_raw_text(text: str) -> None:
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.word
