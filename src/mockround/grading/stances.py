"""How the speaker means a stretch of words: asserted, asked, rejected, put off, other people's view, or a mere list."""

import re
from collections.abc import Sequence
from enum import StrEnum

from mockround.grading.cues import small_cue, word_set
from mockround.grading.text import Token, tokens

_LIST_WORDS = 9
_LIST_SHARE = 0.17
_ITEMS, _ITEM_WORDS = 6, 3
HOLDING = word_set(
    "a an the and or but so of to in on at by for with from as is are was were be it its this that these i we you",
    "they then if when which who not only no per than after before until because each every one all have has do",
    "does can will would must my our their there",
)
"""The little words that hold a sentence together."""


class Stance(StrEnum):
    """How the speaker means a clause. Only what is asserted is evidence."""

    ASSERTED = "asserted"
    QUESTION = "question"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"
    REPORTED = "reported"
    """What others say or do, whoever they are."""
    ADDRESSED = "addressed-to-grader"
    ASSENT = "assent"
    LISTED = "listed"
    """A string of terms without a sentence around them."""
    ECHOED = "echoed"
    """The interviewer's own words said back."""


_NOTES = re.compile("->|=>|\u2192|[=<>]")
"""Terse notes hold together by arrows and signs where a sentence has its little words."""
_ASSENT = re.compile(
    r"^\W*((yes|yep|yeah|right|exactly|sure|agreed?|correct|indeed|good|true|ok(ay)?|absolutely|of course"
    r"|i agree|makes sense|sounds (good|right)|that'?s (right|it|true|correct)|what you said|as you said"
    r"|like you said)\b[\s,.!]*)+",
    re.IGNORECASE,
)
_WE = r"(i|we)"
_SCORN = (
    r"(overkill|busy ?work|noise|ceremony|academic|rude|silly|pointless|arbitrary|nonsense|theat(re|er)"
    r"|gold[- ]?plating|dogma"
    r"|hype|a fashion|a fad|a ritual|bureaucracy|a luxury|a distraction|fuss|a hassle|a gimmick|a toy|a myth"
    r"|folklore|red tape"
    r"|a mistake|a trap|a burden|a headache|a crutch|a trick|a lot of machinery|baggage|dead weight|clutter"
    r"|superstition|wishful"
    r"|unnecessary|redundant|superfluous|premature|excessive|exaggerated|overrated|over the top|impractical|a nuisance"
    r"|a detour|overthinking|overdone|overblown|a topic for|without (return|use|benefit|value)|textbook stuff"
    r"|not for (me|us)|of no (use|interest)|beside the point|too fancy|too clever)"
)
_REJECTS = small_cue(
    rf"{_WE}('d| would| will|'ll| wo)( just| simply| also| still| really)?(n'?t| not)( ever| really| even)?"
    r" (?!lose|losing|wait|know|only|just|rely|trust|hold|save|touch|let|wait|be able|want (to lose|it to|them to"
    r"|the|two|a (slow|single|dead)))\w+",
    rf"{_WE} (do|did)(n'?t| not)( ever| really| even)? (bother|add|use|need|split|want|build|see (the|a|much)|think"
    r"|care|worry|believe|like|buy|watch|check|track|measure|monitor|plan|calculate|compute|rank|mix|introduce|spend"
    r"|chase|draw|do|set|have)",
    r"would(n'?t| not) (bother|do|add|use|go|need|split|want|reach|run|have|put|keep|look|work|build|cache|merge)",
    r"do(n'?t| not) (need|want|bother|see (the|a) (need|point)|think we need|care|worry|believe)",
    rf"{_WE}('d| would| will|'ll) never(?! lose| want to lose| wait| know| see| trust| two) \w+",
    r"no (need|point|reason|case|place|room) (to|for|in)",
    r"not (needed|necessary|worth|required|a concern|going to|something)",
    r"is(n'?t| not) (needed|necessary|worth|required|a concern|something|anything)",
    r"is (nothing|something|exactly the \w+( of \w+)?)"
    rf" (that )?{_WE}('d| would)? (\w+ )?(never|not|stay|avoid|refuse|skip)",
    r"overkill", r"over[- ]?engineer\w*", r"too (fiddly|complex|complicated|much|clever|fancy)",
    r"(i'?d|we'?d|i'?ll|we'?ll|(i|we) (would|will)|let'?s)( just| simply)? (rather not|skip|avoid|drop|refuse to"
    r"|forgo|omit|oppose|dismiss"
    r"|rule (out|that|it|this|these|those|them|all)|pass on|do without|stay (away|clear|out)|steer clear|keep away"
    r"|cut (that|it|them)"
    r"|leave (that|it|this|these|those|them|all( \w+)?|both) (out|off|aside|alone)|leave out|could do without"
    r"|can (live|do) without)",
    r"(i|we)( also| simply| just)? (refuse to|decided against|ruled out|am against|steer clear|gave up on"
    r"|won'?t hear of|stay (away|clear)"
    r"|can'?t be bothered|have no (use|time|interest|plans?))",
    r"i (also |simply |just )?(refuse|reject|decline|skip|avoid)",
    rf"{_WE}('m| am|'re| are)( really)? not (doing|building|adding|using|going|having|buying|interested|convinced"
    rf"|sold|keen|after)",
    rf"{_WE}('m| am|'re| are) (strictly |firmly )?(against|opposed|no(t a)? (friend|fan|believer|lover)|out of)",
    r"(not a|no) (big |great )?(friend|fan|believer) (of|in)", r"(hard|gladly|politely) (pass|no)", r"no,? thanks",
    r"count (me|us) out", r"you wo(n'?t| not) find", r"leaves? (me|us) cold",
    r"(have|'ve|had) (my |some |serious |grave )?(doubts?|no sympathy) (about|for|with)",
    r"(not|n'?t|never|hardly|un) ?(\w+ )?convinced?( (by|of|me|us))?", r"unconvinced", r"(i|we) object", r"object to",
    r"(see|sees|saw|has|have|brings?|had) (no|little) (benefit|value|merit|sense|reason|use|gain|advantage|interest)",
    r"can(no|')?t see (why|the point|what for)", r"don'?t see (why|what for)",
    r"(we|i|we'll|i'll|they)( would|'d| will| just| happily)? go without",
    r"(not|n'?t|never|nowhere) (on|in|part of) (my|our) (\w+ )?(list|plan|proposal|design|sketch|drawing|picture"
    r"|version|agenda)",
    r"wo(n'?t| not) (find|see|get) (\w+ ){0,4}(from me|in (my|our) \w+)",
    r"(is|are|was) for (people|companies|teams|perfectionists|others|those) ",
    r"unneeded", r"only if (someone|somebody|they|you) (forced|made|begged|paid)",
    r"if (someone|somebody|they|you) (forced|made|begged) (me|us)",
    r"(that|it|this) never (happens|occurs|comes up)", r"but no(?=\W*$)",
    r"(is|are)(n'?t| not) (planned|foreseen|intended|part of|my thing|our job|for us|for me)",
    r"beyond (what|anything) (i|we)",
    r"than (it|that|they|this)('s| is|'re| are) worth",
    r"(doubles?|all) the (work|effort|trouble) for (nothing|little)",
    r"(have|'ve)(n'?t| not) (planned|prepared|considered|foreseen|thought|looked|done|got|checked)",
    r"(i|we) did(n'?t| not) (check|plan|look|measure)",
    r"(i|we)('ve| have) (dropped|left out|given up|abandoned|scrapped|decided against)",
    r"(can|could|may|might) be (skipped|left out|dropped|ignored|omitted)",
    r"no,? please", r"please,? no", r"nothing (planned|of the sort|like that)",
    r"waste of", r"not worth", r"never (bother|needed)", r"anti-?pattern", r"the supposed \w+", r"unbounded by design",
    rf"(is|are|'s|'re|was|be|call (it|that|this)|as|seems?|feels?|sounds?|looks?)( just| only| merely| mere| simply"
    rf"| all| far| pure"
    rf"| a lot of| plain| such| exactly| quite)* {_SCORN}",
    r"(just|only|merely) (slows|complicates|annoys|confuses) \w+",
    r"would only (slow|cost|complicate|add (work|complexity|risk)|annoy|confuse)",
    r"(tells?|buys?|gains?|brings?|gives?) (me|us) (nothing|little)",
    r"(does ?n'?t|doesn't|does not) (interest|impress|convince|concern|bother) (me|us)",
    r"more \w+ than .{1,40}(deserves?|is worth|pays)",
    r"no \w+( \w+)?,? (and |or )?no \w+", r"no \w+( \w+){0,4} (is|are) (needed|necessary|required)",
    r"there('s| is| are| will be|'ll be| wo(n'?t| not) be)( also)? no \w+( \w+){0,6} (from (me|us)|in (my"
    r"|our) (design|plan|book))",
    r"(so|hence),? no(?=\W*$)", r"no \w+( and no \w+)? (from|with) (me|us)",
    r"(neither|none|nothing) (of \w+ |is |are |gets? |goes )?(\w+ )?(in|part of) (my|our|the) (design|plan|version"
    r"|picture)",
)  # fmt: skip
_DISOWNS = small_cue(
    r"none of (that|those|these|it|them|this|which|the (above|following))(?!,? but)(?=\W*$|[,;:.!]"
    r"| (is|are|goes|go|gets|will|would|for (me|us)|from (me|us)|here|in (my|our|there)))",
    r"neither (of (those|these|them|the)|goes|is in|gets in)", r"nor (would|do|will|am) (i|we)",
    r"i (reject|refuse|dismiss) the lot",
    r"(would not|wouldn't|do not|don't|'d not|never|without|live) (\w+ ){0,3}"
    r"(any|all|every one|each|either|both) (one )?(of )?(that|those|these|them|this|it|which)",
    rf"(i'?d|we'?d|{_WE} (would|will)|i'?ll|we'?ll|let'?s) (skip|drop|avoid|refuse|reject|omit|dismiss|rule|leave"
    r"|ditch)( out)? (all |both )?"
    r"(that|those|these|them|the (lot|whole \w+)|all (two|three|four|five|of \w+)|it all|both)",
    r"(out,? out|skip,? skip|nope,? nope|no,? no,? no)",
    rf"(i'?d|we'?d|{_WE} (would|will|wo|do))( never|n't| not) (build|do|want|need|have|add|take|use|buy|see) "
    r"(that|those|these|them|any|it|this)(?=\W*$|[,;:.]| either| here)", r"not here(?=\W*$)", r"hard pass",
    r"no,? thanks",
    r"not (for|from|with) (me|us)",
    r"my answer is (always )?no", r"(those|these|they) (all )?(can|may|could) (go|stay out)(?=\W*$)",
)  # fmt: skip
"""A rejection of what was just listed, or is about to be."""
_REPORTS = small_cue(
    r"(most|some|many|other|plenty of|a lot of|lots of)( people| engineers| teams| folks| candidates"
    r"| others)?( would| will| may| might| of them)?"
    r" (tell (you|me|us)|say|suggest|propose|recommend|advise|argue|insist|swear|reach for|talk about|bring up)",
    r"(people|folks|they|everybody|everyone|one|engineers|consultants|vendors|the books?|textbooks?|blogs?"
    r"|blog posts?|articles)"
    r" (love|loves|like|likes|do|does|quote|quotes|draw|draws|preach|preaches|propose|proposes|praise|recommend"
    r"|recommends|suggests?"
    r"|tells? you|swears?|advises?) (it|this|that|those|these|about|for|to (draw|add|talk|do|say|use|build)|\w+ing)",
    r"(is|are|'s) what (everybody|everyone|people|most|others|the books?|textbooks?|vendors) (\w+ )?(propos|suggest"
    r"|recommend|say|tell|draw|quot)\w*",
    r"(people|folks|everybody|everyone|others|consultants|vendors|some|most|many) (\w+ )?(suggest|propose|recommend"
    r"|advise|preach)s?",
    r"(is|are) (praised|recommended|preached|sold|advertised|advised|suggested) (everywhere|as|by|in|a lot|all over)",
    r"(i know|you know|you'?ll hear|one hears|there'?s) (the|all the|about the) (usual|standard|old|well[- ]known) \w+",
    r"(in|on|from) (the )?(slides|books|textbooks|conference talks|blog posts|whitepapers)",
    r"you (get|see|hear) (these|those|all these) \w+",
)  # fmt: skip
_DEFERS = small_cue(
    r"(look|think|worry|deal|care|talk) (at|about|into|with) (that|it|this|those|them) (later|then|afterwards"
    r"|another day)", r"later on",
    r"we'?ll see", r"for (a )?(phase|version|iteration) (two|three|2|3) maybe", r"out of scope", r"not in scope",
    r"would have to (look|read|check) (it|that|this)? ?up", r"not sure (yet|how|what)",
    r"could (maybe|perhaps|eventually)", r"some day", r"one day (we|i|it|they|maybe|perhaps)",
    r"to be decided", r"tbd", r"i don'?t know",
    rf"{_WE}('d| would|'ll| will)? (postpone|put off|leave (that|it|this|those|these|them) (for|to|until) (later|now"
    rf"|another|v2))",
)  # fmt: skip
_DECLINES = re.compile(
    r"^\W*((well|honestly|frankly|to be honest|um|so|oh|actually|hm+)\b[\s,.]*)*"
    r"(no|nope|not|nothing|none|never|neither|nowhere|nobody|by no|at no|with(out)?\s+(no|any)|hardly"
    r"|i'?d rather not)\b",
    re.IGNORECASE,
)


