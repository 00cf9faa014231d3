"""The exemplar answers of every criterion as counted stems and stem pairs: word weights and likeness come of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mockround.content.exemplars import Exemplars
from mockround.content.models import Criterion, CriterionId
from mockround.grading.cues import word_set
from mockround.grading.text import stems

Grams = Mapping[str, int]

# Stems, not words.
_FUNCTION = word_set(
    "a an the and or but so of to in on at by for with from as is are was were be been it this that these those",
    "i we you he she they them him her my our your his their me us do doe did have has had will would can could",
    "should there here then than too veri just like um uh yeah well okay if when which who what how not no also",
)


@dataclass(frozen=True, slots=True)
class Answers:
    """What people say to one criterion, by verdict; the rubric's own three examples are among them."""

    met: tuple[Grams, ...]
    partial: tuple[Grams, ...]
    missing: tuple[Grams, ...]

    @property
    def every(self) -> tuple[Grams, ...]:
        return (*self.met, *self.partial, *self.missing)


def answers_of(criteria: Sequence[Criterion], bank: Mapping[CriterionId, Exemplars]) -> dict[CriterionId, Answers]:
    """Return the answers to each criterion, in the criteria's order."""
    return {CriterionId(each.id): _answers(each, bank.get(CriterionId(each.id))) for each in criteria}


def grams_of(words: Iterable[str]) -> list[str]:
    """Return the content stems of `words`, and the pairs of neighbouring ones; every number is the same word."""
    plain = ["#" if word[0].isdigit() else word for word in words if word not in _FUNCTION]
    return [*plain, *(f"{one} {other}" for one, other in zip(plain, plain[1:], strict=False))]


def _answers(criterion: Criterion, own: Exemplars | None) -> Answers:
    examples = criterion.examples
    return Answers(
        met=counted((examples.met, *(own.met if own else ()))),
        partial=counted((examples.partial, *(own.partial if own else ()))),
        missing=counted((examples.near_miss_missing, *(own.missing if own else ()))),
    )


def counted(texts: Iterable[str]) -> tuple[Grams, ...]:
    return tuple(Counter(grams_of(stems(text))) for text in texts)
