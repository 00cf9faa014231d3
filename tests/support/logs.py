"""Logs and states built by hand, without a store."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from mockround.content.models import Level, ProblemId, TopicKey
from mockround.rounds.events import (
    Aim,
    CandidateSpoke,
    Event,
    InterviewerSpoke,
    Kind,
    Logged,
    MoveKind,
    Persona,
    PhaseChanged,
    RoundCreated,
    RoundId,
    RoundStarted,
    Seq,
)
from mockround.rounds.kinds import phases_of_full
from mockround.rounds.state import RoundState, fold
from tests.support.clocks import START

ANAS = RoundId("anasround")


def created(**changes: object) -> RoundCreated:
    fixed = RoundCreated(
        kind=Kind.FULL,
        problem=ProblemId("url-shortener"),
        title="URL shortener with owner statistics",
        prompt="Design a service that turns a long address into a short one.",
        level=Level.SENIOR,
        persona=Persona.NEUTRAL,
        primary=(TopicKey("pattern/read-heavy"),),
        secondary=(TopicKey("pattern/request-response"),),
        skills=(TopicKey("skill/failure-mode-analysis"),),
        phases=phases_of_full(45),
        seed=1,
        content_hash="0" * 64,
    )
    return fixed.model_copy(update=changes)


def log_of(events: Sequence[Event | tuple[float, Event]], round_id: RoundId = ANAS) -> tuple[Logged, ...]:
    """Number the events from 1; a pair carries its seconds since the start of the test's time."""
    logged, at = [], 0.0
    for number, item in enumerate(events, start=1):
        if isinstance(item, tuple):
            at, event = item
        else:
            event = item
        logged.append(Logged(round=round_id, seq=Seq(number), at=START + timedelta(seconds=at), event=event))
    return tuple(logged)


def running(*after: Event | tuple[float, Event], **changes: object) -> RoundState:
    """A round that started at the test's time zero, with `after` appended."""
    first = created(**changes)
    start = RoundStarted(ends_at=START + timedelta(seconds=first.duration_s))
    return fold(log_of([first, start, PhaseChanged(phase=first.phases[0].phase, because="start"), *after]))


def asked(text: str = "What is your plan?", **aim: object) -> InterviewerSpoke:
    fixed = Aim(move=MoveKind.PROBE, why="a test").model_copy(update=aim)
    return InterviewerSpoke(text=text, aim=fixed)


def said(text: str = "I would start with one primary database.") -> CandidateSpoke:
    return CandidateSpoke(text=text)


def seconds(at: datetime) -> float:
    return (at - START).total_seconds()
