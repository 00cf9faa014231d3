"""What a person prefers, so that a round starts with two clicks."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from mockround.content.models import Level
from mockround.rounds.events import Persona
from mockround.rounds.voices import EMBEDDED
from mockround.usecases.parts import Parts

_KEY = "preferences"


class Preferences(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    level: Level = Level.SENIOR
    persona: Persona = Persona.NEUTRAL
    minutes: Literal[20, 30, 45, 60] = 45
    interviewer: str = EMBEDDED
    """Who speaks in a new round: 'embedded', or a profile's name."""
    grader: str = EMBEDDED
    """Who grades a new round beside the embedded grader; 'embedded' for nobody."""
    when_model_fails: Literal["ask", "embedded"] = "ask"
    """Whether the candidate is asked how to go on, or the embedded interviewer goes on at once."""
    extra_time: Literal[0, 25, 50, 100] = 0
    """Percent of more time in every round: a condition that a person needs, never a penalty."""
    interview_on: date | None = None
    """The day of the interview that a person practises for."""
    speech: Literal["off", "browser", "model"] = "off"
    """Who hears the candidate: nobody, the browser's own recognition, which may send the audio to its maker, or
    `transcriber`."""
    transcriber: str = ""
    """The profile of the model that turns recordings into text."""
    talk: Literal["hold", "toggle"] = "hold"
    """Whether the button is held while one talks, or pressed to begin and again to end."""
    single_keys: bool = True
    """Whether a character alone is a shortcut; some people's voices and hands press keys by accident."""
    theme: Literal["system", "light", "dark"] = "system"


def read(parts: Parts) -> Preferences:
    """Return the stored preferences, or the defaults."""
    return Preferences.model_validate(parts.store.preferences.get(_KEY) or {})


def write(parts: Parts, preferences: Preferences) -> None:
    parts.store.preferences.set(_KEY, preferences.model_dump(mode="json"))
