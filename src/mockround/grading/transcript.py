"""What a grader is given: the turns, the board and what is in scope. Made from a round or from a plain file."""

from dataclasses import dataclass, field
from typing import Literal

from mockround.content.models import CriterionId, Level, Problem, TopicKey
from mockround.rounds.board import Board


@dataclass(frozen=True, slots=True)
class Utterance:
    """One turn. `turn` is its id as the caller numbers turns; evidence refers to it."""

    turn: int
    speaker: Literal["interviewer", "candidate"]
    text: str
    aim: CriterionId | None = None
    """For an interviewer turn: the criterion that its question aimed at, where known."""
    is_hint: bool = False
    is_probe: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What is graded, and how strictly. Units are topics; a unit drilled on its own counts as primary."""

    level: Level
    primary: tuple[TopicKey, ...]
    secondary: tuple[TopicKey, ...] = ()
    skills: tuple[TopicKey, ...] = ()
    only: tuple[CriterionId, ...] = ()
    """Where not empty, just these criteria are graded (a probe, a checkpoint)."""
    problem: Problem | None = None
    data_classes: tuple[str, ...] = ()
    hints: dict[CriterionId, int] = field(default_factory=dict)
    """Hints taken, by criterion: the highest rung."""
    reached: frozenset[CriterionId] | None = None
    """Criteria that the round got to before time; None means all. Others are 'not reached', not 'missing'."""


@dataclass(frozen=True, slots=True)
class Transcript:
    utterances: tuple[Utterance, ...]
    board: Board = field(default_factory=Board)
