"""A criterion whose condition is not there leaves the score alone; what was asked or named is graded."""

import pytest

from mockround.content.models import CriterionId, Level, TopicKey
from mockround.grading.applicability import applies
from mockround.grading.assembly import judged
from mockround.grading.scoping import criteria_in
from mockround.grading.transcript import Scope, Transcript, Utterance
from mockround.grading.verdicts import CriterionState
from tests.support.parts import grader, library

GRAPHQL = CriterionId("pc-graphql-fit")


def transcript(*turns: tuple[str, str], aim: CriterionId | None = None) -> Transcript:
    spoken = (
        Utterance(at, "candidate" if who == "c" else "interviewer", text, aim=aim if who == "i" else None)
        for at, (who, text) in enumerate(turns)
    )
    return Transcript(tuple(spoken))


@pytest.fixture
def scope() -> Scope:
    return Scope(level=Level.SENIOR, primary=(library().topic_named("protocol-choice").key,))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Plain REST over HTTP, because partners call it.", False),
        ("I would not take GraphQL here.", True),
        ("Each client needs other fields, so over-fetching hurts.", True),
    ],
)
def test_it_applies_once_somebody_voices_it(scope: Scope, said: str, expected: bool) -> None:
    assert applies(library().criterion(GRAPHQL), transcript(("c", said)), scope) is expected


def test_the_interviewer_naming_it_is_enough_and_so_is_asking(scope: Scope) -> None:
    criterion = library().criterion(GRAPHQL)
    assert applies(criterion, transcript(("i", "Would GraphQL help?"), ("c", "Perhaps.")), scope)
    assert applies(criterion, transcript(("i", "And the screens?"), ("c", "Perhaps."), aim=GRAPHQL), scope)


def test_what_is_graded_on_its_own_applies() -> None:
    scope = Scope(level=Level.SENIOR, primary=(TopicKey("skill:protocol-choice"),), only=(GRAPHQL,))
    assert applies(library().criterion(GRAPHQL), transcript(("c", "REST.")), scope)


def test_it_leaves_numerator_and_denominator(scope: Scope) -> None:
    said = transcript(("c", "Plain REST over HTTP, because partners call it."))
    done = judged(library(), said, scope, grader().findings(said, criteria_in(scope, library())))
    assert done.rulings[GRAPHQL].state is CriterionState.NOT_APPLICABLE
    assert done.rulings[GRAPHQL].finding.reason.startswith("Neither candidate nor interviewer")
