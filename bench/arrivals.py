"""What of a reply arrived, when, and how late: arithmetic over moments that were noted elsewhere. Reads no clock."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from mockround.interviewer.guard import Sentences

Due = Callable[[Sequence[str]], list[int]]
"""For each token of a reply the number of the one with which it may be shown; the end of the reply counts as one."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A reply as upstream wrote it. `at` has a moment for each token and one for the end."""

    asked_at: float
    tokens: tuple[str, ...]
    at: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A reply as it arrived: when it was asked for, and pieces with the moment at which each was there."""

    posted_at: float
    pieces: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One reply, in seconds. What upstream takes for itself is in none of them."""

    first_s: float
    """To the first words: from the question to upstream, and from what lets them be shown to the reader."""
    added_s: tuple[float, ...]
    """For each token: from when it could be shown to when it was."""
    held_s: tuple[float, ...]
    """For each token: from when it was sent to when it could be shown."""
    wrong: int
    """Tokens that did not arrive, or not as they were sent."""


def at_once(tokens: Sequence[str]) -> list[int]:
    return list(range(len(tokens)))


def by_sentence(tokens: Sequence[str]) -> list[int]:
    """A token may be shown when its sentence is known to be over: when the next one begins, or the reply ends."""
    sentences, due, shown, letters = Sentences(), list[int](), 0, 0
    for number, token in enumerate(tokens):
        shown += sum(_letters(sentence) for sentence in sentences.add(token))
        while len(due) <= number and letters + _letters(tokens[len(due)]) <= shown:
            letters += _letters(tokens[len(due)])
            due.append(number)
    return due + [len(tokens)] * (len(tokens) - len(due))


def _letters(text: str) -> int:
    return len("".join(text.split()))


def arrival(sent: Sent, heard: Heard, due: Due) -> Arrival:
    """Hold what arrived against what was sent."""
    text = "".join(piece for _, piece in heard.pieces)
    added, held = list[float](), list[float]()
    wrong = begins = 0
    shown_at = _moments(heard.pieces)
    for number, (token, ready) in enumerate(zip(sent.tokens, due(sent.tokens), strict=True)):
        ends = begins + len(token)
        if text[begins:ends] == token:
            added.append(shown_at[ends - 1] - sent.at[ready])
            held.append(sent.at[ready] - sent.at[number])
        else:
            wrong += 1
        begins = ends
    first_s = sent.asked_at - heard.posted_at + added[0] if added else math.inf
    return Arrival(first_s, tuple(added), tuple(held), wrong + (len(text) > begins))


def _moments(pieces: Iterable[tuple[float, str]]) -> list[float]:
    return [at for at, piece in pieces for _ in piece]


def percentile(values: Iterable[float], share: float) -> float:
    """Return the smallest value that at least `share` of them do not exceed; nan where there are none."""
    ordered = sorted(values)
    if not ordered:
        return float("nan")
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
