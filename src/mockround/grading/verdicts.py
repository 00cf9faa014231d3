"""The words of a grade: verdict, evidence, state. No numbers are made here."""

from dataclasses import dataclass
from enum import StrEnum

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


POINTS_TWICE = {Verdict.MET: 2, Verdict.PARTIAL: 1, Verdict.MISSING: 0}
"""Points in halves, so that scores stay whole numbers until they are shown."""
