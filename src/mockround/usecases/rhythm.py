"""On which days somebody practised. A day off is a day off: nothing here counts as broken."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mockround.clock import day_of
from mockround.usecases.parts import Parts

WEEKS = 4


@dataclass(frozen=True, slots=True)
class DayHeld:
    on: date
    rounds: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Four weeks up to today, Monday first; `in_a_row` days up to today, or to yesterday while today is open."""

    days: tuple[DayHeld, ...]
    practised: int
    in_a_row: int


def rhythm(parts: Parts, today: date) -> Rhythm:
    """Return the last four calendar weeks, by the days of this machine's own zone."""
    first = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
    midnight = datetime.combine(first, time.min).astimezone()
    held = Counter(day_of(at) for at in parts.store.rounds.started_since(midnight))
    length = (today - first).days + 1
    days = tuple(DayHeld(on, held[on]) for on in (first + timedelta(days=offset) for offset in range(length)))
    return Rhythm(days, sum(day.rounds > 0 for day in days), _in_a_row(days))


def _in_a_row(days: tuple[DayHeld, ...]) -> int:
    closed = days if days[-1].rounds else days[:-1]
    count = 0
    for day in reversed(closed):
        if not day.rounds:
            break
        count += 1
    return count
