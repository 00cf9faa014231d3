"""A complete scripted round with the real engine: log, clock, agenda, interviewer, grader. Only the time is made up."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from mockround.content.models import Level
from mockround.grading.text_report import as_markdown
from mockround.rounds.events import Kind, RoundId
from mockround.rounds.state import RoundState, Speaker
from mockround.rounds.voices import EMBEDDED
from mockround.usecases import grades, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.feed import Feed
from mockround.usecases.parts import Parts
from mockround.usecases.replies import Replies

SCRIPT = (
    "How many redirects per second do we have, and how many new links?",
    "So 200 million redirects a day against 2 million new links, that is 100 to 1. The redirect must not touch the "
    "primary, so I spend my effort on the lookup path. Redirects under 50 ms at p99; exact counts are out of scope.",
    "Version one is a stateless API and one Postgres. The only hot query is lookup by short code, so short_code is "
    "the primary key: one B-tree probe, a few milliseconds.",
    "Then I add Redis and two read replicas. A redirect asks Redis by code; on a miss the API reads a replica, fills "
    "the key with a one hour TTL and answers. Writes go to the primary only. I leave v1 when primary CPU sits above "
    "60 percent at peak.",
    "When an owner edits a target, the service deletes the key after the commit, and a TTL of 60 seconds is the "
    "backstop, so the worst case is a minute of the old target, which is fine for a marketing link.",
    "A viral link lives on one cache node. Each API server keeps a two-second local copy and only one request per key "
    "may go to the database on a miss, so a million viewers become a few hundred backend reads.",
    "At 95 percent hit ratio on 12k reads the database sees 600. With a cold cache it would see all 12k and it tops "
    "out near 8k, so misses go through a limiter of 5k and the rest get the stale copy or a 503.",
    "If Redis loses a node, its keys miss: I notice when the hit ratio drops below 90 percent for a minute and the "
    "alert pages us; misses are coalesced so the primary survives, and only links on that node get slower. If the "
    "primary dies, a standby is promoted after 30 seconds of lost heartbeats; creations fail meanwhile, redirects go "
    "on.",
    "For the link records, on a partition I choose availability, P: A, because a redirect to an old target is better "
    "than none; else latency, reads come from the nearest replica, a minute old at worst. Click counts are PA/EL too, "
    "since nobody is billed on them and they may be late by minutes.",
    "To sum up: reads are served from the cache and the edge, writes stay on one primary, the price is a minute of "
    "staleness, and the open risk is a cold cache at peak.",
)
_THINKING = timedelta(seconds=150)


class ScriptedClock:
    """Time that moves only when the script says so."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by


def hold_demo(parts: Parts, *, say: Callable[[str], None]) -> tuple[RoundId, str]:
    """Hold the round, say every turn, and return the round's id and its graded report as Markdown."""
    return asyncio.run(_hold(parts, say))


async def _hold(parts: Parts, say: Callable[[str], None]) -> tuple[RoundId, str]:
    clock = ScriptedClock(parts.clock.now() - _THINKING * (len(SCRIPT) + 1))
    scripted = replace(parts, clock=clock)
    wanted = NewRound(
        Kind.FULL,
        level=Level.SENIOR,
        problem="url-shortener",
        minutes=30,
        seed=7,
        interviewer=EMBEDDED,
        grader=EMBEDDED,
        extra_time=0,
    )
    round_id = rounds.create(scripted, wanted)
    replies = Replies(scripted, Feed(asyncio.get_running_loop()))
    rounds.start(scripted, round_id)
    told = await _said(scripted, replies, round_id, say, 0)
    for number, words in enumerate(SCRIPT):
        clock.advance(_THINKING)
        with scripted.store.log.change(round_id) as change:
            rounds.append_due(scripted, change)
        rounds.take_turn(scripted, round_id, words, key=f"demo-{number}")
        told = await _said(scripted, replies, round_id, say, told)
    rounds.end(scripted, round_id)
    grades.request(scripted, round_id)
    stored = grades.newest(scripted, round_id)
    if stored is None:
        raise RuntimeError("the demo's round was not graded")
    return round_id, as_markdown(stored.report)


async def _said(parts: Parts, replies: Replies, round_id: RoundId, say: Callable[[str], None], told: int) -> int:
    """Let the interviewer speak, print the new turns, and return how many were told."""
    replies.wake(round_id)
    await replies.settled(round_id)
    state: RoundState = parts.store.log.state(round_id)
    for turn in state.turns[told:]:
        who = "Interviewer" if turn.speaker is Speaker.INTERVIEWER else "You"
        say(f"[{turn.phase.value}] {who}: {turn.text}\n")
    return len(state.turns)
