"""Rounds with a model on a real socket: held until nothing more is said, and led on by the embedded interviewer."""

import asyncio

from mockround.llm.clients import Via
from mockround.llm.profiles import Limits, Profile
from mockround.rounds.events import Kind, RoundId
from mockround.rounds.state import RoundState
from mockround.usecases import profiles, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.feed import Feed
from mockround.usecases.parts import Parts
from mockround.usecases.replies import Replies

SAID = "Reads outnumber writes a hundred to one, so I put a cache in front of the lookups."
KEY = "sk-n0t-a-real-key-4711-abcdef"
QUICK = Limits(first_token_s=0.6, idle_s=0.6, total_s=3.0)
EXIT_S = 20.0
"""In which whatever a model does has to come to something that the candidate can act on."""


async def answered(parts: Parts, url: str, *, via: Via = "openai", limits: Limits = QUICK) -> RoundState:
    """Hold a round with a model behind `url`, answer once, and return the state when nothing more is said."""
    model = "m" if via == "openai" else "openai/m"
    profiles.save(parts, Profile(name="odd", via=via, model=model, endpoint=url, limits=limits), key=KEY)
    profiles.use(parts, "odd", "interviewer")
    round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3))
    rounds.start(parts, round_id)
    await _settled(parts, round_id)
    rounds.take_turn(parts, round_id, SAID, key="one")
    return await _settled(parts, round_id)


async def gone_on(parts: Parts, round_id: RoundId) -> RoundState:
    """Choose the embedded interviewer, and return the state when it has spoken."""
    rounds.go_on(parts, round_id, "embedded")
    return await _settled(parts, round_id)


async def _settled(parts: Parts, round_id: RoundId) -> RoundState:
    replies = Replies(parts, Feed(asyncio.get_running_loop()))
    replies.wake(round_id)
    await replies.settled(round_id)
    return rounds.state(parts, round_id)
