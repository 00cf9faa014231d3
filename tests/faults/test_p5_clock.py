"""No jump of a clock gives time or takes it: a wall clock that is moved, a machine that lost its date, summer time, and
turns that arrive at the very edge."""

import json
import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mockround.clock import Clock, steady_clock, uptime_s
from mockround.rounds.deadlines import GRACE, time_left_s
from mockround.rounds.events import Kind, RoundId
from mockround.rounds.state import Speaker
from mockround.usecases import rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock
from tests.support.promises import Tally

DRILL = NewRound(Kind.NARRATE, topic="read-heavy", seed=3)
_BOOT = "this-boot"
_SLACK_S = 5.0
"""More than the slowest machine needs between two lines of a test, and far less than any jump."""

Restarted = Callable[[Path], Clock]


def jumps(tally: Tally) -> Iterator[float]:
    """By how many seconds the wall clock was moved while the program was not running."""
    dice = random.Random(3)
    for _ in range(tally.times(quick=100, night=5000)):
        yield dice.choice((-1, 1)) * dice.choice((60.0, 3600.0, 86_400.0, 400 * 86_400.0)) * dice.uniform(0.5, 1.5)


def moved(folder: Path, jump_s: float, restarted: Restarted) -> float:
    """Return by how many seconds a restart of the program moved its time when the wall was moved by `jump_s`.

    The wall cannot be moved in a test; an anchor that is as much off has the same effect on whoever trusts the wall.
    """
    anchored_at = datetime.now(UTC) - timedelta(seconds=jump_s)
    anchor = folder / "clock.json"
    anchor.write_text(json.dumps({"boot": _BOOT, "at": anchored_at.isoformat(), "uptime_s": uptime_s()}))
    return abs((restarted(anchor).now() - anchored_at).total_seconds())


def test_moving_the_wall_clock_moves_no_deadline(tmp_path: Path, tally: Tally) -> None:
    off = [(jump, moved(tmp_path, jump, lambda file: steady_clock(file, boot_id=_BOOT))) for jump in jumps(tally)]
    short = [each for each in off if each[1] > _SLACK_S]
    tally.held("P5", "the wall clock moved by a minute to a year, then a restart", tried=len(off), short=short)


def test_a_clock_that_trusts_the_wall_is_caught(tmp_path: Path, tally: Tally) -> None:
    class Wall:
        def now(self) -> datetime:
            return datetime.now(UTC)

    off = [moved(tmp_path, jump, lambda _: Wall()) for jump in jumps(Tally())]
    tally.control("P5", "a clock that trusts the wall", tried=len(off), caught=sum(each > _SLACK_S for each in off))


def test_a_machine_that_lost_its_date_gives_a_round_no_time(tmp_path: Path, parts: Parts, tally: Tally) -> None:
    """After a reboot without the date, the clock goes on from the last thing that happened."""
    dice, short = random.Random(4), []
    tried = tally.times(quick=40, night=1000)
    round_id = rounds.create(parts, DRILL)
    rounds.start(parts, round_id)
    for number in range(tried):
        last = datetime.now(UTC) + timedelta(days=dice.uniform(1, 20_000))
        clock = steady_clock(tmp_path / f"{number}.json", boot_id=f"boot {number}", not_before=last)
        if not 0 <= (clock.now() - last).total_seconds() < _SLACK_S:
            short.append(last)
    newest = parts.store.rounds.last_event_at()
    assert newest == parts.store.log.events(round_id)[-1].at
    rounds.end(parts, round_id)
    tally.held("P5", "a reboot without the date", tried=tried, short=short)


def test_an_anchor_that_was_damaged_stops_nothing(tmp_path: Path, tally: Tally) -> None:
    whole = json.dumps({"boot": _BOOT, "at": datetime.now(UTC).isoformat(), "uptime_s": uptime_s()}).encode()
    dice, short = random.Random(6), []
    tried = tally.times(quick=60, night=5000)
    for _ in range(tried):
        content = bytearray(whole[: dice.randrange(len(whole) + 1)])
        for _ in range(dice.randrange(4)):
            content[dice.randrange(len(content)) : 1] = bytes([dice.randrange(256)]) if content else b""
        (tmp_path / "clock.json").write_bytes(content)
        now = steady_clock(tmp_path / "clock.json", boot_id=_BOOT).now()
        if now.tzinfo is None:
            short.append(bytes(content))
    tally.held("P5", "an anchor of the clock that was cut off or changed", tried=tried, short=short)


def test_a_turn_at_the_edge_is_in_time_within_the_grace_and_kept_after_it(
    parts: Parts, clock: FakeClock, tally: Tally
) -> None:
    dice, short = random.Random(8), []
    tried = tally.times(quick=120, night=2000)
    for number in range(tried):
        edge_s = dice.choice((0.0, GRACE.total_seconds()))
        late_s = edge_s + dice.choice((0.0, 0.000_001, -0.000_001, dice.uniform(-0.05, 0.05)))
        round_id = rounds.create(parts, DRILL)
        rounds.start(parts, round_id)
        duration_s = rounds.state(parts, round_id).created.duration_s
        clock.advance(duration_s + late_s)
        accepted = rounds.take_turn(parts, round_id, f"Answer {number}", key="one")
        said = [turn for turn in rounds.state(parts, round_id).turns if turn.speaker is Speaker.CANDIDATE]
        late = round(late_s, 6) >= GRACE.total_seconds()
        if (accepted.late, [turn.late for turn in said]) != (late, [late]):
            short.append(late_s)
    tally.held("P5 P2", "turns that arrive within 50 ms of the deadline or of the end of its grace", tried=tried,
               short=short)  # fmt: skip


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Pacific/Apia"])
def test_summer_time_and_zones_change_no_deadline(
    zone: str, parts: Parts, monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    monkeypatch.setitem(os.environ, "TZ", zone)
    time.tzset()
    try:
        nights = (datetime(2026, 3, 8, 6, 50, tzinfo=UTC), datetime(2026, 10, 25, 0, 50, tzinfo=UTC))
        short = [night for night in nights if not _is_fair(parts, FakeClock(night))]
    finally:
        monkeypatch.undo()
        time.tzset()
    tally.held("P5", "rounds over the nights when clocks change, in four zones", tried=len(nights), short=short)


def _is_fair(parts: Parts, clock: FakeClock) -> bool:
    mine = replace(parts, clock=clock)
    round_id: RoundId = rounds.create(mine, DRILL)
    rounds.start(mine, round_id)
    state = rounds.state(mine, round_id)
    clock.advance(state.created.duration_s - 1)
    assert state.ends_at is not None
    stored = [each.at.utcoffset() for each in mine.store.log.events(round_id)]
    return time_left_s(state, clock.now()) == 1.0 and set(stored) == {timedelta(0)}
