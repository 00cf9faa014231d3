"""How strongly a stretch of words speaks for a criterion: learned word weights and the rubric's own ideas (slots).

The weights are smoothed log-odds of stems and stem pairs in the criterion's met exemplars against everybody else's
(Monroe, Colaresi & Quinn 2008, without the variance term), computed at load: an author adds exemplars, not code.
A word of one exemplar's product domain occurs once and weighs little; the words that voice the idea recur.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mockround.content.exemplars import Exemplars
from mockround.content.models import Criterion, CriterionId
from mockround.grading.cues import word_set
from mockround.grading.phrases import PhraseIndex, phrase_index
from mockround.grading.text import stems

_SMOOTH = 0.4
_MIN_WEIGHT = 0.35
# Stems, not words.
_FUNCTION = word_set(
    "a an the and or but so of to in on at by for with from as is are was were be been it this that these those",
    "i we you he she they them him her my our your his their me us do doe did have has had will would can could",
    "should there here then than too veri just like um uh yeah well okay if when which who what how not no also",
)


@dataclass(frozen=True, slots=True)
class Strength:
    """How a stretch of words stands to one criterion.

    `words` is the sum of word weights over that of the criterion's typical met exemplar (1 is typical); `slots` the
    share of its ideas that are voiced; `wrong` whether a misconception is voiced.
    """

    words: float
    slots: float
    wrong: bool


class Matcher:
    """Compiled once from the exemplars. Knows only stems: who said them, and how, is not its concern."""

    def __init__(self, criteria: Sequence[Criterion], bank: Mapping[CriterionId, Exemplars]) -> None:
        self._order = tuple(CriterionId(each.id) for each in criteria)
        answers = {CriterionId(each.id): _answers(each, bank) for each in criteria}
        self._weights = _word_weights(answers)
        self._typical = self._typical_sums(answers)
        self._slot_count: dict[CriterionId, int] = {}
        self._slots, self._owners = self._slot_index(bank)
        self._wrong = phrase_index(
            (number, bank[criterion].misconceptions)
            for number, criterion in enumerate(self._order)
            if criterion in bank
        )

    def features(self, words: Sequence[str]) -> frozenset[str]:
        """Return the stems and stem pairs of `words` that carry weight anywhere."""
        return frozenset(each for each in _grams(words) if each in self._weights)

    def sums(self, grams: Iterable[str]) -> dict[CriterionId, float]:
        """Return each criterion's word strength over `grams`; criteria that nothing speaks for are absent."""
        total: defaultdict[CriterionId, float] = defaultdict(float)
        for gram in grams:
            for criterion, weight in self._weights[gram]:
                total[criterion] += weight
        return {criterion: value / self._typical[criterion] for criterion, value in total.items()}

    def slots_in(self, words: Sequence[str]) -> dict[CriterionId, frozenset[str]]:
        """Return which ideas of which criteria `words` voice."""
        found: defaultdict[CriterionId, set[str]] = defaultdict(set)
        for number in self._slots.found(words):
            criterion, slot = self._owners[number]
            found[criterion].add(slot)
        return {criterion: frozenset(slots) for criterion, slots in found.items()}

    def wrongs_in(self, words: Sequence[str]) -> frozenset[CriterionId]:
        """Return the criteria whose misconceptions `words` voice."""
        return frozenset(self._order[number] for number in self._wrong.found(words))

    def slot_count(self, criterion: CriterionId) -> int:
        return self._slot_count.get(criterion, 0)

    def _typical_sums(self, answers: Mapping[CriterionId, "_Answers"]) -> dict[CriterionId, float]:
        typical: dict[CriterionId, float] = {}
        for criterion, given in answers.items():
            sums = sorted(
                sum(weight for gram in met for owner, weight in self._weights.get(gram, ()) if owner == criterion)
                for met in given.met
            )
            typical[criterion] = max(1.0, sums[len(sums) // 2])
        return typical

    def _slot_index(self, bank: Mapping[CriterionId, Exemplars]) -> tuple[PhraseIndex, list[tuple[CriterionId, str]]]:
        owners: list[tuple[CriterionId, str]] = []
        owned: list[tuple[int, tuple[str, ...]]] = []
        for criterion in self._order:
            slots = bank[criterion].slots if criterion in bank else {}
            self._slot_count[criterion] = len(slots)
            for slot, phrases in slots.items():
                owned.append((len(owners), phrases))
                owners.append((criterion, slot))
        return phrase_index(owned), owners


@dataclass(frozen=True, slots=True)
class _Answers:
    met: tuple[frozenset[str], ...]
    partial: tuple[frozenset[str], ...]
    missing: tuple[frozenset[str], ...]


def _answers(criterion: Criterion, bank: Mapping[CriterionId, Exemplars]) -> _Answers:
    """The exemplars of a criterion as sets of grams; the rubric's own three examples are among them."""
    own = bank.get(CriterionId(criterion.id))
    examples = criterion.examples
    return _Answers(
        met=tuple(_gram_set(text) for text in (examples.met, *(own.met if own else ()))),
        partial=tuple(_gram_set(text) for text in (examples.partial, *(own.partial if own else ()))),
        missing=tuple(_gram_set(text) for text in (examples.near_miss_missing, *(own.missing if own else ()))),
    )


def _word_weights(answers: Mapping[CriterionId, _Answers]) -> dict[str, tuple[tuple[CriterionId, float], ...]]:
    """Weight of each gram for each criterion, where it is positive and not negligible."""
    everywhere: Counter[str] = Counter()
    total = 0
    for given in answers.values():
        for answer in (*given.met, *given.partial, *given.missing):
            everywhere.update(answer)
            total += 1
    weights: defaultdict[str, list[tuple[CriterionId, float]]] = defaultdict(list)
    for criterion, given in answers.items():
        here: Counter[str] = Counter()
        for answer in given.met:
            here.update(answer)
        count = len(given.met)
        for gram, hits in sorted(here.items()):
            odds = _log_odds(hits, count, everywhere[gram] - hits, total - count)
            if odds >= _MIN_WEIGHT and (hits > 1 or count < 4):
                weights[gram].append((criterion, odds * math.sqrt(hits / count)))
    return {gram: tuple(owners) for gram, owners in weights.items()}


def _log_odds(hits: int, count: int, others: int, total: int) -> float:
    inside = (hits + _SMOOTH) / (count - hits + _SMOOTH)
    outside = (others + _SMOOTH) / (total - others + _SMOOTH)
    return math.log(inside / outside)


def _gram_set(text: str) -> frozenset[str]:
    return frozenset(_grams(stems(text)))


def _grams(words: Sequence[str]) -> list[str]:
    """Content stems, and pairs of neighbouring content stems; every number is the same word."""
    plain = ["#" if word[0].isdigit() else word for word in words if word not in _FUNCTION]
    return [*plain, *(f"{one} {other}" for one, other in zip(plain, plain[1:], strict=False))]
