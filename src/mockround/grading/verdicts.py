"""The words of a grade: verdict, evidence, state. No numbers are made here."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from mockround.content.models import CriterionId


class Verdict(StrEnum):
    MET = "met"
    PARTIAL = "partial"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    UNGRADED = "ungraded"
    """The grader failed: never a number, never 'missing'."""


class CriterionState(StrEnum):
    """How a criterion ended, in the words of the review page."""

    MET_UNAIDED = "met-unaided"
    MET_AFTER_PROBE = "met-after-probe"
    MET_AFTER_HINT = "met-after-hint"
    PARTIAL = "partial"
    MISSING = "missing"
    NOT_REACHED = "not-reached"
    NOT_APPLICABLE = "not-applicable"
    UNGRADED = "ungraded"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim span: `quote == text of turn [start:end]`. `turn` is the turn's id as the caller numbers turns.

    A board element has turn 0, start 0 and end 0, and its label as the quote.
    """

    turn: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Spent:
    """What upstream was asked for one finding. None is 'not told', which is not 0."""

    calls: int = 0
    retries: int = 0
    """Calls beyond the first of each vote: replies that could not be read, or that quoted what nobody said."""
    tokens_in: int | None = 0
    tokens_out: int | None = 0
    cost_usd: float | None = 0.0

    def plus(self, other: "Spent") -> "Spent":
        """Return the sum; what is not known of a part is not known of the whole."""
        return Spent(
            self.calls + other.calls,
            self.retries + other.retries,
            _sum(self.tokens_in, other.tokens_in),
            _sum(self.tokens_out, other.tokens_out),
            _sum(self.cost_usd, other.cost_usd),
        )


_N = TypeVar("_N", int, float)


def _sum(one: _N | None, other: _N | None) -> _N | None:
    return None if one is None or other is None else one + other


@dataclass(frozen=True, slots=True)
class ByModel:
    """How a model came to a finding, and what the embedded grader says beside it."""

    embedded: Verdict
    votes: int
    agreeing: int
    """How many of the votes are for the verdict."""
    spent: Spent
    flags: tuple[str, ...] = ()
    """For a person to look at, e.g. 'disputed', 'unsupported'; the words of `FLAGS`."""


FLAGS = {
    "disputed": "The embedded grader disagrees; the score's interval spans both.",
    "unsupported": "The model credited it with words that you did not say.",
    "turned-around": "The words that the model quotes are negated, rejected or put off there.",
    "steered": "The round holds words to the grader, so the model's higher verdict does not count here.",
    "no-call": "You said nothing that it could rest on, so the model was not asked.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one grader says of one criterion before the rules of the rubric are applied to it.

    `possible` is the verdict that the criterion may truly deserve where the grader is unsure; it equals `verdict`
    where it is sure, and opens the score's interval where it is not.
    """

    criterion: CriterionId
    verdict: Verdict
    confidence: float
    evidence: tuple[Evidence, ...]
    reason: str
    possible: Verdict
    contradicted: bool = False
    by_model: ByModel | None = None
    by_person: str = ""
    """The name of who decided it; the rules for graders do not touch it."""


POINTS_TWICE = {Verdict.MET: 2, Verdict.PARTIAL: 1, Verdict.MISSING: 0}
"""Points in halves, so that scores stay whole numbers until they are shown."""
