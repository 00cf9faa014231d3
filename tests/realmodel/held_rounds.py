"""A whole scripted round with a profile's model at hand, and what was shown of it while it was held."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from mockround.llm.profiles import Profile
from mockround.rounds.events import Event, InterviewerSpoke, Logged, RoundId
from mockround.rounds.state import RoundState
from mockround.rounds.voices import Delivery
from mockround.usecases import profiles, rounds
from mockround.usecases.feed import Feed, Speaking
from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock
from tests.support.held import Script, held
from tests.support.parts import parts_in


class Listening(Feed):
    """Keeps whatever was shown while it was being said."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self.shown: list[Speaking] = []

    def say(self, round_id: RoundId, speaking: Speaking) -> None:
        self.shown.append(speaking)
        super().say(round_id, speaking)


@dataclass(frozen=True)
class Held:
    """A round that is over, and what was shown of its turns before they were complete."""

    parts: Parts
    round_id: RoundId
    shown: list[Speaking]

    @property
    def state(self) -> RoundState:
        return rounds.state(self.parts, self.round_id)

    @cached_property
    def logged(self) -> tuple[Logged, ...]:
        return self.parts.store.log.events(self.round_id)

    @property
    def events(self) -> list[Event]:
        return [each.event for each in self.logged]

    @property
    def spoken(self) -> list[InterviewerSpoke]:
        return [each for each in self.events if isinstance(each, InterviewerSpoke)]

    @property
    def by_model(self) -> list[tuple[InterviewerSpoke, Delivery]]:
        return [(each, each.delivery) for each in self.spoken if each.delivery is not None]


@contextmanager
def a_round(folder: Path, profile: Profile, script: Script, interviewer: str) -> Iterator[Held]:
    """Hold a round in a folder of its own; `interviewer` is 'embedded' or the profile's name."""
    clock = FakeClock()
    with parts_in(folder, clock) as parts:
        profiles.save(parts, profile)

        async def hold() -> Held:
            feed = Listening(asyncio.get_running_loop())
            spoken_by = replace(script, wanted=replace(script.wanted, interviewer=interviewer))
            return Held(parts, await held(parts, clock, spoken_by, feed), feed.shown)

        yield asyncio.run(hold())
