"""The state of a round is the fold of its log, and nothing else holds state."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from mockround.content.models import CriterionId
from mockround.rounds.board import Board
from mockround.rounds.events import (
    Aim,
    BoardChanged,
    CandidateSpoke,
    CriterionGraded,
    FactGiven,
    Graded,
    GradeId,
    GradeStarted,
    HintGiven,
    InterviewerSpoke,
    Logged,
    Phase,
    PhaseChanged,
    RoundCreated,
    RoundEnded,
    RoundId,
    RoundStarted,
    Seq,
    TimeRanOut,
    TimeWarned,
    TwistInjected,
)


class Speaker(StrEnum):
    INTERVIEWER = "interviewer"
    CANDIDATE = "candidate"


class Owed(StrEnum):
    """What the interviewer still owes words for."""

    OPENING = "opening"
    REPLY = "reply"
    HINT = "hint"
    PHASE = "phase"


class Status(StrEnum):
    CREATED = "created"
    RUNNING = "running"
    ENDED = "ended"
    GRADED = "graded"


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance. `seq` is the turn's id, on the page and in a grade's evidence."""

    seq: Seq
    speaker: Speaker
    text: str
    at: datetime
    phase: Phase
    aim: Aim | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    """When a phase began; it lasts until the next one, or the end."""

    phase: Phase
    began_at: datetime


@dataclass(frozen=True, slots=True)
class RoundState:
    """All that is known of a round after its last event. `id` and `created` are set by the first one."""

    id: RoundId
    created: RoundCreated
    created_at: datetime
    seq: Seq
    last_at: datetime
    status: Status = Status.CREATED
    started_at: datetime | None = None
    ends_at: datetime | None = None
    ended_at: datetime | None = None
    ended_because: str = ""
    time_ran_out: bool = False
    turns: tuple[Turn, ...] = ()
    owed: tuple[Owed, ...] = ()
    """Since the interviewer last spoke, in order. A restart finds here what was left unsaid."""
    spans: tuple[PhaseSpan, ...] = ()
    board: Board = field(default_factory=Board)
    hints: tuple[HintGiven, ...] = ()
    facts: tuple[FactGiven, ...] = ()
    twists: tuple[TwistInjected, ...] = ()
    warnings: tuple[str, ...] = ()
    grades: tuple[GradeId, ...] = ()
    """Finished grades, oldest first; none is ever replaced."""
    grading: GradeStarted | None = None
    """The grade under way."""
    graded_criteria: tuple[CriterionId, ...] = ()
    """Criteria of the grade under way that are done."""

    @property
    def phase(self) -> Phase:
        return self.spans[-1].phase if self.spans else self.created.phases[0].phase

    @property
    def speaker_due(self) -> bool:
        """Whether the interviewer should be speaking now."""
        return self.status is Status.RUNNING and bool(self.owed) and not self.time_ran_out

    @property
    def is_over(self) -> bool:
        return self.status in (Status.ENDED, Status.GRADED)


def fold(events: Iterable[Logged]) -> RoundState:
    """Return the state after `events`, which start with RoundCreated and have no gap in `seq`."""
    state: RoundState | None = None
    for logged in events:
        state = _begin(logged) if state is None else step(state, logged)
    if state is None:
        raise ValueError("a round's log is never empty")
    return state


def step(state: RoundState, logged: Logged) -> RoundState:
    """Return `state` after one more event."""
    if logged.seq != state.seq + 1:
        raise ValueError(f"gap in the log of {state.id!r}: {state.seq} is followed by {logged.seq}")
    return _apply(replace(state, seq=logged.seq, last_at=logged.at), logged)


def _begin(logged: Logged) -> RoundState:
    if not isinstance(logged.event, RoundCreated) or logged.seq != 1:
        raise ValueError(f"the log of {logged.round!r} does not begin with its creation")
    return RoundState(logged.round, logged.event, logged.at, logged.seq, logged.at)


def _apply(state: RoundState, logged: Logged) -> RoundState:  # noqa: C901, PLR0911, PLR0912 - one arm an event
    event = logged.event
    match event:
        case RoundCreated():
            raise ValueError(f"round {state.id!r} is created twice")
        case RoundStarted():
            return replace(
                state, status=Status.RUNNING, started_at=logged.at, ends_at=event.ends_at, owed=(Owed.OPENING,)
            )
        case PhaseChanged():
            owed = (*state.owed, Owed.PHASE) if event.because == "time" else state.owed
            return replace(state, spans=(*state.spans, PhaseSpan(event.phase, logged.at)), owed=owed)
        case InterviewerSpoke():
            turn = Turn(logged.seq, Speaker.INTERVIEWER, event.text, logged.at, state.phase, aim=event.aim)
            return replace(state, turns=(*state.turns, turn), owed=())
        case CandidateSpoke():
            turn = Turn(logged.seq, Speaker.CANDIDATE, event.text, logged.at, state.phase, late=event.late)
            owed = state.owed if event.late else (*state.owed, Owed.REPLY)
            return replace(state, turns=(*state.turns, turn), owed=owed)
        case BoardChanged():
            return replace(state, board=event.board)
        case HintGiven():
            return replace(state, hints=(*state.hints, event), owed=(*state.owed, Owed.HINT))
        case FactGiven():
            return replace(state, facts=(*state.facts, event))
        case TwistInjected():
            return replace(state, twists=(*state.twists, event))
        case TimeWarned():
            return replace(state, warnings=(*state.warnings, event.at))
        case TimeRanOut():
            return replace(state, time_ran_out=True)
        case RoundEnded():
            return replace(state, status=Status.ENDED, ended_at=logged.at, ended_because=event.because)
        case GradeStarted():
            return replace(state, grading=event, graded_criteria=())
        case CriterionGraded():
            return replace(state, graded_criteria=(*state.graded_criteria, event.criterion))
        case Graded():
            return replace(state, status=Status.GRADED, grades=(*state.grades, event.grade), grading=None)
        case _:
            assert_never(event)
