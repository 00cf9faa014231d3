"""The grader that needs no model and no network. Every verdict rests on a verbatim stretch of a candidate turn.

For each criterion it weighs the stretches of each turn, up to four telling clauses long, by what their asserted words
say (listening.py, judgement.py); asked, rejected, deferred, withdrawn, echoed and listed words say nothing. What is
near a threshold is reported as unsure. Deterministic: no clock, no randomness, no hash order.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from mockround.content.exemplars import Exemplars
from mockround.content.library import Library
from mockround.content.models import Criterion, CriterionId
from mockround.grading import fitted
from mockround.grading.bearing import Bearing
from mockround.grading.compiled import Compilations, Compiled
from mockround.grading.judgement import Heard, Judgement, features, judgement
from mockround.grading.listening import Window
from mockround.grading.steering import steers
from mockround.grading.transcript import Transcript, Utterance
from mockround.grading.verdicts import POINTS_TWICE, Evidence, Finding, Verdict

_DOUBT = 0.1
"""A probability this near to a threshold leaves the verdict open."""
_FAINT = 0.12
_WEIGHED = 8
"""Windows of a transcript for one criterion that are weighed in full: the strongest by words and ideas alone."""
_ASKED_BONUS = 0.1
_TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Answer:
    """A candidate's turn, the interviewer's words right before it, and the criterion that these asked about."""

    turn: int
    text: str
    before: str
    asked: CriterionId | None


@dataclass(frozen=True, slots=True)
class Weighed:
    """A window in its place: who asked what before it, what else was said."""

    answer: Answer
    window: Window
    heard: Heard
    judgement: Judgement
    is_led: bool

    @property
    def worth(self) -> float:
        return self.judgement.credited + self.judgement.met


@dataclass(frozen=True, slots=True)
class Hearing:
    """What of a transcript speaks most strongly for one criterion, for an author to look at.

    `words` are the stems and stem pairs that carry weight, the weightiest first; `features` are those of judgement.py.
    """

    criterion: CriterionId
    credited: float
    met: float
    quote: str
    words: tuple[str, ...]
    slots_voiced: tuple[str, ...]
    slots_open: tuple[str, ...]
    features: Mapping[str, float]


class EmbeddedGrader:
    """Compiled from the exemplars when it is first needed; safe to use from several threads."""

    name = "embedded"

    def __init__(self, library: Library, bank: Callable[[], Mapping[CriterionId, Exemplars]]) -> None:
        self._compiled = Compilations(library, bank)

    def warm(self) -> None:
        """Read and compile our own exemplars now rather than with the first answer."""
        self._compiled.ours()

    def findings(self, transcript: Transcript, criteria: Iterable[Criterion]) -> tuple[Finding, ...]:
        """Return a finding for each of `criteria`, in their order."""
        said = answers_to(transcript)
        strongest = self.strongest(said, [CriterionId(each.id) for each in criteria])
        wrong = self._wrongs(said, strongest)
        found = [
            self._finding(criterion, best, said if criterion in wrong else ()) for criterion, best in strongest.items()
        ]
        return tuple(map(_undoubted, found) if steers(transcript) else found)

    def hearings(self, transcript: Transcript, criteria: Iterable[Criterion]) -> tuple[Hearing, ...]:
        """Return for each of `criteria` that anything speaks for what was heard of it, in their order."""
        strongest = self.strongest(answers_to(transcript), [CriterionId(each.id) for each in criteria])
        return tuple(self._hearing(criterion, best) for criterion, best in strongest.items() if best is not None)

    def strongest(self, said: Sequence[Answer], criteria: Iterable[CriterionId]) -> dict[CriterionId, Weighed | None]:
        """Return for each criterion the window that speaks most strongly for it; the earliest on ties."""
        asked = tuple(criteria)
        found = [self._strongest_of(parts, said, wanted) for parts, wanted in self._compiled.by_origin(asked)]
        return {criterion: own[criterion] for criterion in asked for own in found if criterion in own}

    def _strongest_of(
        self, parts: Compiled, said: Sequence[Answer], wanted: Sequence[CriterionId]
    ) -> dict[CriterionId, Weighed | None]:
        ideas = parts.listener.ideas((answer.text, answer.before) for answer in said)
        heard = [(answer, parts.bearings.of(answer.text, answer.before, wanted)) for answer in said]
        borne = frozenset[CriterionId]().union(*(bearings for _, bearings in heard))
        return {
            criterion: self._best(criterion, heard, ideas.get(criterion, _NONE)) if criterion in borne else None
            for criterion in wanted
        }

    def _best(
        self,
        criterion: CriterionId,
        heard: Sequence[tuple[Answer, Mapping[CriterionId, Sequence[Bearing]]]],
        ideas: frozenset[str],
    ) -> Weighed | None:
        placed = [(answer, each) for answer, bearings in heard for each in bearings.get(criterion, ())]
        best: Weighed | None = None
        for answer, bearing in sorted(placed, key=lambda each: -_rough(criterion, *each))[:_WEIGHED]:
            weighed = self._weighed(criterion, answer, bearing, ideas)
            if best is None or weighed.worth > best.worth + _TIE:
                best = weighed
        return best

    def _wrongs(self, said: Sequence[Answer], criteria: Iterable[CriterionId]) -> frozenset[CriterionId]:
        """Return those of `criteria` whose misconceptions are voiced."""
        return frozenset(
            wrong
            for parts, wanted in self._compiled.by_origin(criteria)
            for each in said
            for wrong in parts.listener.wrongs(each.text, each.before).intersection(wanted)
        )

    def _weighed(self, criterion: CriterionId, answer: Answer, bearing: Bearing, ideas: frozenset[str]) -> Weighed:
        parts, window = self._compiled.of(criterion), bearing.window
        count = parts.matcher.slot_count[criterion]
        tone = parts.listener.tone(answer.text, answer.before)
        heard = Heard(
            window.strength,
            bearing.likeness,
            window.rival,
            slots_elsewhere=len(ideas - window.slots) / count if count else 0.0,
            is_asked=answer.asked == criterion and not tone.declines,
            peak=bearing.peak,
            unclaimed=tone.unclaimed,
            negations=window.negations,
        )
        is_led = bool(answer.before) and criterion in parts.listener.led_by(answer.before)
        return Weighed(answer, window, heard, judgement(heard), is_led)

    def _hearing(self, criterion: CriterionId, best: Weighed) -> Hearing:
        matcher = self._compiled.of(criterion).matcher
        slots = matcher.slots_of(criterion)
        return Hearing(
            criterion=criterion,
            credited=best.judgement.credited,
            met=best.judgement.met,
            quote=best.answer.text[best.window.start : best.window.end],
            words=matcher.telling_words(criterion, best.window.stems),
            slots_voiced=tuple(each for each in slots if each in best.window.slots),
            slots_open=tuple(each for each in slots if each not in best.window.slots),
            features=dict(zip(fitted.NAMES, features(best.heard), strict=True)),
        )

    def _finding(self, criterion: CriterionId, best: Weighed | None, said: Sequence[Answer]) -> Finding:
        """Return what `best` amounts to, unless a clause of `said` voices a misconception of the criterion."""
        if best is None and not said:
            return _nothing(criterion)
        verdict, possible = _verdicts(best) if best is not None else (Verdict.MISSING, Verdict.MISSING)
        wrong = self._wrong_claim(criterion, said) if verdict is not Verdict.MET else None
        if wrong is not None:
            reason = "These words claim what the rubric calls a mistake."
            return Finding(criterion, Verdict.MISSING, 0.7, (wrong,), reason, Verdict.MISSING, contradicted=True)
        if best is None or best.judgement.credited < _FAINT:
            return _nothing(criterion)
        is_shown = (verdict, possible) != (Verdict.MISSING, Verdict.MISSING)
        evidence = (_quote(best.answer, best.window.start, best.window.end),) if is_shown else ()
        confidence = _confidence(verdict, best.judgement)
        return Finding(criterion, verdict, confidence, evidence, _REASONS[verdict], possible)

    def _wrong_claim(self, criterion: CriterionId, said: Sequence[Answer]) -> Evidence | None:
        """Return the last asserted clause that voices a misconception of the criterion."""
        listener = self._compiled.of(criterion).listener
        for answer in reversed(said):
            for telling in reversed(listener.telling(answer.text, answer.before)):
                if criterion in telling.wrongs:
                    return _quote(answer, telling.clause.start, telling.clause.end)
        return None


@lru_cache(maxsize=2048)
def _nothing(criterion: CriterionId) -> Finding:
    return Finding(criterion, Verdict.MISSING, 0.9, (), "Nothing you said speaks for it.", Verdict.MISSING)


_NONE: frozenset[str] = frozenset()
_REASONS = {
    Verdict.MET: "These words carry what it asks for.",
    Verdict.PARTIAL: "These words carry a part of what it asks for.",
    Verdict.MISSING: "These words come close, and do not carry it.",
}


def _undoubted(finding: Finding) -> Finding:
    """Return a finding without its hope for more: who speaks to the grader does not get the benefit of a doubt."""
    if POINTS_TWICE[finding.possible] <= POINTS_TWICE[finding.verdict]:
        return finding
    if finding.verdict is Verdict.MISSING:
        return _nothing(finding.criterion)
    return replace(finding, possible=finding.verdict)


def _rough(criterion: CriterionId, answer: Answer, bearing: Bearing) -> float:
    return bearing.window.rough + (_ASKED_BONUS if answer.asked == criterion else 0.0)


def answers_to(transcript: Transcript) -> tuple[Answer, ...]:
    """Return the candidate's turns, each with the question that it answers."""
    return tuple(_answers(transcript))