def stance(raw: str, words: Sequence[Token]) -> Stance:
    """Return how a clause is meant, as far as its own words tell."""
    if raw.rstrip("\"')").endswith("?"):
        return Stance.QUESTION
    assent = _ASSENT.match(raw)
    if assent is not None and len(tokens(raw[assent.end() :])) < 4:
        return Stance.ASSENT
    if not _NOTES.search(raw) and (_is_list(words) or _is_enumeration(raw)):
        return Stance.LISTED
    folded = raw.casefold()
    if _REJECTS.search(folded) or _DISOWNS.search(folded):
        return Stance.REJECTED
    if _REPORTS.search(folded):
        return Stance.REPORTED
    return Stance.DEFERRED if _DEFERS.search(folded) else Stance.ASSERTED


def disowns(raw: str) -> bool:
    """Whether a rejection is of things named elsewhere in the sentence or right before it: 'none of that'."""
    return _DISOWNS.search(raw.casefold()) is not None


def declines(raw: str) -> bool:
    """Whether an answer begins with a no to what was asked."""
    return _DECLINES.match(raw) is not None


def _is_list(words: Sequence[Token]) -> bool:
    """Terms strung together: hardly a word that holds a sentence together, and hardly a number."""
    if len(words) < _LIST_WORDS:
        return False
    holding = sum(token.word in HOLDING or token.is_number for token in words)
    return holding / len(words) < _LIST_SHARE


def _is_enumeration(raw: str) -> bool:
    """Names between commas, a handful or more, none longer than a name: nothing is said of any of them."""
    if raw.count(",") < _ITEMS - 1:
        return False
    items = [len(tokens(item)) for item in raw.split(",")]
    return sum(0 < length <= _ITEM_WORDS for length in items) >= _ITEMS
