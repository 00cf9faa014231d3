"""Our own patience over any upstream: deadlines, caps, a bounded number of calls, and an honest end.

No provider's client is trusted with these. Upstream is called again only where it did no work: nothing is billed twice.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace

from mockround.llm.circuit import Circuit
from mockround.llm.failures import EXPLAINED, Trouble
from mockround.llm.patience import Patience
from mockround.llm.port import Ask, Deadlines, Finished, ModelFailure, Piece, Thought, Waiting, Words
from mockround.llm.text import clean
from mockround.llm.upstream import CallAgain, Stopped, Upstream, hang_up

_PAUSES_S = (0.4, 1.2)
_SHORT_S = 1.0
"""A wait that nobody needs to be told of."""
# Generous: no tokenizer writes more than this per token in prose.
_CHARS_A_TOKEN = 12
_SPARE_CHARS = 400
_PIECES_A_TOKEN = 4
_MOST_LESSONS = 6
"""As many as an endpoint can teach: three steps from a schema to plain words, and three fields."""

_BY_REASON = {
    "length": Trouble.CUT_BY_LENGTH,
    "max_tokens": Trouble.CUT_BY_LENGTH,
    "content_filter": Trouble.FILTERED,
    "safety": Trouble.FILTERED,
    "refusal": Trouble.DECLINED,
    "error": Trouble.ERROR_FRAME,
}


@dataclass
class _Tries:
    """The calls for one ask. `lessons` are those that upstream refused for their form, where these do not count."""

    calls: int = 0
    lessons: int = 0
    ends_at: float = 0.0
    waits_s: float = 0.0
    """What is left of the time that upstream may make us wait."""

    @property
    def counted(self) -> int:
        return self.calls - self.lessons

    def grants(self, told_s: float | None, again_at: float) -> bool:
        """Tell whether the next call may be at `again_at`. A wait that upstream told us has a time of its own."""
        if told_s is not None and told_s <= self.waits_s:
            self.waits_s -= told_s
            self.ends_at += told_s
        return again_at < self.ends_at


@dataclass
class _Heard:
    """What one call brought so far."""

    chars: int = 0
    is_spoken: bool = False
    """Something came that is more than blank."""
    pieces: int = 0
    thoughts: int = 0


class Watched:
    """A ChatModel over an upstream."""

    def __init__(self, upstream: Upstream, warm: Callable[[], None] = lambda: None) -> None:
        """`warm` does what has to be done once before the first call, and may take seconds."""
        self._upstream = upstream
        self._warm = warm
        self._is_warm = False
        self._circuit = Circuit()

    async def stream(self, ask: Ask) -> AsyncGenerator[Piece, None]:
        if (left_s := self._circuit.closed_in_s) and not ask.is_trial:
            raise ModelFailure(Trouble.LEFT_ALONE, retry_after_s=left_s, attempts=0)
        try:
            async with aclosing(self._attempts(ask)) as pieces:
                async for piece in pieces:
                    yield piece
        except ModelFailure as failure:
            self._circuit.failed(failure.trouble)
            raise
        self._circuit.succeeded()

    async def _attempts(self, ask: Ask) -> AsyncGenerator[Piece, None]:
        await self._warmed()
        now = asyncio.get_running_loop().time
        tries = _Tries(ends_at=now() + ask.deadlines.total_s, waits_s=ask.waits_s)
        while True:
            tries.calls += 1
            heard = _Heard()
            try:
                # Left to itself an unfinished generator is closed some time later, and the connection with it.
                async with aclosing(self._once(ask, tries.ends_at, heard)) as pieces:
                    async for piece in pieces:
                        yield replace(piece, attempts=tries.calls) if isinstance(piece, Finished) else piece
                return
            except CallAgain:
                failure = ModelFailure(Trouble.NOT_UNDERSTOOD)
                pause_s: float | None = 0.0
                tries.lessons += ask.schema is not None and tries.lessons < _MOST_LESSONS
            except ModelFailure as raised:
                failure = raised
                pause_s = pause_after(failure, tries.counted)
            may_again = not heard.pieces and tries.counted < ask.attempts
            if pause_s is None or not may_again or not tries.grants(failure.retry_after_s, now() + pause_s):
                raise ModelFailure(failure.trouble, retry_after_s=failure.retry_after_s, attempts=tries.calls)
            if pause_s >= _SHORT_S and failure.retry_after_s is not None:
                yield Waiting(pause_s)
            await asyncio.sleep(pause_s)

    async def _warmed(self) -> None:
        """Be ready to call: our own slowness is not held against the model."""
        if not self._is_warm:
            try:
                await asyncio.to_thread(self._warm)
            except ImportError as error:
                raise ModelFailure(Trouble.BROKEN_CLIENT) from error
            self._is_warm = True

    async def _once(self, ask: Ask, ends_at: float, heard: _Heard) -> AsyncGenerator[Piece, None]:
        pieces, patience = self._upstream.stream(ask), Patience()
        try:
            while True:
                try:
                    until = patience.now() + _patience_s(ask.deadlines, heard)
                    together = await patience.wait(anext(pieces), min(ends_at, until))
                except StopAsyncIteration as end:
                    raise ModelFailure(Trouble.NO_FINISH) from end
                except TimeoutError as late:
                    raise ModelFailure(_lateness(heard, is_over=patience.now() >= ends_at)) from late
                for piece in together:
                    if isinstance(piece, Stopped):
                        yield _finished(piece, heard)
                        return
                    yield _let_in(piece, ask, heard)
        finally:
            patience.end()
            await hang_up(pieces)


def _patience_s(deadlines: Deadlines, heard: _Heard) -> float:
    return deadlines.idle_s if heard.pieces else deadlines.first_token_s


def _lateness(heard: _Heard, *, is_over: bool) -> Trouble:
    if heard.thoughts and not heard.is_spoken:
        return Trouble.ONLY_THOUGHTS
    if not heard.pieces:
        return Trouble.SLOW_START
    return Trouble.TOO_SLOW if is_over else Trouble.STALLED


def _let_in(piece: Words | Thought, ask: Ask, heard: _Heard) -> Words | Thought:
    _count(piece, ask, heard)
    if isinstance(piece, Thought):
        return piece
    text = clean(piece.text)
    heard.is_spoken = heard.is_spoken or bool(text.strip())
    return piece if text is piece.text else Words(text)


def _count(piece: Words | Thought, ask: Ask, heard: _Heard) -> None:
    heard.pieces += 1
    if isinstance(piece, Words):
        heard.chars += len(piece.text)
    else:
        heard.thoughts += 1
    is_endless = heard.chars > ask.max_tokens * _CHARS_A_TOKEN + _SPARE_CHARS
    if is_endless or heard.pieces - heard.thoughts > ask.max_tokens * _PIECES_A_TOKEN + _SPARE_CHARS:
        raise ModelFailure(Trouble.ENDLESS)


def _finished(stopped: Stopped, heard: _Heard) -> Finished:
    trouble = _BY_REASON.get(stopped.reason.lower())
    if not heard.is_spoken and trouble in (None, Trouble.CUT_BY_LENGTH):
        trouble = Trouble.ONLY_THOUGHTS if heard.thoughts else Trouble.EMPTY
    if trouble is not None:
        raise ModelFailure(trouble)
    return Finished(stopped.usage, shape=stopped.shape)


def pause_after(failure: ModelFailure, attempt: int) -> float | None:
    """Return how long to wait before the next call; None where there is to be none."""
    if not EXPLAINED[failure.trouble].again:
        return None
    if failure.retry_after_s is not None:
        return failure.retry_after_s
    return _PAUSES_S[min(attempt, len(_PAUSES_S)) - 1]
