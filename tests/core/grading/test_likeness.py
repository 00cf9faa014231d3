"""Likeness: the cosine to the nearest exemplar, and the words that part met answers from near misses."""

import math

import pytest

from mockround.content.models import CriterionId
from mockround.grading.answers import Answers, Grams, grams_of
from mockround.grading.judgement import Heard, features, judgement
from mockround.grading.likeness import Exemplary, Likeness
from mockround.grading.matching import Strength
from mockround.grading.text import stems

ONE, OTHER = CriterionId("one"), CriterionId("other")


def grams(*texts: str) -> tuple[Grams, ...]:
    return tuple(dict.fromkeys(grams_of(stems(text)), 1) for text in texts)


EXEMPLARY = Exemplary(
    {
        ONE: Answers(
            met=grams("delete key after commit", "purge entry after write"),
            partial=grams("key expires"),
            missing=grams("evict least recent key"),
        ),
        OTHER: Answers(met=grams("nearest courier claims ride"), partial=(), missing=()),
    }
)


def test_an_exemplars_own_words_are_as_like_as_can_be() -> None:
    assert EXEMPLARY.likeness(ONE, stems("delete key after commit")).met == pytest.approx(1.0)


def test_foreign_words_are_like_nothing() -> None:
    assert EXEMPLARY.likeness(ONE, stems("turtles swim")) == Likeness(0.0, 0.0, 0.0)


def test_a_near_miss_is_nearer_to_the_missing_exemplars() -> None:
    found = EXEMPLARY.likeness(ONE, stems("evict the least recent entry"))
    assert found.missing > found.met
    assert found.contrast < EXEMPLARY.likeness(ONE, stems("delete it after commit")).contrast


def test_numbers_are_one_word_and_little_words_none() -> None:
    assert grams_of(stems("the key for 60 seconds")) == ["key", "#", "second", "key #", "# second"]


def heard(**changes: object) -> Heard:
    fixed: dict[str, object] = {
        "strength": Strength(1.0, 1.0),
        "likeness": Likeness(0.4, 0.1, 5.0),
        "rival": 0.2,
        "slots_elsewhere": 0.0,
        "is_asked": False,
        "peak": 0.4,
        "unclaimed": 0.0,
        "negations": 0.0,
    }
    return Heard(**(fixed | changes))  # type: ignore[arg-type]  # a test's shorthand


def test_features_are_bounded_where_more_of_the_same_proves_nothing() -> None:
    loud = features(
        heard(strength=Strength(50.0, 1.0), likeness=Likeness(1.0, 0.0, 900.0), rival=0.0, peak=1.0, negations=9.0)
    )
    assert loud == (1.6, 1.0, 3.0, 3.0, 1.5, 1.0, 1.6, 0.0, 0.0, 3.0, 0.0, 2.0)


def test_met_is_never_likelier_than_credited() -> None:
    for words in (0.0, 0.5, 1.0, 1.6):
        given = judgement(heard(strength=Strength(words, 1.0)))
        assert 0.0 <= given.met <= given.credited <= 1.0
        assert math.isfinite(given.met)


@pytest.mark.parametrize(
    "better",
    [
        {"strength": Strength(1.4, 1.0)},
        {"likeness": Likeness(0.6, 0.1, 5.0)},
        {"is_asked": True},
    ],
)
def test_what_speaks_more_strongly_is_likelier_to_be_credited(better: dict[str, object]) -> None:
    assert judgement(heard(**better)).credited > judgement(heard()).credited
