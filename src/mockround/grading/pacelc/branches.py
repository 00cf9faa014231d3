"""Which branch a remark is about: a partition, the time without one, or both. Knows nothing of choices."""

import re
from enum import StrEnum

from mockround.grading.pacelc import branch_words as words

HIDDEN = "#"
"""Stands where words have been read already, so that nobody reads them a second time."""


class Branch(StrEnum):
    PARTITION = "partition"
    OTHERWISE = "otherwise"
    BOTH = "both"
    OPPOSITE = "opposite"
    """'If it isn't', 'with one': the branch that was not spoken of last."""


def branch_in(text: str, *, among_partitions: bool = True) -> tuple[Branch | None, str]:
    """Return which branch a remark is about, if it says so, and the remark with the words that said so hidden.

    Unless partitions are being talked of (`among_partitions`), a store that is gone is none.
    """
    returns = words.RETURNS.search(text) is not None and among_partitions
    text = hidden(words.OTHER_SENSES, hidden(words.RETURNS, text))
    if among_partitions and words.BOTH.search(text):
        return Branch.BOTH, _without_partition(hidden(words.BOTH, text), among_partitions)
    if words.OPPOSITE.search(text):
        return Branch.OPPOSITE, hidden(words.OPPOSITE, text)
    plain = hidden(words.NO_PARTITION, text)
    whole = _without_partition(plain, among_partitions)
    rest = hidden(words.OTHERWISE, whole)
    is_broken, is_fine = returns or whole != plain, plain != text or rest != whole
    if is_broken:
        return (Branch.BOTH, rest) if is_fine else (Branch.PARTITION, whole)
    return (Branch.OTHERWISE, rest) if is_fine else (None, text)


def speaks_of_partitions(text: str) -> bool:
    """Whether a text is about what happens when parts cannot reach each other."""
    plain = hidden(words.OTHER_SENSES, text)
    return words.PARTITION.search(plain) is not None


def is_for_ever(text: str) -> bool:
    """Whether a remark speaks of all times without naming a branch: 'always'."""
    return words.ALWAYS.search(text) is not None


def hidden(pattern: re.Pattern[str], text: str) -> str:
    """Return the text with what `pattern` finds put out of sight, every other word in its place."""
    return pattern.sub(lambda found: HIDDEN * len(found.group()), text)


def _without_partition(text: str, among_partitions: bool) -> str:
    text = hidden(words.PARTITION, text)
    return hidden(words.LIKE_A_PARTITION, text) if among_partitions else text
