"""What the embedded grader has seen over all rounds: how each topic went over time, and which criteria stay out.

One grader only, and named where it is shown: scores of two graders on one line would tell of the graders.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mockround.content.models import CriterionId, TopicKey
from mockround.grading.report import CriterionResult
from mockround.grading.verdicts import CriterionState
from mockround.store.grades import Grade
from mockround.usecases.parts import Parts

NEWEST = 200
"""So many of the newest rounds are looked at."""
_FEWEST = 3
"""Rounds in which a criterion must have come up before its absence is called a habit."""
_HABIT = 0.6
_LACKING = frozenset({CriterionState.MISSING, CriterionState.PARTIAL})
_SEEN = _LACKING | {
    CriterionState.MET_UNAIDED,
    CriterionState.MET_AFTER_PROBE,
    CriterionState.MET_AFTER_HINT,
}


@dataclass(frozen=True, slots=True)
class Point:
    """One round's score on a topic, as shares of 1."""

    round: str
    at: datetime
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TopicHistory:
    topic: TopicKey
    title: str
    points: tuple[Point, ...]
    """Oldest first; empty where the topic has not come up."""


@dataclass(frozen=True, slots=True)
class Habit:
    """A criterion that stays out across rounds."""

    criterion: CriterionId
    title: str
    topic: TopicKey
    out: int
    of: int


@dataclass(frozen=True, slots=True)
class Mastery:
    grader: str
    topics: tuple[TopicHistory, ...]
    habits: tuple[Habit, ...]
    """Most often left out first."""
    rounds: int


def mastery(parts: Parts) -> Mastery:
    """Return the skill map of everything that was graded so far."""
    made = embedded_grades(parts)
    points: dict[TopicKey, list[Point]] = {}
    for grade in made:
        for unit in grade.report.units:
            if unit.score_low is not None and unit.score_high is not None and unit.reached:
                point = Point(grade.round, grade.created_at, unit.score_low, unit.score_high)
                points.setdefault(unit.topic, []).append(point)
    topics = tuple(
        TopicHistory(topic.key, topic.title, tuple(points.get(topic.key, ())))
        for topic in parts.library.topics.values()
    )
    return Mastery(parts.grader.name, topics, habits(parts, made), len(made))


def embedded_grades(parts: Parts) -> tuple[Grade, ...]:
    """Return the newest embedded grade of each of the newest rounds, the oldest round first."""
    return parts.store.grades.newest_by(parts.grader.name, limit=NEWEST)


def habits(parts: Parts, made: Iterable[Grade]) -> tuple[Habit, ...]:
    """Return the criteria that are left out in most of the rounds in which they came up."""
    seen: dict[CriterionId, list[bool]] = {}
    for result in (each for grade in made for unit in grade.report.units for each in unit.criteria):
        if result.state in _SEEN and result.criterion in parts.library.criteria:
            seen.setdefault(result.criterion, []).append(_is_out(result))
    found = [
        Habit(each, parts.library.criterion(each).title, parts.library.topic_of(each).key, sum(outs), len(outs))
        for each, outs in seen.items()
        if len(outs) >= _FEWEST and sum(outs) / len(outs) >= _HABIT
    ]
    return tuple(sorted(found, key=lambda habit: (-habit.out / habit.of, -habit.out, habit.criterion)))


def _is_out(result: CriterionResult) -> bool:
    return result.state in _LACKING
