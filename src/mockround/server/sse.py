"""A round's log as a stream: what is in the log carries its sequence number, what is not (words under way, the clock)
carries none. A reader resumes after any number with no gap and no duplicate."""

import asyncio
import json
import secrets
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass

from sse_starlette import EventSourceResponse, ServerSentEvent

from mockround.errors import ErrorCode, MockroundError
from mockround.rounds.deadlines import stretch_ends_at, time_left_s
from mockround.rounds.events import Logged, RoundId, Seq
from mockround.rounds.state import RoundState
from mockround.rounds.unspoiled import UNSEEN
from mockround.server.render import event_html
from mockround.usecases.feed import Feed, Speaking
from mockround.usecases.parts import Parts

PING_S = 15
SEND_TIMEOUT_S = 20
"""Where the system does not end such connections by itself, earlier: see `connections.notice_silence`."""
RETRY_MS = (500, 2500)
"""How long a browser waits before it comes back: spread, so that the tabs of a server that restarts are no crowd."""
_CLOCK_S = 15.0
_BITE = 50
"""Events at a time, so that a crowd of readers that comes back together never holds much in memory."""
_PAGE = 200
"""Events in an answer to a page that polls."""


@dataclass
class Reader:
    """How far one open page has read."""

    seq: Seq
    speech: Speaking | None = None
    said: int = 0
    clock_for: str = ""
    """The phase for which the clock was last told; '' when it is owed again."""


def stream(parts: Parts, feed: Feed, round_id: RoundId, after: Seq) -> EventSourceResponse:
    """Return the stream of a round after event `after`. A reader that takes nothing for 20 s is dropped."""
    events = _while_there(_events(parts, feed, round_id, Reader(after)))
    return EventSourceResponse(events, ping=PING_S, send_timeout=SEND_TIMEOUT_S, sep="\n")


async def _while_there(events: AsyncGenerator[ServerSentEvent]) -> AsyncIterator[ServerSentEvent]:
    """End a stream whose round is deleted: the page comes back, is answered that there is none, and says so."""
    async with aclosing(events):
        try:
            async for each in events:
                yield each
        except MockroundError as error:
            if error.code is not ErrorCode.NOT_FOUND:
                raise


async def _events(parts: Parts, feed: Feed, round_id: RoundId, reader: Reader) -> AsyncGenerator[ServerSentEvent]:
    with feed.listen(round_id) as news:
        yield ServerSentEvent(retry=secrets.choice(range(*RETRY_MS)), comment="mockround")
        is_awake = False
        while True:
            news.clear()
            logged, state = await _fresh(parts, round_id, reader.seq, is_told=is_awake)
            for item in logged:
                reader.seq = item.seq
                yield ServerSentEvent(told(item, state), event=item.event.type, id=str(item.seq))
            if reader.seq < state.seq:
                continue
            if (words := _fresh_words(feed.speaking(round_id), reader)) is not None:
                yield ServerSentEvent(json.dumps(words), event="delta")
            if is_finished(state):
                yield ServerSentEvent(json.dumps({"seq": state.seq}), event="done")
                return
            if reader.clock_for != state.stretch:
                reader.clock_for = state.stretch
                yield ServerSentEvent(json.dumps(clock_of(parts, state)), event="clock")
            is_awake = await _news_within(news, _CLOCK_S)
            if not is_awake:
                reader.clock_for = ""


async def _fresh(
    parts: Parts, round_id: RoundId, after: Seq, *, is_told: bool
) -> tuple[tuple[Logged, ...], RoundState]:
    """Return what came after `after`, from memory where somebody has just told of it and where that reaches.

    After a silence the disk is asked: what another process wrote to the log was announced to nobody here.
    """
    known = parts.store.log.recent(round_id, after) if is_told else None
    return await asyncio.to_thread(read, parts, round_id, after, _BITE) if known is None else known


def read(parts: Parts, round_id: RoundId, after: Seq, most: int = _PAGE) -> tuple[tuple[Logged, ...], RoundState]:
    """Return the next events after `after`, and the state of the round."""
    return parts.store.log.events(round_id, after, limit=most), parts.store.log.state(round_id)


def told(item: Logged, state: RoundState) -> str:
    """Return an event as the browser gets it. What the candidate must not see yet is left out."""
    body = {
        "seq": item.seq,
        "at": item.at.isoformat(),
        "type": item.event.type,
        "event": item.event.model_dump(mode="json", exclude=set(UNSEEN)),
        "html": event_html(item, state),
    }
    # In ASCII: not every reader of a stream agrees on which signs end a line.
    return json.dumps(body)


def clock_of(parts: Parts, state: RoundState) -> dict[str, object]:
    """Return the clock: seconds left of the round and of its phase, by the server's time."""
    now = parts.clock.now()
    ends_at = stretch_ends_at(state)
    return {
        "now": now.isoformat(),
        "remaining_s": round(time_left_s(state, now), 3),
        "phase": state.stretch,
        "phase_remaining_s": round(max(0.0, (ends_at - now).total_seconds()), 3) if ends_at else None,
        "status": state.status.value,
    }


def is_finished(state: RoundState) -> bool:
    """Tell whether nothing more will come: the round is over and its grade is there."""
    return state.is_over and bool(state.grades) and state.grading is None


def words_so_far(speech: Speaking | None) -> dict[str, object] | None:
    return None if speech is None else _delta(speech, 0)


def _fresh_words(speech: Speaking | None, reader: Reader) -> dict[str, object] | None:
    """Return the words since this reader's last bite, or None. A new turn starts at offset 0 again."""
    if speech is None or speech.after < reader.seq:
        return None
    begun = (
        reader.speech is not None and reader.speech.after == speech.after and speech.text.startswith(reader.speech.text)
    )
    offset = reader.said if begun else 0
    is_news = len(speech.text) > offset or (
        speech.again_at is not None and (reader.speech is None or reader.speech.again_at != speech.again_at)
    )
    reader.speech, reader.said = speech, len(speech.text)
    return _delta(speech, offset) if is_news else None


def _delta(speech: Speaking, offset: int) -> dict[str, object]:
    told: dict[str, object] = {"answers": speech.after, "offset": offset, "text": speech.text[offset:]}
    return told | ({"wait_s": round(speech.wait_s, 3)} if speech.wait_s else {})


async def _news_within(news: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await news.wait()
    except TimeoutError:
        return False
    return True
