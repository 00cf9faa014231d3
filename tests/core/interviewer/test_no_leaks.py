"""No line of any ladder gives an answer away: said by a candidate, none would be met evidence for any criterion."""

import pytest

from mockround.content.models import Criterion, TopicKey
from mockround.grading.transcript import Transcript, Utterance
from mockround.grading.verdicts import Verdict
from tests.support.parts import grader, library


def lines(criterion: Criterion) -> list[str]:
    ladder = criterion.ladder
    return [*ladder.probes, ladder.follow_up.replace("{component}", "the cache"), ladder.push_back]


@pytest.mark.parametrize("topic", sorted(library().topics))
def test_no_question_is_evidence(topic: TopicKey) -> None:
    criteria = tuple(library().criteria.values())
    given_away = {
        (line, finding.criterion)
        for criterion in library().topic(topic).criteria
        for line in lines(criterion)
        for finding in grader().findings(Transcript((Utterance(0, "candidate", line),)), criteria)
        if finding.verdict is Verdict.MET
    }
    assert given_away == set()
