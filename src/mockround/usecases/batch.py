"""Grades answers that come as plain lines, one JSON object each, and compares them with labels where there are any."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mockround.content.library import Library
from mockround.content.models import CriterionId, Level
from mockround.errors import invalid
from mockround.grading.agreement import Agreement, Pair, agreement
from mockround.grading.assembly import Judged, judged
from mockround.grading.port import Grader
from mockround.grading.scoping import criteria_in
from mockround.grading.transcript import Scope, Transcript, Utterance
from mockround.grading.verdicts import Verdict
from mockround.nesting import MAX_DEPTH, is_too_deep


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class TurnIn(_Line):
    speaker: Literal["interviewer", "candidate"]
    text: str


class AnswerIn(_Line):
    """A line to grade. `criterion` is needed for the kind 'probe'; `labels` only for an evaluation."""

    id: str
    topic: str
    kind: Literal["answer", "probe"] = "answer"
    level: Level = Level.SENIOR
    problem: str | None = None
    turns: Annotated[tuple[TurnIn, ...], Field(min_length=1)]
    criterion: CriterionId | None = None
    style: str = ""
    labels: Mapping[CriterionId, Verdict] = Field(default_factory=dict)


class EvidenceOut(_Line):
    """`turn` counts the given turns from 0; `start` and `end` are offsets into that turn's text."""

    turn: int
    start: int
    end: int
    quote: str


class VerdictOut(_Line):
    verdict: Verdict
    confidence: float
    evidence: tuple[EvidenceOut, ...]


class AnswerOut(_Line):
    """The verdicts by criterion, and the score as an interval of shares of 1; None where nothing could be graded."""

    id: str
    verdicts: dict[CriterionId, VerdictOut]
    score_low: float | None
    score_high: float | None


def parsed(text: str, number: int) -> AnswerIn:
    """Return one line of a batch; raise `invalid` that names the line and what is wrong with it."""
    if is_too_deep(text):
        raise invalid(f"Line {number}: it is nested more than {MAX_DEPTH} levels deep.", "Correct the line.")
    try:
        return AnswerIn.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the line"
        raise invalid(f"Line {number}: {where}: {first['msg']}.", "Correct the line and run it again.") from error


def graded(library: Library, grader: Grader, answer: AnswerIn) -> AnswerOut:
    done = judge(library, grader, answer)
    return AnswerOut(
        id=answer.id,
        verdicts={
            criterion: VerdictOut(
                verdict=ruling.finding.verdict,
                confidence=round(ruling.finding.confidence, 4),
                evidence=tuple(
                    EvidenceOut(turn=each.turn, start=each.start, end=each.end, quote=each.quote)
                    for each in ruling.finding.evidence
                ),
            )
            for criterion, ruling in done.rulings.items()
        },
        score_low=done.score_low,
        score_high=done.score_high,
    )


def judge(library: Library, grader: Grader, answer: AnswerIn) -> Judged:
    """Grade one line on its topic; a probe on its criterion alone."""
    if answer.kind == "probe" and answer.criterion is None:
        raise invalid(f"{answer.id!r} is a probe without a criterion.", "Name the criterion that it asks about.")
    topic = library.topic_named(answer.topic)
    only = (answer.criterion,) if answer.kind == "probe" and answer.criterion is not None else ()
    for criterion in only:
        if library.topic_of(criterion).key != topic.key:
            raise invalid(f"{criterion!r} is no criterion of {answer.topic!r}.", "Name the topic that it belongs to.")
    scope = Scope(level=answer.level, primary=(topic.key,), only=only)
    transcript = transcript_of(answer)
    return judged(library, transcript, scope, grader.findings(transcript, criteria_in(scope, library)))


def transcript_of(answer: AnswerIn) -> Transcript:
    """Return the turns of a line; those of a probe's interviewer aim at its criterion."""
    return Transcript(tuple(_utterances(answer)))


def _utterances(answer: AnswerIn) -> Iterator[Utterance]:
    for turn, each in enumerate(answer.turns):
        aim = answer.criterion if each.speaker == "interviewer" else None
        yield Utterance(turn, each.speaker, each.text, aim=aim, is_probe=aim is not None)


class Evaluation(BaseModel):
    """Agreement with labels, by group: 'total', 'topic <id>', 'kind <kind>', 'style <style>'."""

    model_config = ConfigDict(frozen=True)

    groups: dict[str, Agreement]


def evaluation(library: Library, grader: Grader, answers: Iterable[AnswerIn]) -> Evaluation:
    """Grade every line and compare it with its labels."""
    pairs: dict[str, list[Pair]] = {}
    for answer in answers:
        rulings = judge(library, grader, answer).rulings
        for criterion, label in answer.labels.items():
            if criterion not in rulings:
                raise invalid(f"{answer.id!r} labels {criterion!r}, which it does not ask.", "Correct the labels.")
            pair = Pair(answer.id, label, rulings[criterion].finding.verdict)
            for group in _groups(answer):
                pairs.setdefault(group, []).append(pair)
    return Evaluation(groups={group: agreement(pairs[group]) for group in _in_order(pairs)})


def _groups(answer: AnswerIn) -> tuple[str, ...]:
    style = (f"style {answer.style}",) if answer.style else ()
    return ("total", f"kind {answer.kind}", f"topic {answer.topic}", *style)


def _in_order(groups: Iterable[str]) -> Sequence[str]:
    first = {"total": 0, "kind": 1, "style": 2, "topic": 3}
    return sorted(groups, key=lambda group: (first[group.split(" ")[0]], group))
