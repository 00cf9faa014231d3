"""What every content file is made of: ids, short words, lines of text, and the strict model they stand in."""

from enum import StrEnum
from typing import Annotated, NewType

from pydantic import BaseModel, ConfigDict, Field

CriterionId = NewType("CriterionId", str)
TopicKey = NewType("TopicKey", str)
"""Kind and id, as in 'pattern/read-heavy': 'real-time-delivery' is a pattern, 'realtime-delivery' a skill."""
ProblemId = NewType("ProblemId", str)
PathId = NewType("PathId", str)

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Slug = Annotated[str, Field(pattern=SLUG, max_length=64)]
Line = Annotated[str, Field(min_length=1, max_length=4000)]


class Level(StrEnum):
    """The level a round is graded for; the order is the order of expectation."""

    MID = "mid"
    SENIOR = "senior"
    STAFF = "staff"


class Authored(BaseModel):
    """A value that an author wrote: frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
