"""The clock and the stretches of a round, its phases or a sprint's prompts, as numbers for a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mockround.rounds.deadlines import stretch_ends_at, time_left_s
from mockround.rounds.state import RoundState
from mockround.server.words import PHASES


@dataclass(frozen=True, slots=True)
class ClockNow:
    """Seconds left of the round and of its stretch, and seconds gone, when the page was made."""

    left_s: float
    phase_left_s: float
    gone_s: float


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch on the bar; `starts_s` is where it begins by plan."""

    key: str
    title: str
    seconds: int
    starts_s: int
    is_now: bool
    is_past: bool


def clock_now(state: RoundState, now: datetime) -> ClockNow:
    moment = min(now, state.ended_at) if state.ended_at else now
    left_s = time_left_s(state, moment)
    ends_at = stretch_ends_at(state)
    stretch_left_s = max(0.0, (ends_at - moment).total_seconds()) if ends_at else next(_stretches(state))[2]
    return ClockNow(left_s, stretch_left_s, state.created.duration_s - left_s)


def segments(state: RoundState) -> tuple[Segment, ...]:
    """Return the stretches in order. Before the clock starts, the first one is marked: the page must not jump then."""
    stretches = list(_stretches(state))
    now = [key for key, _, _ in stretches].index(state.stretch)
    found: list[Segment] = []
    starts_s = 0
    for index, (key, title, seconds) in enumerate(stretches):
        is_now = index == now and not state.is_over
        found.append(Segment(key, title, seconds, starts_s, is_now, is_past=index < now or state.is_over))
        starts_s += seconds
    return tuple(found)


def _stretches(state: RoundState) -> Iterator[tuple[str, str, int]]:
    """Yield key, title and seconds of each."""
    if state.created.prompt_s is None:
        yield from ((each.phase.value, PHASES[each.phase], each.seconds) for each in state.created.phases)
        return
    for number in range(1, len(state.created.problems) + 1):
        yield f"prompt-{number}", f"Prompt {number}", state.created.prompt_s
