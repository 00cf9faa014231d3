"""What the clock owes a round, and when."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mockround.rounds.deadlines import counts_if_received, due, next_due_at, nudge_at, phase_ends_at, time_left_s
from mockround.rounds.events import (
    Phase,
    PhaseChanged,
    RoundEnded,
    TimeRanOut,
    TimeWarned,
)
from mockround.rounds.kinds import FULL_MINUTES, drill_phases, phases_of_full
from mockround.rounds.state import RoundState, fold, step
from tests.support.clocks import START
from tests.support.logs import asked, created, log_of, running, said, seconds

DURATION_S = 45 * 60


def settled(state: RoundState, at_s: float) -> RoundState:
    """Append everything that is due by `at_s`, as the timekeeper does."""
    for item in due(state, START + timedelta(seconds=at_s)):
        logged = log_of([item.event])[0].model_copy(update={"seq": state.seq + 1, "at": item.at})
        state = step(state, logged)
    return state


def test_a_round_warns_at_half_time_at_five_minutes_and_at_one() -> None:
    owed = due(running(), START + timedelta(seconds=DURATION_S))
    warned = {item.event.at: seconds(item.at) for item in owed if isinstance(item.event, TimeWarned)}
    assert warned == {"half": DURATION_S / 2, "five-minutes": DURATION_S - 300, "one-minute": DURATION_S - 60}


def test_phases_follow_their_budgets() -> None:
    owed = due(running(), START + timedelta(seconds=DURATION_S))
    entered = [(item.event.phase, seconds(item.at)) for item in owed if isinstance(item.event, PhaseChanged)]
    assert entered == [
        (Phase.HIGH_LEVEL_DESIGN, 360),
        (Phase.DEEP_DIVE, 1200),
        (Phase.PRESSURE_TEST, 2040),
        (Phase.WRAP_UP, 2520),
    ]


def test_a_phase_that_was_entered_early_is_not_left_again_by_the_clock() -> None:
    early = running((100, PhaseChanged(phase=Phase.DEEP_DIVE, because="candidate")))
    owed = due(early, START + timedelta(seconds=1300))
    assert not [item for item in owed if isinstance(item.event, PhaseChanged)]


def test_time_runs_out_at_the_deadline_and_the_round_ends_after_the_grace() -> None:
    state = running()
    at_deadline = due(state, START + timedelta(seconds=DURATION_S))
    assert at_deadline[-1].event == TimeRanOut()
    after_grace = due(state, START + timedelta(seconds=DURATION_S + 2))
    assert after_grace[-1].event == RoundEnded(because="time")


def test_a_turn_counts_until_two_seconds_after_the_deadline() -> None:
    state = running()
    assert counts_if_received(state, START + timedelta(seconds=DURATION_S + 1.95))
    assert not counts_if_received(state, START + timedelta(seconds=DURATION_S + 2)), "that is when the round ends"


def test_a_two_minute_drill_warns_only_at_half_time() -> None:
    drill = running(phases=drill_phases(120))
    warned = [item.event for item in due(drill, START + timedelta(seconds=200)) if isinstance(item.event, TimeWarned)]
    assert warned == [TimeWarned(at="half")]


def test_nothing_is_owed_before_the_start_and_after_the_end() -> None:
    assert next_due_at(fold(log_of([created()]))) is None
    assert next_due_at(running((5, RoundEnded(because="candidate")))) is None


def test_silence_is_broken_after_ninety_seconds_and_only_once() -> None:
    waiting = running((10, asked()))
    assert nudge_at(waiting, None) == START + timedelta(seconds=100)
    nudged = running((10, asked()), (100, asked(move="nudge")))
    assert nudge_at(nudged, None) is None


def test_typing_counts_as_a_sign_of_life() -> None:
    waiting = running((10, asked()))
    assert nudge_at(waiting, START + timedelta(seconds=60)) == START + timedelta(seconds=150)


def test_nobody_is_nudged_while_the_interviewer_owes_a_reply() -> None:
    assert nudge_at(running((10, asked()), (20, said())), None) is None


@given(st.lists(st.floats(min_value=0, max_value=DURATION_S + 60), min_size=1, max_size=30))
def test_however_often_the_clock_is_asked_everything_happens_once_and_in_order(moments: list[float]) -> None:
    state = running()
    for at_s in sorted(moments):
        state = settled(state, at_s)
    at_once = settled(running(), max(moments))
    assert (state.warnings, state.phase, state.status, state.seq) == (
        at_once.warnings,
        at_once.phase,
        at_once.status,
        at_once.seq,
    )


@given(st.lists(st.floats(min_value=0, max_value=3 * DURATION_S), min_size=2, max_size=30))
def test_the_time_left_never_rises(moments: list[float]) -> None:
    state = running()
    left = [time_left_s(state, START + timedelta(seconds=at_s)) for at_s in sorted(moments)]
    assert left == sorted(left, reverse=True)
    assert min(left) >= 0


@given(st.sampled_from(FULL_MINUTES))
def test_the_phases_of_a_full_round_take_exactly_its_time(minutes: int) -> None:
    phases = phases_of_full(minutes)
    assert sum(budget.seconds for budget in phases) == minutes * 60
    last = phase_ends_at(running(phases=phases), Phase.WRAP_UP)
    assert last == START + timedelta(minutes=minutes)
