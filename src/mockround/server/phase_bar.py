"""The clock and the phases of a round as numbers for a page."""

from dataclasses import dataclass
from datetime import datetime

from mockround.rounds.deadlines import phase_ends_at, time_left_s
from mockround.rounds.events import Phase
from mockround.rounds.state import RoundState


@dataclass(frozen=True, slots=True)
class ClockNow:
    """Seconds left of the round and of its phase, and seconds gone, when the page was made."""

    left_s: float
    phase_left_s: float
    gone_s: float


@dataclass(frozen=True, slots=True)
class Segment:
    """One phase on the bar; `starts_s` is where it begins by plan."""

    phase: Phase
    seconds: int
    starts_s: int
    is_now: bool
    is_past: bool


def clock_now(state: RoundState, now: datetime) -> ClockNow:
    moment = min(now, state.ended_at) if state.ended_at else now
    left_s = time_left_s(state, moment)
    phase_end = phase_ends_at(state, state.phase)
    phase_left_s = max(0.0, (phase_end - moment).total_seconds()) if phase_end else state.created.phases[0].seconds
    return ClockNow(left_s, phase_left_s, state.created.duration_s - left_s)


def segments(state: RoundState) -> tuple[Segment, ...]:
    order = [budget.phase for budget in state.created.phases]
    now = order.index(state.phase)
    found: list[Segment] = []
    starts_s = 0
    for index, budget in enumerate(state.created.phases):
        found.append(
            Segment(
                phase=budget.phase,
                seconds=budget.seconds,
                starts_s=starts_s,
                is_now=index == now and not state.is_over and state.started_at is not None,
                is_past=index < now or state.is_over,
            )
        )
        starts_s += budget.seconds
    return tuple(found)
