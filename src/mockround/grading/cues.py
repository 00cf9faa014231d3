"""Builds the patterns of everyday wordings that the graders listen for. Ours only: a content file never holds one."""

import re
from collections.abc import Iterable

_OPENED = re.compile(r"(?<!\\)\((?!\?)")


def cue(*wordings: str) -> re.Pattern[str]:
    """Return a pattern that finds any of `wordings` as whole words, whatever their case. Each is a small expression.

    Its groups are not numbered: to keep what each of a hundred groups held costs most of a search.
    """
    return re.compile(_any_of(wordings), re.IGNORECASE)


def small_cue(*wordings: str) -> re.Pattern[str]:
    """Return the like of a `cue` for text that is case-folded already: long ones are found sooner then."""
    return re.compile(_any_of(wordings))


def _any_of(wordings: Iterable[str]) -> str:
    return rf"\b(?:{'|'.join(_OPENED.sub('(?:', each) for each in wordings)})\b"


def word_set(*lines: str) -> frozenset[str]:
    """Return the words of `lines` as a set."""
    return frozenset(word for line in lines for word in line.split())
