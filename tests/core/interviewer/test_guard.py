"""Each sentence of a model is looked at before it is shown; a good one passes, each kind of bad one does not."""

import pytest

from mockround.interviewer.guard import MOST_WORDS, Guard, Kept, Sentences, as_claim
from mockround.llm.secrets import forms


def guard(*, leaks: bool = False, secrets: tuple[str, ...] = ()) -> Guard:
    return Guard(lambda _: leaks, secrets)


@pytest.mark.parametrize(
    "sentence",
    [
        "You said that writes go to one primary.",
        "What happens to the readers when that machine is gone?",
        "Let us stay with the 200,000 lookups per second, e.g. on a Monday morning.",
        "Okay, and then?",
        "How would you evaluate which of the two is cheaper?",
        "Noted.",
    ],
)
def test_what_an_interviewer_says_passes(sentence: str) -> None:
    watching = guard()
    assert watching.lets(sentence)
    assert watching.kept == []


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Great point, that is how it is done.", Kept.PRAISE),
        ("That's absolutely right.", Kept.PRAISE),
        ("You are doing a good job so far.", Kept.PRAISE),
        ("Your score is seven.", Kept.GRADING),
        ("That would be 8/10.", Kept.GRADING),
        ("The rubric wants more here.", Kept.GRADING),
        ("See https://example.com for more.", Kept.MARKUP),
        ("**What** about the cache?", Kept.MARKUP),
        ("- First, the cache.", Kept.MARKUP),
        ("<script>alert(1)</script>", Kept.MARKUP),
        ("Read ![this](x) now.", Kept.MARKUP),
        ("Wie verhindern Sie, dass zwei Kunden denselben Platz bekommen?", Kept.LANGUAGE),
        ("Что происходит, когда узел падает?", Kept.LANGUAGE),
        ("What is one? What is two?", Kept.SECOND_QUESTION),
        ("I'm sorry, but I cannot help with that.", Kept.REFUSAL),
        (" ".join(["word"] * (MOST_WORDS + 1)), Kept.TOO_LONG),
    ],
)
def test_what_an_interviewer_would_not_say_is_kept_back_and_named(sentence: str, reason: Kept) -> None:
    watching = guard()
    assert not watching.lets(sentence)
    assert watching.kept == [reason]


def test_a_second_question_is_kept_back_and_a_sentence_after_the_first_is_not() -> None:
    watching = guard()
    assert watching.lets("Where does it live?")
    assert watching.lets("Take your time.")
    assert not watching.lets("And how big is it?")
    assert watching.kept == [Kept.SECOND_QUESTION]


def test_sixty_words_are_enough_over_all_sentences() -> None:
    watching = guard()
    assert watching.lets("Here are words " * 13)
    assert not watching.lets("What of the " + "many words of it " * 6)
    assert watching.kept == [Kept.TOO_LONG]


def test_a_leak_is_kept_back() -> None:
    watching = guard(leaks=True)
    assert not watching.lets("What of the cache?")
    assert watching.kept == [Kept.LEAK]


def test_a_key_is_kept_back_in_any_case() -> None:
    watching = guard(secrets=forms("sk-verysecret"))
    assert not watching.lets("My key is SK-VerySecret, you know.")
    assert watching.kept == [Kept.KEY]


def test_sentences_come_as_they_are_completed_and_lose_no_word() -> None:
    cut = Sentences()
    found = [
        each
        for piece in ("Noted. Wh", "at of 3.5", " GB, e.g. on", " one node? And", " so on")
        for each in cut.add(piece)
    ]
    assert found == ["Noted.", "What of 3.5 GB, e.g. on one node?"]
    assert cut.rest() == "And so on"
    assert cut.rest() == ""


def test_what_never_ends_is_cut_and_kept_back() -> None:
    cut, watching = Sentences(), guard()
    found = [each for _ in range(200) for each in cut.add("word ")]
    assert found
    assert not watching.lets(found[0])
    assert watching.kept == [Kept.TOO_LONG]


def test_a_question_is_heard_as_the_claim_that_it_suggests() -> None:
    assert as_claim("Wouldn't you delete the key after the commit?") == "I delete the key after the commit."
    assert as_claim("And should it expire?") == "I expire."
    assert as_claim("What happens then?") == "What happens then."
