"""What handlers are given: the parts, the feed, and a round's id that is well-formed."""

from typing import Annotated

from fastapi import Depends, Path, Request

from mockround.rounds.events import GradeId, RoundId
from mockround.usecases.feed import Feed
from mockround.usecases.parts import Parts
from mockround.usecases.replies import Replies


def parts_of(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


def feed_of(request: Request) -> Feed:
    feed: Feed = request.app.state.feed
    return feed


def replies_of(request: Request) -> Replies:
    replies: Replies = request.app.state.replies
    return replies


def round_of(round_id: Annotated[str, Path(pattern=r"^[a-z0-9]{1,40}$", examples=["9f86d081884c7d65"])]) -> RoundId:
    return RoundId(round_id)


def grade_of(grade: Annotated[str, Path(pattern=r"^[a-z0-9._-]{1,160}$")]) -> GradeId:
    return GradeId(grade)


GradeOf = Annotated[GradeId, Depends(grade_of)]
PartsOf = Annotated[Parts, Depends(parts_of)]
RepliesOf = Annotated[Replies, Depends(replies_of)]
FeedOf = Annotated[Feed, Depends(feed_of)]
RoundOf = Annotated[RoundId, Depends(round_of)]
