"""Folded states of the rounds that were used last, so that a long log is not folded from its beginning each time.

Holds committed states only, and no truth: whoever takes one reads the log on from there.
"""

import threading
from collections import OrderedDict

from mockround.rounds.events import RoundId
from mockround.rounds.state import RoundState

_KEPT = 64


class States:
    """May be used from any thread."""

    def __init__(self) -> None:
        self._states: OrderedDict[RoundId, RoundState] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, round_id: RoundId) -> RoundState | None:
        with self._lock:
            if round_id in self._states:
                self._states.move_to_end(round_id)
            return self._states.get(round_id)

    def keep(self, state: RoundState) -> None:
        """Remember `state`, unless a newer one of the round is there: threads come back in any order."""
        with self._lock:
            kept = self._states.get(state.id)
            if kept is None or kept.seq < state.seq:
                self._states[state.id] = state
            self._states.move_to_end(state.id)
            if len(self._states) > _KEPT:
                self._states.popitem(last=False)
