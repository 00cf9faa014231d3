"""A quote counts only where the candidate said these words; what is shown are the candidate's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockround.grading.quotes import verified
from mockround.grading.transcript import Utterance

TEXT = "Well, I would not use a cache here, um, because writes are ten times the reads; we keep ten seconds of lag."
SAID = (
    Utterance(1, "interviewer", "Would you use a cache in front of the database?"),
    Utterance(2, "candidate", TEXT),
    Utterance(3, "candidate", "Reads go to the replcia, and the primary takes every write."),
    Utterance(4, "candidate", "Yes, both."),
)


@pytest.mark.parametrize(
    ("quote", "raw"),
    [
        ("I would not use a cache here", "I would not use a cache here"),
        ("i would NOT use a cache here because writes are", "I would not use a cache here, um, because writes are"),
        ("we keep 10 seconds of lag", "we keep ten seconds of lag"),
        ("I wouldn't use a cache here", "I would not use a cache here"),
        ("so reads go to the replica", "Reads go to the replcia"),
        ("Yes, both", "Yes, both"),
    ],
)
def test_the_candidates_own_words_are_found_and_shown_as_they_were_said(quote: str, raw: str) -> None:
    found = verified(quote, None, SAID)
    assert found is not None
    assert found.quote == raw
    assert next(each for each in SAID if each.turn == found.turn).text[found.start : found.end] == raw


@pytest.mark.parametrize(
    "quote",
    [
        "I would use a cache here",
        "I would never use a cache here",
        "reads go to the primary, and the",
        "we keep 11 seconds of lag",
        "we keep some seconds of lag",
        "Would you use a cache in front of the database",
        "writes are the reads",
        "a cache here",
        "",
        "...",
        "the primary takes each write always",
    ],
)
def test_words_that_were_not_said_that_way_are_not_found(quote: str) -> None:
    assert verified(quote, None, SAID) is None


def test_the_turn_that_is_cited_is_looked_at_first_and_a_wrong_number_does_no_harm() -> None:
    words = "the queue holds it all"
    twice = (Utterance(1, "candidate", words), Utterance(2, "candidate", f"again: {words}"))
    second, wrong = verified("the queue holds it", 2, twice), verified("the queue holds it", 99, twice)
    assert second is not None and second.turn == 2
    assert wrong is not None and wrong.turn == 1


@given(st.text(max_size=200), st.text(max_size=60))
def test_whatever_is_found_is_a_slice_of_the_candidates_text(text: str, quote: str) -> None:
    found = verified(quote, 1, (Utterance(1, "candidate", text),))
    if found is not None:
        assert text[found.start : found.end] == found.quote


@given(st.data())
def test_every_stretch_of_at_least_four_words_can_be_quoted(data: st.DataObject) -> None:
    words = TEXT.split()
    first = data.draw(st.integers(0, len(words) - 6))
    quote = " ".join(words[first : first + 6])
    assert verified(quote, 2, SAID) is not None
