"""One timer for many waits: none is broken off too early, none goes on for ever, and a cancellation stays one."""

import asyncio
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager

import pytest

from mockround.llm.patience import Patience

SOON_S, LATER_S = 0.02, 60.0


def in_s(seconds: float) -> float:
    return asyncio.get_running_loop().time() + seconds


@contextmanager
def patience() -> Iterator[Patience]:
    made = Patience()
    try:
        yield made
    finally:
        made.end()


async def said(words: str, after_s: float = 0.0) -> str:
    await asyncio.sleep(after_s)
    return words


async def test_each_wait_has_its_own_end() -> None:
    with patience() as ours:
        waits = [await ours.wait(said(words, SOON_S / 2), in_s(LATER_S)) for words in "abc"]
        assert waits == ["a", "b", "c"]
        with pytest.raises(TimeoutError):
            await ours.wait(asyncio.Event().wait(), in_s(SOON_S))
        assert await ours.wait(said("d"), in_s(LATER_S)) == "d"


async def test_a_timer_that_rings_early_goes_on_to_the_end_of_the_wait_under_way() -> None:
    with patience() as ours:
        assert await ours.wait(said("a"), in_s(SOON_S)) == "a"
        assert await ours.wait(said("b", 4 * SOON_S), in_s(LATER_S)) == "b"
        with pytest.raises(TimeoutError):
            await ours.wait(asyncio.Event().wait(), in_s(SOON_S))


async def test_time_between_two_waits_is_nobodys() -> None:
    with patience() as ours:
        assert await ours.wait(said("a"), in_s(SOON_S)) == "a"
        await asyncio.sleep(2 * SOON_S)
        assert await ours.wait(said("b"), in_s(LATER_S)) == "b"


async def test_what_is_waited_for_is_told_to_stop() -> None:
    stopped = asyncio.Event()

    async def waiting() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    with patience() as ours, pytest.raises(TimeoutError):
        await ours.wait(waiting(), in_s(SOON_S))
    assert stopped.is_set()


@pytest.mark.parametrize("until_s", [LATER_S, SOON_S])
async def test_who_is_cancelled_from_elsewhere_stays_cancelled(until_s: float) -> None:
    async def stubborn() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            # The end of the wait comes while this one is being cancelled already.
            await asyncio.sleep(2 * SOON_S)

    async def waiting(coming: Awaitable[None]) -> None:
        with patience() as ours:
            await ours.wait(coming, in_s(until_s))

    task = asyncio.ensure_future(waiting(stubborn()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_what_is_raised_is_raised() -> None:
    async def broken() -> None:
        raise ValueError("broken")

    with patience() as ours, pytest.raises(ValueError, match="broken"):
        await ours.wait(broken(), in_s(LATER_S))
