"""The interviewer speaks when the log says that words are owed, once, and also after a restart."""

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from mockround.agenda.moves import Open
from mockround.interviewer.port import Cue
from mockround.rounds.events import InterviewerSpoke, Kind, MoveKind, RoundId
from mockround.rounds.state import Speaker
from mockround.usecases import rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.feed import Feed
from mockround.usecases.parts import Parts
from mockround.usecases.phrasing import Decided
from mockround.usecases.replies import Replies
from tests.support.clocks import FakeClock

FULL = NewRound(Kind.FULL, problem="url-shortener", minutes=20)


def started(parts: Parts) -> RoundId:
    round_id = rounds.create(parts, FULL)
    rounds.start(parts, round_id)
    return round_id


def spoken(parts: Parts, round_id: RoundId) -> list[str]:
    turns = rounds.state(parts, round_id).turns
    return [turn.text for turn in turns if turn.speaker is Speaker.INTERVIEWER]


async def settle(parts: Parts, round_id: RoundId) -> None:
    replies = Replies(parts, Feed(asyncio.get_running_loop()))
    replies.wake(round_id)
    await replies.settled(round_id)


async def test_the_opening_is_said_once_however_often_it_is_asked_for(parts: Parts) -> None:
    round_id = started(parts)
    await settle(parts, round_id)
    await settle(parts, round_id)
    assert len(spoken(parts, round_id)) == 1


async def test_whoever_speaks_before_the_opening_is_answered_after_it(parts: Parts) -> None:
    round_id = started(parts)
    turn = rounds.take_turn(parts, round_id, "How many new links do we get?", key="1").turn
    await settle(parts, round_id)
    opening, reply = (turn for turn in rounds.state(parts, round_id).turns if turn.speaker is Speaker.INTERVIEWER)
    assert (opening.aim is not None and opening.aim.move, "2 million a day" in reply.text) == (MoveKind.OPEN, True)
    told = [each.event for each in parts.store.log.events(round_id) if isinstance(each.event, InterviewerSpoke)]
    assert [each.answers for each in told] == [None, turn]
    assert rounds.state(parts, round_id).owed == ()


async def test_a_hint_that_is_asked_for_before_the_opening_comes_after_it(parts: Parts) -> None:
    round_id = started(parts)
    rounds.ask_hint(parts, round_id, key="1")
    await settle(parts, round_id)
    moves = [turn.aim.move for turn in rounds.state(parts, round_id).turns if turn.aim is not None]
    assert moves == [MoveKind.OPEN, MoveKind.HINT]


async def test_a_reply_that_a_crash_left_unsaid_is_said_by_the_next_process(parts: Parts) -> None:
    round_id = started(parts)
    await settle(parts, round_id)
    rounds.take_turn(parts, round_id, "How many new links do we get?", key="1")
    await settle(parts, round_id)
    state = rounds.state(parts, round_id)
    assert "2 million a day" in spoken(parts, round_id)[-1]
    assert state.facts[-1].source == "scale"
    assert state.owed == ()


async def test_every_interviewer_turn_says_what_it_aimed_at_and_why(parts: Parts) -> None:
    round_id = started(parts)
    await settle(parts, round_id)
    rounds.take_turn(parts, round_id, "I don't know where to begin.", key="1")
    await settle(parts, round_id)
    aims = [turn.aim for turn in rounds.state(parts, round_id).turns if turn.speaker is Speaker.INTERVIEWER]
    assert all(aim is not None and aim.why for aim in aims)


class Slow:
    """An interviewer that waits in the middle of its words until it is let go."""

    name = "slow"

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.go = asyncio.Event()

    async def speak(self, cue: Cue) -> AsyncIterator[str]:
        said = cue.state.said_last
        yield "opening" if isinstance(cue.move, Open) or said is None else f"answering {said.seq}"
        self.begun.set()
        await self.go.wait()
        yield "."


async def test_words_that_a_newer_turn_overtook_are_withdrawn_and_the_newer_turn_is_answered(parts: Parts) -> None:
    slow = Slow()
    with_slow = replace(parts, interviewer=slow)
    round_id = started(parts)
    replies = Replies(with_slow, Feed(asyncio.get_running_loop()))
    replies.wake(round_id)
    await slow.begun.wait()
    turn = await asyncio.to_thread(rounds.take_turn, parts, round_id, "One thing first.", key="1")
    slow.go.set()
    await replies.settled(round_id)
    assert spoken(parts, round_id) == ["opening.", f"answering {turn.turn}."]
    assert rounds.state(parts, round_id).turns[0].seq == turn.turn


async def test_words_under_way_are_in_the_feed_and_gone_when_they_are_in_the_log(parts: Parts) -> None:
    slow = Slow()
    feed = Feed(asyncio.get_running_loop())
    replies = Replies(replace(parts, interviewer=slow), feed)
    round_id = started(parts)
    replies.wake(round_id)
    await slow.begun.wait()
    speaking = feed.speaking(round_id)
    assert speaking is not None
    assert speaking.text == "opening"
    slow.go.set()
    await replies.settled(round_id)
    assert feed.speaking(round_id) is None


async def test_nothing_is_said_after_time_ran_out(parts: Parts, clock: FakeClock) -> None:
    round_id = started(parts)
    clock.advance(20 * 60 + 1)
    with parts.store.log.change(round_id) as change:
        rounds.append_due(parts, change)
    await settle(parts, round_id)
    assert spoken(parts, round_id) == []


async def test_stopping_in_mid_sentence_leaves_the_words_owed(parts: Parts) -> None:
    slow = Slow()
    round_id = started(parts)
    replies = Replies(replace(parts, interviewer=slow), Feed(asyncio.get_running_loop()))
    replies.wake(round_id)
    await slow.begun.wait()
    await replies.stop()
    assert spoken(parts, round_id) == []
    assert rounds.state(parts, round_id).owed


async def test_a_turn_that_comes_while_the_last_look_ends_is_answered(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_id = started(parts)
    await settle(parts, round_id)
    loop = asyncio.get_running_loop()
    replies = Replies(parts, Feed(loop))
    looked = replies._decide

    def decide(about: RoundId) -> Decided | None:
        decided = looked(about)
        if decided is None and not came.is_set():
            rounds.take_turn(parts, about, "How many new links do we get?", key="1")
            loop.call_soon_threadsafe(replies.wake, about)
            came.set()
        return decided

    came = threading.Event()
    monkeypatch.setattr(replies, "_decide", decide)
    replies.wake(round_id)
    await replies.settled(round_id)
    assert came.is_set()
    assert rounds.state(parts, round_id).owed == ()
    assert len(spoken(parts, round_id)) == 2


class Long:
    """An interviewer whose words need pages of the database."""

    name = "long"

    async def speak(self, cue: Cue) -> AsyncIterator[str]:
        yield "words " * 10_000


async def test_a_turn_that_the_full_disk_does_not_take_is_said_when_there_is_room_again(parts: Parts) -> None:
    round_id = started(parts)
    with parts.store.database.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    replies = Replies(replace(parts, interviewer=Long()), Feed(asyncio.get_running_loop()))
    replies.wake(round_id)
    await replies.settled(round_id)
    assert spoken(parts, round_id) == []
    with parts.store.database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    async with asyncio.timeout(20):
        while not spoken(parts, round_id):
            await asyncio.sleep(0.05)
    assert rounds.state(parts, round_id).owed == ()
