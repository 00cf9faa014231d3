"""What a grade says about its own making: who, with what, at what cost, and where it fell short."""

from collections.abc import Iterable, Sequence

from mockround.grading.model_cells import RowGraded
from mockround.grading.port import Identity
from mockround.grading.report import Provenance
from mockround.grading.rules import Ruled
from mockround.grading.verdicts import Finding, Spent, Verdict

GRADER_VERSION = "1"
STEERED = "Words to the grader stand in what you said or drew: they earned nothing, and no model could raise a verdict."

RECITED = "Some of what you said is the rubric's own text, word for word: it earned nothing. Say it in your own words."


def provenance_of(by: Identity, findings: Sequence[Finding], rows: Sequence[RowGraded], rubric_hash: str) -> Provenance:
    """Return what a grade carries about itself: who made it, with what, and what that took."""
    made = [each.by_model for each in findings if each.by_model is not None]
    whole = Provenance(
        grader=by.name,
        grader_version=GRADER_VERSION,
        model=by.model,
        prompt_hash=by.prompt,
        temperature=by.temperature,
        rubric_hash=rubric_hash,
    )
    if not made:
        return whole
    spent = Spent()
    for part in (*(each.spent for each in made), *(each.spent for each in rows)):
        spent = spent.plus(part)
    known = spent.tokens_in is not None and spent.tokens_out is not None
    return whole.model_copy(
        update={
            "calls": spent.calls,
            "votes": sum(each.votes for each in made),
            "retries": spent.retries,
            "tokens": (spent.tokens_in or 0) + (spent.tokens_out or 0) if known else None,
            "cost_usd": spent.cost_usd,
        }
    )


def flags_of(
    rulings: Iterable[Ruled], rows: Sequence[RowGraded], *, is_steered: bool, is_recited: bool
) -> tuple[str, ...]:
    """Return notes on the grading itself."""
    ungraded = sum(each.finding.verdict is Verdict.UNGRADED for each in rulings)
    failed = sum(each.failed for each in rows)
    flags = [*([STEERED] if is_steered else []), *([RECITED] if is_recited else [])]
    if ungraded:
        flags.append(f"{ungraded} criteria could not be graded; they count neither for nor against you.")
    if failed:
        flags.append(f"{failed} rows of the matrices are the embedded grader's, because the model failed on them.")
    return tuple(flags)
