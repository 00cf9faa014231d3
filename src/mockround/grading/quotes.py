"""Finds a quote that a model gives in what the candidate really said, and shows the candidate's own words.

No likeness decides: 'would use' is nearer to 'would not use' than an honest quote with its fillers left out is to its
source (shared measurements: 86.7 against 91.7 of 100). The words must be the same, in order, without a gap; only case,
punctuation, fillers, the form of numbers and one mistyped word may differ.
"""

from collections.abc import Iterator, Sequence

from mockround.grading.cues import word_set
from mockround.grading.text import Token, stem_of, tokens
from mockround.grading.transcript import Utterance
from mockround.grading.verdicts import Evidence

_SHORTEST = 4
"""Words; fewer could be found anywhere. A turn that has no more may be quoted as a whole."""
_TYPO_FROM = 5
_FILLERS = word_set("um uh er erm hmm well so okay ok like yeah right basically actually")
_POLAR = word_set("not no never none neither nor without unless except")


def verified(quote: str, cited: int | None, said: Sequence[Utterance]) -> Evidence | None:
    """Return the candidate's words that `quote` repeats, in turn `cited` if they stand there; None if nowhere."""
    wanted = [token for token in tokens(quote) if token.word not in _FILLERS]
    if not wanted:
        return None
    turns = sorted((each for each in said if each.speaker == "candidate"), key=lambda each: each.turn != cited)
    for turn in turns:
        words = [token for token in tokens(turn.text) if token.word not in _FILLERS]
        if len(wanted) < _SHORTEST and len(words) > len(wanted):
            continue
        found = _place(wanted, words)
        if found is not None:
            start, end = found
            return Evidence(turn.turn, start, end, turn.text[start:end])
    return None


def _place(wanted: Sequence[Token], words: Sequence[Token]) -> tuple[int, int] | None:
    """Return the raw offsets of the first exact run of words, else of the first with one mistyped word."""
    runs = [words[at : at + len(wanted)] for at in range(len(words) - len(wanted) + 1)]
    for most in (0, 1):
        for run in runs:
            if sum(1 for _ in _different(wanted, run)) <= most and all(
                _is_typo(one, other) for one, other in _different(wanted, run)
            ):
                return run[0].start, run[-1].end
    return None


def _different(wanted: Sequence[Token], run: Sequence[Token]) -> Iterator[tuple[str, str]]:
    for one, other in zip(wanted, run, strict=True):
        if one.word != other.word and not (_is_number(one) and one.stem == other.stem):
            yield one.word, other.word


def _is_number(token: Token) -> bool:
    return stem_of(token.word)[0].isdigit()


def _is_typo(one: str, other: str) -> bool:
    """Whether two long words differ by one letter, and neither turns a sentence around."""
    if min(len(one), len(other)) < _TYPO_FROM or {one, other} & _POLAR or abs(len(one) - len(other)) > 1:
        return False
    if one[0].isdigit() or other[0].isdigit():
        return False
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        apart = [at for at in range(len(short)) if short[at] != long[at]]
        is_swap = len(apart) == 2 and apart[1] == apart[0] + 1 and short[apart[0]] == long[apart[1]]
        return len(apart) == 1 or (is_swap and short[apart[1]] == long[apart[0]])
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
