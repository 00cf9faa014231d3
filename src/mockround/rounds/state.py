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
    GradeStopped,
    HintGiven,
    InterviewerSpoke,
    Logged,
    MoveKind,
    Phase,
    PhaseChanged,
    PromptRanOut,
    RoundCreated,
    RoundEnded,
    RoundId,
    RoundStarted,
    Seq,
    TimeRanOut,
    TimeWarned,
    TwistInjected,
)
from mockround.rounds.voices import EMBEDDED, Dictated, InterviewerChosen, ModelAsked, ModelFailed


class Speaker(StrEnum):
    INTERVIEWER = "interviewer"
    CANDIDATE = "candidate"


class Owed(StrEnum):
    """What the interviewer still owes words for."""

    OPENING = "opening"
    REPLY = "reply"
    HINT = "hint"
    PHASE = "phase"
    PROMPT = "prompt"
    """The time of a prompt ran out before its answer came."""


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
    spoken_by: str = EMBEDDED
    interrupted: str = ""
    dictated: Dictated | None = None


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
    interviewer: str = EMBEDDED
    """Who speaks: 'embedded', or a profile's name."""
    prompts_done: tuple[Seq | None, ...] = ()
    """For recognition: the answer to each prompt that is over, in order; None where its time ran out."""
    prompt_since: datetime | None = None
    """When the prompt at hand was asked; None between two prompts."""
    asking: ModelAsked | None = None
    """The call of a model that has neither succeeded nor failed yet."""
    stalled: ModelFailed | None = None
    """The model failed, and the candidate has not chosen yet how to go on."""
    attempts: int = 0
    """How often upstream was called in vain since the candidate last spoke."""
    spans: tuple[PhaseSpan, ...] = ()
    board: Board = field(default_factory=Board)
    board_at: datetime | None = None
    """When the board last changed."""
    hints: tuple[HintGiven, ...] = ()
    facts: tuple[FactGiven, ...] = ()
    twists: tuple[TwistInjected, ...] = ()
    warnings: tuple[str, ...] = ()
    grades: tuple[GradeId, ...] = ()
    """Finished grades, oldest first; none is ever replaced."""
    grading: GradeStarted | None = None
    """The grade under way."""
    stopped: tuple[GradeStopped, ...] = ()
    """Grades that were begun, or asked for, and will not come."""
    tried: tuple[str, ...] = ()
    """Names of the graders that were set to work, or refused to."""
    graded_criteria: tuple[CriterionId, ...] = ()
    """Criteria of the grade under way that are done."""

    @property
    def phase(self) -> Phase:
        return self.spans[-1].phase if self.spans else self.created.phases[0].phase

    @property
    def is_sprint(self) -> bool:
        """Whether several prompts are asked, each with a time of its own."""
        return self.created.prompt_s is not None

    @property
    def stretch(self) -> str:
        """What the clock counts down beside the round: its phase, or the prompt of a sprint ('prompt-2')."""
        if not self.is_sprint:
            return self.phase.value
        return f"prompt-{min(len(self.prompts_done) + 1, len(self.created.problems))}"

    @property
    def said_last(self) -> Turn | None:
        """The candidate's newest turn."""
        return next((turn for turn in reversed(self.turns) if turn.speaker is Speaker.CANDIDATE), None)

    @property
    def speaker_due(self) -> bool:
        """Whether the interviewer should be speaking now."""
        is_running = self.status is Status.RUNNING and not self.time_ran_out
        return is_running and bool(self.owed) and self.stalled is None

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
    created = logged.event
    return RoundState(logged.round, created, logged.at, logged.seq, logged.at, interviewer=created.interviewer)


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
            entered = replace(state, spans=(*state.spans, PhaseSpan(event.phase, logged.at)))
            return _owing(entered, Owed.PHASE) if event.because == "time" else entered
        case InterviewerSpoke():
            return _spoken(state, logged, event)
        case ModelAsked():
            return replace(state, asking=event, stalled=None)
        case ModelFailed():
            return replace(state, asking=None, stalled=event, attempts=state.attempts + event.attempts)
        case InterviewerChosen():
            return replace(state, interviewer=event.interviewer, stalled=None)
        case CandidateSpoke():
            return _heard(state, logged, event)
        case BoardChanged():
            return replace(state, board=event.board, board_at=logged.at)
        case HintGiven():
            return replace(_owing(state, Owed.HINT), hints=(*state.hints, event))
        case FactGiven():
            return replace(state, facts=(*state.facts, event))
        case TwistInjected():
            return replace(state, twists=(*state.twists, event))
        case TimeWarned():
            return replace(state, warnings=(*state.warnings, event.at))
        case PromptRanOut():
            return _prompt_over(_owing(state, Owed.PROMPT), None)
        case TimeRanOut():
            return replace(state, time_ran_out=True)
        case RoundEnded():
            return replace(state, status=Status.ENDED, ended_at=logged.at, ended_because=event.because)
        case GradeStarted():
            return replace(state, grading=event, graded_criteria=(), tried=(*state.tried, event.grader))
        case GradeStopped():
            grading = None if state.grading and state.grading.grade == event.grade else state.grading
            tried = (*state.tried, event.grader)
            return replace(state, grading=grading, stopped=(*state.stopped, event), tried=tried)
        case CriterionGraded():
            return replace(state, graded_criteria=(*state.graded_criteria, event.criterion))
        case Graded():
            return replace(state, status=Status.GRADED, grades=(*state.grades, event.grade), grading=None)
        case _:
            assert_never(event)


def _owing(state: RoundState, words: Owed) -> RoundState:
    """Return the state with more words owed: whatever a model is saying comes too late."""
    return replace(state, owed=(*state.owed, words), asking=None)


def _prompt_over(state: RoundState, answer: Seq | None) -> RoundState:
    return replace(state, prompts_done=(*state.prompts_done, answer), prompt_since=None)


def _heard(state: RoundState, logged: Logged, event: CandidateSpoke) -> RoundState:
    turn = Turn(
        logged.seq,
        Speaker.CANDIDATE,
        event.text,
        logged.at,
        state.phase,
        late=event.late,
        dictated=event.dictated,
    )
    turns = (*state.turns, turn)
    if event.late:
        return replace(state, turns=turns)
    heard = replace(_owing(state, Owed.REPLY), turns=turns, stalled=None, attempts=0)
    # What is said before the prompt is read out answers none.
    return heard if state.prompt_since is None else _prompt_over(heard, logged.seq)


def _spoken(state: RoundState, logged: Logged, event: InterviewerSpoke) -> RoundState:
    turn = Turn(
        logged.seq,
        Speaker.INTERVIEWER,
        event.text,
        logged.at,
        state.phase,
        aim=event.aim,
        spoken_by=event.spoken_by,
        interrupted=event.interrupted,
    )
    is_prompt = bool(state.created.problems) and event.aim.move in (MoveKind.OPEN, MoveKind.NEXT_PROMPT)
    since = logged.at if is_prompt else state.prompt_since
    return replace(
        state,
        turns=(*state.turns, turn),
        owed=_still_owed(state),
        prompt_since=since,
        asking=None,
        stalled=None,
        attempts=0,
    )


def _still_owed(state: RoundState) -> tuple[Owed, ...]:
    """The opening answers nobody: a hint that was asked for, and a turn unless a prompt is next, are attended to."""
    if Owed.OPENING not in state.owed:
        return ()
    kept = (Owed.HINT,) if state.created.problems else (Owed.REPLY, Owed.HINT)
    return tuple(each for each in state.owed if each in kept)
