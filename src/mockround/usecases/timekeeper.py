"""Makes happen what the clock owes every running round, with or without a browser, and across a restart."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from mockround.errors import ErrorCode, MockroundError
from mockround.rounds.deadlines import next_due_at, nudge_at
from mockround.rounds.events import RoundId
from mockround.rounds.state import RoundState
from mockround.usecases import boards, grades
from mockround.usecases.parts import Parts
from mockround.usecases.replies import Replies
from mockround.usecases.rounds import append_due

log = logging.getLogger(__name__)

# Never sleep longer than this: a clock that is slewed or a machine that slept must not make a warning late for long.
_LONGEST_NAP_S = 1.0


class Timekeeper:
    """Keeps, for each round that runs, the moment at which something is due next."""

    def __init__(self, parts: Parts, replies: Replies) -> None:
        self._parts = parts
        self._replies = replies
        self._due: dict[RoundId, datetime] = {}
        self._nudges: dict[RoundId, datetime] = {}
        self._changed: set[RoundId] = set()
        self._woken = asyncio.Event()

    def notice(self, round_id: RoundId) -> None:
        """Look at a round again: its log has grown. From the event loop only."""
        self._changed.add(round_id)
        self._woken.set()

    async def run(self) -> None:
        """Serve until cancelled. Begins with whatever came due while the program was not running."""
        for round_id in await asyncio.to_thread(self._parts.store.rounds.unfinished):
            self.notice(round_id)
        while True:
            await self._serve()
            await self._nap()

    async def _serve(self) -> None:
        while self._changed:
            await self._try(self._look_at, self._changed.pop())
        now = self._parts.clock.now()
        for round_id in [each for each, at in self._due.items() if at <= now]:
            await self._try(self._settle_and_look, round_id)
        for round_id in [each for each, at in self._nudges.items() if at <= now]:
            await self._try(self._nudge, round_id)

    async def _try(self, step: Callable[[RoundId], Awaitable[None]], round_id: RoundId) -> None:
        """Do one step for a round. One round's trouble must not stop the clock of the others: it is retried."""
        try:
            await step(round_id)
        except Exception as error:
            self._nudges.pop(round_id, None)
            if isinstance(error, MockroundError) and error.code is ErrorCode.NOT_FOUND:
                # Its owner has deleted it: nothing is owed to it any more.
                self._due.pop(round_id, None)
                return
            log.exception("the clock failed a round and tries again", extra={"round": round_id, "step": step.__name__})
            self._due[round_id] = self._parts.clock.now() + timedelta(seconds=_LONGEST_NAP_S)

    async def _look_at(self, round_id: RoundId) -> None:
        state = self._parts.store.log.recent_state(round_id)
        if state is None:
            state = await asyncio.to_thread(self._parts.store.log.state, round_id)
        self._due.pop(round_id, None)
        self._nudges.pop(round_id, None)
        owed = next_due_at(state), await asyncio.to_thread(boards.next_due_at, self._parts, state)
        if (at := min((each for each in owed if each is not None), default=None)) is not None:
            self._due[round_id] = at
        if (at := nudge_at(state, None)) is not None:
            self._nudges[round_id] = at
        if state.speaker_due:
            self._replies.wake(round_id)
        if state.is_over:
            await asyncio.to_thread(grades.request_due, self._parts, state)

    async def _settle_and_look(self, round_id: RoundId) -> None:
        await asyncio.to_thread(self._settle, round_id)
        await self._look_at(round_id)

    def _settle(self, round_id: RoundId) -> None:
        with self._parts.store.log.change(round_id) as change:
            append_due(self._parts, change)

    async def _nudge(self, round_id: RoundId) -> None:
        """Nudge, unless the candidate is typing: an autosaved draft is a sign of life, too."""
        state, typed_at = await asyncio.to_thread(self._signs_of_life, round_id)
        at = nudge_at(state, typed_at)
        if at is None:
            self._nudges.pop(round_id, None)
        elif at > self._parts.clock.now():
            self._nudges[round_id] = at
        else:
            self._nudges.pop(round_id, None)
            self._replies.nudge(round_id)

    def _signs_of_life(self, round_id: RoundId) -> tuple[RoundState, datetime | None]:
        return self._parts.store.log.state(round_id), self._parts.store.drafts.last_saved_at(round_id)

    async def _nap(self) -> None:
        soonest = min([*self._due.values(), *self._nudges.values()], default=None)
        nap_s = _LONGEST_NAP_S
        if soonest is not None:
            nap_s = min(nap_s, max(0.0, (soonest - self._parts.clock.now()) / timedelta(seconds=1)))
        # Not wait_for: on Python 3.11 it swallows a cancellation that meets a wake-up, and the program would not stop.
        try:
            async with asyncio.timeout(None if soonest is None else nap_s):
                await self._woken.wait()
        except TimeoutError:
            return
        self._woken.clear()
