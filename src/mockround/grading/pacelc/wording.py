"""What a wording leans to, on which branch. The wordings themselves stand in strict.py and loose.py."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from mockround.grading.cues import cue
from mockround.grading.pacelc.branches import Branch


class Side(StrEnum):
    STRICT = "strict"
    """Consistency, on either branch."""
    LOOSE = "loose"
    """Availability on a partition, latency otherwise."""

    @property
    def opposite(self) -> "Side":
        return Side.LOOSE if self is Side.STRICT else Side.STRICT


class Weight(IntEnum):
    """What outweighs what: 'C on a partition' says more than 'it waits'."""

    DEED = 1
    VALUE = 2
    CODE = 3


@dataclass(frozen=True, slots=True)
class Family:
    """Wordings that lean to one side on the branches `on`. `alone` is the branch that they speak of by themselves,
    where none has been named; None where they could mean anything then."""

    side: Side
    on: frozenset[Branch]
    alone: Branch | None
    weight: Weight
    pattern: re.Pattern[str]


ON_PARTITION = frozenset({Branch.PARTITION})
OTHERWISE = frozenset({Branch.OTHERWISE})
ON_EITHER = ON_PARTITION | OTHERWISE


def deeds(side: Side, on: frozenset[Branch], alone: Branch | None, wordings: Sequence[str]) -> Family:
    return Family(side, on, alone, Weight.DEED, cue(*wordings))


def values(side: Side, on: frozenset[Branch], wordings: Sequence[str]) -> Family:
    return Family(side, on, None, Weight.VALUE, cue(*wordings))
