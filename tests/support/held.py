"""A whole round of a script: what is said and done, after how long, and how it is held as the server would."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from mockround.rounds.events import RoundId
from mockround.usecases import rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.feed import Feed
from mockround.usecases.parts import Parts
from mockround.usecases.replies import Replies
from tests.support.clocks import FakeClock


@dataclass(frozen=True)
class Say:
    text: str
    after_s: float = 40.0


@dataclass(frozen=True)
class AskHint:
    after_s: float = 20.0


@dataclass(frozen=True)
class StaySilent:
    after_s: float = 90.0


@dataclass(frozen=True)
class Script:
    """A round to hold. `met` and `wrong` are the phrases by which the test's grader knows a criterion."""

    name: str
    wanted: NewRound
    steps: tuple[Say | AskHint | StaySilent, ...]
    met: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)


async def held(parts: Parts, clock: FakeClock, script: Script, feed: Feed | None = None) -> RoundId:
    """Hold the round as the server would: what the clock owes comes first, then the candidate, then the reply."""
    replies = Replies(parts, feed or Feed(asyncio.get_running_loop()))
    round_id = rounds.create(parts, script.wanted)
    rounds.start(parts, round_id)
    await _settle(replies, round_id)
    for number, step in enumerate(script.steps):
        clock.advance(step.after_s)
        with parts.store.log.change(round_id) as change:
            rounds.append_due(parts, change)
        await _settle(replies, round_id)
        match step:
            case Say(text):
                rounds.take_turn(parts, round_id, text, key=str(number))
            case AskHint():
                rounds.ask_hint(parts, round_id)
            case StaySilent():
                replies.nudge(round_id)
        await _settle(replies, round_id)
    rounds.end(parts, round_id)
    return round_id


async def _settle(replies: Replies, round_id: RoundId) -> None:
    await replies.settled(round_id)
    replies.wake(round_id)
    await replies.settled(round_id)
