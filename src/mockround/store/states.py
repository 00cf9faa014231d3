"""Folded states of the rounds that were used last, so that a long log is not folded from its beginning each time, and
the newest events of each, so that whoever follows a round need not read back what was written a moment ago.

Holds what is committed only, and no truth: whoever needs to be sure reads the log on from there.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from mockround.rounds.events import Logged, RoundId
from mockround.rounds.state import RoundState

_KEPT = 512
"""Rounds, of some ten KiB each: more than are held at once, or each of them would be folded anew at every turn."""
_TAIL = 16


@dataclass(frozen=True, slots=True)
class Recent:
    """A round's state, and the events that led to it last: without a gap, the newest at the end."""

    state: RoundState
    tail: tuple[Logged, ...] = ()

    def since(self, after: int) -> tuple[Logged, ...] | None:
        """Return the events after number `after`; None where they reach further back than this does."""
        missing = self.state.seq - after
        if missing <= 0:
            return ()
        return self.tail[-missing:] if missing <= len(self.tail) else None


class States:
    """May be used from any thread."""

    def __init__(self) -> None:
        self._rounds: OrderedDict[RoundId, Recent] = OrderedDict()
        self._gone: set[RoundId] = set()
        self._lock = threading.Lock()

    def get(self, round_id: RoundId) -> Recent | None:
        with self._lock:
            if round_id in self._rounds:
                self._rounds.move_to_end(round_id)
            return self._rounds.get(round_id)

    def keep(self, state: RoundState, appended: Sequence[Logged] = ()) -> None:
        """Remember `state`, unless a newer one of the round is there: threads come back in any order."""
        with self._lock:
            if state.id in self._gone:
                return
            kept = self._rounds.get(state.id)
            if kept is None or kept.state.seq < state.seq:
                follows = kept is not None and kept.state.seq + len(appended) == state.seq
                before = kept.tail if kept is not None and follows else ()
                self._rounds[state.id] = Recent(state, (*before, *appended)[-_TAIL:])
            self._rounds.move_to_end(state.id)
            if len(self._rounds) > _KEPT:
                self._rounds.popitem(last=False)

    def forget(self, round_id: RoundId) -> None:
        """Know nothing more of a round that was deleted, whoever has read it before and comes back with it later."""
        with self._lock:
            self._gone.add(round_id)
            self._rounds.pop(round_id, None)

    def readmit(self, round_id: RoundId) -> None:
        """Take back that it was deleted: it was not."""
        with self._lock:
            self._gone.discard(round_id)

    def is_forgotten(self, round_id: RoundId) -> bool:
        with self._lock:
            return round_id in self._gone
