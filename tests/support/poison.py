"""Puts hostile text wherever a person, an author or a model could have put text, without asking anybody's leave."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel

from mockround.content.library import Library
from mockround.rounds.board import Arrow, Board, Group, Node
from mockround.rounds.events import (
    Aim,
    BoardChanged,
    CandidateSpoke,
    CriterionGraded,
    Event,
    FactGiven,
    Graded,
    GradeId,
    GradeStarted,
    GradeStopped,
    InterviewerSpoke,
    Logged,
    MoveKind,
    RoundEnded,
    RoundId,
    Seq,
)
from mockround.rounds.voices import InterviewerChosen, ModelFailed
from mockround.usecases import grades
from mockround.usecases.drafts import Draft, save
from tests.support.homes import Home
from tests.support.payloads import ALL

_T = TypeVar("_T")
WHOLE = "\n".join(ALL)
_LABEL_CHARS = 200
_CHOICES = frozenset({"not yet"})
"""Words of our own with a blank in them: the stored form takes no others."""
_OF_GRADES = (GradeStarted, GradeStopped, CriterionGraded, Graded)


def poisoned(value: _T, text: str = WHOLE) -> _T:
    """Return the value with `text` in place of all its prose; what has no blank in it is an id, and stays."""
    made: Any = value
    if isinstance(value, str) and " " in value and value not in _CHOICES:
        made = text
    elif isinstance(value, BaseModel):
        made = value.model_copy(
            update={name: poisoned(getattr(value, name), text) for name in type(value).model_fields}
        )
    elif isinstance(value, tuple):
        made = tuple(poisoned(each, text) for each in value)
    elif isinstance(value, Mapping):
        made = MappingProxyType({key: poisoned(each, text) for key, each in value.items()})
    return made  # type: ignore[no-any-return]  # of the type that came in


def poisoned_library(library: Library) -> Library:
    """Return the content as the worst author would have written it; what is spoken by rule stays speakable."""
    names = ("patterns", "skills", "topics", "criteria", "problems", "paths", "components", "data_classes", "drills")
    rest = ("stores", "dimensions", "reference", "curriculum", "_topic_by_criterion")
    return replace(library, **{name: poisoned(getattr(library, name)) for name in (*names, *rest)})


def said_by_all() -> list[Event]:
    """Return every text alone as a turn of either side, and each other event that has text of its own, once."""
    aim = Aim(move=MoveKind.PROBE, why=WHOLE)
    turns: list[Event] = [event for text in ALL for event in (CandidateSpoke(text=text), _by_model(text, aim))]
    return [
        *turns,
        FactGiven(asked=WHOLE, answer=WHOLE, source="assumption"),
        ModelFailed(profile=WHOLE, trouble=WHOLE, partial=WHOLE),
        InterviewerChosen(interviewer=WHOLE, because="candidate"),
        BoardChanged(board=board()),
    ]


def _by_model(text: str, aim: Aim) -> Event:
    return InterviewerSpoke(text=text, aim=aim, spoken_by=text, interrupted="stopped")


def board() -> Board:
    """Return a board with a text in every label."""
    nodes = tuple(
        Node(id=f"n{at}", label=text[:_LABEL_CHARS], tech=text[:_LABEL_CHARS], notes=text, group="g0")
        for at, text in enumerate(ALL)
    )
    arrows = tuple(
        Arrow(id=f"a{at}", source=f"n{at}", target="n0", label=text[:_LABEL_CHARS], protocol=text[:60])
        for at, text in enumerate(ALL)
        if at
    )
    groups = tuple(Group(id=f"g{at}", label=text[:_LABEL_CHARS]) for at, text in enumerate(ALL[:60]))
    return Board(nodes=nodes, arrows=arrows, groups=groups, notes=WHOLE)


def poisoned_home(home: Home) -> Home:
    """Return the home with rounds whose title, turns, board, drafts and second grade are hostile text."""
    running, graded = (_retold(home, each) for each in (home.running, home.graded))
    grades.request(home.parts, graded)
    _add_grade(home, graded)
    return replace(home, running=running, graded=graded)


def _retold(home: Home, round_id: RoundId) -> RoundId:
    """Copy a round, with all that was ever said by anybody put into it before it ended."""
    parts, copy = home.parts, RoundId(f"poisoned{round_id}"[:40])
    events = [each.event for each in parts.store.log.events(round_id) if not isinstance(each.event, _OF_GRADES)]
    first = events[0].model_copy(update={"title": WHOLE, "prompt": WHOLE})
    ending = [each for each in events if isinstance(each, RoundEnded)]
    told = [first, *(each for each in events[1:] if each not in ending), *said_by_all(), *ending]
    now = parts.clock.now()
    parts.store.log.create([Logged(round=copy, seq=Seq(at), at=now, event=each) for at, each in enumerate(told, 1)])
    for field in ("answer", "notes"):
        save(parts, copy, field, Draft(WHOLE, 0))
    return copy


def _add_grade(home: Home, round_id: RoundId) -> None:
    parts, now = home.parts, home.parts.clock.now()
    report = poisoned(grades.of_round(parts, round_id)[0].report)
    provenance = report.provenance.model_copy(update={"grader": WHOLE, "model": WHOLE, "by": WHOLE})
    grade_id, stopped = GradeId(f"{round_id}-poisoned"), GradeId(f"{round_id}-stopped")
    with parts.store.log.change(round_id) as change:
        change.append(GradeStarted(grade=stopped, grader=WHOLE, criteria=1), now)
        change.append(GradeStopped(grade=stopped, grader=WHOLE, because="cost-cap", message=WHOLE), now)
        parts.store.grades.save(change, grade_id, report.model_copy(update={"provenance": provenance}), now)
        change.append(GradeStarted(grade=grade_id, grader=WHOLE, criteria=1), now)
        change.append(Graded(grade=grade_id), now)
