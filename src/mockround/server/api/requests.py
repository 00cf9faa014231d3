"""The bodies that the API takes. Unknown keys are refused; nothing is coerced."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from mockround.content.models import Level
from mockround.rounds.events import Kind, Persona
from mockround.rounds.voices import EMBEDDED, Dictated
from mockround.usecases.creation import NewRound
from mockround.usecases.rounds import MAX_TURN_CHARS

_Id = Annotated[str, Field(min_length=1, max_length=80)]


def _whole(value: object) -> object:
    """JSON has one kind of number: 7.0 is as whole as 7. Text and truth values are neither."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole), Field(strict=True)]
Version = Annotated[Whole, Field(ge=0, le=2**31)]
"""What was typed or drawn over; 0 for nothing."""


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NewRoundBody(_Body):
    """A round to create. `problem` is needed for full, recognise and consistency rounds, `topic` to narrate."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "full", "problem": "url-shortener", "level": "senior", "minutes": 45}]}
    )

    kind: Kind
    level: Level = Level.SENIOR
    persona: Persona = Persona.NEUTRAL
    problem: _Id | None = None
    path: _Id | None = None
    checkpoint: _Id | None = None
    topic: _Id | None = None
    minutes: Annotated[Whole, Field(ge=1, le=60)] | None = None
    prompts: Annotated[Whole, Field(ge=1, le=10)] = 1
    """For recognise rounds: 1, 3, 5 or 10 prompts, each with its own two minutes; from 2 on, `problem` is not used."""
    extra_time: Literal[0, 25, 50, 100] | None = None
    """Percent of more time; by default what the settings say."""
    interviewer: _Id | None = None
    """'embedded', or the name of a model's profile; by default whom the settings name."""
    grader: _Id | None = None

    def wanted(self) -> NewRound:
        return NewRound(**{name: getattr(self, name) for name in type(self).model_fields})


class GoOnBody(_Body):
    """How to go on after the model failed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"choice": "embedded"}]})

    choice: Literal["again", "embedded"]


class NewGradeBody(_Body):
    """Who is to grade: 'embedded', or the name of a model's profile."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"grader": "embedded"}]})

    grader: _Id = EMBEDDED


class NewTurnBody(_Body):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "Reads outnumber writes 100 to 1, so I start from the lookup."}]}
    )

    text: Annotated[str, Field(max_length=MAX_TURN_CHARS)]
    dictated: Dictated | None = None
    """What of it was said aloud; shown after the round, never graded."""


class DraftBody(_Body):
    """What is in the box, and the version that it was typed over."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "Half a thought", "version": 3}]})

    text: Annotated[str, Field(max_length=MAX_TURN_CHARS)]
    version: Version
