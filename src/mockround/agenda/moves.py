"""The closed union of what the interviewer can do next. A move says what; the interviewer says how."""

from dataclasses import dataclass
from typing import Literal

from mockround.content.models import CriterionId
from mockround.rounds.events import Phase

Bond = Literal["component", "drawn", "said", "said-earlier"]
"""What the candidate's words are that a question is bound to: a component's name, the name of a box that was drawn, or
words of the last or an earlier answer, said back."""


@dataclass(frozen=True, slots=True)
class Open:
    """Read the problem out and invite the first questions."""

    why: str = "Every round opens with the problem."


@dataclass(frozen=True, slots=True)
class Probe:
    """Ask about one criterion. `built_on` is the candidate's own word or words to bind the question to, or ''."""

    criterion: CriterionId
    rung: Literal[1, 2, 3]
    why: str
    built_on: str = ""
    bond: Bond = "component"


@dataclass(frozen=True, slots=True)
class PushBack:
    """Name the consequence of a wrong claim, a bare 'it depends' or a bare 'hybrid'. `quote` is the candidate's."""

    criterion: CriterionId
    quote: str
    why: str
    about: Literal["red-flag", "it-depends", "hybrid"] = "red-flag"


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer the candidate's questions from the facts sheet; then hand back, or ask `then`."""

    facts: tuple["FactLine", ...]
    why: str


@dataclass(frozen=True, slots=True)
class FactLine:
    asked: str
    answer: str
    source: Literal["sheet", "scale", "assumption"]


@dataclass(frozen=True, slots=True)
class Hint:
    criterion: CriterionId
    rung: Literal[1, 2, 3]
    why: str


@dataclass(frozen=True, slots=True)
class InjectTwist:
    index: int
    why: str


@dataclass(frozen=True, slots=True)
class ChangePhase:
    """Move on, and ask the first question of the new phase in the same breath."""

    phase: Phase
    because: Literal["time", "covered", "candidate"]
    why: str
    then: "Probe | PushBack | InjectTwist | None" = None


@dataclass(frozen=True, slots=True)
class NextPrompt:
    """In a recognition round: read the next prompt."""

    index: int
    why: str
    ran_out: bool = False
    """The one before it had no answer in its time."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """Break a silence, or hand the floor over where no criterion is in play."""

    why: str
    criterion: CriterionId | None = None
    is_silence: bool = False


@dataclass(frozen=True, slots=True)
class Repair:
    """The turn had nothing to assess."""

    about: Literal["empty", "nonsense", "insult", "next", "dont-know", "pasted"]
    why: str
    then: "Probe | None" = None


@dataclass(frozen=True, slots=True)
class WrapUp:
    """Ask for the summary (`is_last` False), or thank and close (True)."""

    why: str
    is_last: bool = False


Move = Open | Probe | PushBack | Answer | Hint | InjectTwist | ChangePhase | NextPrompt | Nudge | Repair | WrapUp
