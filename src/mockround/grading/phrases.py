"""Finds the phrases of a rubric in a stretch of words: all stems of a phrase in order, at most two words between."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mockround.grading.text import stems

_GAP = 2


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """Phrases by their rarest-looking (longest) stem, so that a clause is only tried against what it may hold."""

    by_stem: Mapping[str, tuple[tuple[tuple[str, ...], int], ...]]

    def found(self, words: Sequence[str]) -> frozenset[int]:
        """Return the owners (as numbered by `phrase_index`) of the phrases that occur in `words` (stems)."""
        here = set(words)
        return frozenset(
            owner
            for word in here
            for phrase, owner in self.by_stem.get(word, ())
            if len(phrase) == 1 or (here.issuperset(phrase) and _in_order(phrase, words))
        )


def phrase_index(owned: Iterable[tuple[int, Iterable[str]]]) -> PhraseIndex:
    """Index phrases with the number of their owner."""
    by_stem: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for owner, phrases in owned:
        for phrase in dict.fromkeys(stems(each) for each in phrases):
            if phrase:
                by_stem.setdefault(max(phrase, key=len), []).append((phrase, owner))
    return PhraseIndex({stem: tuple(found) for stem, found in by_stem.items()})


def _in_order(phrase: Sequence[str], words: Sequence[str]) -> bool:
    return any(_follows(phrase, words, start) for start, word in enumerate(words) if word == phrase[0])


def _follows(phrase: Sequence[str], words: Sequence[str], start: int) -> bool:
    at = start
    for stem in phrase[1:]:
        window = words[at + 1 : at + 2 + _GAP]
        if stem not in window:
            return False
        at += 1 + list(window).index(stem)
    return True
