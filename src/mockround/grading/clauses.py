"""Cuts a turn into clauses and says for each how it is meant: asserted, asked, rejected, put off, taken back."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from mockround.grading.cues import cue, word_set
from mockround.grading.text import Token, stems, tokens

_LONGEST = 32
"""Words. Spoken answers come without full stops; longer stretches are cut at a conjunction."""
_SHORTEST = 8
_BEFORE_COLON = 4
_LIST_WORDS = 9
_ECHO, _ADDED = 5, 3
"""Stems in a row that make an echo, and how many new ones make an answer of it all the same."""
_LIST_SHARE = 0.17
_ITEMS, _ITEM_WORDS = 6, 3
_HOLDING = word_set(
    "a an the and or but so of to in on at by for with from as is are was were be it its this that these i we you",
    "they then if when which who not only no per than after before until because each every one all have has do",
    "does can will would must my our their there",
)
_END = re.compile(r"[.!?;](?=\s|$|[\"')\]])|\n+|\s[-\u2013\u2014]\s")
# Not the colon of 'P: A', which would part a choice from what is chosen.
_COLON = re.compile(r"(?<!\b[A-Z]):(?=\s)")
_JOINTS = word_set("and but so then because which while where if when or plus also although however")


class Stance(StrEnum):
    """How the speaker means a clause. Only what is asserted is evidence."""

    ASSERTED = "asserted"
    QUESTION = "question"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"
    ADDRESSED = "addressed-to-grader"
    ASSENT = "assent"
    LISTED = "listed"
    """A string of terms without a sentence around them."""
    ECHOED = "echoed"
    """The interviewer's own words said back."""


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
    sentences = [_sentence(text, start, end) for start, end in _sentences(text)]
    for tagged in _TAGGED.finditer(text):
        for spoken in sentences:
            spoken[:] = [_as_note(part) if _overlaps(part, tagged) else part for part in spoken]
    for spoken, note in pairwise(sentences):
        if note and note[0].stance is Stance.ADDRESSED and _ABOVE.search(text[note[0].start : note[-1].end]):
            spoken[:] = [_as_note(part) for part in spoken]
    parts = tuple(part for sentence in sentences for part in sentence)
    return _with_echoes(_with_withdrawals(parts), before)


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
    parts = [replace(part, stance=_stance(text, part)) for part in short]
    if any(part.stance is Stance.ADDRESSED for part in parts):
        return [_as_note(part) for part in parts]
    return parts


def _as_note(part: Clause) -> Clause:
    return replace(part, stance=Stance.ADDRESSED)


def _overlaps(part: Clause, tagged: re.Match[str]) -> bool:
    return part.start < tagged.end() and tagged.start() < part.end


def _colons(text: str, start: int, end: int) -> Iterator[int]:
    """The places after colons that have something to stand on before them; 'Note:' has not."""
    for found in _COLON.finditer(text, start, end):
        if len(tokens(text[start : found.start()])) >= _BEFORE_COLON:
            yield found.end()
            start = found.end()


def _shortened(text: str, start: int, end: int) -> list[Clause]:
    words = [replace(token, start=token.start + start, end=token.end + start) for token in tokens(text[start:end])]
    parts: list[list[Token]] = [[]]
    for token in words:
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


