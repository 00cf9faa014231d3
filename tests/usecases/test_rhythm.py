"""The days of practice, counted where the user is."""

import time
from datetime import timedelta

import pytest

from mockround.clock import day_of
from mockround.rounds.events import Kind
from mockround.usecases import rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts
from mockround.usecases.rhythm import Rhythm, rhythm
from tests.support.clocks import FakeClock

A_DAY_S = 24 * 3600


def hold(parts: Parts) -> None:
    rounds.start(parts, rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3)))


def now(parts: Parts, clock: FakeClock) -> Rhythm:
    return rhythm(parts, day_of(clock.now()))


def test_before_any_round_there_is_nothing_to_show(parts: Parts, clock: FakeClock) -> None:
    rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3))
    assert (now(parts, clock).practised, now(parts, clock).in_a_row) == (0, 0)


def test_days_are_counted_once_and_a_day_that_is_not_over_breaks_nothing(parts: Parts, clock: FakeClock) -> None:
    for _ in range(3):
        hold(parts)
        hold(parts)
        clock.advance(A_DAY_S)
    assert now(parts, clock).in_a_row == 3
    assert now(parts, clock).practised == 3
    clock.advance(A_DAY_S)
    assert now(parts, clock).in_a_row == 0


def test_four_calendar_weeks_are_shown_and_what_is_older_is_not(parts: Parts, clock: FakeClock) -> None:
    hold(parts)
    clock.advance(29 * A_DAY_S)
    shown = now(parts, clock)
    assert shown.days[0].on.weekday() == 0
    assert shown.days[-1].on == day_of(clock.now())
    assert timedelta(days=21) <= shown.days[-1].on - shown.days[0].on < timedelta(days=28)
    assert shown.practised == 0


def test_the_day_is_the_one_where_the_user_is(monkeypatch: pytest.MonkeyPatch, clock: FakeClock) -> None:
    late = clock.now().replace(hour=23, minute=30)
    days = []
    for zone in ("UTC", "Pacific/Auckland"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        days.append(day_of(late))
    monkeypatch.undo()
    time.tzset()
    assert days[1] - days[0] == timedelta(days=1)
