"""Waves of replies that all run at the same time, and what one way took for them."""

import asyncio
import json
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass

from bench.arrivals import Arrival, Sent, arrival
from bench.processes import Served
from bench.upstream import SPREAD_S, reply_to, tokens_of
from bench.ways import Way

SPACING_S = 0.05
"""Between two candidates who hand in their answers."""
_PATIENCE_S = 120.0


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave. The processor's seconds are those of the server between; 0 where there is none."""

    arrivals: tuple[Arrival, ...]
    silent: int
    """Takes for which no model was asked."""
    tokens: int
    asking_s: float
    """From the first question until upstream had all of them."""
    streaming_s: float
    """From then until every reply was there and, where there is a log, in it."""
    waited_s: float
    """Of that time what the server was ready to run and had no processor."""
    rss_kib: int
    """While all streams ran."""


async def wave(way: Way, upstream: Served, lanes: int, turn: int) -> Wave:
    """Let every lane take a turn: ask, one after the other; begin all replies at once; wait for the last."""
    before_s = _cpu_s(way)
    asking = []
    for lane in range(lanes):
        asking.append(asyncio.create_task(way.take(lane, turn)))
        await asyncio.sleep(SPACING_S)
    await _all_asked(upstream, asking)
    asked_s, waited_s = _cpu_s(way), _waited_s(way)
    await asyncio.to_thread(_told, upstream, "/open")
    await asyncio.sleep(SPREAD_S)
    rss_kib = way.server.rss_kib if way.server else 0
    async with asyncio.timeout(_PATIENCE_S):
        heard = await asyncio.gather(*asking)
    await asyncio.sleep(0.3)
    after_s, waited_s = _cpu_s(way), _waited_s(way) - waited_s
    sent = await asyncio.to_thread(_sent, upstream)
    pairs = [(sent[f"{lane}-{turn}"], each) for lane, each in enumerate(heard) if f"{lane}-{turn}" in sent]
    arrivals = tuple(arrival(*pair, way.due) for pair in pairs)
    tokens = sum(len(each.tokens) for each, _ in pairs)
    return Wave(arrivals, lanes - len(arrivals), tokens, asked_s - before_s, after_s - asked_s, waited_s, rss_kib)


async def _all_asked(upstream: Served, asking: Sequence[asyncio.Task[object]]) -> None:
    async with asyncio.timeout(_PATIENCE_S):
        while await asyncio.to_thread(_waiting, upstream) + sum(each.done() for each in asking) < len(asking):
            await asyncio.sleep(0.05)


def _cpu_s(way: Way) -> float:
    return way.server.cpu_s if way.server else 0.0


def _waited_s(way: Way) -> float:
    return way.server.waited_s if way.server else 0.0


def _waiting(upstream: Served) -> int:
    return int(_told(upstream, "/asked"))


def _sent(upstream: Served) -> dict[str, Sent]:
    """Return what upstream wrote since it was last asked, by take."""
    told = json.loads(_told(upstream, "/sent"))
    return {take: Sent(asked_at, tokens_of(reply_to(take)), tuple(at)) for take, (asked_at, at) in told.items()}


def _told(upstream: Served, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{upstream.port}{path}", timeout=30) as answer:
        read: bytes = answer.read()
        return read
