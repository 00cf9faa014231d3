"""The one stream of a round, and the same by polling for a page that cannot hold one."""

import json
from typing import Annotated

from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from mockround.rounds.events import Seq
from mockround.server.deps import FeedOf, PartsOf, RoundOf
from mockround.server.sse import clock_of, is_finished, read, stream, told, words_so_far

router = APIRouter(prefix="/api/rounds/{round_id}", tags=["streams"])

_LARGEST = 2**53
"""Of what a browser can count to, and far below what the database can."""
_After = Annotated[int, Query(ge=0, le=_LARGEST)]


@router.get("/stream", responses={200: {"content": {"text/event-stream": {}}}, 204: {"description": "Nothing more."}})
def open_stream(
    round_id: RoundOf,
    parts: PartsOf,
    feed: FeedOf,
    after: _After = 0,
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
) -> Response:
    """Stream the log after `Last-Event-ID` (or `after`). A finished round with nothing new answers 204 and is over."""
    seq = Seq(after if (resumed := _number(last_event_id)) is None else resumed)
    state = parts.store.log.state(round_id)
    if is_finished(state) and seq >= state.seq:
        return Response(status_code=204)
    return stream(parts, feed, round_id, seq)


@router.get("/events")
def poll(round_id: RoundOf, parts: PartsOf, feed: FeedOf, after: _After = 0) -> Response:
    """Return what the stream would have sent: events after `after`, the words under way, the clock."""
    logged, state = read(parts, round_id, Seq(after))
    newest = logged[-1].seq if logged else after
    body = {
        "events": [json.loads(told(item, state)) for item in logged],
        "delta": words_so_far(feed.speaking(round_id)),
        "clock": clock_of(parts, state),
        "done": is_finished(state) and newest >= state.seq,
    }
    return Response(json.dumps(body, ensure_ascii=False), media_type="application/json")


def _number(last_event_id: str | None) -> int | None:
    """Return the number that a reader resumes after; None where it is none of ours."""
    if last_event_id is None or not (last_event_id.isascii() and last_event_id.isdecimal()):
        return None
    number = int(last_event_id)
    return number if number <= _LARGEST else None
