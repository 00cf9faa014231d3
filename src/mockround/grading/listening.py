"""What a candidate's turn says of each criterion, whatever stands around it: telling clauses, windows, ideas."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from functools import lru_cache

from mockround.content.models import CriterionId, TopicKey
from mockround.grading.clauses import Clause, clauses
from mockround.grading.cues import word_set
from mockround.grading.matching import Matcher, Strength
from mockround.grading.recital import Recital
from mockround.grading.stances import Stance, declines
from mockround.grading.steering import steers_in

_LONGEST_WINDOW = 4
_WINDOWS_KEPT = 8
"""Of one turn for one criterion: the strongest by words and ideas alone."""
_KEPT, _KEPT_IN_FULL = 8192, 128
"""Texts: of what is small, as many as some hundred rounds hold; of what is large, those that are being heard."""
_NEGLIGIBLE = 0.15
_LEADING = 0.8
"""An interviewer's turn whose own words come this near to 'met' gives the answer away (leading-hint-cap)."""
_WITHOUT_SLOTS = 0.5
_NEGATIONS = word_set("not no never none neither nor without noth nobodi")
"""Stems, not words."""
_UNCLAIMED = frozenset((Stance.REJECTED, Stance.REPORTED, Stance.DEFERRED, Stance.LISTED))
_OF_WORDS, _OF_SLOTS, _PER_CLAUSE, _MOST_WORDS = 0.55, 0.45, 0.02, 1.4


@dataclass(frozen=True, slots=True)
class Telling:
    """An asserted clause whose words speak for something, and what they speak for."""

    clause: Clause
    grams: frozenset[str]
    slots: Mapping[CriterionId, frozenset[str]]
    wrongs: frozenset[CriterionId]
    follows_note: bool
    """Whether words to the grader stand right before it: no stretch of evidence runs over those."""


