"""The PACELC matrix: for each data class the choice on a partition, the choice otherwise, and why.

A closed set is read (A or C, L or C); where the words do not decide, the cell stays empty.
"""

import re
from collections.abc import Sequence

from mockround.content.models import DataClass
from mockround.grading.clauses import clauses
from mockround.grading.cues import cue
from mockround.grading.pacelc.branches import Branch, branch_in
from mockround.grading.pacelc.heard import Heard
from mockround.grading.pacelc.judging import OnPartition, Otherwise, judged_choice
from mockround.grading.pacelc.reading import Reader
from mockround.grading.pacelc.readings import Reading, standing
from mockround.grading.pacelc.remarks import Remark
from mockround.grading.pacelc.subjects import Subjects
from mockround.grading.pacelc.wording import Side
from mockround.grading.report import Cell, PacelcRow, Quote
from mockround.grading.stances import Stance
from mockround.grading.text import tokens
from mockround.grading.transcript import Transcript, Utterance

_REASON = cue(
    r"because", r"since", r"so that", r"or else", r"means", r"nobody", r"no one", r"fine", r"ok(ay)?", r"worse",
    r"better", r"beats", r"cheaper", r"matters?", r"hurts?", r"harm\w*", r"(too|so) (slow|expensive|rare|much)",
    r"worth", r"acceptable", r"tolerable", r"problem", r"disaster", r"forgiv\w+", r"critical", r"a lot",
)  # fmt: skip
_STATEMENT = 3
"""Words. Shorter remarks state nothing."""
_STATES = cue(
    r"is", r"are", r"\w+'s", r"\w+'re", r"has", r"have", r"\w+n'?t", r"never", r"can", r"needs?", r"costs?", r"would",
    r"must", r"will", r"gets?", r"changes?", r"expires?", r"counts?", r"decides?",
)  # fmt: skip
_EFFECT = cue(
    r"sees?", r"shows?", r"shown", r"notices?", r"looks?", r"gets? (an|a) (error|message)",
    r"old (value|count|price|data)", r"stale", r"behind", r"late", r"twice", r"double", r"lost", r"missing", r"wrong",
    r"error", r"message", r"refused", r"seconds?", r"minutes?", r"ms",
)  # fmt: skip
_WHOLE = re.compile(
    r"\b((the |our )?(whole|entire) (system|thing|design|platform)|everything|the system|all (the )?data|overall"
    r"|we go|we are|the platform) (is |goes |as |should be |would be )?(an? )?(AP|CP|PA/EL|PC/EC|eventual\w*"
    r"|strong\w*)\b",
    re.IGNORECASE,
)
_IT = "it"

Choice = tuple[OnPartition | None, Otherwise | None]


def pacelc_matrix(
    transcript: Transcript, classes: Sequence[DataClass], *, wanted: Sequence[str]
) -> tuple[PacelcRow, ...]:
    """Return a row for each wanted data class, in the order wanted, and for each other one that was spoken of."""
    by_id = {each.id: each for each in classes}
    order = [*dict.fromkeys(wanted), *(each.id for each in classes if each.id not in wanted)]
    reader = _read(transcript, Reader(subjects := Subjects([by_id[each] for each in order]), wanted), subjects)
    rows = [_row(by_id[each], reader, transcript) for each in order]
    return tuple(row for row in rows if row.data_class in wanted or (row.partition and row.otherwise))


def whole_system_label(transcript: Transcript) -> tuple[Quote, ...]:
    """Return where the candidate puts one label on the whole system, which the rubric calls out."""
    return tuple(
        Quote(turn=turn.turn, start=each.start, end=each.end, quote=turn.text[each.start : each.end])
        for turn in _candidate_turns(transcript)
        for each in clauses(turn.text)
        if each.stance is Stance.ASSERTED and _WHOLE.search(turn.text[each.start : each.end])
    )


def choice_in(text: str) -> Choice:
    """Return what one statement about one data class chooses; None for a branch that it leaves open."""
    reader = Reader(Subjects(()))
    reader.asked((_IT,), Branch.BOTH)
    reader.hear(0, text)
    return _choice(reader.found)


def _read(transcript: Transcript, reader: Reader, subjects: Subjects) -> Reader:
    for each in transcript.utterances:
        if each.speaker == "candidate":
            reader.hear(each.turn, each.text)
        else:
            reader.asked([e.data_class for e in subjects.named(tokens(each.text))], branch_in(each.text)[0], each.text)
    return reader


def _candidate_turns(transcript: Transcript) -> list[Utterance]:
    return [each for each in transcript.utterances if each.speaker == "candidate"]


def _choice(readings: Sequence[Reading]) -> Choice:
    on_partition, otherwise = standing(readings, Branch.PARTITION), standing(readings, Branch.OTHERWISE)
    p: OnPartition | None = None if on_partition is None else "C" if on_partition is Side.STRICT else "A"
    e: Otherwise | None = None if otherwise is None else "C" if otherwise is Side.STRICT else "L"
    return p, e


def _row(data_class: DataClass, reader: Reader, transcript: Transcript) -> PacelcRow:
    readings = [each for each in reader.found if each.data_class == data_class.id]
    if data_class.id in reader.alike:
        mine = {each.leaning.branch for each in readings}
        alike = [each for each in reader.found if each.data_class == reader.alike[data_class.id]]
        readings += [each for each in alike if each.leaning.branch not in mine]
    texts = {each.turn: each.text for each in transcript.utterances}
    said = [(turn, heard) for about, turn, heard in reader.heard if readings and about == data_class.id]
    partition, otherwise = _choice(readings)
    judgement, feedback = judged_choice(data_class, partition, otherwise)
    quotes = dict.fromkeys(_quote(each.turn, each.remark, texts) for each in readings)
    return PacelcRow(
        data_class=data_class.id,
        title=data_class.title,
        partition=partition,
        otherwise=otherwise,
        reason=_cell([_quote(turn, each.remark, texts) for turn, each in said if _gives_reason(each)]),
        effect=_cell([_quote(turn, each.remark, texts) for turn, each in said if _EFFECT.search(each.remark.text)]),
        judgement=judgement,
        accepted_codes=data_class.accepted_codes,
        feedback=feedback,
        quotes=tuple(quotes)[:3],
    )


def _gives_reason(heard: Heard) -> bool:
    """Whether a remark says why: by a connective, or as a plain statement that chooses nothing by itself."""
    if heard.is_reason or _REASON.search(heard.remark.text):
        return True
    is_plain = heard.is_meant and heard.branch is None and not heard.is_bare and not heard.chooses(Branch.BOTH)
    return is_plain and len(heard.remark.words) >= _STATEMENT and _STATES.search(heard.remark.text) is not None


def _quote(turn: int, remark: Remark, texts: dict[int, str]) -> Quote:
    start, end = remark.clause.start, remark.clause.end
    return Quote(turn=turn, start=start, end=end, quote=texts[turn][start:end])


def _cell(quotes: Sequence[Quote]) -> Cell:
    return Cell(said="yes", quotes=(quotes[0],)) if quotes else Cell(said="no")
