"""A remark with what it names itself: a class, a branch; and whether it is meant as a choice at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mockround.grading.cues import cue, word_set
from mockround.grading.pacelc.branches import Branch, branch_in, is_for_ever, speaks_of_partitions
from mockround.grading.pacelc.leanings import Leaning, leanings
from mockround.grading.pacelc.remarks import Remark, remarks
from mockround.grading.pacelc.subjects import Named, Subjects
from mockround.grading.pacelc.wording import Weight
from mockround.grading.stances import Stance

_UNMEANT = frozenset({Stance.QUESTION, Stance.ADDRESSED, Stance.WITHDRAWN})
_SUPPOSED = cue(
    r"one (could|might|would)", r"you (could|might)", r"could (also|have)", r"would (mean|have(?! to)|be what)",
    r"is what .* would mean", r"(some|most|many)( people| others| of them| teams| folks)? (would|say|might|will)",
    r"tempting", r"tempted", r"people (say|would)", r"if (we|i|you) (chose|took|picked|went|had|did)", r"at first",
    r"(i|we) (said|had|thought)", r"(attacker|thief|somebody|someone|two \w+|both) (could|might|would)",
    r"out of the box", r"is what \w+ (wants?|says?|likes?)", r"used to", r"at my (last|old|previous)",
    r"i'?ve (seen|been|had)", r"(we|i) once", r"once (had|saw)", r"back then", r"(years?|months?) ago", r"old tools",
)  # fmt: skip
_SUPPOSES = re.compile(r"^\W*(?:and |but |so )*(?:if|suppose|imagine|say)\b", re.IGNORECASE)
_UNSURE = cue(
    r"can always", r"look(ing)? (in)?to (it|that|this|\w+ \w+) later", r"there (could|might|may|can) be", r"depends?",
    r"(do not|don'?t|not) know", r"not sure", r"torn between", r"i'?m torn", r"both ways", r"can'?t say",
    r"(won'?t|not) commit", r"come back to", r"have to think", r"arguments? for both", r"maybe not", r"question",
)  # fmt: skip
_BECAUSE = re.compile(
    r"^\W*(?:and |but |so )?(?:because|bc|cuz|'cause|since|so that|or else|otherwise (?=(?:\w+ ){1,3}(?:would|could"
    r"|might)\b)|the reason|like this|that'?s why|which is why|as (?=(?:a|an|the|it|its|it's|this|that|they|we|you|i"
    r"|one|two|people|nobody|no|each|every|somebody|users?)\b))",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"^\W*(?:and|or|nor|which|that|who|if|when|while)\b(?! then\b)", re.IGNORECASE)
_CONDITION = cue(r"if", r"when", r"while")
_TRADE_OFF = cue(
    r"consisten\w+",
    r"stale\w*",
    r"eventual\w* consisten\w+",
    r"availability",
    r"pacelc",
    r"cap",
    r"fresh(ness)?",
    r"quorum",
    r"up[- ]to[- ]date",
    r"linearizab\w+",
    r"[PE][ACL]/?E?[LC]?",
)
_NOBODY = re.compile(r"^\W*(?:for )?(?:nobody|no one|no-one|none|nothing)\b", re.IGNORECASE)
_VERB = cue(
    r"wait\w*",
    r"is",
    r"are",
    r"goes",
    r"\w+'s",
    r"comes",
    r"answers?",
    r"reads?",
    r"asks?",
    r"takes?",
    r"gets?",
    r"has",
)
_TAGS = word_set("right ok okay yes no yeah know huh eh")
"""'..., right?' asks nothing."""
_ITSELF = re.compile(
    r"^\W*(?:and |but |so )*(?:the|that|this|his|her|their|our) (?:\w+ ){1,2}(?:itself|himself|herself|themselves)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(r"^\W*(?:where|which|who|whose)\b", re.IGNORECASE)
_UNLIKE = cue(r"unlike", r"compared (to|with)", r"in contrast to", r"other than", r"except( for)?", r"contrary to")
_BARE = 3
"""Words. A remark with at most so many beside the names of classes lists them and says nothing of them."""


@dataclass(frozen=True, slots=True)
class Heard:
    """`text` has the words that named the branch hidden; `named` are classes of data."""

    remark: Remark
    text: str
    named: tuple[Named, ...]
    branch: Branch | None
    is_reason: bool
    is_meant: bool
    is_topical: bool
    """Whether its turn is about such choices; elsewhere a deed alone is just how something works."""

    def chooses(self, branch: Branch | None) -> tuple[Leaning, ...]:
        """Return what the remark chooses on `branch`; where a branch that was only carried along makes no sense of it,
        what it chooses by itself."""
        if not self.is_meant or (self.branch is None and _SUPPOSES.match(self.text)):
            return ()
        if self.branch is not None or branch is Branch.BOTH:
            return self._leanings(branch)
        alone = self._leanings(None)
        names_its_own = any(each.weight is Weight.VALUE for each in alone)
        return alone if names_its_own or branch is None else self._leanings(branch) or alone

    def _leanings(self, branch: Branch | None) -> tuple[Leaning, ...]:
        found = leanings(self.text, branch)
        return found if self.is_topical else tuple(each for each in found if each.weight is not Weight.DEED)

    @property
    def is_aside(self) -> bool:
        """Whether it only names what the rest is set off against."""
        return _UNLIKE.search(self.remark.text) is not None

    @property
    def turns_away(self) -> bool:
        """Whether it turns to something that is no class of data known here: 'the room itself'."""
        return not self.named and _ITSELF.match(self.remark.text) is not None

    @property
    def is_for_ever(self) -> bool:
        return is_for_ever(self.text)

    @property
    def is_bare(self) -> bool:
        return bool(self.named) and len(self.remark.words) - len(self.named) <= _BARE


def heard_in(text: str, subjects: Subjects, *, is_asked: bool) -> Iterator[Heard]:
    """Yield the remarks of a turn as they are heard; `is_asked` where the question was about such choices."""
    before: Heard | None = None
    among_partitions = is_asked or speaks_of_partitions(text)
    is_topical = among_partitions or _TRADE_OFF.search(text) is not None
    for remark in remarks(text):
        branch, rest = branch_in(remark.text, among_partitions=among_partitions)
        is_reason = _BECAUSE.match(remark.text) is not None or (
            before is not None and before.is_reason and _goes_on(remark, before, branch)
        )
        named = () if is_reason else subjects.named(remark.words)
        if before is not None and _UNLIKE.search(before.remark.text) and _WHERE.match(remark.text):
            named = before.named
        before = Heard(remark, rest, named, branch, is_reason, not is_reason and _is_meant(remark), is_topical)
        yield before


def completed(heard: Iterator[Heard]) -> Iterator[Heard]:
    """The answer to 'Whom does it wait for?' leaves the verb out: 'For the other zone', 'Nobody'."""
    for number, each in enumerate(heard):
        if number or _VERB.search(each.text):
            yield each
        elif _NOBODY.match(each.text):
            yield replace(each, text=f"nobody waits: {_NOBODY.sub('', each.text)}")
        else:
            yield replace(each, text=f"waits {each.text}")


def _goes_on(remark: Remark, before: Heard, branch: Branch | None) -> bool:
    """Whether a reason runs on into its neighbour in the same sentence, which does not turn to a branch of its own."""
    if remark.sentence != before.remark.sentence or (branch is not None and not _CONDITION.match(remark.text)):
        return False
    return _GOES_ON.match(remark.text) is not None or _CONDITION.search(before.remark.text) is not None


def _is_meant(remark: Remark) -> bool:
    if remark.clause.stance in _UNMEANT and remark.clause.tokens[-1].word not in _TAGS:
        return False
    return not (_SUPPOSED.search(remark.text) or _UNSURE.search(remark.text))
