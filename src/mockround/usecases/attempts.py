"""Two rounds on the same thing side by side: what was gained since, what was lost, what stays out."""

from dataclasses import dataclass

from mockround.content.models import TopicKey
from mockround.errors import conflict, invalid
from mockround.grading.report import CriterionResult, GradeReport
from mockround.grading.verdicts import POINTS_TWICE, Verdict
from mockround.rounds.events import RoundId
from mockround.rounds.state import RoundState, Speaker
from mockround.rounds.voices import EMBEDDED
from mockround.store.rounds import Filter, RoundCard
from mockround.usecases import grades
from mockround.usecases.parts import Parts


@dataclass(frozen=True, slots=True)
class Attempt:
    """One of the two rounds with its grade."""

    state: RoundState
    report: GradeReport

    @property
    def turns(self) -> int:
        return sum(turn.speaker is Speaker.CANDIDATE for turn in self.state.turns)

    @property
    def words(self) -> int:
        return sum(len(turn.text.split()) for turn in self.state.turns if turn.speaker is Speaker.CANDIDATE)


@dataclass(frozen=True, slots=True)
class Change:
    """One criterion in the earlier and in the later round."""

    earlier: CriterionResult
    later: CriterionResult


@dataclass(frozen=True, slots=True)
class TopicChange:
    topic: TopicKey
    title: str
    earlier: tuple[float | None, float | None]
    later: tuple[float | None, float | None]
    """Low and high score, as shares of 1."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    earlier: Attempt
    later: Attempt
    topics: tuple[TopicChange, ...]
    gained: tuple[Change, ...]
    lost: tuple[Change, ...]
    out: tuple[Change, ...]
    """Not met in either."""
    held: int
    """How many criteria both met."""
    is_same_rubric: bool


def others(parts: Parts, state: RoundState) -> tuple[RoundCard, ...]:
    """Return the other graded rounds of the same kind on the same problem, or drill on the same topic, newest first."""
    first = state.created
    if first.checkpoint is not None or first.source != "held" or not first.primary:
        return ()
    wanted = Filter(status="graded", kind=first.kind.value, problem=first.problem, topic=first.primary[0])
    return tuple(card for card in parts.store.rounds.listing(wanted) if card.id != state.id)


def side_by_side(parts: Parts, one: RoundId, other: RoundId) -> SideBySide:
    """Return both rounds by the embedded grader's newest grades: two graders are never mixed."""
    first, second = _attempt(parts, one), _attempt(parts, other)
    if one == other or _subject(first.state) != _subject(second.state):
        raise invalid("These are not two rounds on the same thing.", "Choose another round on the page of a grade.")
    earlier, later = sorted((first, second), key=lambda each: each.state.created_at)
    changes = _changes(earlier.report, later.report)
    return SideBySide(
        earlier,
        later,
        topics=_topics(earlier.report, later.report),
        gained=tuple(each for each in changes if _points(each.later) > _points(each.earlier)),
        lost=tuple(each for each in changes if _points(each.later) < _points(each.earlier)),
        out=tuple(each for each in changes if _points(each.later) == _points(each.earlier) < _MET),
        held=sum(_points(each.later) == _points(each.earlier) == _MET for each in changes),
        is_same_rubric=earlier.report.provenance.rubric_hash == later.report.provenance.rubric_hash,
    )


_MET = POINTS_TWICE[Verdict.MET]


def _attempt(parts: Parts, round_id: RoundId) -> Attempt:
    made = [each.report for each in grades.of_round(parts, round_id)]
    stored = [each for each in made if each.provenance.grader == EMBEDDED and each.provenance.by is None]
    if not stored:
        raise conflict("One of the rounds has no grade yet.", "Wait until it is graded, then compare them.")
    return Attempt(parts.store.log.state(round_id), stored[-1])


def _subject(state: RoundState) -> tuple[object, ...]:
    return state.created.kind, state.created.problem, state.created.primary


def _changes(earlier: GradeReport, later: GradeReport) -> list[Change]:
    """Pair the criteria that both rounds decided; what did not apply or was not graded in one is left out."""
    before = {each.criterion: each for unit in earlier.units for each in unit.criteria}
    pairs = [(before.get(each.criterion), each) for unit in later.units for each in unit.criteria]
    return [
        Change(old, new)
        for old, new in pairs
        if old is not None and old.verdict in POINTS_TWICE and new.verdict in POINTS_TWICE
    ]


def _points(result: CriterionResult) -> int:
    return POINTS_TWICE[result.verdict]


def _topics(earlier: GradeReport, later: GradeReport) -> tuple[TopicChange, ...]:
    before = {unit.topic: unit for unit in earlier.units}
    return tuple(
        TopicChange(
            unit.topic,
            unit.title,
            (before[unit.topic].score_low, before[unit.topic].score_high),
            (unit.score_low, unit.score_high),
        )
        for unit in later.units
        if unit.topic in before
    )
