"""What a move leaves in the log: the aim of the spoken turn, and the events that it causes."""

from typing import assert_never

from mockround.agenda.moves import (
    Answer,
    ChangePhase,
    Hint,
    InjectTwist,
    Move,
    NextPrompt,
    Nudge,
    Open,
    Probe,
    PushBack,
    Repair,
    WrapUp,
)
from mockround.content.library import Library
from mockround.content.models import CriterionId
from mockround.rounds.events import Aim, Event, FactGiven, MoveKind, PhaseChanged, TwistInjected
from mockround.rounds.state import RoundState


def aim_of(move: Move) -> Aim:  # noqa: C901, PLR0911, PLR0912 - one arm a move
    """Return the ledger's line for the turn that says `move`. Where a move asks a probe too, that is its aim."""
    match move:
        case Open():
            return Aim(move=MoveKind.OPEN, why=move.why)
        case Probe():
            kind = MoveKind.FOLLOW_UP if move.built_on else MoveKind.PROBE
            return Aim(move=kind, criterion=move.criterion, rung=move.rung, why=move.why, built_on=move.built_on)
        case PushBack():
            return Aim(move=MoveKind.PUSH_BACK, criterion=move.criterion, why=move.why, built_on=move.quote)
        case Answer():
            return Aim(move=MoveKind.ANSWER, why=move.why)
        case Hint():
            return Aim(move=MoveKind.HINT, criterion=move.criterion, rung=move.rung, why=move.why)
        case InjectTwist():
            return Aim(move=MoveKind.TWIST, why=move.why)
        case ChangePhase():
            return _aimed_by(move.then, MoveKind.CHANGE_PHASE, move.why)
        case NextPrompt():
            return Aim(move=MoveKind.NEXT_PROMPT, why=move.why)
        case Nudge():
            return Aim(move=MoveKind.NUDGE, criterion=move.criterion, why=move.why)
        case Repair():
            return _aimed_by(move.then, MoveKind.REPAIR, move.why)
        case WrapUp():
            return Aim(move=MoveKind.WRAP_UP, why=move.why)
        case _:
            assert_never(move)


def events_of(move: Move, library: Library, state: RoundState) -> tuple[Event, ...]:
    """Return what `move` does besides speaking, in the order in which it happens."""
    match move:
        case Answer():
            return tuple(FactGiven(asked=fact.asked, answer=fact.answer, source=fact.source) for fact in move.facts)
        case InjectTwist():
            return (_twist(move, library, state),)
        case ChangePhase():
            entered = () if state.phase is move.phase else (PhaseChanged(phase=move.phase, because=move.because),)
            return (*entered, *(events_of(move.then, library, state) if move.then else ()))
        case _:
            return ()


def closes(move: Move) -> bool:
    """Tell whether the round is over once `move` has been said."""
    return isinstance(move, WrapUp) and move.is_last


def _aimed_by(then: Probe | PushBack | InjectTwist | None, kind: MoveKind, why: str) -> Aim:
    if then is None:
        return Aim(move=kind, why=why)
    aim = aim_of(then)
    return aim if aim.criterion is None else aim.model_copy(update={"why": f"{why} {aim.why}"})


def _twist(move: InjectTwist, library: Library, state: RoundState) -> TwistInjected:
    problem = state.created.problem
    probes = library.problem(problem).twists[move.index].probes if problem else ()
    return TwistInjected(index=move.index, probes=tuple(CriterionId(criterion) for criterion in probes))