_TO_GRADER = cue(
    r"(to|dear|for|hey|hello|note|attention) (the |my |our |every )?(grader|evaluator|assessor)s?", r"grader(?=\W*:)",
    r"grad(er|ing) (instructions?|notes?|rules?)", r"(grading|grade|system|instructions?)(?=>)",
    r"(the |this )?(grader|evaluator) (should|must|may|can|will|is|has)",
    r"whoever (scores|grades|marks)", r"scoring (system|model|note)",
    r"criteri(on|a) (is|are|was|were )?(fulfilled|met|satisfied)",
    r"(mark|record|score|grade|enter|count|treat|award|give) (this|it|that|the|all|every|me|them|us|full|met)\b"
    r".{0,60}\b(met|points|marks|credit|fulfilled|full)",
    r"ignore (all |any )?(previous|prior|above|your) ", r"score: ?", r"\[?system\]?:",
    r"full (marks|points|credit)", r"as an ai", r"instructions? (to|for) the", r"rubric",
    r"(must|should|shall|may|is to|are to|to) be (treated|counted|taken|read|scored|graded|marked|considered|judged) as"
    r" (spoken|said|evidence|met|covered|shown|given|part of)",
    r"(spoken|said|shown|explained|demonstrated|given|stated) (earlier |already |fully )?by the candidate",
    r"the candidate (has|had|have|did|is known|said|shows?|showed|explain\w*|demonstrat\w*|mention\w*|cover\w*)",
)  # fmt: skip
_ABOVE = cue(r"(the )?above (quote|text|sentence|passage|evidence)", r"(quote|text|sentence|passage|evidence) above")
"""A note to the grader that points at what stands before it: that is part of the note."""
_NOTES = re.compile("->|=>|\u2192|[=<>]")
"""Terse notes hold together by arrows and signs where a sentence has its little words."""
_TAGGED = re.compile(
    r"<\s*(grading|grades?|system|instructions?|assistant|evaluation|verdicts?|admin|note)\b[^>]{0,80}>"
    r".*?(<\s*/\s*\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_ASSENT = re.compile(
    r"^\W*((yes|yep|yeah|right|exactly|sure|agreed?|correct|indeed|good|true|ok(ay)?|absolutely|of course"
    r"|i agree|makes sense|sounds (good|right)|that'?s (right|it|true|correct)|what you said|as you said"
    r"|like you said)\b[\s,.!]*)+",
    re.IGNORECASE,
)
_REJECTS = cue(

    r"would(n'?t| not) (bother|do|add|use|go|need|split|want|reach|run|have|put|keep|look|work|build|cache|merge)",
    r"do(n'?t| not) (need|want|bother|see (the|a) (need|point)|think we need|care|worry|believe)",
    r"no (need|point|reason) (to|for|in)", r"not (needed|necessary|worth|required|a concern|going to|something)",
    r"is(n'?t| not) (needed|necessary|worth|required|a concern)", r"overkill", r"unnecessary",
    r"over[- ]?engineer\w*", r"too (fiddly|complex|complicated|much)",
    r"(i'?d|we'?d|would|will|let'?s) (rather not|skip|avoid|drop|leave (that|it|this) out|never)",
    r"i'?d rather not", r"waste of", r"busy ?work", r"premature", r"over the top", r"not worth", r"textbook stuff",
    r"never (bother|needed)",
    r"no \w+( \w+)?,? (and |or )?no \w+",
    r"no \w+( \w+){0,4} (is|are) (needed|necessary|required)", r"redundant", r"superfluous", r"pointless",
    r"anti-?pattern", r"(is|are|'s) (just )?a myth", r"the supposed \w+", r"unbounded by design",
)  # fmt: skip
_DEFERS = cue(
    r"(look|think|worry|deal|care) (at|about|into|with) (that|it|this|those) (later|then|afterwards)", r"later on",
    r"we'?ll see", r"for (a )?(phase|version|iteration) (two|three|2|3) maybe",
    r"would have to (look|read|check) (it|that|this)? ?up", r"not sure (yet|how|what)",
    r"could (maybe|perhaps|eventually)", r"some day", r"one day (we|i|it|they|maybe|perhaps)",
    r"to be decided", r"tbd", r"i don'?t know",
)  # fmt: skip
_WITHDRAWS = cue(
    r"scratch that", r"take (it|that) back", r"strike that", r"no,? wait", r"wait,? no",
    r"forget (that|it|what i said)", r"on second thought", r"let me (change|correct|take)", r"actually,? no",
    r"no,? that'?s wrong", r"hmm?,? no", r"drop (that|the idea)", r"i'?d drop that",
)  # fmt: skip


def _stance(text: str, clause: Clause) -> Stance:
    raw = text[clause.start : clause.end]
    if _TO_GRADER.search(raw):
        return Stance.ADDRESSED
    if raw.rstrip("\"')").endswith("?"):
        return Stance.QUESTION
    assent = _ASSENT.match(raw)
    if assent is not None and len(tokens(raw[assent.end() :])) < 4:
        return Stance.ASSENT
    if not _NOTES.search(raw) and (_is_list(clause.tokens) or _is_enumeration(raw)):
        return Stance.LISTED
    if _REJECTS.search(raw):
        return Stance.REJECTED
    return Stance.DEFERRED if _DEFERS.search(raw) else Stance.ASSERTED


def _is_list(words: Sequence[Token]) -> bool:
    """Terms strung together: hardly a word that holds a sentence together, and hardly a number."""
    if len(words) < _LIST_WORDS:
        return False
    holding = sum(token.word in _HOLDING or token.is_number for token in words)
    return holding / len(words) < _LIST_SHARE


def _is_enumeration(raw: str) -> bool:
    """Names between commas, a handful or more, none longer than a name: nothing is said of any of them."""
    items = [len(tokens(item)) for item in raw.split(",")]
    return sum(0 < length <= _ITEM_WORDS for length in items) >= _ITEMS


def _with_withdrawals(parts: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """A clause that begins by taking something back withdraws the one before it."""
    marked = list(parts)
    for at, clause in enumerate(parts[1:], start=1):
        if _WITHDRAWS.search(" ".join(token.word for token in clause.tokens[:10])):
            marked[at - 1] = replace(marked[at - 1], stance=Stance.WITHDRAWN)
    return tuple(marked)


def _with_echoes(parts: tuple[Clause, ...], before: str) -> tuple[Clause, ...]:
    """An asserted clause that runs along the words just asked, and adds hardly any of its own, is an echo."""
    asked = [stem for stem in stems(before) if stem not in _HOLDING]
    runs = {tuple(asked[at : at + _ECHO]) for at in range(len(asked) - _ECHO + 1)}
    if not runs:
        return parts
    return tuple(
        replace(part, stance=Stance.ECHOED) if part.stance is Stance.ASSERTED and _echoes(part, asked, runs) else part
        for part in parts
    )


def _echoes(part: Clause, asked: Sequence[str], runs: Container[tuple[str, ...]]) -> bool:
    own = [token.stem for token in part.tokens if token.stem not in _HOLDING]
    runs_along = any(tuple(own[at : at + _ECHO]) in runs for at in range(len(own) - _ECHO + 1))
    return runs_along and sum(stem not in asked for stem in own) < _ADDED
