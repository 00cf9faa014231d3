"""Looks at each sentence of a model before it is shown: what fails is kept back, and the embedded phrasing said."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from mockround.grading.cues import cue, word_set
from mockround.llm.secrets import holds

MOST_WORDS = 60
MOST_CHARS = 600
"""Of one sentence; a model that never comes to an end of one is not waited for."""
_LONG_ENOUGH = 6
"""Words from which a sentence's language can be told."""
_FOREIGN_SHARE = 0.3


class Kept(StrEnum):
    """Why a sentence was kept back, or the embedded question put in."""

    LEAK = "leak"
    SECOND_QUESTION = "second-question"
    GRADING = "grading-talk"
    PRAISE = "praise"
    MARKUP = "markup"
    LANGUAGE = "other-language"
    TOO_LONG = "too-long"
    REFUSAL = "refusal"
    KEY = "secret"
    NO_QUESTION = "no-question"
    """The reply was fine and asked nothing."""


_GRADING = cue(
    r"(your|the final|a|this) (score|grade|mark|rating)", r"(score|grade|mark|rate) (you|this|that|your)", "rubric",
    "criteri(on|a)", r"points? for", r"out of (10|ten|five|5)", r"\d+ ?/ ?(10|5)", "full marks?",
    r"hir(e|ed|ing) (you|signal|decision)", r"pass(ed)? (the|this) (interview|round)", r"evaluat\w+ (you|your)",
    r"assess\w* (you|your)", "strong hire", "hiring committee",
)  # fmt: skip
_PRAISE = cue(
    "great", "excellent", r"good (job|point|answer|start|thinking|question|idea|choice|work|call)", "well done",
    "perfect(ly)?", "awesome", "fantastic", "amazing", "impressive", "brilliant", "nice(ly)?", "wonderful", "spot on",
    "nailed", r"love (it|that|this|how|the)", r"(that'?s|you'?re|you are|that is) (absolutely |exactly )?right",
    r"(that'?s|you'?re|you are|that is) (absolutely |exactly )?correct", r"solid (answer|point|start|choice|approach)",
    "exactly right", "absolutely right", "i like (that|this|how|your)",
)  # fmt: skip
_MARKUP = re.compile(
    r"https?:|www\.|\]\(|</?[a-z!]|```|\*\*|__|^\s*([-*#>|]|\d+[.)])\s|\{[{%]|[{}\[\]|\\<>]|&[a-z#0-9]+;|data:\w+/|javascript:",
    re.IGNORECASE,
)
_REFUSAL = cue(
    "as an ai", "language model", r"i('m| am) (sorry|unable|not able)", "against my (guidelines|policy|rules)",
    r"i (can'?t|cannot|won'?t) (help|assist|do|provide|continue|comply|answer)",
)  # fmt: skip
_COMMON = word_set(
    "the a an and or but so of to in on at by for with from as is are was were be it its this that these those i we",
    "you your how what when where which who why if then do does did can could will would should have has had not no",
    "one all let us me my our there here they them about into than over after before",
)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_END = re.compile(r"[.!?]{1,20}[\"')\]\u201d\u2019]{0,20}(?=\s)|\n+")
_CLOSING = ".!?\"')]\u201d\u2019"
_NO_END = re.compile(r"\b(e\.g|i\.e|vs|etc|approx|no|dr|mr|ms|fig|st)\.$", re.IGNORECASE)


@dataclass
class Sentences:
    """Cuts a stream of words into sentences as they are completed; the spaces stay with the sentence before."""

    _rest: str = ""
    _searched: int = 0
    """No sentence ends before this place in the rest."""

    def add(self, words: str) -> Iterator[str]:
        """Yield each sentence that `words` completes, and whatever has grown too long to be one."""
        self._rest += words
        while (end := _END.search(self._rest, self._searched)) is not None:
            if _NO_END.search(self._rest[: end.end()]):
                self._searched = end.end()
                continue
            sentence, self._rest, self._searched = self._rest[: end.end()], self._rest[end.end() :], 0
            if sentence.strip():
                yield sentence.strip()
        # An end is one only before a space: what may be one is looked at again when more has come.
        self._searched = max(self._searched, len(self._rest.rstrip(_CLOSING)))
        if len(self._rest) > MOST_CHARS:
            yield self.rest()

    def rest(self) -> str:
        """Return what is left when the stream is over."""
        rest, self._rest, self._searched = self._rest.strip(), "", 0
        return rest


@dataclass
class Guard:
    """One turn's guard. `leaks` tells whether a sentence carries what the candidate has yet to say."""

    leaks: Callable[[str], bool]
    secrets: tuple[str, ...] = ()
    """Forms of the key that must not be shown, as llm/secrets.py writes them."""
    words: int = 0
    has_asked: bool = False
    kept: list[Kept] = field(default_factory=list)

    def lets(self, sentence: str) -> bool:
        """Tell whether the sentence may be shown, and count it in if so."""
        reason = self._reason(sentence)
        if reason is not None:
            self.kept.append(reason)
            return False
        self.words += len(sentence.split())
        self.has_asked = self.has_asked or "?" in sentence
        return True

    def _reason(self, sentence: str) -> Kept | None:
        if holds(sentence, self.secrets):
            return Kept.KEY
        if self.has_asked and "?" in sentence or sentence.count("?") > 1:
            return Kept.SECOND_QUESTION
        if self.words + len(sentence.split()) > MOST_WORDS or len(sentence) > MOST_CHARS:
            return Kept.TOO_LONG
        for pattern, reason in _PATTERNS:
            if pattern.search(sentence):
                return reason
        if _is_foreign(sentence):
            return Kept.LANGUAGE
        return Kept.LEAK if self.leaks(sentence) else None


_PATTERNS = ((_MARKUP, Kept.MARKUP), (_REFUSAL, Kept.REFUSAL), (_GRADING, Kept.GRADING), (_PRAISE, Kept.PRAISE))


def _is_foreign(sentence: str) -> bool:
    """Whether a sentence is not English: foreign letters, or not one of English's commonest words in six."""
    letters = [each for each in sentence if each.isalpha()]
    if sum(not each.isascii() for each in letters) > _FOREIGN_SHARE * len(letters):
        return True
    words = [each.lower().partition("'")[0] for each in _WORD.findall(sentence.replace("\u2019", "'"))]
    return len(words) >= _LONG_ENOUGH and not any(word in _COMMON for word in words)


def as_claim(sentence: str) -> str:
    """Return a question as the claim that it suggests: 'would you not delete the key?' as 'I delete the key.'"""
    return _ASKING.sub("I ", sentence.strip()).replace("?", ".")


_ASKING = re.compile(
    r"^\W*(and |so |but |then )?"
    r"(would|should|could|do|does|did|will|can|is|are|isn't|aren't|wouldn't|shouldn't|don't)"
    r"( you| it| they| we| one)?( not| perhaps| maybe)? ",
    re.IGNORECASE,
)
