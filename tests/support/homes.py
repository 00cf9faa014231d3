"""A person's whole data folder, with rounds, a grade, a model and its key, for attackers to try their hands on."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mockround.llm.profiles import Profile
from mockround.rounds.events import Kind, RoundId
from mockround.usecases import grades, profiles, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.feed import Feed
from mockround.usecases.parts import Parts
from mockround.usecases.replies import Replies
from tests.support.answers import reply
from tests.support.routes import Route, routes
from tests.support.stored import stored_in
from tests.support.upstream import Upstream, upstream

SAID = "Reads outnumber writes a hundred to one, so I put a cache in front of the lookups."


@dataclass(frozen=True)
class Home:
    """What is there to be stolen or spoilt."""

    parts: Parts
    folder: Path
    running: RoundId
    graded: RoundId
    model: Upstream

    @property
    def routes(self) -> tuple[Route, ...]:
        grade = grades.of_round(self.parts, self.graded)[0].id
        return routes(self.parts, {"round_id": self.running, "grade": grade, "other": self.graded})

    @property
    def state(self) -> dict[str, str]:
        return stored_in(self.folder)


@contextmanager
def home_in(parts: Parts, folder: Path) -> Iterator[Home]:
    """Yield a home whose parts keep their data in `folder`."""
    with upstream(reply()) as model:
        profile = Profile(name="local", via="openai", model="tiny", endpoint=model.url)
        profiles.save(parts, profile, key="sk-n0t-a-real-key-4711-abcdef")
        running, graded = (rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3)) for _ in range(2))
        for round_id in (running, graded):
            rounds.start(parts, round_id)
            rounds.take_turn(parts, round_id, SAID, key="one")
        rounds.end(parts, graded)
        grades.request(parts, graded)
        settle(parts, running)
        yield Home(parts, folder, running, graded, model)


def begun(parts: Parts) -> RoundId:
    """Return a new round whose opening is spoken."""
    round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3))
    rounds.start(parts, round_id)
    settle(parts, round_id)
    return round_id


def settle(parts: Parts, round_id: RoundId) -> None:
    """Let the interviewer speak now, so that nothing but an attack changes anything later.

    In a thread of its own: the browser tests have a loop in theirs already.
    """
    with ThreadPoolExecutor(1) as alone:
        alone.submit(asyncio.run, _spoken(parts, round_id)).result()


async def _spoken(parts: Parts, round_id: RoundId) -> None:
    replies = Replies(parts, Feed(asyncio.get_running_loop()))
    replies.wake(round_id)
    await replies.settled(round_id)
