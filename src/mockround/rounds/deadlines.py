"""What the clock owes a round: phase changes, warnings, the end. Pure; the timekeeper asks and appends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from mockround.rounds.events import Event, Phase, PhaseChanged, PromptRanOut, RoundEnded, TimeRanOut, TimeWarned
from mockround.rounds.state import Owed, RoundState, Speaker, Status

GRACE = timedelta(seconds=2)
"""A turn that reaches the server this long after the deadline still counts."""
SILENCE = timedelta(seconds=90)
"""After so long without a word or a keystroke the interviewer nudges."""

_FIVE_MINUTES_S = 300
_ONE_MINUTE_S = 60
# A warning closer to the start than this share of the round would only be noise.
_WARNING_NEEDS = 2.5


@dataclass(frozen=True, slots=True)
class Due:
    """An event and the moment at which it is owed."""

    at: datetime
    event: Event


def due(state: RoundState, now: datetime) -> tuple[Due, ...]:
    """Return the events owed by `now` and not yet in the log, in order of time."""
    return tuple(item for item in _owed(state) if item.at <= now)


def next_due_at(state: RoundState) -> datetime | None:
    """Return when the clock next owes this round something, or None where it owes nothing."""
    return min((item.at for item in _owed(state)), default=None)


def time_left_s(state: RoundState, now: datetime) -> float:
    """Return the seconds left, never below zero; the whole duration before the start."""
    if state.ends_at is None:
        return float(state.created.duration_s)
    return max(0.0, (state.ends_at - now).total_seconds())


def phase_ends_at(state: RoundState, phase: Phase) -> datetime | None:
    """Return when `phase`'s budget is used up by plan; None before the start."""
    if state.started_at is None:
        return None
    used_s = 0
    for budget in state.created.phases:
        used_s += budget.seconds
        if budget.phase is phase:
            return state.started_at + timedelta(seconds=used_s)
    return None


def prompt_ends_at(state: RoundState) -> datetime | None:
    """Return when the time of the prompt at hand is over; None where there is none, or it has no time of its own."""
    if state.created.prompt_s is None or state.prompt_since is None:
        return None
    return state.prompt_since + timedelta(seconds=state.created.prompt_s)


def stretch_ends_at(state: RoundState) -> datetime | None:
    """Return when the phase, or the prompt of a sprint, is over by plan; None where nothing runs."""
    return prompt_ends_at(state) if state.is_sprint else phase_ends_at(state, state.phase)


def is_between_prompts(state: RoundState) -> bool:
    """Tell whether a prompt's time is over and the next one is not asked yet: a turn that comes now is late."""
    return Owed.PROMPT in state.owed


def counts_if_received(state: RoundState, now: datetime) -> bool:
    """Tell whether a turn that arrives at `now` is in time, grace included."""
    # At the end of the grace itself the round ends.
    return state.ends_at is not None and now < state.ends_at + GRACE


def nudge_at(state: RoundState, last_keystroke_at: datetime | None) -> datetime | None:
    """Return when the interviewer should break the silence: 90 s after the last sign of life, once a silence."""
    if state.status is not Status.RUNNING or state.time_ran_out or not state.turns:
        return None
    last = state.turns[-1]
    if last.speaker is Speaker.CANDIDATE or (last.aim is not None and last.aim.move == "nudge"):
        return None
    signs = [state.last_at, *([last_keystroke_at] if last_keystroke_at else [])]
    at = max(signs) + SILENCE
    return at if state.ends_at is None or at < state.ends_at else None


def _owed(state: RoundState) -> Iterator[Due]:
    if state.status is not Status.RUNNING or state.started_at is None or state.ends_at is None:
        return
    coming = [*_phase_changes(state), *_warnings(state, state.ends_at)]
    prompt_end = prompt_ends_at(state)
    if prompt_end is not None and prompt_end + GRACE < state.ends_at:
        coming.append(Due(prompt_end + GRACE, PromptRanOut(index=len(state.prompts_done))))
    if not state.time_ran_out:
        coming.append(Due(state.ends_at, TimeRanOut()))
    coming.append(Due(state.ends_at + GRACE, RoundEnded(because="time")))
    yield from sorted(coming, key=lambda item: item.at)


def _phase_changes(state: RoundState) -> Iterator[Due]:
    order = [budget.phase for budget in state.created.phases]
    for phase, following in zip(order, order[1:], strict=False):
        ends_at = phase_ends_at(state, phase)
        if ends_at is not None and order.index(state.phase) <= order.index(phase):
            yield Due(ends_at, PhaseChanged(phase=following, because="time"))


def _warnings(state: RoundState, ends_at: datetime) -> Iterator[Due]:
    duration_s = state.created.duration_s
    wanted: list[tuple[Literal["half", "five-minutes", "one-minute"], float]] = [("half", duration_s / 2)]
    if duration_s >= _FIVE_MINUTES_S * _WARNING_NEEDS:
        wanted.append(("five-minutes", _FIVE_MINUTES_S))
    if duration_s >= _ONE_MINUTE_S * _WARNING_NEEDS:
        wanted.append(("one-minute", _ONE_MINUTE_S))
    for name, left_s in wanted:
        if name not in state.warnings:
            yield Due(ends_at - timedelta(seconds=left_s), TimeWarned(at=name))
