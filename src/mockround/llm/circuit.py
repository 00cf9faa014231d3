"""Leaves a model alone that fails again and again: asking on would only make the candidate wait for the same words."""

import time
from collections.abc import Callable

from mockround.llm.failures import EXPLAINED, Trouble

OPENS_AFTER = 5
"""Questions in a row that failed, each with all its attempts."""
LEFT_ALONE_S = 30.0
_PATIENT = frozenset({Trouble.RATE_LIMITED, Trouble.LEFT_ALONE, Trouble.COST_CAP, Trouble.RESTARTED})
"""Who limits our rate is well, and says itself when to come again; the others never reached upstream."""


class Circuit:
    """Open, it lets no question through; after half a minute it lets them through until one fails again."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """`now` counts seconds and never jumps."""
        self._now = now
        self._failures = 0
        self._opens_until = 0.0

    @property
    def closed_in_s(self) -> float:
        """In how many seconds the next question may be asked; 0 where it may be asked now."""
        return max(0.0, self._opens_until - self._now())

    def succeeded(self) -> None:
        self._failures, self._opens_until = 0, 0.0

    def failed(self, trouble: Trouble) -> None:
        """Note a question that failed. One that was answered, only not as we want it, is no reason to stop asking."""
        if trouble in _PATIENT:
            return
        if not _is_upstreams(trouble):
            self.succeeded()
            return
        self._failures += 1
        if self._failures >= OPENS_AFTER:
            self._opens_until = self._now() + LEFT_ALONE_S


def _is_upstreams(trouble: Trouble) -> bool:
    explained = EXPLAINED[trouble]
    slow = (Trouble.SLOW_START, Trouble.STALLED, Trouble.TOO_SLOW, Trouble.NO_SUCH_MODEL)
    return explained.again or explained.setting in ("endpoint", "key") or trouble in slow
