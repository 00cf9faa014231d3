"""The shape of the tables that grading reads: rules, scoring, dimensions and overlaps (catalog/)."""

from typing import Literal

from mockround.content.authored import Authored, Level, Line, Slug

Point = Literal["1", "2", "3", "4"]


class Rule(Authored):
    """One rule of how evidence is weighed."""

    id: Slug
    rule: Line


class StatusValue(Authored):
    """What a verdict is worth; null takes the criterion out of the sum."""

    points: float | None
    meaning: Line


class GradingRules(Authored):
    """How evidence is weighed, for every grader."""

    about: Line
    status_values: dict[Literal["met", "partial", "missing", "not_applicable"], StatusValue]
    rules: tuple[Rule, ...]


class Band(Authored):
    """A label and the score from which it holds."""

    min: float
    label: Line


class Scoring(Authored):
    """From verdicts to scores and bands."""

    levels: tuple[Level, ...]
    expected_at: Line
    unit_score: Line
    bands: tuple[Band, ...]
    """Highest first; the last one starts at 0."""
    must_meet: Line
    typical_round_units: Line


class ScalePoint(Authored):
    """One point of the four-point scale."""

    label: Line
    meaning: Line


class Dimension(Authored):
    """A round-level dimension: for each level, what each point of the four-point scale reads like."""

    id: Slug
    title: Line
    looks_at: Line
    time_guide_minutes: Line
    red_flag_limit: Line | None = None
    levels: dict[Level, dict[Point, Line]]


class Dimensions(Authored):
    """What a whole round is looked at for, and what each point of the scale means."""

    scale: dict[Point, ScalePoint]
    calibration: tuple[Line, ...]
    dimensions: tuple[Dimension, ...]


class Overlaps(Authored):
    """Pairs of criteria that ask the same in two topics; each takes the better verdict."""

    overlaps: tuple[tuple[Slug, Slug], ...]
