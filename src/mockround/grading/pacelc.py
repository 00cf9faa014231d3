"""The PACELC matrix: for each data class the choice on a partition, the choice otherwise, and why.

A closed set is parsed (A or C, L or C); where the words do not decide, the parser abstains rather than guesses.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mockround.content.models import DataClass
from mockround.grading.clauses import Clause, clauses
from mockround.grading.cues import cue, word_set
from mockround.grading.report import Cell, PacelcRow, Quote
from mockround.grading.stances import Stance
from mockround.grading.text import stems
from mockround.grading.transcript import Transcript

_NOTATION = re.compile(r"\bP\s*([AC])\s*[/,; -]?\s*E\s*([LC])\b")
_P_LETTER = re.compile(
    r"\bP\s*[:=]\s*([AC])\b"
    r"|\bpartition(?:ed)?\s*[:=,]?\s*(?:i |we )?(?:choose |pick |take |go )?([AC])\b(?![a-z])",
)
_E_LETTER = re.compile(
    r"\bE\s*[:=]\s*([LC])\b"
    r"|\b(?:else|otherwise)\s*[:=,]?\s*(?:i |we )?(?:choose |pick |take |go )?([LC])\b(?![a-z])",
)
_C_ON_PARTITION = cue(
    r"consisten(t|cy) (over|before|rather than|wins|matters more)",
    r"(choose|pick|prefer|take|go for|want) consistency",
    r"refuse\w*", r"reject\w*", r"fails? closed", r"halts?", r"(it|they|that one) (just )?stops?",
    r"is (blocked|paused)",
    r"told to (try|come back|wait)", r"get(s)? (told no|an error)",
    r"only (continues?|goes on|works|runs) on the side with",
    r"minority( side| half)?:? (is )?read[- ]only", r"no answer than a wrong",
    r"stops? (taking|accepting|selling|writes)",
    r"no (writes|bookings|sales|payments)", r"block\w* (the )?(writes?|sale|booking|payments?)",
    r"(an )?error (is )?(better|rather) than", r"rather (an? )?(error|fail|refuse|down|unavailable)",
    r"give up availability", r"sacrific\w+ availability", r"unavailable (rather|on|for|until|during)",
    r"goes? (read[- ]only|down)", r"read[- ]only (on|during|until|while)",
    r"minority (side )?(refuses|stops|is read)", r"wait(s)? until the (partition|network|link)",
    r"only the majority",
)  # fmt: skip
_A_ON_PARTITION = cue(
    r"availab(le|ility) (over|before|rather than|wins|matters more)",
    r"(choose|pick|prefer|take|go for|want) availability", r"stay(s)? (up|available|open|online)",
    r"keeps? (serving|accepting|taking|working|going|writing|posting|running)",
    r"still (accept|serve|take|post|write|show|work|like|read)\w*", r"both sides (accept|take|go on|keep|continue)",
    r"accept(s)? writes on both", r"goes? on", r"merge (later|after|afterwards|when|them)",
    r"(both|either) (sides?|halves|half)( of the \w+)? (can |may |still |just )?(take|accept|go|keep|edit)\w*",
    r"on (both|either) (sides?|halves)", r"ke(ep|eps|pt) being (written|accepted|served|taken)", r"than nothing",
    r"sort (it|them|that) out (later|when|afterwards)",
    r"reconcile (later|after|afterwards|when)", r"diverge\w*", r"give up consistency", r"sacrific\w+ consistency",
)  # fmt: skip
_C_OTHERWISE = cue(
    r"read(s)? (from|go to|hit|off) the (primary|leader|master)", r"strong(ly)?( consistent)? reads?",
    r"quorum reads?", r"linearizab\w+", r"serializab\w+", r"synchronous(ly)?( replicat\w+| commit)?",
    r"pay (the|that|a few|some) (extra )?(ms|milliseconds|latency|round ?trip)",
    r"waits? for the (quorum|majority|leader|standby|second)", r"goes? to the (leader|primary|master)",
    r"sync(hronous)? quorum", r"quorum (writes?|commits?)", r"accept (the )?(higher |extra )?latency",
    r"latency is (fine|ok|worth)", r"consistency over latency", r"majority (write|read|commit)s?",
)  # fmt: skip
_L_OTHERWISE = cue(
    r"low(er)? latency", r"latency (over|before|wins|matters)",
    r"(read|served?|answer\w*)( it| them)? (from|by|off) (the |a |any )?(near(est|by)?|local|closest)",
    r"(read|served?|answer\w*)( it| them)? (from|by|off) (the |a |any )?(replica|cache|cdn|edge)",
    r"nearest (replica|copy|region)", r"local (replica|copy|reads?)", r"eventual(ly)?( consistent)?",
    r"asynchronous(ly)?( replicat\w+)?", r"stale (reads? )?(is |are )?(fine|ok|acceptable|allowed)",
    r"(a few |some |couple of )?seconds? (old|stale|behind|late)", r"fast reads?", r"from (a |the )?cache",
    r"replica reads?", r"(nobody|no one|nothing) waits for", r"(without|no) waiting for",
)  # fmt: skip
_DOUBLE_NEGATION = re.compile(
    r"\b(?:won'?t|will not|wouldn'?t|would not|don'?t want to|never|not going to|cannot|can'?t)\s+(?:\w+\s+){0,2}"
    r"(?:sacrific\w+|give up|lose)\s+(?P<kept>availability|consistency)",
    re.IGNORECASE,
)
_REASON = cue(
    r"because", r"since", r"as ", r"so that", r"so ", r"otherwise", r"or else", r"means", r"would", r"can'?t",
    r"cannot", r"must", r"nobody", r"no one", r"fine", r"ok", r"worse", r"cheaper", r"matters", r"hurts?",
)  # fmt: skip
_EFFECT = cue(
    r"sees?", r"shows?", r"shown", r"notices?", r"looks?", r"gets? (an|a) (error|message)",
    r"old (value|count|price|data)", r"stale", r"behind", r"late", r"twice", r"double", r"lost", r"missing",
    r"wrong", r"error", r"message", r"refused", r"seconds?", r"minutes?", r"ms",
)  # fmt: skip
_PARTITION_SCOPE = re.compile(
    r"\b(partition\w*|split|cut off|network (fail|break|cut)\w*|link (is |goes )?(down|cut|lost)"
    r"|region (is )?(cut|lost|down|isolated)|can'?t (see|reach|talk to) each other|isolated|P\b)",
    re.IGNORECASE,
)
_ELSE_SCOPE = re.compile(
    r"\b(else|otherwise|normal(ly)?|no partition|without (a )?partition|healthy|day[- ]to[- ]day|usual(ly)?"
    r"|in (good|calm) times|E\b)",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b((the |our )?(whole|entire) (system|thing|design|platform)|everything|the system|all (the )?data"
    r"|overall|we go|we are|the platform) (is |goes |as |should be |would be )?(an? )?(AP|CP|PA/EL|PC/EC"
    r"|eventual\w*|strong\w*)\b",
    re.IGNORECASE,
)

# Stems that name no data: ordinary ones, and the words in which any choice is put.
_NO_NAMES = word_set(
    "data state content record event user avail consist latenc partit read write replica primari stale time late fresh",
    "fast slow strong eventu quorum region copi valu unit high good",
)

Choice = tuple[Literal["A", "C"] | None, Literal["L", "C"] | None]


@dataclass(frozen=True, slots=True)
class _Said:
    turn: int
    text: str
    clause: Clause

    @property
    def raw(self) -> str:
        return self.text[self.clause.start : self.clause.end]

    @property
    def quote(self) -> Quote:
        return Quote(turn=self.turn, start=self.clause.start, end=self.clause.end, quote=self.raw)


def pacelc_matrix(
    transcript: Transcript, classes: Sequence[DataClass], *, wanted: Sequence[str]
) -> tuple[PacelcRow, ...]:
    """Return a row for each wanted data class, in the order wanted, and for each other one that was spoken of."""
    by_id = {each.id: each for each in classes}
    order = [*dict.fromkeys(wanted), *(each.id for each in classes if each.id not in wanted)]
    said = _said_by_class(transcript, [by_id[each] for each in order])
    rows = [_row(by_id[each], said[each]) for each in order]
    return tuple(row for row in rows if row.data_class in wanted or (row.partition and row.otherwise))


def whole_system_label(transcript: Transcript) -> tuple[Quote, ...]:
    """Return where the candidate puts one label on the whole system, which the rubric calls out."""
    spoken = [each for each in _all_clauses(transcript) if _WHOLE.search(each.raw)]
    return tuple(each.quote for each in spoken if each.clause.stance is Stance.ASSERTED)


def choice_in(text: str) -> Choice:
    """Return what one statement about one data class chooses; None for a branch that it leaves open."""
    notation = _NOTATION.search(text)
    if notation is not None:
        return _p(notation.group(1)), _e(notation.group(2))
    return _partition_choice(text), _else_choice(text)


def _partition_choice(text: str) -> Literal["A", "C"] | None:
    letter = _P_LETTER.search(text)
    if letter is not None:
        return _p(letter.group(1) or letter.group(2))
    kept = _DOUBLE_NEGATION.search(text)
    if kept is not None:
        return "A" if kept["kept"].lower() == "availability" else "C"
    available, consistent = bool(_A_ON_PARTITION.search(text)), bool(_C_ON_PARTITION.search(text))
    if available == consistent:
        return None
    return "A" if available else "C"


def _else_choice(text: str) -> Literal["L", "C"] | None:
    letter = _E_LETTER.search(text)
    if letter is not None:
        return _e(letter.group(1) or letter.group(2))
    quick, consistent = bool(_L_OTHERWISE.search(text)), bool(_C_OTHERWISE.search(text))
    if quick == consistent:
        return None
    return "L" if quick else "C"


def _p(letter: str) -> Literal["A", "C"]:
    return "A" if letter.upper() == "A" else "C"


def _e(letter: str) -> Literal["L", "C"]:
    return "L" if letter.upper() == "L" else "C"


def _all_clauses(transcript: Transcript) -> list[_Said]:
    return [
        _Said(each.turn, each.text, clause)
        for each in transcript.utterances
        if each.speaker == "candidate"
        for clause in clauses(each.text)
    ]


def _said_by_class(transcript: Transcript, classes: Sequence[DataClass]) -> dict[str, list[_Said]]:
    """Give each clause to the data class that it names, or that was named last in the same turn."""
    names = {each.id: _names(each) for each in classes}
    said: dict[str, list[_Said]] = {each.id: [] for each in classes}
    subject, turn = "", -1
    for each in _all_clauses(transcript):
        if each.turn != turn:
            subject, turn = "", each.turn
        words = set(each.clause.stems)
        scores = {data_class: len(words & stems_of) for data_class, stems_of in names.items()}
        best = max(scores, key=lambda data_class: scores[data_class])
        if scores[best] > 0:
            subject = best
        if subject:
            said[subject].append(each)
    return said


def _names(data_class: DataClass) -> frozenset[str]:
    words = stems(f"{data_class.id.replace('-', ' ')} {data_class.title} {data_class.examples}")
    return frozenset(word for word in words if len(word) > 3) - _NO_NAMES


def _row(data_class: DataClass, said: Sequence[_Said]) -> PacelcRow:
    meant = [each for each in said if each.clause.stance not in (Stance.QUESTION, Stance.ADDRESSED, Stance.WITHDRAWN)]
    deciding = [each for each in meant if choice_in(each.raw) != (None, None)]
    partition = next((c for c in (choice_in(each.raw)[0] for each in reversed(meant)) if c), None)
    otherwise = next((c for c in (choice_in(each.raw)[1] for each in reversed(meant)) if c), None)
    reasons = [each for each in meant if _REASON.search(each.raw)]
    effects = [each for each in meant if _EFFECT.search(each.raw)]
    judgement, feedback = judged_choice(data_class, partition, otherwise)
    return PacelcRow(
        data_class=data_class.id,
        title=data_class.title,
        partition=partition,
        otherwise=otherwise,
        reason=_cell(reasons if deciding else []),
        effect=_cell(effects if deciding else []),
        judgement=judgement,
        accepted_codes=data_class.accepted_codes,
        feedback=feedback,
        quotes=tuple(each.quote for each in deciding[:3]),
    )


def _cell(said: Sequence[_Said]) -> Cell:
    return Cell(said="yes", quotes=(said[0].quote,)) if said else Cell(said="no")


Judgement = Literal["accepted", "alternative", "wrong", "incomplete", "not-stated"]


def judged_choice(
    data_class: DataClass, partition: Literal["A", "C"] | None, otherwise: Literal["L", "C"] | None
) -> tuple[Judgement, str]:
    """Judge a pair against the accepted codes; half a pair is incomplete, unless no accepted code has that half."""
    if partition is None and otherwise is None:
        return "not-stated", f"A defensible choice is {data_class.pacelc.code}: {data_class.reason}"
    codes = [code for code in data_class.accepted_codes if _fits(code, partition, otherwise)]
    if partition and otherwise:
        if codes:
            return "accepted", data_class.reason
        return "wrong", _why_wrong(data_class, partition, otherwise)
    if not codes:
        return "wrong", _why_wrong(data_class, partition, otherwise)
    branch = "the choice without a partition" if otherwise is None else "the choice on a partition"
    return "incomplete", f"You left out {branch}."


def _fits(code: str, partition: str | None, otherwise: str | None) -> bool:
    return (partition is None or code[1] == partition) and (otherwise is None or code[4] == otherwise)


def _why_wrong(data_class: DataClass, partition: str | None, otherwise: str | None) -> str:
    wrong = data_class.what_makes_it_wrong
    parts = []
    if partition and partition != data_class.pacelc.partition:
        parts.append(wrong.opposite_partition_choice)
    if otherwise and otherwise != data_class.pacelc.otherwise:
        parts.append(wrong.opposite_else_choice)
    alternative = data_class.defensible_alternative
    return " ".join([*parts, *([f"It can be defended with a condition: {alternative}"] if alternative else [])])
