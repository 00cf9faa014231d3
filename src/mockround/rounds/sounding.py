"""How an answer sounded: the speed of what was dictated, and the filler words that stayed in it. Told, never graded."""

import re
from collections import Counter
from dataclasses import dataclass

from mockround.rounds.state import RoundState

SHORTEST_S = 10
"""Below this a speed would say more about where the microphone went on than about the candidate."""

WHAT_IS_COUNTED = (
    "Counted in the dictated turns only, as you sent them: what you corrected is counted as corrected, and a speech "
    "recognition may have left fillers out before you saw them. The speed is of the words that were heard, with your "
    "pauses. No grader is told of this."
)


@dataclass(frozen=True, slots=True)
class Sounding:
    """What is told of the dictated turns of a round; typed turns are no part of it."""

    turns: int
    spoken_s: float
    words: int
    """Heard, before anything was corrected by hand."""
    fillers: tuple[tuple[str, int], ...]
    """Filler words in the turns as they were sent, the most frequent first; only what was said is listed."""

    @property
    def words_a_minute(self) -> int | None:
        """Over the time with the microphone on, pauses included; None where too little was said to tell."""
        return round(self.words * 60 / self.spoken_s) if self.spoken_s >= SHORTEST_S else None


def sounding(state: RoundState) -> Sounding | None:
    """Return how the dictated turns sounded; None where nothing was dictated."""
    dictated = [(turn.text, turn.dictated) for turn in state.turns if turn.dictated is not None]
    if not dictated:
        return None
    counted: Counter[str] = Counter()
    for text, _ in dictated:
        counted.update(fillers(text))
    return Sounding(
        turns=len(dictated),
        spoken_s=sum(each.spoken_s for _, each in dictated),
        words=sum(each.words for _, each in dictated),
        fillers=tuple(sorted(counted.items(), key=lambda filler: (-filler[1], filler[0]))),
    )


def fillers(text: str) -> Counter[str]:
    """Return how often each filler is said in `text`.

    Only what is plainly a filler counts: "what kind of store", "as you know" and "a queue like Kafka" say something,
    and a candidate who is blamed for them learns nothing. So some fillers are missed, and few are made up.
    """
    said = " ".join(text.split())
    return Counter({name: len(found) for name, pattern in _FILLERS.items() if (found := pattern.findall(said))})


def _after(words: str, *, comma: bool = False) -> str:
    return "|".join(rf"(?<=\b{word}{',' * comma} )" for word in words.split())


def _not_after(words: str) -> str:
    return "".join(rf"(?<!\b{word} )" for word in words.split())


def _not_before(words: str) -> str:
    return rf"(?! (?:{'|'.join(words.split())})\b)"


def _word(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'\u2019-])(?:{pattern})(?![\w'\u2019-])", flags)


_NOUNED = (
    "a an the this that these those what which whatever some any every each no one two same other another different "
    "certain all new right wrong special specific particular similar whole best good first second third single"
)
"""What stands before "kind" and "sort" where they are nouns."""
_SORTING = "merge quick heap bucket radix topological external stable in-place"
_LEARNT = "as so if once when that because until unless before after since do did to let letting what how would should"
_KNOWN = "that what how why where when which who whom whether if the a an this these your its their it about nothing"
_MEANT = "what which do did does all could that to"
_COUNTED = (
    r"(?:\d|(?:a|an|the|some|several|two|three|four|five|six|ten|twenty|fifty|hundreds|thousands|millions|maybe)\b)"
)
_NUMBER = r"(?:\d|(?:an? (?:hundred|thousand|million|billion)|two|three|four|five|six|ten|twenty|fifty)\b)"
_LIKE = "|".join(
    (
        r"(?:^|(?<=[,.;:!?] ))like(?=,)",
        rf"(?:{_after('um uh er')}|{_after('um uh er', comma=True)})like",
        # Never "need like counts" or "is like a queue": a button of that name, and a comparison.
        rf"(?:{_after('have has had need needs want wants use uses get gets take takes add')})like(?= {_COUNTED})",
        rf"(?:{_after('is are was were be')})like(?= {_NUMBER})",
        rf"(?:{_after('and but so then')})like(?= (?:I|you|we|they|he|she|it|if|when|maybe)\b)",
    )
)
_FILLERS = {
    # In capitals they are no sounds: a recognition writes "ER diagram".
    "um": _word(r"[Uu](?:m+|hm+)", re.NOFLAG),
    "uh": _word(r"[Uu]h+", re.NOFLAG),
    "er": _word(r"[Ee]rm*", re.NOFLAG),
    "hm": _word(r"[Hh]m+", re.NOFLAG),
    "you know": _word(rf"{_not_after(_LEARNT)}you know{_not_before(_KNOWN)}"),
    "I mean": _word(rf"{_not_after(_MEANT)}I mean{_not_before('by that')}"),
    "sort of": _word(rf"{_not_after(f'{_NOUNED} {_SORTING}')}sort of"),
    "kind of": _word(rf"{_not_after(_NOUNED)}kind of"),
    "basically": _word("basically"),
    "literally": _word("literally"),
    "like": _word(_LIKE),
}
