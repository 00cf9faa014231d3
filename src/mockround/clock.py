"""Time that never jumps: a clock anchored once to the wall and driven by the machine's uptime from then on.

The anchor is kept in a file with the boot's id, so that a restart of the program within one boot of the machine
goes on with the same time even where somebody has moved the wall clock meanwhile. Sleep of the machine counts as
time passed (CLOCK_BOOTTIME), as it would in a real interview.
"""

import json
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Who asks: use cases and the timekeeper. `now` is an aware UTC time that never decreases."""

    def now(self) -> datetime: ...


def day_of(at: datetime) -> date:
    """Return the day at `at` where this machine is: 'today' is the user's, not Greenwich's."""
    return at.astimezone().date()


class SteadyClock:
    """The real clock. Wall time is read once, when the anchor is made."""

    def __init__(self, anchor_at: datetime, anchor_uptime_s: float) -> None:
        self._anchor_at = anchor_at
        self._anchor_uptime_s = anchor_uptime_s

    def now(self) -> datetime:
        return self._anchor_at + timedelta(seconds=uptime_s() - self._anchor_uptime_s)


def steady_clock(anchor_file: Path, *, boot_id: str | None = None, not_before: datetime | None = None) -> SteadyClock:
    """Return a clock that continues the anchor in `anchor_file`, or a fresh one where the machine has rebooted.

    Without a boot id (not Linux) the uptime cannot be told from another boot's, so the anchor is made anew. A fresh one
    never begins before `not_before`, the last that is known to have happened: a machine whose clock has lost the date
    would give a round that runs all the time in between.
    """
    boot = boot_id if boot_id is not None else _boot_id()
    kept = _kept_anchor(anchor_file, boot)
    if kept is not None:
        return kept
    clock = SteadyClock(max(datetime.now(UTC), not_before or datetime.min.replace(tzinfo=UTC)), uptime_s())
    if boot:
        _keep(anchor_file, boot, clock.now(), uptime_s())
    return clock


def uptime_s() -> float:
    """Seconds of the machine's life, sleep included where the system can tell."""
    source = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(source) if source is not None else time.monotonic()


def _boot_id() -> str:
    path = Path("/proc/sys/kernel/random/boot_id")
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def _kept_anchor(anchor_file: Path, boot: str) -> SteadyClock | None:
    try:
        kept = json.loads(anchor_file.read_text(encoding="utf-8"))
        at = datetime.fromisoformat(kept["at"])
        uptime = float(kept["uptime_s"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    if not boot or kept.get("boot") != boot or at.tzinfo is None or uptime > uptime_s():
        return None
    return SteadyClock(at, uptime)


def _keep(anchor_file: Path, boot: str, at: datetime, uptime: float) -> None:
    fresh = anchor_file.with_suffix(".new")
    fresh.write_text(json.dumps({"boot": boot, "at": at.isoformat(), "uptime_s": uptime}), encoding="utf-8")
    fresh.chmod(0o600)
    fresh.replace(anchor_file)
