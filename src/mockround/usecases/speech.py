"""A recording becomes text for the answer's box. Neither is stored: the text counts once the candidate sends it."""

import asyncio
import hashlib
from collections import OrderedDict

from mockround.errors import ErrorCode, MockroundError, conflict, invalid, unavailable
from mockround.llm.failures import EXPLAINED_OF_SPEECH, Trouble
from mockround.llm.port import ModelFailure
from mockround.llm.profiles import Profile
from mockround.llm.secrets import holds
from mockround.llm.speech import Recording
from mockround.rounds.events import RoundId
from mockround.usecases import preferences, profiles, rounds
from mockround.usecases.parts import Parts

_MOST_AT_ONCE = 4
"""Recordings are held in memory while they are turned into text."""
_REMEMBERED = 64

_Key = tuple[RoundId, str, str]
"""A round, a profile, and the hash of a recording."""


class Transcripts:
    """Turns each recording into text once: who asks again, because the answer was lost on its way, pays nothing."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._under_way: dict[_Key, asyncio.Task[str]] = {}
        self._done: OrderedDict[_Key, str] = OrderedDict()

    async def text(self, round_id: RoundId, recording: Recording) -> str:
        """Return what was said, '' where nothing was; raise MockroundError where that is not to be had."""
        if not recording.audio:
            raise invalid("The recording is empty.", "Hold the button while you talk.")
        profile = await asyncio.to_thread(_listening, self._parts, round_id)
        key = (round_id, profile.name, hashlib.sha256(recording.audio).hexdigest())
        if key in self._done:
            return self._done[key]
        if key not in self._under_way:
            self._begin(key, profile, recording)
        # Shielded: a caller that leaves does not throw away what is paid for.
        return await asyncio.shield(self._under_way[key])

    async def stop(self) -> None:
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, key: _Key, profile: Profile, recording: Recording) -> None:
        if len(self._under_way) >= _MOST_AT_ONCE:
            raise MockroundError(
                ErrorCode.TOO_MANY, f"{_MOST_AT_ONCE} recordings are being written down already.", "Try again shortly."
            )
        task = asyncio.create_task(self._heard(key, profile, recording))
        self._under_way[key] = task
        task.add_done_callback(lambda done: self._finish(key, done))

    async def _heard(self, key: _Key, profile: Profile, recording: Recording) -> str:
        try:
            transcriber = self._parts.providers.transcriber(profile)
            text = await transcriber.text(recording, profile.limits.speech_total_s)
            if holds(text, self._parts.providers.secrets(profile)):
                # An endpoint that says the key would have it sent and stored with the answer.
                raise ModelFailure(Trouble.GARBLED)
        except ModelFailure as failure:
            explained = EXPLAINED_OF_SPEECH[failure.trouble]
            raise unavailable(explained.sentence, explained.remedy) from failure
        self._done[key] = text
        if len(self._done) > _REMEMBERED:
            self._done.popitem(last=False)
        return text

    def _finish(self, key: _Key, done: asyncio.Task[str]) -> None:
        del self._under_way[key]
        # Nobody may be left to hear of a failure; asking for it here keeps it from being reported as forgotten.
        if not done.cancelled():
            done.exception()


def listener(parts: Parts) -> Profile | None:
    """Return the profile that hears the candidate; None where no model does."""
    chosen = preferences.read(parts)
    profile = profiles.find(parts, chosen.transcriber) if chosen.speech == "model" else None
    return profile if profile is not None and profile.may_hear else None


def _listening(parts: Parts, round_id: RoundId) -> Profile:
    """Return who hears the candidate of a running round; raise `conflict` where nobody does."""
    rounds.refuse_unless_running(rounds.state(parts, round_id))
    profile = listener(parts)
    if profile is None:
        raise conflict("No model is set up to hear you.", "Choose one in Settings, Speaking.")
    return profile
