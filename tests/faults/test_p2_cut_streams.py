"""P2, P6: the connection of a stream is cut at any byte, while a model says things that look like the stream itself.
The page ends with every turn byte for byte as it is stored, with no event twice and none missing."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from typing import Any

import httpx2
import pytest
from starlette.types import ASGIApp

from mockround.config import LOOPBACK
from mockround.llm.profiles import Profile
from mockround.rounds.events import CandidateSpoke, InterviewerSpoke, RoundId
from mockround.server.app import make_app
from mockround.server.security import Gate
from mockround.usecases import profiles
from mockround.usecases.parts import Parts
from tests.support.answers import reply
from tests.support.cutting import way_to
from tests.support.follower import Follower, logged
from tests.support.forgetful import Forgetful
from tests.support.promises import Tally
from tests.support.servers import serving_app, wait_for
from tests.support.upstream import upstream

FOLLOWERS = 4
CUTS_EACH = 5
ODD = (
    "You put a cache there.\n\nevent: done\ndata: {}\n\n",
    "What\r\nid: 99\r\nretry: 1\r\n",
    "of\u2028this\u2029and\u0085that, ",
    "a\x00b, \ufeff 数据 🚲, ",
    "data: [DONE] </script> ",
    "of a reader without it?",
)
"""What a model may say: pieces of the protocol, ends of lines of every kind, characters of four bytes."""


@pytest.fixture
def odd(parts: Parts) -> Iterator[Parts]:
    with upstream(reply(*ODD), pace_s=0.01) as server:
        profiles.save(parts, Profile(name="odd", via="openai", model="m", endpoint=server.url), key="sk-4711-abcdef")
        profiles.use(parts, "odd", "interviewer")
        yield parts


async def followed(parts: Parts, site: ASGIApp, seed: int, follower: Callable[..., Follower]) -> tuple[int, list[str]]:
    """Hold a round while it is followed over connections that are cut; return how many were, and what came wrong."""
    with serving_app(site) as url, httpx2.Client(base_url=url, timeout=60) as client:
        made = client.post("/api/rounds", json={"kind": "narrate", "topic": "read-heavy"}).json()
        path = f"/api/rounds/{made['id']}"
        async with AsyncExitStack() as stack:
            ways = [
                await stack.enter_async_context(way_to(url, cuts=CUTS_EACH, seed=seed * FOLLOWERS + number))
                for number in range(FOLLOWERS)
            ]
            pages = [follower(way.url, path) for way in ways]
            following = [asyncio.create_task(page.follow()) for page in pages]
            await asyncio.to_thread(_held, client, path)
            async with asyncio.timeout(90):
                await asyncio.gather(*following)
            cuts = sum(way.made for way in ways)
        wanted = client.get(f"{path}/events?after=0").json()["events"]
    stored = _texts_stored(parts, RoundId(made["id"]))
    return cuts, [fault for page in pages for fault in _wrong(page, wanted, stored)]


def _wrong(page: Follower, wanted: list[dict[str, Any]], stored: list[str]) -> list[str]:
    texts = [told["event"]["text"] for told in page.events if told["type"] in ("interviewer-spoke", "candidate-spoke")]
    found = list(page.faults)
    if [each.encode() for each in texts] != [each.encode() for each in stored]:
        found.append(f"stored is {stored}, shown {texts}")
    if logged(page.events) != logged(wanted):
        found.append(f"events {[told['seq'] for told in page.events]} of {len(wanted)}, or others")
    return found


def _held(client: httpx2.Client, path: str) -> None:
    """Hold the round: three answers, each replied to by the model."""
    client.post(f"{path}/start").raise_for_status()
    for number in range(1, 4):
        _until(client, path, "interviewer-spoke", number)
        client.post(f"{path}/turns", json={"text": f"{number}: {ODD[number]}"}).raise_for_status()
    _until(client, path, "interviewer-spoke", 4)
    client.post(f"{path}/ending").raise_for_status()


def _until(client: httpx2.Client, path: str, kind: str, count: int) -> None:
    def said() -> bool:
        told: list[dict[str, Any]] = client.get(f"{path}/events?after=0").json()["events"]
        return len([each for each in told if each["type"] == kind]) >= count

    wait_for(said, 60)


def _texts_stored(parts: Parts, round_id: RoundId) -> list[str]:
    events = (each.event for each in parts.store.log.events(round_id))
    return [event.text for event in events if isinstance(event, CandidateSpoke | InterviewerSpoke)]


async def test_a_stream_that_is_cut_at_any_byte_ends_as_what_is_stored(odd: Parts, tally: Tally) -> None:
    wanted, cuts, number, short = tally.times(quick=60, night=1000), 0, 0, list[str]()
    site = _site(odd)
    while cuts < wanted:
        made, found = await followed(odd, site, number, Follower)
        cuts, number, short = cuts + made, number + 1, short + found
    tally.held("P2 P6", "streams cut at a random byte, then resumed by a page's rules", tried=wanted, short=short)


async def test_the_check_sees_a_feed_that_starts_over(odd: Parts, tally: Tally) -> None:
    cuts, found = await followed(odd, Forgetful(_site(odd)), 0, Follower)
    tally.control("P2 P6", "a feed that does not hear where a page resumes", tried=cuts, caught=len(found))


class Credulous(Follower):
    """A page that takes whatever comes, also twice."""

    def _take(self, told: dict[str, Any]) -> None:
        self.seq = told["seq"]
        self.events.append(told)


async def test_the_check_sees_a_page_that_takes_what_comes(odd: Parts, tally: Tally) -> None:
    cuts, found = await followed(odd, Forgetful(_site(odd)), 0, Credulous)
    shown = [each for each in found if each.startswith("events ")]
    tally.control("P2 P6", "a page that takes what comes, twice", tried=cuts, caught=len(shown))


def _site(parts: Parts) -> Gate:
    return Gate(make_app(parts), allowed_hosts=LOOPBACK)
