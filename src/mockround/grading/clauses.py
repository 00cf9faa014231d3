"""Cuts a turn into clauses and says for each how it is meant: asserted, asked, rejected, put off, taken back."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from mockround.grading.cues import cue, word_set
from mockround.grading.notes import is_note, points_at_what_stands_before, set_apart
from mockround.grading.stances import HOLDING, Stance, disowns, stance
from mockround.grading.text import Token, stems, tokens

_LONGEST = 32
"""Words. Spoken answers come without full stops; longer stretches are cut at a conjunction."""
_SHORTEST = 8
_SHORT = 12
"""Words. A rejection that hardly says anything of its own speaks of what stood before it."""
_BEFORE_COLON = 4
_ECHO, _ADDED = 5, 3
"""Stems in a row that make an echo, and how many new ones make an answer of it all the same."""
_BETWEEN_NOTES = 3
"""Sentences. What stands between two notes this near to each other is one note with them."""
_END = re.compile(r"[.!?;](?=\s|$|[\"')\]])|\n+|\s[-\u2013\u2014]\s")
# Not the colon of 'P: A', which would part a choice from what is chosen.
_COLON = re.compile(r"(?<!\b[A-Z]):(?=\s)")
_TURNS = word_set("but so because however although though instead")
_JOINTS = word_set("and but so then because which while where if when or plus also although however")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of one turn; `start` and `end` are offsets into its raw text."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    stance: Stance = Stance.ASSERTED

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(token.stem for token in self.tokens)


def clauses(text: str, before: str = "") -> tuple[Clause, ...]:
    """Return the clauses of `text`, which answers `before`, with their stance.

    Their spans do not overlap and hold every word once.
    """
    return _with_echoes(_said(text), before)


@lru_cache(maxsize=512)
def _said(text: str) -> tuple[Clause, ...]:
    """Return the clauses as they are meant on their own. Agenda, grader and guard read the same turns."""
    sentences = [_sentence(text, start, end) for start, end in _sentences(text)]
    _mark_notes(text, sentences)
    _mark_disowned(text, sentences)
    return _with_withdrawals(tuple(part for sentence in sentences for part in sentence))


def _mark_notes(text: str, sentences: list[list[Clause]]) -> None:
    """What is set apart from speech is a note; so is what hangs on one, lies between two, or is pointed at."""
    for span in set_apart(text):
        for at, spoken in enumerate(sentences):
            sentences[at] = [_as(Stance.ADDRESSED, part) if _overlaps(part, span) else part for part in spoken]
    for at, (spoken, other) in enumerate(pairwise(sentences)):
        if _is(Stance.ADDRESSED, other) and points_at_what_stands_before(text[other[0].start : other[-1].end]):
            sentences[at] = _all(Stance.ADDRESSED, spoken)
    _join_notes(text, sentences)


def _join_notes(text: str, sentences: list[list[Clause]]) -> None:
    noted = [at for at, spoken in enumerate(sentences) if _is(Stance.ADDRESSED, spoken)]
    for first, last in pairwise(noted):
        if last - first <= _BETWEEN_NOTES:
            sentences[first:last] = [_all(Stance.ADDRESSED, each) for each in sentences[first:last]]
    for at in range(1, len(sentences)):
        if _is(Stance.ADDRESSED, sentences[at - 1]) and _hang_together(text, sentences[at - 1], sentences[at]):
            sentences[at] = _all(Stance.ADDRESSED, sentences[at])


def _mark_disowned(text: str, sentences: list[list[Clause]]) -> None:
    """'None of that' and its like reject what the sentence listed, or the sentence before where they stand alone."""
    for at, spoken in enumerate(sentences):
        for number, part in enumerate(spoken):
            if part.stance is not Stance.REJECTED or not disowns(_plain(text, part)):
                continue
            spoken[:] = [_rejected(each) for each in spoken]
            is_short = number == 0 and len(part.tokens) <= _SHORT
            if at and (is_short or _hang_together(text, sentences[at - 1], spoken)):
                sentences[at - 1][:] = [_rejected(each) for each in sentences[at - 1]]


def _hang_together(text: str, one: Sequence[Clause], other: Sequence[Clause]) -> bool:
    """Whether no full stop parts them: a semicolon or a dash goes on with the thought."""
    return bool(one and other) and not set(".!?\n") & set(text[one[-1].tokens[-1].end : other[0].start])


def _is(wanted: Stance, spoken: Sequence[Clause]) -> bool:
    return bool(spoken) and spoken[0].stance is wanted


def _as(wanted: Stance, part: Clause) -> Clause:
    return part if part.stance is wanted else replace(part, stance=wanted)


def _all(wanted: Stance, spoken: Sequence[Clause]) -> list[Clause]:
    return [_as(wanted, part) for part in spoken]


def _rejected(part: Clause) -> Clause:
    return _as(Stance.REJECTED, part) if part.stance in (Stance.ASSERTED, Stance.REPORTED) else part


def _sentences(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for found in _END.finditer(text):
        spans.append((start, found.end()))
        start = found.end()
    spans.append((start, len(text)))
    return [(start, end) for start, end in spans if text[start:end].strip()]


def _sentence(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of one sentence, cut at colons, too. One that speaks to the grader does so in all its parts."""
    cuts = [start, *_colons(text, start, end), end]
    short = [part for one, other in pairwise(cuts) for part in _shortened(text, one, other)]
    if any(is_note(_plain(text, part)) for part in short):
        return _all(Stance.ADDRESSED, short)
    parts = [_as(stance(_plain(text, part), part.tokens), part) for part in short]
    return _all(Stance.REPORTED, parts) if _reports_throughout(parts) else parts


