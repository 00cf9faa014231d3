"""Waits that end in time, many in a row: to set and unset a timer for every token costs a good part of reading it."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

_T = TypeVar("_T")


class Patience:
    """For one task. Like a row of `asyncio.timeout_at`, with one timer that is set again when it rings too early."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._waiting: asyncio.Task[object] | None = None
        self._until = 0.0
        self._has_run_out = False

    async def wait(self, coming: Awaitable[_T], until: float) -> _T:
        """Return what comes; raise TimeoutError where it has not come `until` then, by the loop's clock."""
        # To be asked for the loop, too, Python 3.11 makes a system call.
        task = asyncio.current_task(self._loop)
        assert task is not None  # noqa: S101 - whoever awaits is a task
        asked_to_stop = task.cancelling()
        self._waiting, self._until, self._has_run_out = task, until, False
        if self._timer is None or self._timer.when() > until:
            self._set(until)
        try:
            return await coming
        except asyncio.CancelledError as cancelled:
            # As asyncio.timeout does it: who was cancelled from elsewhere meanwhile stays cancelled.
            if self._has_run_out and task.uncancel() <= asked_to_stop:
                raise TimeoutError from cancelled
            raise
        finally:
            self._waiting = None

    def now(self) -> float:
        """Return the time by the loop's clock."""
        return self._loop.time()

    def end(self) -> None:
        """Forget the timer."""
        if self._timer is not None:
            self._timer.cancel()

    def _set(self, until: float) -> None:
        self.end()
        self._timer = self._loop.call_at(until, self._ring)

    def _ring(self) -> None:
        self._timer = None
        if self._waiting is None:
            return
        if self._loop.time() < self._until:
            self._set(self._until)
        else:
            self._has_run_out = True
            self._waiting.cancel()
