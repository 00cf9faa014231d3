"""What a remark leans to, given its branch: its wordings, each meant, denied or weighed against another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from mockround.grading.cues import cue
from mockround.grading.pacelc import loose, strict
from mockround.grading.pacelc.branches import HIDDEN, Branch, hidden
from mockround.grading.pacelc.notation import codes_in
from mockround.grading.pacelc.wording import Family, Side, Weight

# In the order in which they are heard: what one has taken no later one takes again.
_FAMILIES = (
    strict.MUST_BE_RIGHT, loose.MAY_NOT_BE_DOWN, loose.MAY_NOT_BE_SLOW, loose.MAY_BE_WRONG, strict.MAY_BE_DOWN,
    strict.MAY_BE_SLOW, strict.COSTS_UPTIME, strict.COSTS_TIME, strict.WAITS_FOR, strict.GUARANTEES,
    loose.ANSWERS_NEARBY, strict.ASKS_ONE, strict.IS_SLOW, strict.FAILS_CLOSED, loose.FAILS_OPEN, strict.ASKS_OTHERS,
    strict.REFUSES, loose.FAULTS, loose.IS_NEAR_OR_OLD, loose.GOES_ON, strict.CORRECTNESS, loose.UPTIME, loose.SPEED,
)  # fmt: skip
_NO_CHOICE = cue(
    r"(consistency|consistent|availability) (check|checks|hash|hashing|zones?|display|of|map|calendar)s?",
    r"consistent again", r"[0-9.]{1,20} ?%? availability",
    r"available (rooms?|seats?|units?|tickets?|drivers?|stock|slots?)",
    r"latency (budget|of|below|under|target|goal)", r"p9[0-9]\w*",
    r"no (problem|issue|drama|matter|doubt|tragedy|harm|wonder|big deal|reason why)",
    r"(doesn'?t|does not|don'?t|do not|not) (matter|mind|care|hurt|a problem|an issue)( much| if| whether)*",
    r"not (only|just|even)", r"why not", r"correct (me|myself|that|it)", r"that'?s (right|correct|true)",
    r"(nobody|no one|no-one|nothing) (dies|cares|minds|notices|complains|compares|counts|audits|checks|would notice"
    r"|looks|else)",
    r"(strong|good|fast|consistent|quick) enough", r"in order to", r"in order", r"at the same time", r"full stop",
    r"up to", r"close to", r"all right", r"alright", r"stop(s|ped)? (caring|worrying)", r"tick(s|ed)? all the boxes",
    r"(fail|error)[- ]?(rate|over|overs|ing over)s?", r"no longer than", r"open to",
)  # fmt: skip
_NO_CHOICE_ALONE = cue(
    r"high(ly)? availab\w+",
    r"trade-?offs?( \w+){0,6}",
    r"between consistency",
    r"availability target",
)
_NOT = re.compile(
    r"\b(?:not|no|never|neither|nor|nobody|nothing|none|without|hardly|cannot|can't|won't|don't|needn't|mustn't"
    r"|no one|no-one|avoid\w*|rather than|instead of)\b|\b\w+n't\b",
    re.IGNORECASE,
)
_OF_VERBS = re.compile(r"(?:not|never|cannot|can't|without|hardly|\w+n't)$", re.IGNORECASE)
_FINITE = re.compile(
    r"(?<=\w )(?:is|are|was|were|will|would|should|must|gets?|has|have|does|do|did|we|i|they|it|you)\b", re.IGNORECASE
)
_RESTRICTS = re.compile(
    r"\b(?:that|which|who|whoever) (?:(?:is|are|was|has|do|does|did) ?(?:not|n't)|never)(?: \w+){0,2} *$", re.IGNORECASE
)
_TERSE = 6
_REACH = 7
_REACH_OF_WITHOUT = 2
"""Words. How far a denial is taken to reach, at most."""
_BUT = cue(r"unless", r"until", r"but", r"only", r"except")
_THAN = cue(
    r"than", r"instead of", r"beats?", r"outweighs?", r"outranks?", r"trumps?", r"versus", r"vs",
    r"(priority|wins?|precedence) (against|over)", r"(ahead|in front) of", r"more important than",
)  # fmt: skip
_PREFERRED_TO = re.compile(r"\bto\s+(?:a |an |the |being |\w+ly )*$", re.IGNORECASE)
_OVER = re.compile(
    r"(?<!\bgo )(?<!\bgoes )(?<!\bgoing )(?<!\bhand )(?<!\btake )(?<!\bfail )\bover\b|>|\b(?:before|above"
    r"|not)\s+(?:\w+ly )?(?:the |a |an |being )?$",
    re.IGNORECASE,
)
"""What follows weighs less than what came before; 'goes over the leader' weighs nothing."""
_PREFERS = cue(r"prefer\w*")
_WEIGHS = cue(r"over", r"rather", r"better", r"prefer\w*", r"than", r"instead of", r"beats?", r"sooner", r"rather than")
_GIVEN_UP = cue(
    r"giv(e|es|ing|en) (up|away)", r"sacrific\w+", r"los(e|es|ing)", r"let(ting)? go( of)?",
    r"trad(e|es|ed|ing)( away)?(?! ?-?off)", r"drop(s|ped|ping)?", r"pay(s|ing)?( with| for it with| in| a bit of)?",
    r"compromis\w+( on)?", r"for(e)?go\w*", r"surrender\w*", r"accept\w*", r"negotiable", r"(expense|cost|price) of",
    r"relax\w*", r"eat", r"(live|living) with", r"absorb\w*", r"bear", r"stomach", r"swallow", r"suffer",
    r"tolerat\w+", r"secondary", r"loosen\w*", r"weaken\w*",
)  # fmt: skip
_IS_GIVEN_UP = re.compile(
    rf"^(?: of[\w ]{{0,20}})?\W*(?:(?:is|are|isn't|was|never is|would be|'s)\b.*(?:{_GIVEN_UP.pattern})|loses|yields"
    rf"|comes second|gives? way|suffers|goes up|increases|takes? a|(?:has to|must|can|may|will) (?:give way|suffer"
    rf"|wait|go|yield))",
    re.IGNORECASE,
)
_SCORNED = cue(
    r"overkill", r"too (slow|expensive|much|costly|long|strict|heavy)", r"waste\w*", r"unnecessary",
    r"not (needed|necessary|required|worth|acceptable|ok|okay|fine)",
    r"(isn'?t|aren'?t) (needed|necessary|required|worth\w*|acceptable|ok|okay)", r"out of the question",
    r"(is|are|would be|'s) (far |much |way )?worse", r"no option",
    r"(is|'s|are|would be) (unacceptable|forbidden|dangerous)", r"needn'?t",
)  # fmt: skip
_CHOOSING = cue(
    r"choos\w+", r"chose", r"pick\w*", r"prefer\w*", r"(go|goes|going) (for|with|to)", r"went with", r"tak(e|es|ing)",
    r"want\w*", r"favou?r\w*", r"lean\w*", r"opt(s|ed)?( for)?", r"vote( for)?", r"wins?", r"first", r"matters? more",
    r"priorit\w+", r"side with",
    r"(is|are|be|stay\w*|remain\w*|keep\w*) (\w+ ){0,2}(consistent|available|correct|up|right|strongly)", r"need\w*",
    r"requir\w*", r"demand\w*", r"insist\w*", r"aim\w*", r"value\w*", r"care about", r"trumps?", r"key",
    r"optimi[sz]e( for)?", r"precedence",
)  # fmt: skip
_REFUSING = re.compile(
    r"refus|reject|den(?:y|ie)|declin|block|halt|paus|stop|suspend|abort|forbid|prohibit", re.IGNORECASE
)
_AUTHORITY = cue(r"own(s|ing)", r"majority", r"quorum", r"leader", r"primary", r"master", r"owner", r"only (the|one)")
"""On a partition, whoever goes on because these are on his side goes on for consistency's sake."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """One branch, and what is chosen on it."""

    branch: Branch
    side: Side
    weight: Weight


