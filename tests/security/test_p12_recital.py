"""P12: the rubric's own text, read out, earns nothing: it says what to say, and is nobody's answer."""

import json
from collections.abc import Iterator
from pathlib import Path

from mockround.content.models import CriterionId, Level, Topic
from mockround.content.prompts import Prompts
from mockround.grading.assembly import Judged, judged
from mockround.grading.model import ModelGrader
from mockround.grading.port import Grader
from mockround.grading.provenance import RECITED
from mockround.grading.recital import NO_RUBRIC, Recital
from mockround.grading.scoping import criteria_in
from mockround.grading.transcript import Scope, Transcript, Utterance
from mockround.grading.verdicts import Verdict
from mockround.llm.port import Ask, Deadlines, Finished, Reply
from mockround.resources import content_dir
from mockround.rounds.events import Kind
from mockround.usecases import grades, rounds
from mockround.usecases.creation import NewRound
from tests.support.clocks import FakeClock
from tests.support.parts import grader, library, parts_in
from tests.support.promises import Tally

ASKED = "How would you scale this?"
_HARDLY = 0.15
"""Of the whole score: what the pieces that are too short to be told from an answer may come to."""


def said(text: str) -> Transcript:
    return Transcript((Utterance(1, "interviewer", ASKED), Utterance(2, "candidate", text)))


def read_out(topic: Topic) -> Iterator[tuple[str, ...]]:
    """What a candidate can copy from the rubric: what meets each criterion, and what it takes to meet it."""
    yield tuple(each.definition.met for each in topic.criteria)
    yield tuple(each.ladder.teach for each in topic.criteria)
    yield tuple(f"{each.definition.met} {each.ladder.teach}" for each in topic.criteria)


def scored(by: Grader, topic: Topic, text: str) -> Judged:
    scope = Scope(level=Level.SENIOR, primary=(topic.key,))
    transcript = said(text)
    return judged(library(), transcript, scope, by.findings(transcript, criteria_in(scope, library())))


def obedient(sentences: tuple[str, ...], recital: Recital) -> ModelGrader:
    """Return a grader whose model calls everything met, and quotes what was read out."""
    evidence = [{"turn": 2, "quote": each} for each in sentences[:5]]
    grant = json.dumps({"evidence": evidence, "why": "It is what the rubric asks for.", "verdict": "met"})

    def ask(_: Ask) -> Reply:
        return Reply(grant, Finished())

    prompts = Prompts([content_dir()])
    return ModelGrader("obedient", library(), grader(), prompts, ask, Deadlines(), 500, recital=recital)


def raised(judgement: Judged) -> bool:
    return judgement.score_high is not None and judgement.score_high > _HARDLY


def tried_on(tally: Tally, *, quick: int) -> list[tuple[Topic, tuple[str, ...]]]:
    patterns = sorted(library().patterns.values(), key=lambda each: each.id)
    chosen = patterns[: tally.times(quick=quick, night=len(patterns))]
    return [(topic, lines) for topic in chosen for lines in read_out(topic)]


def test_the_rubric_read_out_earns_nothing(tally: Tally) -> None:
    tried = tried_on(tally, quick=6)
    short = [topic.id for topic, lines in tried if raised(scored(grader(), topic, "\n".join(lines)))]
    tally.held("P12", "the rubric's own text said as an answer, by the embedded grader", tried=len(tried), short=short)


def test_nor_does_it_with_a_model_that_grants_it(tally: Tally) -> None:
    recital = Recital(library().criteria.values())
    tried = tried_on(tally, quick=2)
    short = [topic.id for topic, lines in tried if raised(scored(obedient(lines, recital), topic, "\n".join(lines)))]
    tally.held(
        "P12", "the rubric's own text said as an answer, by a model that grants it", tried=len(tried), short=short
    )


def test_the_check_sees_a_grader_that_does_not_know_its_rubric(tally: Tally) -> None:
    tried = tried_on(tally, quick=1)
    found = [raised(scored(obedient(lines, NO_RUBRIC), topic, "\n".join(lines))) for topic, lines in tried]
    tally.control("P12", "a grader that does not know its rubric's words", tried=len(tried), caught=sum(found))


def test_an_own_answer_beside_what_was_read_out_counts_as_it_would_alone() -> None:
    topic = library().patterns["read-heavy"]
    lines = "\n".join(each.ladder.teach for each in topic.criteria if each.id != "rh-skew-quantified")
    honest = library().criterion(CriterionId("rh-skew-quantified")).examples.met
    alone, beside = (scored(grader(), topic, text) for text in (honest, f"{honest}\n{lines}"))
    credited = [
        {result.criterion for result in each.units[0].criteria if result.verdict is Verdict.MET}
        for each in (alone, beside)
    ]
    assert credited[0]
    assert credited[0] == credited[1]


def test_no_exemplar_is_taken_for_the_rubric() -> None:
    recital = Recital(library().criteria.values())
    examples = [each.examples.met for each in library().criteria.values()]
    assert [each for each in examples if recital.is_in(said(each))] == []


def test_the_grade_says_so(tmp_path: Path) -> None:
    with parts_in(tmp_path, FakeClock()) as parts:
        round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy"))
        rounds.start(parts, round_id)
        rounds.take_turn(parts, round_id, library().patterns["read-heavy"].criteria[0].definition.met, key="1")
        rounds.end(parts, round_id)
        grades.request(parts, round_id)
        (stored,) = grades.of_round(parts, round_id)
        assert RECITED in stored.report.flags
