"""When a phase has what it needs, which comes next, and what to ask where no criterion is in play."""

from collections.abc import Sequence
from datetime import datetime

from mockround.agenda.reading import Intent, reading
from mockround.agenda.value import Worth
from mockround.rounds.deadlines import phase_ends_at
from mockround.rounds.events import Phase
from mockround.rounds.state import RoundState, Speaker

_SCOPING_TURNS = 2
_EXHAUSTED = 0.7
"""Below this value no question is worth the phase's time any more."""
_LAST_SECONDS = 45.0


def following(state: RoundState) -> Phase | None:
    """Return the phase after the current one, or None after the last."""
    order = [budget.phase for budget in state.created.phases]
    at = order.index(state.phase)
    return order[at + 1] if at + 1 < len(order) else None


def is_covered(state: RoundState, worth: Sequence[Worth], now: datetime) -> bool:
    """Tell whether the phase is done before its time: scoped in two answers, or nothing left that is worth asking.

    An answer in a few words counts as well: to be asked for the scope a second time helps nobody.
    """
    if state.phase is Phase.REQUIREMENTS:
        return _statements(state) >= _SCOPING_TURNS or _time_left_s(state, now) < _LAST_SECONDS
    return not worth or worth[0].value < _EXHAUSTED


def question_of(state: RoundState) -> str:
    """Why an open question is asked where no criterion is in play: the phase decides."""
    if state.phase is Phase.REQUIREMENTS:
        return "Scoping comes before boxes: functions, scale, qualities, and what is left out."
    return "The floor is yours."


def _statements(state: RoundState) -> int:
    spoken = (turn for turn in state.turns if turn.speaker is Speaker.CANDIDATE and turn.phase is state.phase)
    return sum(reading(turn.text).intent is Intent.STATEMENT for turn in spoken)


def _time_left_s(state: RoundState, now: datetime) -> float:
    ends_at = phase_ends_at(state, state.phase)
    return (ends_at - now).total_seconds() if ends_at is not None else 0.0
