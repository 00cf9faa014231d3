"""Which stretches of a turn bear on a criterion, held against its exemplars. Knows only that turn."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from mockround.content.models import CriterionId, TopicKey
from mockround.grading.likeness import Exemplary, Likeness
from mockround.grading.listening import Listener, Window

_KEPT = 8192
"""Turns: as many as some hundred rounds hold, since a round is heard again after each turn."""
_BESIDE, _LIKE = 0.6, 0.13
"""A turn that is this much less about a topic than about another one shows something of it only in words that are
at least this like an exemplar: common words lie about everywhere."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """A window that bears on a criterion. `peak` is the likeness of its likest clause."""

    window: Window
    likeness: Likeness
    peak: float


class Bearings:
    """Safe to use from several threads."""

    def __init__(self, listener: Listener, exemplary: Exemplary, topics: Mapping[CriterionId, TopicKey]) -> None:
        self._listener = listener
        self._topics = topics
        self._likeness = lru_cache(maxsize=20_000)(exemplary.likeness)
        self.of = lru_cache(maxsize=_KEPT)(self._of)

    def _of(
        self, text: str, before: str, criteria: tuple[CriterionId, ...]
    ) -> Mapping[CriterionId, tuple[Bearing, ...]]:
        """Return what of a turn bears on each of `criteria`, where anything does.

        Kept while rounds last, when the windows for all criteria that there are, a hundred times as much, are gone.
        """
        windows = self._listener.windows(text, before)
        shares = self._listener.topic_shares(text, before)
        found = {each: tuple(self._bearing(each, windows[each], shares)) for each in criteria if each in windows}
        return {criterion: bearings for criterion, bearings in found.items() if bearings}

    def _bearing(
        self, criterion: CriterionId, windows: Iterable[Window], shares: Mapping[TopicKey, float]
    ) -> Iterator[Bearing]:
        is_about_it = shares.get(self._topics[criterion], 0.0) >= _BESIDE
        for window in windows:
            peak = max(self._likeness(criterion, stems).met for stems in window.parts)
            if is_about_it or peak >= _LIKE:
                yield Bearing(window, self._likeness(criterion, window.stems), peak)