class _Sign(Enum):
    MEANT = "meant"
    DENIED = "denied"
    OUTWEIGHED = "outweighed"
    """'... rather than this': counts only where nothing stands on the other scale."""


@dataclass(frozen=True, slots=True)
class _Wording:
    family: Family
    start: int
    end: int


@lru_cache(maxsize=4096)
def leanings(text: str, branch: Branch | None) -> tuple[Leaning, ...]:
    """Return what a remark (its branch hidden) leans to; where it contradicts itself on a branch, nothing."""
    codes, text = codes_in(text)
    if codes:
        return _decided([Leaning(at, side, Weight.CODE) for _, at, side in codes], text)
    text = hidden(_NO_CHOICE, text if branch else hidden(_NO_CHOICE_ALONE, text))
    wordings = _wordings(text)
    meant: list[Leaning] = []
    outweighed: list[Leaning] = []
    for number, each in enumerate(wordings):
        sign = _sign(text, wordings, number)
        side = each.family.side if sign is _Sign.MEANT else each.family.side.opposite
        if sign is None or (each.family is loose.FAULTS and sign is not _Sign.OUTWEIGHED):
            continue
        if sign is _Sign.DENIED and branch is Branch.PARTITION and each.family is strict.ASKS_ONE:
            continue  # 'No leader' is the partition, not a choice
        found = [Leaning(at, side, each.family.weight) for at in _branches(each.family, branch, wordings, text)]
        (outweighed if sign is _Sign.OUTWEIGHED else meant).extend(found)
    return _decided(meant or outweighed, text)


def _decided(found: Sequence[Leaning], text: str) -> tuple[Leaning, ...]:
    return tuple(
        one
        for branch in (Branch.PARTITION, Branch.OTHERWISE)
        for one in _strongest([each for each in found if each.branch is branch], text)
    )


def _strongest(found: Sequence[Leaning], text: str) -> Sequence[Leaning]:
    if not found:
        return ()
    weight = max(each.weight for each in found)
    sides = {each.side for each in found if each.weight is weight}
    if len(sides) > 1 and found[0].branch is Branch.PARTITION and _AUTHORITY.search(text):
        sides = {Side.STRICT}
    return [Leaning(found[0].branch, side, weight) for side in sides] if len(sides) == 1 else ()


