"""What kind of thing the candidate just did: asked, answered, gave up, said nothing. Judges no content."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from mockround.grading.clauses import Clause, clauses
from mockround.grading.cues import cue
from mockround.grading.stances import Stance
from mockround.grading.text import tokens


class Intent(StrEnum):
    STATEMENT = "statement"
    QUESTION = "question"
    DONT_KNOW = "dont-know"
    NEXT = "next"
    DONE = "done"
    NONSENSE = "nonsense"
    INSULT = "insult"
    PASTED = "pasted"


@dataclass(frozen=True, slots=True)
class Reading:
    """The intent of a turn, and the questions in it, verbatim."""

    intent: Intent
    questions: tuple[str, ...]
    is_it_depends: bool
    is_bare_hybrid: bool


_DONT_KNOW = cue(
    r"i (really )?(do not|don'?t|wouldn'?t) know", r"no idea", r"not sure( about)?( that| this| how)?$",
    r"i'?m (stuck|lost|blank)", r"i have no (idea|clue)", r"i forgot", r"can'?t remember", r"pass on (this|that)",
)  # fmt: skip
_NEXT = re.compile(r"^\W*(next|skip|move on|pass|continue|go on|next question|ok(ay)? next)\W*$", re.IGNORECASE)
_DONE = cue(
    r"that'?s (all|it|my (design|answer|summary|list))", r"i'?m done", r"i am done", r"ready to move on",
    r"let'?s move on",
    r"(let'?s|can we|shall we|i'?d like to) (move|go|get) (on )?(in)?to (the )?(design|deep|high|next|diagram)",
)  # fmt: skip
_INSULT = re.compile(
    r"\b(fuck|shit|idiot|stupid (bot|question|interviewer|machine)|moron|you suck)\w*\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(and |so |ok(ay)?,? |also |but )*(what|how|which|who|when|where|why|is|are|do|does|did|can|could"
    r"|should|will|would|may|am i|shall)\b(?! (i'?d|i would|we'?d|happens is))",
    re.IGNORECASE,
)
_DEPENDS = re.compile(r"\b(it |that |this )?(really |all )?depends\b", re.IGNORECASE)
_REASONED = re.compile(r"\d|\bbecause\b|\bso (that|here)\b|\bthreshold\b|\babove\b|\bbelow\b", re.IGNORECASE)
_HYBRID = re.compile(r"\bhybrid\b", re.IGNORECASE)
_PASTED_WORDS = 1200


@lru_cache(maxsize=8192)
def reading(text: str) -> Reading:
    """Return how a turn is meant. A turn with an answer in it is a statement, whatever it also asks."""
    parts = clauses(text)
    questions = tuple(text[part.start : part.end].strip() for part in parts if _is_question(text, part))
    words = len(tokens(text))
    asserted = sum(len(part.tokens) for part in parts if not _is_question(text, part))
    return Reading(
        intent=_intent(text, words, has_questions=bool(questions), asserted=asserted),
        questions=questions,
        is_it_depends=words < 40 and bool(_DEPENDS.search(text)) and not _REASONED.search(text),
        is_bare_hybrid=words < 40 and bool(_HYBRID.search(text)) and not _REASONED.search(text),
    )


def _intent(text: str, words: int, *, has_questions: bool, asserted: int) -> Intent:
    if _INSULT.search(text) and words < 25:
        return Intent.INSULT
    if _NEXT.match(text):
        return Intent.NEXT
    if _DONT_KNOW.search(text) and words < 25:
        return Intent.DONT_KNOW
    if _is_nonsense(text, words):
        return Intent.NONSENSE
    if words > _PASTED_WORDS:
        return Intent.PASTED
    if has_questions and asserted < 15:
        return Intent.QUESTION
    return Intent.DONE if _DONE.search(text) and words < 60 else Intent.STATEMENT


def _is_question(text: str, part: Clause) -> bool:
    raw = text[part.start : part.end].strip()
    return part.stance is Stance.QUESTION and (bool(_ASKS.match(raw)) or len(part.tokens) < 12)


def _is_nonsense(text: str, words: int) -> bool:
    """No word at all, or one long smear of letters without a vowel pattern of language."""
    letters = [char for char in text.lower() if char.isalpha()]
    if words == 0 or not letters:
        return not any(char.isdigit() for char in text)
    vowels = sum(char in "aeiouyäöüéèáàíóú" for char in letters)
    longest = max(len(token.word) for token in tokens(text))
    return (words <= 3 and len(letters) > 5 and vowels / len(letters) < 0.15) or (words <= 2 and longest > 24)
