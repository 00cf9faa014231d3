"""A report arranged for reading: criteria by how they ended, counts in words, drawings as numbers. Grades nothing."""

from collections import Counter
from dataclasses import dataclass

from mockround.content.library import Library
from mockround.content.models import CriterionId, Level, TopicKey
from mockround.grading.report import CriterionResult, GradeReport, PhaseTime, UnitResult
from mockround.grading.scores import is_expected
from mockround.grading.verdicts import CriterionState
from mockround.server.charts import Radar, radar
from mockround.server.words import STATES

_LACKS_FIRST = (
    CriterionState.MISSING,
    CriterionState.PARTIAL,
    CriterionState.NOT_REACHED,
    CriterionState.UNGRADED,
    CriterionState.MET_AFTER_HINT,
    CriterionState.MET_AFTER_PROBE,
    CriterionState.MET_UNAIDED,
    CriterionState.NOT_APPLICABLE,
)


@dataclass(frozen=True, slots=True)
class Group:
    state: CriterionState
    title: str
    criteria: tuple[CriterionResult, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    result: UnitResult
    groups: tuple[Group, ...]
    met: int
    counted: int
    model_answer: tuple[tuple[str, str], ...]
    """What a full answer might have said, criterion by criterion: title and words. Shown only after the round."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A score interval on a scale of 1000."""

    start: int
    width: int


@dataclass(frozen=True, slots=True)
class TimeBar:
    """Budget and use of a phase on one scale of 1000 for all phases."""

    time: PhaseTime
    budget: int
    used: int


@dataclass(frozen=True, slots=True)
class GradeView:
    units: tuple[Unit, ...]
    counts: tuple[tuple[CriterionState, str, int], ...]
    interval: Interval | None
    deciding: tuple[CriterionResult, ...]
    radar: Radar | None
    times: tuple[TimeBar, ...]
    failure_modes: dict[str, str]
    """What the catalog says of the failure modes that were matched, by id."""
    topics: dict[str, TopicKey]
    """The graded topics by title: a thing to practise names its topic by title alone."""


def grade_view(report: GradeReport, library: Library) -> GradeView:
    criteria = {each.criterion: each for unit in report.units for each in unit.criteria}
    counted = Counter(each.state for each in criteria.values())
    points = [(each.low, each.high) for each in report.dimensions]
    return GradeView(
        units=tuple(_unit(unit, report.level, library) for unit in report.units),
        counts=tuple((state, STATES[state], counted[state]) for state in reversed(_LACKS_FIRST) if counted[state]),
        interval=_interval(report),
        deciding=tuple(criteria[CriterionId(each)] for each in report.deciding if each in criteria),
        radar=radar(points) if len(points) > 2 else None,
        times=_times(report.time_use),
        failure_modes={
            mode.id: mode.failure for component in library.components.values() for mode in component.failure_modes
        },
        topics={unit.title: unit.topic for unit in report.units},
    )


def _unit(unit: UnitResult, level: Level, library: Library) -> Unit:
    found = {state: tuple(each for each in unit.criteria if each.state is state) for state in _LACKS_FIRST}
    groups = tuple(Group(state, STATES[state], criteria) for state, criteria in found.items() if criteria)
    met = sum(each.state.value.startswith("met") for each in unit.criteria)
    counted = sum(each.state is not CriterionState.NOT_APPLICABLE for each in unit.criteria)
    expected = [library.criteria[each.criterion] for each in unit.criteria if each.criterion in library.criteria]
    answer = tuple((each.title, each.examples.met) for each in expected if is_expected(each, level))
    return Unit(unit, groups, met, counted, answer)


def _interval(report: GradeReport) -> Interval | None:
    if report.score_low is None or report.score_high is None:
        return None
    start = round(report.score_low * 1000)
    return Interval(start, max(6, round(report.score_high * 1000) - start))


def _times(times: tuple[PhaseTime, ...]) -> tuple[TimeBar, ...]:
    longest = max((max(each.budget_s, each.used_s) for each in times), default=0) or 1
    return tuple(TimeBar(each, each.budget_s * 1000 // longest, each.used_s * 1000 // longest) for each in times)
