"""Which twist of the problem is due: in its phase, at most two in 45 minutes, and only after the design has begun."""

from datetime import datetime

from mockround.content.library import Library
from mockround.rounds.deadlines import phase_ends_at
from mockround.rounds.events import Phase
from mockround.rounds.state import RoundState, Speaker

_SECONDS_A_TWIST = 45 * 60 / 2
_NOT_BEFORE = 0.35
"""Share of its phase that must have passed."""
_MIN_WORDS_BEFORE = 40


def due_twist(library: Library, state: RoundState, now: datetime) -> int | None:
    """Return the position of the twist to inject now, or None."""
    if state.created.problem is None or len(state.twists) >= max(1, int(state.created.duration_s / _SECONDS_A_TWIST)):
        return None
    if _share_of_phase(state, now) < _NOT_BEFORE or _words_said(state) < _MIN_WORDS_BEFORE:
        return None
    used = {twist.index for twist in state.twists}
    phase = Phase.DEEP_DIVE if state.phase is Phase.PRESSURE_TEST else state.phase
    twists = library.problem(state.created.problem).twists
    # One twist a phase: the redesign needs the time.
    if any(twists[index].phase == phase.value for index in used):
        return None
    return next((at for at, twist in enumerate(twists) if twist.phase == phase.value and at not in used), None)


def _share_of_phase(state: RoundState, now: datetime) -> float:
    ends_at = phase_ends_at(state, state.phase)
    began_at = state.spans[-1].began_at if state.spans else None
    if ends_at is None or began_at is None or ends_at <= began_at:
        return 1.0
    return (now - began_at) / (ends_at - began_at)


def _words_said(state: RoundState) -> int:
    return sum(len(turn.text.split()) for turn in state.turns if turn.speaker is Speaker.CANDIDATE)
