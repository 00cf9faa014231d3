"""Our own patience over any upstream: deadlines, caps, a bounded number of calls, and an honest end.

No provider's client is trusted with these. Upstream is called again only where it did no work: nothing is billed twice.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, replace

from mockround.llm.failures import EXPLAINED, Trouble
from mockround.llm.port import Ask, Deadlines, Finished, ModelFailure, Piece, Thought, Words
from mockround.llm.text import clean
from mockround.llm.upstream import CallAgain, Stopped, Upstream

_PAUSES_S = (0.4, 1.2)
# Generous: no tokenizer writes more than this per token in prose.
_CHARS_A_TOKEN = 12
_SPARE_CHARS = 400
_PIECES_A_TOKEN = 4

_BY_REASON = {
    "length": Trouble.CUT_BY_LENGTH,
    "max_tokens": Trouble.CUT_BY_LENGTH,
    "content_filter": Trouble.FILTERED,
    "safety": Trouble.FILTERED,
    "refusal": Trouble.DECLINED,
    "error": Trouble.ERROR_FRAME,
}


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

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream

    async def stream(self, ask: Ask) -> AsyncGenerator[Piece, None]:
        clock = asyncio.get_running_loop().time
        ends_at = clock() + ask.deadlines.total_s
        for attempt in range(1, ask.attempts + 1):
            heard = _Heard()
            try:
                # Left to itself an unfinished generator is closed some time later, and the connection with it.
                async with aclosing(self._once(ask, ends_at, heard)) as pieces:
                    async for piece in pieces:
                        yield replace(piece, attempts=attempt) if isinstance(piece, Finished) else piece
                return
            except CallAgain:
                pause_s: float | None = 0.0
                failure = ModelFailure(Trouble.NOT_UNDERSTOOD)
            except ModelFailure as raised:
                failure = raised
                pause_s = _pause_s(failure, attempt)
            may_again = pause_s is not None and not heard.pieces and attempt < ask.attempts
            if pause_s is None or not may_again or clock() + pause_s >= ends_at:
                raise ModelFailure(failure.trouble, retry_after_s=failure.retry_after_s, attempts=attempt)
            await asyncio.sleep(pause_s)

    async def _once(self, ask: Ask, ends_at: float, heard: _Heard) -> AsyncGenerator[Piece, None]:
        pieces = self._upstream.stream(ask)
        try:
            while True:
                piece = await _next(pieces, ask.deadlines, ends_at, heard)
                if isinstance(piece, Stopped):
                    yield _finished(piece, heard)
                    return
                _count(piece, ask, heard)
                if isinstance(piece, Words):
                    text = clean(piece.text)
                    heard.is_spoken = heard.is_spoken or bool(text.strip())
                    yield Words(text)
                else:
                    yield piece
        finally:
            aclose = getattr(pieces, "aclose", None)
            if aclose is not None:
                await aclose()


async def _next(
    pieces: AsyncIterator[Words | Thought | Stopped], patience: Deadlines, ends_at: float, heard: _Heard
) -> Words | Thought | Stopped:
    """Return the next piece; raise ModelFailure where it does not come, or not in time."""
    now = asyncio.get_running_loop().time()
    patience_s = patience.idle_s if heard.pieces else patience.first_token_s
    try:
        async with asyncio.timeout_at(min(ends_at, now + patience_s)):
            return await anext(pieces)
    except StopAsyncIteration as end:
        raise ModelFailure(Trouble.NO_FINISH) from end
    except TimeoutError as late:
        raise ModelFailure(_lateness(heard, is_over=asyncio.get_running_loop().time() >= ends_at)) from late


def _lateness(heard: _Heard, *, is_over: bool) -> Trouble:
    if heard.thoughts and not heard.is_spoken:
        return Trouble.ONLY_THOUGHTS
    if not heard.pieces:
        return Trouble.SLOW_START
    return Trouble.TOO_SLOW if is_over else Trouble.STALLED


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


def _pause_s(failure: ModelFailure, attempt: int) -> float | None:
    """Return how long to wait before the next call; None where there is to be none."""
    if not EXPLAINED[failure.trouble].again:
        return None
    if failure.retry_after_s is not None:
        return failure.retry_after_s
    return _PAUSES_S[min(attempt, len(_PAUSES_S)) - 1]
