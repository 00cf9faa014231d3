"""Cuts a turn into remarks, each small enough to say one thing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mockround.grading.clauses import Clause, clauses
from mockround.grading.text import Token

_CUT = re.compile(
    r"[,:()\[\]\"\u201c\u201d]{1,40}(?=\s|$)|(?<=\s)[(\[\"\u201c]|\s(?:->|=>|\u2192|/|\||\+)\s|\.\.\.+|\u2026|\.(?=\s)"
    r"|\s(?=(?:and(?! e\b)|but|while|whereas|so|then|because|bc|cuz|since|though|although|yet|nor|unless|until"
    r"|(?:otherwise|else)\s+(?!because|since|as|cuz|bc)\w)\b)"
    r"|\s(?='cause\b)|(?<!soon)(?<!long)(?<!same)(?<!well)(?<!such)(?<!just)(?<!much)(?<!far)"
    r"\s(?=as (?:they|it|it's|we|you|people|nobody|users|i|this|that|there|every|each|no|one|two)\b)",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"\b(?:part|norm|avail|e\.g|i\.e|resp|approx|vs)\.$", re.IGNORECASE)
"""A full stop after these ends no sentence."""
_APOSTROPHE_LOST = re.compile(
    r"\b(do|does|did|is|are|was|were|has|have|had|would|should|could|ca|wo|must|need)nt\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Remark:
    """A stretch of a clause; `text` has straight apostrophes. `sentence` counts sentences within the turn."""

    text: str
    words: tuple[Token, ...]
    clause: Clause
    sentence: int


def remarks(text: str) -> tuple[Remark, ...]:
    """Return the remarks of a turn in order; every word is in one of them."""
    return tuple(_remarks(text))


def _remarks(text: str) -> Iterator[Remark]:
    sentence, end = 0, 0
    for clause in clauses(text):
        if (
            end
            and set(".!?\n") & set(text[end - 1 : clause.tokens[0].start])
            and not _SHORTENED.search(text[max(0, end - 10) : end])
        ):
            sentence += 1
        end = clause.end
        for start, stop in _spans(text, clause):
            words = tuple(token for token in clause.tokens if start <= token.start < stop)
            if words:
                yield Remark(_plain(text[start:stop]), words, clause, sentence)


def _plain(text: str) -> str:
    return _APOSTROPHE_LOST.sub(r"\1n't", text.replace("\u2019", "'"))


def _spans(text: str, clause: Clause) -> Iterator[tuple[int, int]]:
    start = clause.start
    for found in _CUT.finditer(text, clause.start, clause.end):
        yield start, found.end()
        start = found.end()
    yield start, clause.end
