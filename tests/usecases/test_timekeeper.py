"""The clock works with nobody watching, and across a restart."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from mockround.rounds.board import Board, Node
from mockround.rounds.events import Kind, RoundId, Seq
from mockround.rounds.state import RoundState, Status
from mockround.usecases import boards, drafts, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.feed import Feed
from mockround.usecases.parts import Parts
from mockround.usecases.replies import Replies
from mockround.usecases.timekeeper import Timekeeper
from tests.support.clocks import FakeClock

FULL = NewRound(Kind.FULL, problem="url-shortener", minutes=20)
PATIENCE_S = 60


@asynccontextmanager
async def keeping(parts: Parts) -> AsyncIterator[None]:
    """A timekeeper at work, woken by the log as the server wires it."""
    loop = asyncio.get_running_loop()
    replies = Replies(parts, Feed(loop))
    keeper = Timekeeper(parts, replies)

    def heard(round_id: RoundId, _: Seq) -> None:
        loop.call_soon_threadsafe(keeper.notice, round_id)

    unsubscribe = parts.store.log.subscribe(heard)
    task = asyncio.create_task(keeper.run())
    try:
        yield
    finally:
        unsubscribe()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await replies.stop()


async def until(parts: Parts, round_id: RoundId, holds: Callable[[RoundState], bool]) -> RoundState:
    async with asyncio.timeout(PATIENCE_S):
        while not holds(state := rounds.state(parts, round_id)):
            await asyncio.sleep(0.01)
    return state


def started(parts: Parts) -> RoundId:
    round_id = rounds.create(parts, FULL)
    rounds.start(parts, round_id)
    return round_id


async def test_the_round_opens_warns_ends_and_is_graded_by_itself(parts: Parts, clock: FakeClock) -> None:
    async with keeping(parts):
        round_id = started(parts)
        await until(parts, round_id, lambda state: bool(state.turns))
        clock.advance(10 * 60)
        await until(parts, round_id, lambda state: state.warnings == ("half",))
        clock.advance(10 * 60 + 2)
        state = await until(parts, round_id, lambda state: state.status is Status.GRADED)
    assert (state.ended_because, state.warnings) == ("time", ("half", "five-minutes", "one-minute"))


async def test_a_round_whose_time_ran_out_while_nothing_ran_ends_at_the_next_start(
    parts: Parts, clock: FakeClock
) -> None:
    round_id = started(parts)
    clock.advance(60 * 60)
    async with keeping(parts):
        state = await until(parts, round_id, lambda state: state.is_over)
    assert state.ends_at is not None
    assert state.ended_at is not None
    assert (state.ended_at - state.ends_at).total_seconds() == 2


async def test_a_silence_is_broken_after_ninety_seconds(parts: Parts, clock: FakeClock) -> None:
    async with keeping(parts):
        round_id = started(parts)
        await until(parts, round_id, lambda state: bool(state.turns))
        clock.advance(91)
        state = await until(parts, round_id, lambda state: len(state.turns) == 2)
    assert state.turns[-1].aim is not None
    assert state.turns[-1].aim.move == "nudge"


async def test_somebody_who_types_is_not_interrupted(parts: Parts, clock: FakeClock) -> None:
    async with keeping(parts):
        round_id = started(parts)
        await until(parts, round_id, lambda state: bool(state.turns))
        clock.advance(60)
        await asyncio.to_thread(drafts.save, parts, round_id, "answer", drafts.Draft("I am thinking about", 0))
        clock.advance(60)
        await asyncio.sleep(1.2)
        assert len(rounds.state(parts, round_id).turns) == 1
        clock.advance(31)
        await until(parts, round_id, lambda state: len(state.turns) == 2)


async def test_the_trouble_of_one_round_does_not_stop_the_clock_of_another(
    parts: Parts, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    troubled, sound = started(parts), started(parts)
    change = parts.store.log.change

    def failing(round_id: RoundId, *args: object, **kwargs: object) -> object:
        if round_id == troubled:
            raise OSError("disk is full")
        return change(round_id, *args, **kwargs)

    monkeypatch.setattr(parts.store.log, "change", failing)
    clock.advance(60 * 60)
    async with keeping(parts):
        await until(parts, sound, lambda state: state.is_over)
        assert not rounds.state(parts, troubled).is_over
        monkeypatch.undo()
        clock.advance(2)
        await until(parts, troubled, lambda state: state.is_over)


async def test_it_stops_when_it_is_told_to_even_if_a_round_wakes_it_at_that_moment(parts: Parts) -> None:
    keeper = Timekeeper(parts, Replies(parts, Feed(asyncio.get_running_loop())))
    started(parts)
    task = asyncio.create_task(keeper.run())
    await asyncio.sleep(0.2)
    keeper.notice(started(parts))
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=PATIENCE_S)
    assert done
    assert task.cancelled()


async def test_a_board_that_waits_reaches_the_log_by_itself(parts: Parts, clock: FakeClock) -> None:
    async with keeping(parts):
        round_id = started(parts)
        boards.save(parts, round_id, boards.Drawn(Board(nodes=(Node(id="a"),)), 0))
        boards.save(parts, round_id, boards.Drawn(Board(nodes=(Node(id="b"),)), 1))
        assert rounds.state(parts, round_id).board == Board(nodes=(Node(id="a"),))
        clock.advance(1)
        await until(parts, round_id, lambda state: state.board == Board(nodes=(Node(id="b"),)))


async def test_a_board_that_waited_when_the_program_stopped_reaches_the_log(parts: Parts, clock: FakeClock) -> None:
    round_id = started(parts)
    boards.save(parts, round_id, boards.Drawn(Board(nodes=(Node(id="a"),)), 0))
    boards.save(parts, round_id, boards.Drawn(Board(nodes=(Node(id="b"),)), 1))
    clock.advance(60)
    async with keeping(parts):
        await until(parts, round_id, lambda state: state.board == Board(nodes=(Node(id="b"),)))
