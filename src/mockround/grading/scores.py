"""From verdicts to scores, bands and levels (catalog/scoring.yaml). Exact arithmetic; floats only at the very end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from mockround.content.models import Band, Criterion, CriterionId, Level
from mockround.grading.report import Band as BandLabel
from mockround.grading.verdicts import POINTS_TWICE, Verdict

LEVELS = (Level.MID, Level.SENIOR, Level.STAFF)
_ABOVE_COUNTS = Fraction(1, 2)
_MUST_WEIGHT = 3

Verdicts = Mapping[CriterionId, Verdict]
ReadsAs = Level | Literal["below"]


@dataclass(frozen=True, slots=True)
class UnitScore:
    """A unit's share of 1, None where nothing of it could be graded, and the criteria that cap it."""

    score: Fraction | None
    capped_by: tuple[CriterionId, ...]


def unit_score(criteria: Sequence[Criterion], verdicts: Verdicts, level: Level) -> UnitScore:
    """Return the score of one topic at `level`.

    Sum of points x weight at or below the level, plus half of that above it, over the weights at or below the
    level; at most 1. Not applicable and ungraded criteria leave both sums. Source: catalog/scoring.yaml.
    """
    gained, possible = Fraction(0), Fraction(0)
    for criterion in criteria:
        points = POINTS_TWICE.get(verdicts.get(CriterionId(criterion.id), Verdict.UNGRADED))
        if points is None:
            continue
        share = Fraction(points, 2) * criterion.weight
        if is_expected(criterion, level):
            gained += share
            possible += criterion.weight
        else:
            gained += share * _ABOVE_COUNTS
    missing_musts = tuple(CriterionId(each.id) for each in criteria if _is_missing_must(each, verdicts, level))
    return UnitScore(min(Fraction(1), gained / possible) if possible else None, missing_musts)


def band_of(score: Fraction | None, bands: Sequence[Band], *, is_capped: bool) -> BandLabel | None:
    """Return the label of the first band that `score` reaches; a capped unit is at most 'developing'."""
    if score is None:
        return None
    labels: list[BandLabel] = ["strong", "solid", "developing", "not yet"]
    reached = next(at for at, band in enumerate(bands) if score >= Fraction(str(band.min)))
    return labels[max(reached, labels.index("developing")) if is_capped else reached]


def mean(scores: Iterable[tuple[Fraction | None, int]]) -> Fraction | None:
    """Return the weighted mean of the scores that exist, or None where none does."""
    known = [(score, weight) for score, weight in scores if score is not None]
    total = sum(weight for _, weight in known)
    return sum((score * weight for score, weight in known), Fraction(0)) / total if total else None


def reads_as(criteria: Sequence[Criterion], verdicts: Verdicts, bands: Sequence[Band]) -> ReadsAs | None:
    """Return the highest level whose bar the primary criteria clear: solid or better, and no weight-3 one missing.

    Each level is tried from mid upwards and the first that fails ends the climb, so that staff is never read from
    an answer without the basics. None where nothing could be graded.
    """
    reached: ReadsAs | None = None
    for level in LEVELS:
        unit = unit_score(criteria, verdicts, level)
        band = band_of(unit.score, bands, is_capped=bool(unit.capped_by))
        if band is None:
            continue
        if band not in ("solid", "strong"):
            return reached or "below"
        reached = level
    return reached


def is_expected(criterion: Criterion, level: Level) -> bool:
    """Tell whether a criterion is at or below `level`, and so counts in the denominator."""
    return LEVELS.index(criterion.level) <= LEVELS.index(level)


def _is_missing_must(criterion: Criterion, verdicts: Verdicts, level: Level) -> bool:
    must = criterion.weight == _MUST_WEIGHT and is_expected(criterion, level)
    return must and verdicts.get(CriterionId(criterion.id)) is Verdict.MISSING