def _answers(transcript: Transcript) -> Iterator[Answer]:
    before: Utterance | None = None
    for utterance in transcript.utterances:
        if utterance.speaker == "candidate":
            asking = before if before is not None and before.speaker == "interviewer" else None
            text, aim = (asking.text, asking.aim) if asking is not None else ("", None)
            yield Answer(utterance.turn, utterance.text, text, aim)
        before = utterance


def _verdicts(weighed: Weighed) -> tuple[Verdict, Verdict]:
    """Return the verdict and the one it may deserve: they differ where a probability is near its threshold."""
    given = weighed.judgement
    if given.met >= fitted.MET_AT and not weighed.is_led:
        return Verdict.MET, Verdict.MET if given.met >= fitted.MET_AT + _DOUBT else Verdict.PARTIAL
    if given.credited >= fitted.CREDITED_AT:
        may_be_met = given.met >= fitted.MET_AT - _DOUBT and not weighed.is_led
        return Verdict.PARTIAL, Verdict.MET if may_be_met else Verdict.PARTIAL
    may_be_credited = given.credited >= fitted.CREDITED_AT - _DOUBT
    return Verdict.MISSING, Verdict.PARTIAL if may_be_credited else Verdict.MISSING


def _confidence(verdict: Verdict, given: Judgement) -> float:
    """Return the fitted probability of the verdict; of 'partial', that it is credited."""
    match verdict:
        case Verdict.MET:
            return given.met
        case Verdict.PARTIAL:
            return given.credited
        case _:
            return 1 - given.credited


def _quote(answer: Answer, start: int, end: int) -> Evidence:
    return Evidence(answer.turn, start, end, answer.text[start:end])
