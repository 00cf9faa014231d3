"""Builds the patterns of everyday wordings that the graders listen for. Ours only: a content file never holds one."""

import re


def cue(*wordings: str) -> re.Pattern[str]:
    """Return a pattern that finds any of `wordings` as whole words, whatever their case. Each is a small expression."""
    return re.compile(rf"\b(?:{'|'.join(wordings)})\b", re.IGNORECASE)


def word_set(*lines: str) -> frozenset[str]:
    """Return the words of `lines` as a set."""
    return frozenset(word for line in lines for word in line.split())
