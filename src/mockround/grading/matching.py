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
from mockround.content.models import CriterionId
from mockround.grading.answers import Answers, grams_of
from mockround.grading.phrases import PhraseIndex, phrase_index

_SMOOTH = 0.4
_MIN_WEIGHT = 0.35


@dataclass(frozen=True, slots=True)
class Strength:
    """How a stretch of words stands to one criterion.

    `words` is the sum of word weights over that of the criterion's typical met exemplar (1 is typical); `slots` the
    share of its ideas that are voiced.
    """

    words: float
    slots: float


class Matcher:
    """Compiled once from the exemplars. Knows only stems: who said them, and how, is not its concern."""

    def __init__(self, answers: Mapping[CriterionId, Answers], bank: Mapping[CriterionId, Exemplars]) -> None:
        self._order = tuple(answers)
        self._weights = _word_weights(answers)
        self._typical = self._typical_sums(answers)
        self.slot_count: dict[CriterionId, int] = {}
        self._slots, self._owners = self._slot_index(bank)
        self._wrong = phrase_index(
            (number, bank[criterion].misconceptions)
            for number, criterion in enumerate(self._order)
            if criterion in bank
        )

    def features(self, words: Sequence[str]) -> frozenset[str]:
        """Return the stems and stem pairs of `words` that carry weight anywhere."""
        return frozenset(each for each in grams_of(words) if each in self._weights)

    def sums(self, grams: Iterable[str]) -> dict[CriterionId, float]:
        """Return each criterion's word strength over `grams`; criteria that nothing speaks for are absent."""
        total: defaultdict[CriterionId, float] = defaultdict(float)
        for gram in grams:
            for criterion, weight in self._weights[gram]:
                total[criterion] += weight
        return {criterion: value / self._typical[criterion] for criterion, value in total.items()}

    def telling_words(self, criterion: CriterionId, words: Sequence[str]) -> tuple[str, ...]:
        """Return the stems and stem pairs of `words` that speak for `criterion`, the weightiest first."""
        weights = {
            gram: weight
            for gram in grams_of(words)
            for owner, weight in self._weights.get(gram, ())
            if owner == criterion
        }
        return tuple(sorted(weights, key=lambda gram: (-weights[gram], gram)))

    def slots_of(self, criterion: CriterionId) -> tuple[str, ...]:
        """Return the names of a criterion's ideas, in the author's order."""
        return tuple(slot for owner, slot in self._owners if owner == criterion)

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

    def _typical_sums(self, answers: Mapping[CriterionId, Answers]) -> dict[CriterionId, float]:
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
            self.slot_count[criterion] = len(slots)
            for slot, phrases in slots.items():
                owned.append((len(owners), phrases))
                owners.append((criterion, slot))
        return phrase_index(owned), owners


def _word_weights(answers: Mapping[CriterionId, Answers]) -> dict[str, tuple[tuple[CriterionId, float], ...]]:
    """Weight of each gram for each criterion, where it is positive and not negligible."""
    everywhere: Counter[str] = Counter()
    total = 0
    for given in answers.values():
        for answer in given.every:
            everywhere.update(answer.keys())
            total += 1
    weights: defaultdict[str, list[tuple[CriterionId, float]]] = defaultdict(list)
    for criterion, given in answers.items():
        here: Counter[str] = Counter()
        for answer in given.met:
            here.update(answer.keys())
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
