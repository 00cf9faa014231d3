"""The short hand: PA/EL, CP, 'P: C', and bare letters where the branch is known."""

import re
from collections.abc import Iterator

from mockround.grading.pacelc.branches import HIDDEN, Branch
from mockround.grading.pacelc.wording import Side

_PAIR = re.compile(r"\bP\s?([AC])\b\W{0,3}(?:and |then |with )?\W{0,2}E\s?([LC])\b|\b([AC]P)\s*[/,+]\s*(E[LC])\b")
_PAIR_SMALL = re.compile(r"\bp([ac])\s?[/,+-]\s?e([lc])\b|\b([ac]p)\s?/\s?(e[lc])\b")
_LETTERS = re.compile(r"(?<![\w/.])([AC])\s?/\s?([LC])(?![\w/+.])")
_HALF = re.compile(r"\b(?:P([AC])|([AC])P|([ac])p|E([LC]))\b")
_NAMED = re.compile(
    r"\b(P|E)\b[\s/=:,>\u2192-]*(?:for [\w ]{1,30}? )?"
    r"(?:(?:is|are|to be|would be|I'd say|I say|I pick|I choose|we pick|we choose)\s+)?\b([ACL])\b"
)
_LETTER = re.compile(
    r"(?<![\w.+/'-])(?:(C|L)(?![\w+#'/-])|A(?=\s*(?:$|[.,;:!?)|]|(?:then|and|on|in|under|when|if|for|but|otherwise|else|here"
    r"|there|because|since|as|over|not|both|during|with|while|,)\b)))"
)
_SIDES = {"A": Side.LOOSE, "L": Side.LOOSE, "C": Side.STRICT}

Code = tuple[int, Branch, Side]
"""Where it stands, and what it says."""


def codes_in(text: str) -> tuple[tuple[Code, ...], str]:
    """Return the codes of a remark that name their branch, in order, and the remark without them."""
    found: list[Code] = []
    for pattern, read in ((_PAIR, _pair), (_PAIR_SMALL, _pair), (_LETTERS, _letters), (_NAMED, _named), (_HALF, _half)):
        for match in pattern.finditer(text):
            found += read(match)
        text = pattern.sub(lambda match: HIDDEN * len(match.group()), text)
    return tuple(sorted(found, key=lambda code: code[0])), text


def letters_in(text: str) -> tuple[tuple[int, str], ...]:
    """Return bare letters and their places: A, C or L. The article is none."""
    return tuple((match.start(), match.group()) for match in _LETTER.finditer(text))


def side_of(letter: str) -> Side:
    return _SIDES[letter.upper()]


def _pair(match: re.Match[str]) -> Iterator[Code]:
    first, second, cap, otherwise = match.groups()
    yield match.start(), Branch.PARTITION, side_of(first or cap[0])
    yield match.start(), Branch.OTHERWISE, side_of(second or otherwise[1])


def _letters(match: re.Match[str]) -> Iterator[Code]:
    yield match.start(), Branch.PARTITION, side_of(match.group(1))
    yield match.start(), Branch.OTHERWISE, side_of(match.group(2))


def _half(match: re.Match[str]) -> Iterator[Code]:
    after_p, before_p, small, after_e = match.groups()
    if after_e:
        yield match.start(), Branch.OTHERWISE, side_of(after_e)
    else:
        yield match.start(), Branch.PARTITION, side_of(after_p or before_p or small)


def _named(match: re.Match[str]) -> Iterator[Code]:
    branch, letter = match.groups()
    if letter in ("A", "C") if branch == "P" else letter in ("L", "C"):
        yield match.start(), Branch.PARTITION if branch == "P" else Branch.OTHERWISE, side_of(letter)