@dataclass(frozen=True, slots=True)
class Tone:
    """How a whole turn is meant: whether it begins with a no, and the share of its words that claim nothing."""

    declines: bool
    unclaimed: float


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of one text, text[start:end], as it stands to one criterion.

    `stems` are those of its telling clauses; `rival` is the word strength of the topic's strongest other criterion.
    """

    start: int
    end: int
    stems: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    """The same by clause."""
    strength: Strength
    rival: float
    slots: frozenset[str]
    rough: float
    """Its strength by words and ideas alone."""
    negations: float
    """Words of negation in a clause of it, on average."""


class Listener:
    """Hears texts with the ears of a matcher. What it heard is kept, since a round is heard again after each turn."""

    def __init__(self, matcher: Matcher, topics: Mapping[CriterionId, TopicKey], recital: Recital) -> None:
        self._matcher = matcher
        self._topics = topics
        self._recital = recital
        self.telling = lru_cache(maxsize=_KEPT_IN_FULL)(self._telling)
        self.windows = lru_cache(maxsize=_KEPT_IN_FULL)(self._windows)
        self.tone = lru_cache(maxsize=_KEPT)(_tone)
        self.wrongs = lru_cache(maxsize=_KEPT)(self._wrongs)
        self._sums = lru_cache(maxsize=_KEPT_IN_FULL)(self._sums_of)
        self._ideas_in = lru_cache(maxsize=_KEPT)(self._ideas_of)
        self.topic_shares = lru_cache(maxsize=_KEPT)(self._topic_shares)
        self.led_by = lru_cache(maxsize=_KEPT)(self._led_by)

    def ideas(self, texts: Iterable[tuple[str, str]]) -> dict[CriterionId, frozenset[str]]:
        """Return which ideas of which criteria the texts voice together. Each comes with the question before it."""
        ideas: dict[CriterionId, frozenset[str]] = {}
        for text, before in texts:
            for criterion, slots in self._ideas_in(text, before).items():
                ideas[criterion] = ideas.get(criterion, frozenset()) | slots
        return ideas

    def _ideas_of(self, text: str, before: str) -> Mapping[CriterionId, frozenset[str]]:
        ideas: Mapping[CriterionId, frozenset[str]] = {}
        for telling in self.telling(text, before):
            ideas = _together(ideas, telling.slots)
        return ideas

    def _wrongs(self, text: str, before: str) -> frozenset[CriterionId]:
        """Return the criteria whose misconceptions a text claims."""
        return frozenset[CriterionId]().union(*(each.wrongs for each in self.telling(text, before)))

    def _telling(self, text: str, before: str) -> tuple[Telling, ...]:
        """Return the asserted clauses of `text`, an answer to `before`, that speak for anything at all.

        The rubric's own sentences are the candidate's no more than the interviewer's are.
        """
        return tuple(each for each in self._spoken(text, before) if not self._recital.has(each.clause.stems))

    def _spoken(self, text: str, before: str) -> tuple[Telling, ...]:
        heard: list[Telling] = []
        is_noted = False
        for clause in clauses(text, before):
            is_noted = is_noted or clause.stance is Stance.ADDRESSED
            if clause.stance is not Stance.ASSERTED:
                continue
            telling = self._heard(clause, follows_note=is_noted)
            if telling.grams or telling.slots or telling.wrongs:
                heard.append(telling)
                is_noted = False
        return tuple(heard)

    def _heard(self, clause: Clause, *, follows_note: bool) -> Telling:
        grams = self._matcher.features(clause.stems)
        slots, wrongs = self._matcher.slots_in(clause.stems), self._matcher.wrongs_in(clause.stems)
        return Telling(clause, grams, slots, wrongs, follows_note)

    def _windows(self, text: str, before: str) -> Mapping[CriterionId, tuple[Window, ...]]:
        """Return the strongest windows of a text for each criterion that anything in it speaks for, best first."""
        found: dict[CriterionId, list[Window]] = {}
        telling = self.telling(text, before)
        seen: set[tuple[tuple[str, ...], ...]] = set()
        for first in range(len(telling)):
            slots: Mapping[CriterionId, frozenset[str]] = {}
            for last in range(first, min(first + _LONGEST_WINDOW, len(telling))):
                if last > first and telling[last].follows_note:
                    break
                slots = _together(slots, telling[last].slots)
                part = telling[first : last + 1]
                stems = tuple(each.clause.stems for each in part)
                if stems in seen:
                    # Said before, and no stronger for it: a pasted log says the same thing a hundred thousand times.
                    continue
                seen.add(stems)
                for criterion, window in self._window(part, slots):
                    found.setdefault(criterion, []).append(window)
        return {
            criterion: tuple(sorted(windows, key=lambda window: -window.rough)[:_WINDOWS_KEPT])
            for criterion, windows in found.items()
        }

    def _window(
        self, part: Sequence[Telling], slots: Mapping[CriterionId, frozenset[str]]
    ) -> Iterator[tuple[CriterionId, Window]]:
        words = self._words(part)
        leaders = self._leaders(words)
        parts = tuple(each.clause.stems for each in part)
        stems = tuple(stem for each in parts for stem in each)
        negations = sum(stem in _NEGATIONS for stem in stems) / len(part)
        start, end = part[0].clause.start, part[-1].clause.end
        faint = (_NEGLIGIBLE + _PER_CLAUSE * (len(part) - 1)) / _OF_WORDS
        for criterion, amount in words.items():
            own = slots.get(criterion, _NONE)
            if amount < faint and not own and self._matcher.slot_count[criterion]:
                continue
            share = self._share(criterion, own)
            rough = _rough(amount, share, len(part) - 1)
            if rough >= _NEGLIGIBLE:
                first, second = leaders[self._topics[criterion]]
                rival = second if amount >= first else first
                yield criterion, Window(start, end, stems, parts, Strength(amount, share), rival, own, rough, negations)

    def _words(self, part: Sequence[Telling]) -> Mapping[CriterionId, float]:
        return self._sums(part[0].grams if len(part) == 1 else frozenset[str]().union(*(each.grams for each in part)))

    def _sums_of(self, grams: frozenset[str]) -> Mapping[CriterionId, float]:
        return self._matcher.sums(sorted(grams))

    def _share(self, criterion: CriterionId, slots: Sized) -> float:
        count = self._matcher.slot_count[criterion]
        return len(slots) / count if count else _WITHOUT_SLOTS

    def _leaders(self, words: Mapping[CriterionId, float]) -> Mapping[TopicKey, tuple[float, float]]:
        """Return by topic the two greatest word strengths."""
        leaders: dict[TopicKey, tuple[float, float]] = {}
        for criterion, amount in words.items():
            topic = self._topics[criterion]
            first, second = leaders.get(topic, (0.0, 0.0))
            if amount > second:
                leaders[topic] = (amount, first) if amount > first else (first, amount)
            elif topic not in leaders:
                leaders[topic] = (first, second)
        return leaders

    def _topic_shares(self, text: str, before: str) -> Mapping[TopicKey, float]:
        """Return how much of a turn speaks for each topic, over what speaks for the topic that it is most about."""
        total: dict[TopicKey, float] = {}
        for telling in self.telling(text, before):
            for topic, (amount, _) in self._leaders(self._words([telling])).items():
                total[topic] = total.get(topic, 0.0) + amount
        most = max(total.values(), default=1.0)
        return {topic: amount / most for topic, amount in total.items()}

    def _led_by(self, text: str) -> frozenset[CriterionId]:
        """Return the criteria whose answer an interviewer's turn gives away: a candidate's would be evidence."""
        telling = self._spoken(text, "")
        if not telling:
            return frozenset()
        slots: Mapping[CriterionId, frozenset[str]] = {}
        for each in telling:
            slots = _together(slots, each.slots)
        roughly = {
            criterion: _rough(amount, self._share(criterion, slots.get(criterion, _NONE)), 0)
            for criterion, amount in self._words(telling).items()
        }
        return frozenset(criterion for criterion, rough in roughly.items() if rough >= _LEADING)


_NONE: frozenset[str] = frozenset()


def _tone(text: str, before: str) -> Tone:
    parts = clauses(text, before)
    words = sum(len(part.tokens) for part in parts)
    # What hangs on words to the grader was no answer either: it must not make the rest look more certain than it is.
    idle = _UNCLAIMED | {Stance.ADDRESSED} if steers_in(text) else _UNCLAIMED
    unclaimed = sum(len(part.tokens) for part in parts if part.stance in idle)
    is_refusal = bool(parts) and (parts[0].stance is Stance.REJECTED or declines(text))
    return Tone(is_refusal, unclaimed / words if words else 0.0)


def _together(
    slots: Mapping[CriterionId, frozenset[str]], more: Mapping[CriterionId, frozenset[str]]
) -> Mapping[CriterionId, frozenset[str]]:
    """Return which ideas of which criteria two stretches voice together."""
    if not slots or not more:
        return slots or more
    both = dict(slots)
    for criterion, found in more.items():
        both[criterion] = both[criterion] | found if criterion in both else found
    return both


def _rough(words: float, slots: float, extra_clauses: int) -> float:
    """Return the strength of a window by words and ideas alone; a longer window must earn its length."""
    return _OF_WORDS * min(words, _MOST_WORDS) + _OF_SLOTS * slots - _PER_CLAUSE * extra_clauses
