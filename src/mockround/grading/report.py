"""The grade as it is stored, shown and exported: plain values, versioned. Nothing here computes."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from mockround.content.models import CriterionId, Level, TopicKey
from mockround.grading.verdicts import CriterionState, Verdict
from mockround.rounds.events import Phase

REPORT_VERSION = 1


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Quote(_Part):
    """A verbatim span of turn `turn`, or a label of the board where `turn` is 0."""

    turn: int
    start: int
    end: int
    quote: str


class CriterionResult(_Part):
    criterion: CriterionId
    title: str
    topic: TopicKey
    level: Level
    weight: int
    verdict: Verdict
    possible: Verdict
    """Equals `verdict` where the grader is sure; otherwise the better (or worse) verdict it may deserve."""
    state: CriterionState
    confidence: float
    contradicted: bool
    quotes: tuple[Quote, ...]
    reason: str
    would_have_met: str
    """'' where met."""
    red_flags: tuple[Quote, ...] = ()
    embedded: Verdict | None = None
    """What the embedded grader says, beside a model's verdict; None where the grade is its own."""
    votes: int | None = None
    agreeing: int | None = None
    """How many of a model's `votes` are for the verdict."""
    flags: tuple[str, ...] = ()
    """What a person should look at, in the words of grading/verdicts.py."""
    by_person: str = ""
    """Who overruled the grader here."""
    rules: tuple[str, ...] = ()
    """Ids of the grading rules that changed the grader's verdict, e.g. 'leading-hint-cap'."""


Band = Literal["strong", "solid", "developing", "not yet"]


class UnitResult(_Part):
    """One topic. Scores are shares of 1; None where nothing of it could be graded."""

    topic: TopicKey
    title: str
    role: Literal["primary", "secondary", "skill"]
    score_low: float | None
    score_high: float | None
    band_low: Band | None
    band_high: Band | None
    capped_by: tuple[CriterionId, ...]
    """Weight-3 criteria at or below the level that are missing and cap a primary unit at 'developing'."""
    reached: bool
    criteria: tuple[CriterionResult, ...]


class Cell(_Part):
    """One cell of the failure-mode matrix. `possible`: something was said, but not enough to be sure."""

    said: Literal["yes", "possible", "no"]
    quotes: tuple[Quote, ...] = ()


class FailureRow(_Part):
    by: str = "embedded"
    """Who filled it: 'embedded', or the name of a model's profile."""
    component: str
    """Id of the component's class; '' for a box of no class, and for an arrow."""
    title: str
    drawn: str = ""
    """Id of the part of the board that the row is about; '' where it was only named."""
    drawn_as: Literal["", "box", "arrow"] = ""
    named_as: tuple[Quote, ...]
    failure: Cell
    failure_mode: str | None
    """Id of the catalog's failure mode that the answer matches; None where it is sound but not listed."""
    detection: Cell
    mitigation: Cell
    blast_radius: Cell


class PacelcRow(_Part):
    by: str = "embedded"
    data_class: str
    title: str
    partition: Literal["A", "C"] | None
    otherwise: Literal["L", "C"] | None
    reason: Cell
    effect: Cell
    """A staleness bound or an effect that a user would see."""
    judgement: Literal["accepted", "alternative", "wrong", "incomplete", "not-stated"]
    accepted_codes: tuple[str, ...]
    feedback: str
    quotes: tuple[Quote, ...]


class DimensionResult(_Part):
    """Points on the four-point scale; None where too little was said to tell. `low` and `high` bound them."""

    dimension: str
    title: str
    points: int | None
    low: int | None
    high: int | None
    reads_like: str
    """The level descriptor of `points`."""
    why: str
    quotes: tuple[Quote, ...] = ()
    limited_by: str = ""


class PhaseTime(_Part):
    phase: Phase
    budget_s: int
    used_s: int


class HintUse(_Part):
    criterion: CriterionId
    title: str
    rung: int


class PracticeItem(_Part):
    """What to do next. `target` is a topic key, or '<path>#<n>' for a step."""

    title: str
    why: str
    target: str
    drill: str | None = None


class CheckpointResult(_Part):
    passed: bool | None
    """None where a verdict that decides is ungraded."""
    items: tuple[tuple[str, Verdict], ...]
    note: str


class Provenance(_Part):
    """What a grade carries about itself. None is 'not applicable', shown as 'n/a' and never as 0."""

    grader: str
    grader_version: str
    model: str | None = None
    prompt_hash: str | None = None
    rubric_hash: str
    temperature: float | None = None
    calls: int | None = None
    votes: int | None = None
    retries: int | None = None
    tokens: int | None = None
    cost_usd: float | None = None
    by: str | None = None
    """A human's name, for a corrected grade."""
    corrects: str | None = None
    """Whose grade was corrected: a grader's name, or a person's."""


Signal = Literal["strong no", "lean no", "hire", "strong hire"]


class GradeReport(_Part):
    version: int = REPORT_VERSION
    level: Level
    units: tuple[UnitResult, ...]
    score_low: float | None
    score_high: float | None
    reads_as_low: Level | Literal["below"] | None
    reads_as_high: Level | Literal["below"] | None
    deciding: tuple[CriterionId, ...]
    """The two or three criteria whose change would change the level or the band."""
    signal_low: Signal | None
    signal_high: Signal | None
    verdict_line: str
    """The verdict in one sentence."""
    dimensions: tuple[DimensionResult, ...]
    failure_modes: tuple[FailureRow, ...]
    pacelc: tuple[PacelcRow, ...]
    whole_system_label: tuple[Quote, ...]
    """Where the candidate put one PACELC label on the whole system."""
    time_use: tuple[PhaseTime, ...]
    hints: tuple[HintUse, ...]
    practice: tuple[PracticeItem, ...]
    checkpoint: CheckpointResult | None = None
    flags: tuple[str, ...]
    """Notes on the grading itself, e.g. that text addressed to the grader was ignored."""
    provenance: Provenance
