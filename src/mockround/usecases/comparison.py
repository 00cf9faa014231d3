"""Two grades of one round side by side: where their verdicts differ, and who made them."""

from dataclasses import dataclass

from mockround.grading.report import CriterionResult, GradeReport


@dataclass(frozen=True, slots=True)
class Difference:
    """One criterion on which two grades do not say the same; None where a grade does not have it."""

    title: str
    one: CriterionResult | None
    other: CriterionResult | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`same` counts the criteria on which both say the same."""

    differences: tuple[Difference, ...]
    same: int
    is_same_rubric: bool


def compared(one: GradeReport, other: GradeReport) -> Comparison:
    """Return where the verdicts of two grades differ, in the order of the first."""
    left = {each.criterion: each for unit in one.units for each in unit.criteria}
    right = {each.criterion: each for unit in other.units for each in unit.criteria}
    pairs = [(left.get(each), right.get(each)) for each in dict.fromkeys((*left, *right))]
    differing = tuple(
        Difference((mine or theirs).title, mine, theirs)  # type: ignore[union-attr]
        for mine, theirs in pairs
        if mine is None or theirs is None or mine.verdict is not theirs.verdict
    )
    is_same_rubric = one.provenance.rubric_hash == other.provenance.rubric_hash
    return Comparison(differing, len(pairs) - len(differing), is_same_rubric)