def _wordings(text: str) -> list[_Wording]:
    """The wordings in order of their places."""
    found = []
    unread = text
    for family in _FAMILIES:
        for match in family.pattern.finditer(unread):
            if HIDDEN not in match.group():
                found.append(_Wording(family, match.start(), match.end()))
        unread = hidden(family.pattern, unread)
    found.sort(key=lambda each: each.start)
    return [each for number, each in enumerate(found) if not number or not _is_object(text, found[number - 1], each)]


def _is_object(text: str, before: _Wording, this: _Wording) -> bool:
    """'Stops taking orders': what is refused chooses nothing by itself."""
    is_refused = before.family is strict.REFUSES and _REFUSING.match(text, before.start) is not None
    return (
        is_refused
        and this.family.weight is Weight.DEED
        and text[before.end : this.start].strip() in ("", "to", "the", "all", "any")
    )


def _branches(family: Family, branch: Branch | None, wordings: Sequence[_Wording], text: str) -> Sequence[Branch]:
    """The branches that a wording speaks of here; where none is named, those that the words themselves tell."""
    if branch is Branch.BOTH:
        return sorted(family.on)
    if branch is not None:
        return [branch] if branch in family.on else []
    if family.weight is Weight.VALUE:
        return _weighed_branches(family, wordings, text)
    if _WEIGHS.search(text) is None:
        return [family.alone] if family.alone else []
    rivals = [one for one in sorted(family.on) if all(one in each.family.on for each in wordings)]
    return rivals if len(rivals) == 1 else [family.alone] if family.alone else []


def _weighed_branches(family: Family, wordings: Sequence[_Wording], text: str) -> Sequence[Branch]:
    """The branch that a value speaks of by what it is weighed against; 'give up consistency' is the partition's."""
    if _GIVEN_UP.search(text) and len(wordings) == 1:
        return [Branch.OTHERWISE] if Branch.PARTITION not in family.on else [Branch.PARTITION]
    rivals = {one for each in wordings if each.family.weight is Weight.VALUE for one in each.family.on}
    shared = [one for one in sorted(family.on & rivals) if all(one in each.family.on for each in wordings)]
    is_choice = len({each.family.side for each in wordings}) > 1 or (len(family.on) == 1 and _CHOOSING.search(text))
    return shared if is_choice and len(shared) == 1 else []


def _sign(text: str, wordings: Sequence[_Wording], number: int) -> _Sign | None:
    """How a wording is meant; None where it only tells which ones are spoken of: 'a bid that isn't on the majority'."""
    this = wordings[number]
    before = wordings[number - 1].end if number else 0
    after = wordings[number + 1].start if number + 1 < len(wordings) else len(text)
    lead, tail = text[before : this.start], text[this.end : after]
    if _RESTRICTS.search(text[: this.start]):
        return None
    denials = _denials(text[: this.start], text[this.start : this.end]) + (_SCORNED.search(tail) is not None)
    if this.family.weight is Weight.VALUE:
        denials += _surrenders(lead, tail, wordings[number + 1 : number + 2])
    is_second = _OVER.search(lead) or (_PREFERS.search(text[: this.start]) and _PREFERRED_TO.search(lead))
    if _THAN.search(lead) or (number and is_second):
        return _Sign.OUTWEIGHED
    if this.family.weight is Weight.VALUE and denials == 0 and not _is_chosen(text):
        return None
    return _Sign.DENIED if denials % 2 else _Sign.MEANT


def _is_chosen(text: str) -> bool:
    """Whether a value is more than mentioned: chosen by a verb, weighed, or all that the remark says."""
    words = [word for word in text.split() if HIDDEN not in word]
    return len(words) <= _TERSE or _CHOOSING.search(text) is not None or _WEIGHS.search(text) is not None


def _denials(lead: str, wording: str) -> int:
    """How many denials before a wording reach it: not across 'but', nor far, nor past the verb that follows theirs."""
    start = max([0, *(found.end() for found in _BUT.finditer(lead))])
    count = 0
    for found in _NOT.finditer(lead, start):
        between = lead[found.end() :]
        is_cut_off = (
            _OF_VERBS.match(found.group()) is not None and _FINITE.search(f"{between}{wording.split()[0]}") is not None
        )
        reach = _REACH_OF_WITHOUT if found.group().lower() == "without" else _REACH
        count += not is_cut_off and HIDDEN not in between and len(between.split()) <= reach
    return count


def _surrenders(lead: str, tail: str, following: Sequence[_Wording]) -> int:
    """Whether a value is given up, counted with the denials of that: 'isn't something I'd give up' makes two."""
    for_another = tail.strip().lower() == "for" and following and following[0].family.weight is Weight.VALUE
    is_by_another = _IS_GIVEN_UP.search(lead) is not None
    count = int(bool(for_another) or (_GIVEN_UP.search(lead) is not None and not is_by_another))
    return count + (1 + len(_NOT.findall(tail)) if _IS_GIVEN_UP.search(tail) else 0)
