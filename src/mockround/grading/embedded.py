"""The grader that needs no model and no network. Every verdict rests on a verbatim stretch of a candidate turn.

For each criterion it looks for the stretch of one turn, up to four clauses long, whose asserted words speak most
strongly for it; asked, rejected, deferred, withdrawn and listed words speak for nothing. What is near a threshold
is reported as unsure. Deterministic: no clock, no randomness, no hash order.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from mockround.content.exemplars import Exemplars
from mockround.content.library import Library
from mockround.content.models import Criterion, CriterionId
from mockround.grading.clauses import Clause, Stance, clauses
from mockround.grading.matching import Matcher, Strength
from mockround.grading.transcript import Transcript, Utterance
from mockround.grading.verdicts import Evidence, Finding, Verdict

_LONGEST_WINDOW = 4
_MET, _PARTIAL, _DOUBT = 0.66, 0.34, 0.08
_ASKED_BONUS = 0.12
"""An answer to a question about the criterion needs less to be recognised: the scope is given."""
_CAPPED = _MET - 2 * _DOUBT
"""The best score after a leading question: partial, surely (the rubric's leading-hint-cap)."""
_LEADING = 0.8
_TIE = 1e-9
_WITHOUT_SLOTS = 0.5


@dataclass(frozen=True, slots=True)
class _Heard:
    """A clause and what its words speak for."""

    clause: Clause
    grams: frozenset[str]
    slots: dict[CriterionId, frozenset[str]]
    wrongs: frozenset[CriterionId]


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of one turn with its score for one criterion."""

    score: float
    turn: int
    start: int
    end: int
    wrong: bool


class EmbeddedGrader:
    """Compiled from the exemplars when it is first needed; safe to use from several threads."""

    name = "embedded"

    def __init__(self, library: Library, bank: Callable[[], Mapping[CriterionId, Exemplars]]) -> None:
        self._library = library
        self._bank = bank
        self._compiling = threading.Lock()
        self._compiled: Matcher | None = None
        self._heard = lru_cache(maxsize=512)(self._listen)
        self._strongest = lru_cache(maxsize=512)(self._strongest_in)
        self._led_by = lru_cache(maxsize=512)(self._led_in)

    def warm(self) -> None:
        """Read and compile the exemplars now rather than with the first answer."""
        with self._compiling:
            if self._compiled is None:
                self._compiled = Matcher(tuple(self._library.criteria.values()), self._bank())

    @property
    def _matcher(self) -> Matcher:
        if self._compiled is None:
            self.warm()
        assert self._compiled is not None, "warm() compiles"  # noqa: S101 - true inside
        return self._compiled

    def findings(self, transcript: Transcript, criteria: Iterable[Criterion]) -> tuple[Finding, ...]:
        """Return a finding for each of `criteria`, in their order."""
        windows = self._best_windows(transcript)
        return tuple(self._finding(CriterionId(each.id), windows, transcript) for each in criteria)

    def _listen(self, text: str) -> tuple[_Heard, ...]:
        return tuple(
            _Heard(
                clause,
                self._matcher.features(clause.stems),
                self._matcher.slots_in(clause.stems),
                self._matcher.wrongs_in(clause.stems),
            )
            for clause in clauses(text)
        )

    def _best_windows(self, transcript: Transcript) -> dict[CriterionId, _Window]:
        """Return for each criterion the strongest window of all candidate turns; the earliest on ties."""
        best: dict[CriterionId, _Window] = {}
        before: Utterance | None = None
        for utterance in transcript.utterances:
            if utterance.speaker == "candidate":
                for criterion, window in self._strongest(utterance.text).items():
                    placed = replace(window, turn=utterance.turn, score=self._in_place(criterion, window, before))
                    if criterion not in best or placed.score > best[criterion].score + _TIE:
                        best[criterion] = placed
            before = utterance
        return best

    def _in_place(self, criterion: CriterionId, window: _Window, before: Utterance | None) -> float:
        """A window's score after the interviewer's turn before it: asked about, it needs less; led to, it is capped."""
        if before is None or before.speaker != "interviewer":
            return window.score
        score = window.score + (_ASKED_BONUS if before.aim == criterion else 0.0)
        return min(score, _CAPPED) if criterion in self._led_by(before.text) else score

    def _strongest_in(self, text: str) -> dict[CriterionId, _Window]:
        """Return the strongest window of one text for each criterion that anything in it speaks for."""
        best: dict[CriterionId, _Window] = {}
        heard = self._heard(text)
        for first in range(len(heard)):
            for last in range(first, min(first + _LONGEST_WINDOW, len(heard))):
                part = [each for each in heard[first : last + 1] if each.clause.stance is Stance.ASSERTED]
                if not part or part[0] is not heard[first] or part[-1] is not heard[last]:
                    continue
                start, end = heard[first].clause.start, heard[last].clause.end
                for criterion, strength in self._strengths(part).items():
                    score = _score(strength, last - first)
                    if criterion not in best or score > best[criterion].score + _TIE:
                        best[criterion] = _Window(score, 0, start, end, strength.wrong)
        return best

    def _led_in(self, text: str) -> frozenset[CriterionId]:
        """Criteria whose answer an interviewer's turn gives away: as a candidate's it would be evidence."""
        heard = self._heard(text)
        strengths = self._strengths(heard) if heard else {}
        return frozenset(each for each, strength in strengths.items() if _score(strength, 0) >= _LEADING)

    def _strengths(self, part: Sequence[_Heard]) -> dict[CriterionId, Strength]:
        grams = frozenset().union(*(each.grams for each in part))
        slots: dict[CriterionId, frozenset[str]] = {}
        for each in part:
            for criterion, found in each.slots.items():
                slots[criterion] = slots.get(criterion, frozenset()) | found
        wrongs = frozenset().union(*(each.wrongs for each in part))
        return {
            criterion: Strength(words, self._slot_share(criterion, slots), criterion in wrongs)
            for criterion, words in self._matcher.sums(sorted(grams)).items()
        }

    def _slot_share(self, criterion: CriterionId, slots: dict[CriterionId, frozenset[str]]) -> float:
        count = self._matcher.slot_count(criterion)
        return len(slots.get(criterion, ())) / count if count else _WITHOUT_SLOTS

    def _finding(self, criterion: CriterionId, windows: dict[CriterionId, _Window], transcript: Transcript) -> Finding:
        window = windows.get(criterion)
        if window is None or (window.score < _PARTIAL - _DOUBT and not window.wrong):
            return Finding(criterion, Verdict.MISSING, 0.9, (), "Nothing you said speaks for it.", Verdict.MISSING)
        verdict, possible = _verdicts(window.score)
        text = next(each.text for each in transcript.utterances if each.turn == window.turn)
        quote = Evidence(window.turn, window.start, window.end, text[window.start : window.end])
        if window.wrong:
            return Finding(
                criterion, Verdict.MISSING, 0.7, (quote,), _REASONS["wrong"], Verdict.MISSING, contradicted=True
            )
        confidence = min(0.95, 0.5 + abs(window.score - (_MET if verdict is Verdict.MET else _PARTIAL)))
        evidence = (quote,) if verdict is not Verdict.MISSING or possible is not Verdict.MISSING else ()
        return Finding(criterion, verdict, confidence, evidence, _REASONS[verdict.value], possible)


_REASONS = {
    "met": "These words carry what it asks for.",
    "partial": "These words carry a part of what it asks for.",
    "missing": "These words come close, and do not carry it.",
    "wrong": "These words claim what the rubric calls a mistake.",
}


def _score(strength: Strength, extra_clauses: int) -> float:
    """Return the strength of a window as one number; a longer window must earn its length."""
    return 0.55 * min(strength.words, 1.4) + 0.45 * strength.slots - 0.02 * extra_clauses


def _verdicts(score: float) -> tuple[Verdict, Verdict]:
    """Return the verdict and the one it may deserve: they differ where the score is near a threshold."""
    if score >= _MET:
        return Verdict.MET, Verdict.MET if score >= _MET + _DOUBT else Verdict.PARTIAL
    if score >= _PARTIAL:
        return Verdict.PARTIAL, Verdict.MET if score >= _MET - _DOUBT else Verdict.PARTIAL
    return Verdict.MISSING, Verdict.PARTIAL if score >= _PARTIAL - _DOUBT else Verdict.MISSING
