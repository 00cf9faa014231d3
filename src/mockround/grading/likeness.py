"""How like a stretch of words is to the exemplars of one criterion: its met answers, and its near misses.

Closeness is the cosine of tf-idf vectors of stems and stem pairs (Salton & Buckley 1988), the nearest exemplar taken.
Contrast is what word weights cannot tell: which words part the met exemplars from the partial and missing ones of
the same criterion, as summed smoothed log-odds.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mockround.content.models import CriterionId
from mockround.grading.answers import Answers, Grams, grams_of

_SMOOTH = 0.5


@dataclass(frozen=True, slots=True)
class Likeness:
    """Cosines from 0 to 1 to the nearest met and the nearest missing exemplar; `contrast` is in nats, open-ended."""

    met: float
    missing: float
    contrast: float


class Exemplary:
    """Compiled from the exemplars, a criterion when it is first asked about; safe to use from several threads."""

    def __init__(self, answers: Mapping[CriterionId, Answers]) -> None:
        self._answers = answers
        self._idf = _idf(answers.values())
        self._compiled: dict[CriterionId, _Compiled] = {}

    def likeness(self, criterion: CriterionId, words: Iterable[str]) -> Likeness:
        """Return how like `words` (stems) is to the exemplars of `criterion`."""
        compiled = self._of(criterion)
        counts = Counter(grams_of(words))
        dots: defaultdict[tuple[bool, int], float] = defaultdict(float)
        for gram, weight in self._vector(counts).items():
            for place, other in compiled.postings.get(gram, ()):
                dots[place] += weight * other
        met, missing = (
            max((dot for (is_met, _), dot in dots.items() if is_met is own), default=0.0) for own in (True, False)
        )
        return Likeness(met, missing, math.fsum(compiled.contrast.get(gram, 0.0) for gram in counts))

    def _of(self, criterion: CriterionId) -> "_Compiled":
        if criterion not in self._compiled:
            own = self._answers[criterion]
            postings: defaultdict[str, list[tuple[tuple[bool, int], float]]] = defaultdict(list)
            for is_met, answers in ((True, own.met), (False, own.missing)):
                for number, answer in enumerate(answers):
                    for gram, weight in self._vector(answer).items():
                        postings[gram].append(((is_met, number), weight))
            self._compiled[criterion] = _Compiled(dict(postings), _contrast(own))
        return self._compiled[criterion]

    def _vector(self, counts: Grams) -> dict[str, float]:
        weights = {gram: self._idf[gram] * (1 + math.log(count)) for gram, count in counts.items() if gram in self._idf}
        length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
        return {gram: weight / length for gram, weight in weights.items()} if length else {}


@dataclass(frozen=True, slots=True)
class _Compiled:
    """`postings`: gram -> ((is a met exemplar, its number), its weight there)."""

    postings: Mapping[str, list[tuple[tuple[bool, int], float]]]
    contrast: Mapping[str, float]


def _idf(answers: Iterable[Answers]) -> dict[str, float]:
    seen: Counter[str] = Counter()
    total = 0
    for own in answers:
        for answer in own.every:
            seen.update(answer.keys())
            total += 1
    return {gram: math.log((total + 1) / (count + 1)) for gram, count in seen.items()}


def _contrast(own: Answers) -> dict[str, float]:
    inside, outside = Counter[str](), Counter[str]()
    for answer in own.met:
        inside.update(answer.keys())
    for answer in (*own.partial, *own.missing):
        outside.update(answer.keys())
    ours, others = len(own.met), len(own.partial) + len(own.missing)
    grams = sorted(inside.keys() | outside.keys())
    return {gram: _logit(inside[gram], ours) - _logit(outside[gram], others) for gram in grams}


def _logit(hits: int, total: int) -> float:
    return math.log((hits + _SMOOTH) / (total - hits + _SMOOTH))
