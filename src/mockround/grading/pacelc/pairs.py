"""Bare letters and bare values: 'on a partition it's C', and the pair 'A, then L' that names no branch at all."""

from collections.abc import Sequence

from mockround.grading.cues import cue
from mockround.grading.pacelc.branches import Branch
from mockround.grading.pacelc.heard import Heard
from mockround.grading.pacelc.leanings import Leaning
from mockround.grading.pacelc.notation import letters_in, side_of
from mockround.grading.pacelc.wording import Weight

_LETTERS = {Branch.PARTITION: "AC", Branch.OTHERWISE: "LC"}
_WORDS = (
    ("A", cue(r"availab(le|ility)", r"(stay|keep|be) up")),
    ("C", cue(r"consistency")),
    ("L", cue(r"latency", r"(stay|keep|be) (fast|quick)", r"speed")),
)
_LONGEST = 5
"""Words of a remark that is no more than a value."""


def bare_letters(sentence: Sequence[Heard], branches: Sequence[Branch | None]) -> list[tuple[Leaning, ...]]:
    """Return for each remark what its bare letters or values choose."""
    if any(branch is not None for branch in branches):
        return [_on(branch, each) for each, branch in zip(sentence, branches, strict=True)]
    said = [(at, letter) for at, each in enumerate(sentence) for letter in _said(each)]
    found: list[tuple[Leaning, ...]] = [() for _ in sentence]
    if (
        len(said) == 2
        and said[1][0] - said[0][0] <= 1
        and said[0][1] in _LETTERS[Branch.PARTITION]
        and said[1][1] in _LETTERS[Branch.OTHERWISE]
    ):
        for branch, (at, letter) in zip(_LETTERS, said, strict=True):
            found[at] = (*found[at], Leaning(branch, side_of(letter), Weight.CODE))
    return found


def _on(branch: Branch | None, each: Heard) -> tuple[Leaning, ...]:
    letters = [letter for _, letter in letters_in(each.text)] if each.is_meant else []
    wanted = _LETTERS if branch is Branch.BOTH else [branch] if branch in _LETTERS else []
    return tuple(
        Leaning(one, side_of(letters[0]), Weight.CODE) for one in wanted if letters and letters[0] in _LETTERS[one]
    )


def _said(each: Heard) -> list[str]:
    if not each.is_meant:
        return []
    letters = [letter for _, letter in letters_in(each.text)]
    if letters or not (len(each.remark.words) <= _LONGEST or each.chooses(None)):
        return letters
    return [letter for letter, pattern in _WORDS if pattern.search(each.text)]
