"""The ledger of a finished round: what was aimed at, why, and what the reply did; nothing while the round runs."""

import asyncio

from mockround.rounds.events import Kind, RoundId
from mockround.rounds.state import Speaker
from mockround.usecases import rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.feed import Feed
from mockround.usecases.parts import Parts
from mockround.usecases.replies import Replies
from mockround.usecases.review import ledger

DRILL = NewRound(Kind.NARRATE, topic="work-queue", seed=3)
SAID = (
    "Uploads return at once and the resize job goes on a queue, because resizing takes ten seconds and bursts come.",
    "A worker holds the message with a visibility timeout of a minute and deletes it only after the commit, on disk.",
    "I don't know.",
)


async def held(parts: Parts) -> RoundId:
    round_id = rounds.create(parts, DRILL)
    rounds.start(parts, round_id)
    replies = Replies(parts, Feed(asyncio.get_running_loop()))
    replies.wake(round_id)
    await replies.settled(round_id)
    for number, words in enumerate(SAID):
        rounds.take_turn(parts, round_id, words, key=str(number))
        replies.wake(round_id)
        await replies.settled(round_id)
    return round_id


async def test_every_question_has_its_line_once_the_round_is_over(parts: Parts) -> None:
    round_id = await held(parts)
    assert ledger(parts, rounds.state(parts, round_id)) == {}
    rounds.end(parts, round_id)
    state = rounds.state(parts, round_id)
    lines = ledger(parts, state)
    spoken = [turn for turn in state.turns if turn.speaker is Speaker.INTERVIEWER and turn.aim is not None]
    assert list(lines) == [turn.seq for turn in spoken]
    for turn in spoken:
        assert turn.aim is not None
        assert lines[turn.seq].why == turn.aim.why
        title = parts.library.criterion(turn.aim.criterion).title if turn.aim.criterion else ""
        assert lines[turn.seq].criterion == title


async def test_a_line_says_what_the_reply_did(parts: Parts) -> None:
    round_id = await held(parts)
    rounds.end(parts, round_id)
    lines = [line for line in ledger(parts, rounds.state(parts, round_id)).values() if line.criterion]
    assert lines
    assert lines[0].before is not None
    assert lines[0].after is not None
    assert lines[-1].after is None, "nobody replied to the last question"
