"""Models for tests: providers whose models say what a test wrote, and judges that answer by a rule."""

import asyncio
import json
from collections.abc import Callable

from mockround.llm.failures import Trouble
from mockround.llm.port import Ask, ChatModel, ModelFailure
from mockround.llm.profiles import Profile
from mockround.llm.scripted import Line, ScriptedModel
from mockround.llm.secrets import forms
from mockround.llm.speech import Recording, Transcriber
from mockround.usecases import profiles
from mockround.usecases.parts import Parts

KEY = "sk-the-key-of-somebody"
HEARS = Profile(name="ear", via="openai", model="tiny-whisper", endpoint="http://127.0.0.1:9/v1", purpose="speech")
LOCAL = Profile(name="local", via="openai", model="tiny", endpoint="http://127.0.0.1:9/v1")


class Scripted:
    """Every profile has the one model `model`; its key is KEY."""

    def __init__(self, *lines: Line, otherwise: Callable[[Ask], Line] | None = None) -> None:
        self.model = ScriptedModel(*lines, otherwise=otherwise)
        self.transcripts: list[str | Trouble] = []
        """What is heard in each recording, in order."""
        self.recordings: list[Recording] = []
        self.may_hear = asyncio.Event()
        """Cleared, it lets a recording wait."""
        self.may_hear.set()

    def chat(self, profile: Profile) -> ChatModel:
        return self.model

    def transcriber(self, profile: Profile) -> Transcriber:
        return Transcriber(self._hear)

    async def _hear(self, recording: Recording, total_s: float) -> str:
        self.recordings.append(recording)
        await self.may_hear.wait()
        heard = self.transcripts.pop(0)
        if isinstance(heard, Trouble):
            raise ModelFailure(heard)
        return heard

    def last_four(self, profile: Profile) -> str | None:
        return KEY[-4:]

    def secrets(self, profile: Profile) -> tuple[str, ...]:
        return forms(KEY)


def hears(parts: Parts) -> None:
    """Let recordings be turned into text by HEARS."""
    profiles.save(parts, HEARS)
    profiles.use(parts, HEARS.name, "transcriber")


def verdict(said: str, *quotes: str) -> str:
    """Return the JSON of a verdict on one criterion."""
    return json.dumps({"evidence": [{"turn": 0, "quote": each} for each in quotes], "why": "So.", "verdict": said})
