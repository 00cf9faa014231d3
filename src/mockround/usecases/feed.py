"""Wakes the readers of a round and carries the words of the turn under way. Holds no truth: that is the log."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from mockround.rounds.events import RoundId, Seq


@dataclass(frozen=True, slots=True)
class Speaking:
    """An interviewer turn that is not finished. `after` is the last sequence number when it was begun."""

    after: Seq
    text: str
    again_at: float | None = None
    """When the model is called again that limits our rate, on Python's monotonic clock; None where it is not waited."""

    @property
    def wait_s(self) -> float:
        """Seconds until then; 0 where nothing is waited for."""
        return 0.0 if self.again_at is None else max(0.0, self.again_at - time.monotonic())


class Feed:
    """One per server, bound to its event loop. Readers never queue: a slow one just reads more of the log later."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._readers: defaultdict[RoundId, set[asyncio.Event]] = defaultdict(set)
        self._speaking: dict[RoundId, Speaking] = {}

    def announce(self, round_id: RoundId, _seq: Seq) -> None:
        """Wake the readers of a round. Called by the log after a commit, from any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, round_id)

    def say(self, round_id: RoundId, speaking: Speaking) -> None:
        self._speaking[round_id] = speaking
        self._wake(round_id)

    def hush(self, round_id: RoundId) -> None:
        """Forget the words under way: they are in the log now, or were withdrawn."""
        if self._speaking.pop(round_id, None) is not None:
            self._wake(round_id)

    def speaking(self, round_id: RoundId) -> Speaking | None:
        return self._speaking.get(round_id)

    @contextmanager
    def listen(self, round_id: RoundId) -> Iterator[asyncio.Event]:
        """Yield an event that is set whenever the round has news; the reader clears it before it reads."""
        news = asyncio.Event()
        self._readers[round_id].add(news)
        try:
            yield news
        finally:
            self._readers[round_id].discard(news)
            if not self._readers[round_id]:
                del self._readers[round_id]

    @property
    def readers(self) -> int:
        return sum(len(waiting) for waiting in self._readers.values())

    def _wake(self, round_id: RoundId) -> None:
        for news in self._readers.get(round_id, ()):
            news.set()
