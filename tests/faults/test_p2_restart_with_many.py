"""P2: a server is killed and started again while many pages follow a round: they come back at spread times, go on after
the last event that they had, and end with every event once. Nobody who comes back is kept waiting by the crowd."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from mockround.config import LOOPBACK
from mockround.server.app import make_app
from mockround.server.security import Gate
from mockround.usecases.parts import Parts
from tests.support.cutting import Way, way_to
from tests.support.follower import Follower, logged
from tests.support.forgetful import Forgetful
from tests.support.forks import Forks, forks
from tests.support.promises import Tally
from tests.support.servers import begun, serving_app, wait_for

SOON_S = 15.0
"""For a healthy request among the crowd; the promise is a second, and machines that test may be busy."""


@pytest.fixture(scope="module")
def forked() -> Iterator[Forks]:
    with forks() as made:
        yield made


def turned(client: httpx2.Client, path: str, text: str) -> None:
    """Answer, and wait for the reply."""

    def spoken() -> int:
        told = client.get(f"{path}/events?after=0").raise_for_status().json()["events"]
        return sum(each["type"] == "interviewer-spoke" for each in told)

    before = spoken()
    client.post(f"{path}/turns", json={"text": text}).raise_for_status()
    wait_for(lambda: spoken() > before, 60)


def fell_short(pages: list[Follower], wanted: list[dict[str, Any]]) -> list[str]:
    found = [fault for page in pages for fault in page.faults]
    return found + [
        f"told {[each['seq'] for each in page.events]}" for page in pages if logged(page.events) != logged(wanted)
    ]


async def caught_up(pages: list[Follower], seq: int) -> None:
    async with asyncio.timeout(60):
        while any(page.seq < seq for page in pages):
            await asyncio.sleep(0.01)


async def restarted(forked: Forks, folder: Path, many: int) -> list[str]:
    """Let so many pages follow a round, kill its server in the middle, start another; return what came wrong."""
    pid, url = forked.serve(folder)
    async with way_to(url) as way:
        with httpx2.Client(base_url=url, timeout=60) as client:
            path = begun(client)
            pages = [Follower(way.url, path, hurry=0.2) for _ in range(many)]
            following = [asyncio.create_task(page.follow()) for page in pages]
            await caught_up(pages, client.get(f"{path}/events?after=0").json()["events"][-1]["seq"])
            await asyncio.to_thread(turned, client, path, "Reads outnumber writes, so I cache them.")
        os.kill(pid, signal.SIGKILL)
        forked.ended()
        pid, way.target = await asyncio.to_thread(forked.serve, folder)
        try:
            return await _gone_on(way, path, pages, following)
        finally:
            os.kill(pid, signal.SIGKILL)
            forked.ended()


async def _gone_on(way: Way, path: str, pages: list[Follower], following: list["asyncio.Task[None]"]) -> list[str]:
    with httpx2.Client(base_url=way.target, timeout=60) as client:
        began = time.monotonic()
        await asyncio.to_thread(turned, client, path, "What is missed goes to a replica.")
        took = time.monotonic() - began
        client.post(f"{path}/ending").raise_for_status()
        async with asyncio.timeout(120):
            await asyncio.gather(*following)
        wanted = client.get(f"{path}/events?after=0").json()["events"]
    times = {each for page in pages for each in page.retries}
    crowd = [] if len(times) > len(pages) // 2 else [f"all come back after {times} ms"]
    return fell_short(pages, wanted) + crowd + ([f"answered after {took:.0f} s"] if took > SOON_S else [])


async def test_pages_come_back_after_a_restart_and_miss_nothing(forked: Forks, tmp_path: Path, tally: Tally) -> None:
    times, many = (tally.times(quick=1, night=20), 500) if tally.is_soak else (1, 40)
    short = [found for number in range(times) for found in await restarted(forked, tmp_path / str(number), many)]
    tally.held("P2 P4", "pages that follow a round whose server is killed and started", tried=times * many, short=short)


async def test_the_check_sees_a_feed_that_starts_over(parts: Parts, tally: Tally) -> None:
    site = Forgetful(Gate(make_app(parts), allowed_hosts=LOOPBACK))
    with serving_app(site) as url, httpx2.Client(base_url=url, timeout=60) as client:
        path = begun(client)
        async with way_to(url) as way:
            pages = [Follower(way.url, path) for _ in range(5)]
            following = [asyncio.create_task(page.follow()) for page in pages]
            await caught_up(pages, client.get(f"{path}/events?after=0").json()["events"][-1]["seq"])
            way.cut_all()
            client.post(f"{path}/ending").raise_for_status()
            async with asyncio.timeout(60):
                await asyncio.gather(*following)
        wanted = client.get(f"{path}/events?after=0").json()["events"]
    found = fell_short(pages, wanted)
    tally.control("P2 P4", "a feed that does not hear where pages resume", tried=len(pages), caught=len(found))
