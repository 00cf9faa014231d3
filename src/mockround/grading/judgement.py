"""From what is heard in a stretch of words to how likely it is to be credited, and to be met.

Two logistic models over a handful of features, the same for all criteria. Their weights (fitted.py) are fitted by
`python -m bench.fit` on the developing half of the labelled set; a criterion brings only its exemplars.
"""

import math
from dataclasses import dataclass

from mockround.grading import fitted
from mockround.grading.likeness import Likeness
from mockround.grading.matching import Strength

_MOST_WORDS, _MOST_APART, _MOST_NEGATIONS = 1.6, 1.5, 2.0
_LIKENESS_SCALE, _CONTRAST_SCALE = 3.0, 8.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard of one criterion in one stretch of a turn.

    `rival` is the word strength of the topic's strongest other criterion there; `slots_elsewhere` the share of the
    criterion's ideas that only the rest of what was said voices; `is_asked` whether the question before was about it
    and the turn does not begin with a no; `unclaimed` the share of the turn's words that it rejects, puts off or merely
    lists; `peak` the likeness of its likest clause; `negations` how many words of negation a clause has.
    """

    strength: Strength
    likeness: Likeness
    rival: float
    slots_elsewhere: float
    is_asked: bool
    peak: float
    unclaimed: float
    negations: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probabilities: of being credited (met or partial), and of being met."""

    credited: float
    met: float


def features(heard: Heard) -> tuple[float, ...]:
    """Return the features in the order of `fitted.NAMES`; none of them is a length."""
    words = min(heard.strength.words, _MOST_WORDS)
    slots = heard.strength.slots
    return (
        words,
        slots,
        _LIKENESS_SCALE * heard.likeness.met,
        _LIKENESS_SCALE * (heard.likeness.met - heard.likeness.missing),
        min(heard.strength.words - heard.rival, _MOST_APART),
        math.tanh(heard.likeness.contrast / _CONTRAST_SCALE),
        words * slots,
        heard.slots_elsewhere,
        float(heard.is_asked),
        _LIKENESS_SCALE * heard.peak,
        heard.unclaimed,
        min(heard.negations, _MOST_NEGATIONS),
    )


def judgement(heard: Heard) -> Judgement:
    """Return both probabilities; met is never likelier than credited."""
    given = features(heard)
    credited = _probability(fitted.CREDITED, given)
    return Judgement(credited, min(credited, _probability(fitted.MET, given)))


def _probability(weights: tuple[float, ...], given: tuple[float, ...]) -> float:
    bias, *slopes = weights
    return 1 / (1 + math.exp(-bias - math.fsum(slope * value for slope, value in zip(slopes, given, strict=True))))
