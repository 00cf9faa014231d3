"""A person overrules a verdict with a name and a reason; it is a new grade, and the old one stays."""

from dataclasses import replace

import pytest

from mockround.content.models import CriterionId, TopicKey
from mockround.errors import MockroundError
from mockround.grading.report import CriterionResult, GradeReport
from mockround.grading.verdicts import CriterionState, Verdict
from mockround.rounds.events import Kind, RoundId
from mockround.usecases import grades, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.listing import Filter, listing
from mockround.usecases.overruling import Overruling, overrule
from mockround.usecases.parts import Parts
from mockround.usecases.people import agreement_with_people

TOPIC = TopicKey("pattern/read-heavy")
MISSED = CriterionId("rh-replica-lag")


def graded(parts: Parts) -> tuple[RoundId, Overruling]:
    round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3))
    rounds.start(parts, round_id)
    rounds.take_turn(parts, round_id, "One primary behind a cache; reads outnumber writes 100 to 1.", key="one")
    rounds.end(parts, round_id)
    grade = grades.request(parts, round_id)
    return round_id, Overruling(grade, MISSED, "met", "She drew it on the whiteboard.", "Ben")


def result(report: GradeReport, criterion: CriterionId = MISSED) -> CriterionResult:
    return next(each for unit in report.units for each in unit.criteria if each.criterion == criterion)


def test_the_new_grade_has_the_persons_verdict_reason_and_name_and_a_better_score(parts: Parts) -> None:
    round_id, wanted = graded(parts)
    made = overrule(parts, round_id, wanted)
    before, after = (each.report for each in grades.of_round(parts, round_id))
    assert grades.of_round(parts, round_id)[-1].id == made
    changed = result(after)
    assert (changed.verdict, changed.by_person, changed.reason) == (Verdict.MET, "Ben", wanted.reason)
    assert changed.state is CriterionState.MET_UNAIDED
    assert after.provenance.by == "Ben"
    assert after.provenance.corrects == "embedded"
    assert before.score_low is not None
    assert after.score_low is not None
    assert after.score_low > before.score_low
    others = [each for unit in before.units for each in unit.criteria if each.criterion != MISSED]
    assert all(result(after, each.criterion).verdict is each.verdict for each in others)


def test_a_second_person_corrects_the_first(parts: Parts) -> None:
    round_id, wanted = graded(parts)
    first = overrule(parts, round_id, wanted)
    overrule(parts, round_id, replace(wanted, grade=first, criterion=CriterionId("rh-v2-offload"), by="Ana"))
    report = grades.of_round(parts, round_id)[-1].report
    assert report.provenance.corrects == "Ben"
    assert result(report).by_person == "Ben"
    assert result(report, CriterionId("rh-v2-offload")).by_person == "Ana"


def test_lists_keep_to_the_grader(parts: Parts) -> None:
    round_id, wanted = graded(parts)
    (before,) = listing(parts, Filter())
    overrule(parts, round_id, wanted)
    (after,) = listing(parts, Filter())
    assert before.score_low == after.score_low


def test_agreement_with_people_counts_what_stood_and_what_did_not(parts: Parts) -> None:
    assert agreement_with_people(parts, TOPIC) == ()
    round_id, wanted = graded(parts)
    overrule(parts, round_id, wanted)
    (found,) = agreement_with_people(parts, TOPIC)
    assert (found.grader, found.rounds) == ("embedded", 1)
    assert found.criteria - found.agreed == 1


def test_a_form_that_is_sent_twice_makes_one_grade(parts: Parts) -> None:
    round_id, wanted = graded(parts)
    assert overrule(parts, round_id, wanted) == overrule(parts, round_id, wanted)
    assert len(grades.of_round(parts, round_id)) == 2
    other = overrule(parts, round_id, replace(wanted, by="Ana"))
    assert [each.id for each in grades.of_round(parts, round_id)][2:] == [other]


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("by", "  ", "name"),
        ("reason", "", "reason"),
        ("verdict", "fine", "no verdict"),
        ("verdict", "ungraded", "no verdict"),
        ("criterion", "no-such-criterion", "not part of this grade"),
        ("grade", "no-such-grade", "no such grade"),
    ],
)
def test_what_is_incomplete_is_refused(parts: Parts, field: str, value: str, complaint: str) -> None:
    round_id, wanted = graded(parts)
    with pytest.raises(MockroundError, match=complaint):
        overrule(parts, round_id, replace(wanted, **{field: value}))  # type: ignore[arg-type]
    assert len(grades.of_round(parts, round_id)) == 1