def _reports_throughout(parts: Sequence[Clause]) -> bool:
    """Whether a sentence begins with what others say and never turns to what the speaker does."""
    return _is(Stance.REPORTED, parts) and not any(token.word in _TURNS for part in parts for token in part.tokens)


def _plain(text: str, part: Clause) -> str:
    return text[part.start : part.end].replace("\u2019", "'")


def _overlaps(part: Clause, span: tuple[int, int]) -> bool:
    return part.start < span[1] and span[0] < part.end


def _colons(text: str, start: int, end: int) -> Iterator[int]:
    """The places after colons that have something to stand on before them; 'Note:' has not."""
    for found in _COLON.finditer(text, start, end):
        if len(tokens(text, start, found.start())) >= _BEFORE_COLON:
            yield found.end()
            start = found.end()


def _shortened(text: str, start: int, end: int) -> list[Clause]:
    parts: list[list[Token]] = [[]]
    for token in tokens(text, start, end):
        if len(parts[-1]) >= _LONGEST or (len(parts[-1]) >= _LONGEST // 2 and token.word in _JOINTS):
            parts.append([])
        parts[-1].append(token)
    if len(parts) > 1 and len(parts[-1]) < _SHORTEST:
        tail = parts.pop()
        parts[-1] += tail
    return [_clause(text, part) for part in parts if part]


def _clause(text: str, part: Sequence[Token]) -> Clause:
    start, end = part[0].start, part[-1].end
    while end < len(text) and text[end] in ".!?;,)\"'":
        end += 1
    return Clause(start, end, tuple(part))


_WITHDRAWS = cue(
    r"scratch that", r"take (it|that) back", r"strike that", r"no,? wait", r"wait,? no",
    r"forget (that|it|what i said)", r"on second thought", r"let me (change|correct|take)", r"actually,? no",
    r"no,? that'?s wrong", r"hmm?,? no", r"drop (that|the idea)", r"i'?d drop that",
)  # fmt: skip


def _with_withdrawals(parts: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """A clause that begins by taking something back withdraws the one before it."""
    marked = list(parts)
    for at, clause in enumerate(parts[1:], start=1):
        if _WITHDRAWS.search(" ".join(token.word for token in clause.tokens[:10])):
            marked[at - 1] = replace(marked[at - 1], stance=Stance.WITHDRAWN)
    return tuple(marked)


def _with_echoes(parts: tuple[Clause, ...], before: str) -> tuple[Clause, ...]:
    """An asserted clause that runs along the words just asked, and adds hardly any of its own, is an echo."""
    asked = [stem for stem in stems(before) if stem not in HOLDING]
    runs = {tuple(asked[at : at + _ECHO]) for at in range(len(asked) - _ECHO + 1)}
    if not runs:
        return parts
    return tuple(
        replace(part, stance=Stance.ECHOED) if part.stance is Stance.ASSERTED and _echoes(part, asked, runs) else part
        for part in parts
    )


def _echoes(part: Clause, asked: Sequence[str], runs: Container[tuple[str, ...]]) -> bool:
    own = [token.stem for token in part.tokens if token.stem not in HOLDING]
    runs_along = any(tuple(own[at : at + _ECHO]) in runs for at in range(len(own) - _ECHO + 1))
    return runs_along and sum(stem not in asked for stem in own) < _ADDED
