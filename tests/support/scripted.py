"""Models for tests: providers whose models say what a test wrote, and judges that answer by a rule."""

import json
from collections.abc import Callable

from mockround.llm.port import Ask, ChatModel
from mockround.llm.profiles import Profile
from mockround.llm.scripted import Line, ScriptedModel

KEY = "sk-the-key-of-somebody"
LOCAL = Profile(name="local", via="openai", model="tiny", endpoint="http://127.0.0.1:9/v1")


class Scripted:
    """Every profile has the one model `model`; its key is KEY."""

    def __init__(self, *lines: Line, otherwise: Callable[[Ask], Line] | None = None) -> None:
        self.model = ScriptedModel(*lines, otherwise=otherwise)

    def chat(self, profile: Profile) -> ChatModel:
        return self.model

    def last_four(self, profile: Profile) -> str | None:
        return KEY[-4:]

    def secrets(self, profile: Profile) -> tuple[str, ...]:
        return (KEY,)


def verdict(said: str, *quotes: str) -> str:
    """Return the JSON of a verdict on one criterion."""
    return json.dumps({"evidence": [{"turn": 0, "quote": each} for each in quotes], "why": "So.", "verdict": said})
