"""How like a stretch of words is to the exemplars of one criterion: its met answers, and its near misses.

Closeness is the cosine of tf-idf vectors of stems and stem pairs (Salton & Buckley 1988), the nearest exemplar taken.
Contrast is what word weights cannot tell: which words part the met exemplars from the partial and missing ones of
the same criterion, as summed smoothed log-odds.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

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
        # The same stretch is held against every criterion of a round.
        self._heard = lru_cache(maxsize=16_384)(self._read)

    def likeness(self, criterion: CriterionId, words: tuple[str, ...]) -> Likeness:
        """Return how like `words` (stems) is to the exemplars of `criterion`."""
        compiled = self._of(criterion)
        grams, vector = self._heard(words)
        dots = [0.0] * compiled.places
        for gram, weight in vector:
            for place, other in compiled.postings.get(gram, ()):
                dots[place] += weight * other
        contrast = math.fsum(compiled.contrast.get(gram, 0.0) for gram in grams)
        met, missing = dots[: compiled.met], dots[compiled.met :]
        return Likeness(max(met, default=0.0), max(missing, default=0.0), contrast)

    def _read(self, words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[tuple[str, float], ...]]:
        counts = Counter(grams_of(words))
        return tuple(counts), tuple(self._vector(counts).items())

    def _of(self, criterion: CriterionId) -> "_Compiled":
        if criterion not in self._compiled:
            own = self._answers[criterion]
            postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
            for place, answer in enumerate((*own.met, *own.missing)):
                for gram, weight in self._vector(answer).items():
                    postings[gram].append((place, weight))
            places = len(own.met) + len(own.missing)
            self._compiled[criterion] = _Compiled(dict(postings), _contrast(own), len(own.met), places)
        return self._compiled[criterion]

    def _vector(self, counts: Grams) -> dict[str, float]:
        weights = {gram: self._idf[gram] * (1 + math.log(count)) for gram, count in counts.items() if gram in self._idf}
        length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
        return {gram: weight / length for gram, weight in weights.items()} if length else {}


@dataclass(frozen=True, slots=True)
class _Compiled:
    """`postings`: gram -> (an exemplar's place, its weight there); the first `met` of all `places` are met ones."""

    postings: Mapping[str, list[tuple[int, float]]]
    contrast: Mapping[str, float]
    met: int
    places: int


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
