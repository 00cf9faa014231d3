"""The verdict in one sentence, as plain as the numbers behind it."""

from typing import Literal

from mockround.content.models import Level
from mockround.grading.report import CheckpointResult

ReadsAs = Level | Literal["below"] | None
_BELOW = "below mid"


def verdict_line(
    level: Level,
    scores: tuple[float | None, float | None],
    reads: tuple[ReadsAs, ReadsAs],
    checkpoint: CheckpointResult | None,
) -> str:
    """Return one sentence. `scores` and `reads` are (low, high)."""
    if checkpoint is not None:
        return _of_checkpoint(checkpoint)
    low, high = scores
    if low is None or high is None:
        return "Nothing in this round could be graded, so there is no score."
    share = f"{low:.0%}" if low == high else f"between {low:.0%} and {high:.0%}"
    return f"You held {share} of what a {level.value} round asks; on the primary topic it reads as {_levels(*reads)}."


def _of_checkpoint(result: CheckpointResult) -> str:
    if result.passed is None:
        return "Whether you passed is open: an item that decides could not be graded."
    return f"{'Passed' if result.passed else 'Not passed yet'}. {result.note}"


def _levels(low: ReadsAs, high: ReadsAs) -> str:
    names = [_BELOW if each in ("below", None) else f"{each}" for each in (low, high)]
    return names[0] if names[0] == names[1] else f"{names[0]} to {names[1]}"
