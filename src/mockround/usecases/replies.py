"""Lets the interviewer speak when the log says that words are owed: decide, phrase, stream, commit.

One task a round. What is said is decided from the log alone, so a restart finds what was left unsaid and says it.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Coroutine
from typing import Any

from mockround.agenda.ledger import aim_of, closes, events_of
from mockround.agenda.policy import next_move, nudge
from mockround.errors import ErrorCode, MockroundError
from mockround.grading.coverage import coverage
from mockround.rounds.events import InterviewerSpoke, RoundEnded, RoundId, Seq
from mockround.rounds.missing import missing_content
from mockround.rounds.state import Owed, RoundState, Speaker, Status
from mockround.usecases import boards
from mockround.usecases.feed import Feed
from mockround.usecases.parts import Parts
from mockround.usecases.phrasing import Decided, Phrased, Phrasing, after, append_if_unmoved, cut_off

log = logging.getLogger(__name__)

_AGAIN_S = 2.0
"""Where the disk does not take a turn, the words stay owed, and no event of the log would ever bring them back."""


class Replies:
    """Runs at most one speaking task a round. `wake` may be called from the event loop at any time."""

    def __init__(self, parts: Parts, feed: Feed) -> None:
        self._parts = parts
        self._feed = feed
        self._phrasing = Phrasing(parts, feed)
        self._tasks: dict[RoundId, asyncio.Task[object]] = {}
        self._stopping: defaultdict[RoundId, asyncio.Event] = defaultdict(asyncio.Event)
        self._woken_meanwhile: set[RoundId] = set()
        self._later: dict[RoundId, asyncio.TimerHandle] = {}

    def wake(self, round_id: RoundId) -> None:
        """Let the interviewer speak if words are owed; while it speaks in this round, when it has finished."""
        if (later := self._later.pop(round_id, None)) is not None:
            later.cancel()
        if round_id in self._tasks:
            self._woken_meanwhile.add(round_id)
        else:
            self._begin(round_id, self._speak_while_due(round_id))

    def nudge(self, round_id: RoundId) -> None:
        """Break a silence."""
        if round_id not in self._tasks:
            self._begin(round_id, self._speak(round_id, self._decide_nudge))

    def hush(self, round_id: RoundId) -> None:
        """Let the interviewer break off: the candidate has heard enough. What was said stays said."""
        if round_id in self._tasks:
            self._stopping[round_id].set()

    async def stop(self) -> None:
        """Stop speaking everywhere. Nothing is lost: unsaid words stay owed in the log."""
        self._woken_meanwhile.clear()
        for later in self._later.values():
            later.cancel()
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def settled(self, round_id: RoundId) -> None:
        """Wait until nothing more is being said in the round."""
        while (task := self._tasks.get(round_id)) is not None:
            await asyncio.wait([task])

    def _begin(self, round_id: RoundId, words: Coroutine[Any, Any, object]) -> None:
        task = asyncio.ensure_future(words)
        self._tasks[round_id] = task
        task.add_done_callback(lambda done: self._finished(round_id, done))

    def _finished(self, round_id: RoundId, task: "asyncio.Task[object]") -> None:
        del self._tasks[round_id]
        self._stopping.pop(round_id, None)
        self._feed.hush(round_id)
        # A turn may have come after the task last looked and before it was over: nobody else would answer it.
        if round_id in self._woken_meanwhile and not task.cancelled():
            self._woken_meanwhile.discard(round_id)
            self.wake(round_id)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, MockroundError) and error.code in (ErrorCode.NO_ROOM, ErrorCode.UNAVAILABLE):
            log.warning("an interviewer's turn is not kept yet: %s", error.message, extra={"round": round_id})
            self._later[round_id] = task.get_loop().call_later(_AGAIN_S, self.wake, round_id)
        elif isinstance(error, MockroundError) and error.code is ErrorCode.NOT_FOUND:
            log.info("a round was deleted before its last words were kept", extra={"round": round_id})
        elif error is not None:
            raise error

    async def _speak_while_due(self, round_id: RoundId) -> None:
        while await self._speak(round_id, self._decide) and self._may_be_due(round_id):
            pass

    def _may_be_due(self, round_id: RoundId) -> bool:
        """Tell whether another look is worth it: mostly nothing more is owed once a turn is said."""
        state = self._parts.store.log.recent_state(round_id)
        return state is None or state.speaker_due

    async def _speak(self, round_id: RoundId, decide: Callable[[RoundId], Decided | None]) -> bool:
        decided = await asyncio.to_thread(decide, round_id)
        if decided is None:
            return False
        stopping = self._stopping[round_id]
        stopping.clear()
        phrased = await self._phrasing.phrased(decided, stopping)
        if phrased is not None:
            await asyncio.to_thread(self._commit, decided, phrased)
        self._feed.hush(round_id)
        return True

    def _decide(self, round_id: RoundId) -> Decided | None:
        state = self._parts.store.log.state(round_id)
        if not state.speaker_due or self._lacks_content(state):
            return None
        if (failed := cut_off(self._parts, state)) is not None:
            append_if_unmoved(self._parts, state, lambda: after(self._parts, failed))
            return self._decide(round_id)
        seen = coverage(self._parts.grader, self._parts.library, state)
        return Decided(state, next_move(self._parts.library, state, seen, self._parts.clock.now()), seen)

    def _decide_nudge(self, round_id: RoundId) -> Decided | None:
        state = self._parts.store.log.state(round_id)
        if state.status is not Status.RUNNING or state.owed or self._lacks_content(state):
            return None
        seen = coverage(self._parts.grader, self._parts.library, state)
        return Decided(state, nudge(state, seen), seen)

    def _lacks_content(self, state: RoundState) -> bool:
        """Whether nobody can know what to say. The page says so; the words stay owed until the content is back."""
        lacks = missing_content(state.created, self._parts.library)
        if lacks:
            log.warning("nothing is said: the content lacks %s", lacks[0], extra={"round": state.id})
        return bool(lacks)

    def _commit(self, decided: Decided, phrased: Phrased) -> None:
        """Append the turn with what the move did, unless the round has moved on meanwhile: then it is decided anew."""
        parts = self._parts
        with parts.store.log.change(decided.state.id) as change:
            if change.state.owed != decided.state.owed or not _may_still_speak(change.state):
                return
            now = parts.clock.now()
            for event in events_of(decided.move, self._parts.library, decided.state):
                change.append(event, now)
            spoken = InterviewerSpoke(
                text=phrased.text,
                aim=aim_of(decided.move),
                answers=_answered(decided.state),
                spoken_by=phrased.spoken_by,
                delivery=phrased.delivery,
                interrupted=phrased.interrupted,
            )
            change.append(spoken, now)
            if closes(decided.move):
                boards.settle(change)
                change.append(RoundEnded(because="covered"), now)


def _may_still_speak(state: RoundState) -> bool:
    return state.status is Status.RUNNING and not state.time_ran_out


def _answered(state: RoundState) -> Seq | None:
    """Return the turn that is replied to; None for the opening, a nudge and whatever else comes unasked."""
    if Owed.OPENING in state.owed or not state.turns:
        return None
    last = state.said_last if Owed.REPLY in state.owed else state.turns[-1]
    return last.seq if last is not None and last.speaker is Speaker.CANDIDATE else None
