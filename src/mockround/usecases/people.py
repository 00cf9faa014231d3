"""How far graders agree with the people who looked over their grades, by topic."""

from dataclasses import dataclass

from mockround.content.models import TopicKey
from mockround.grading.report import GradeReport
from mockround.grading.verdicts import Verdict
from mockround.usecases.parts import Parts

_COUNTED = frozenset({Verdict.MET, Verdict.PARTIAL, Verdict.MISSING})


@dataclass(frozen=True, slots=True)
class WithPeople:
    """Criteria that a person let stand or overruled in the newest grade of theirs, and how a grader had judged them.

    What a person did not touch counts as agreed: they had the grade before them.
    """

    grader: str
    rounds: int
    criteria: int
    agreed: int


def agreement_with_people(parts: Parts, topic: TopicKey) -> tuple[WithPeople, ...]:
    """Return a line a grader, by name; none where nobody has overruled anything on the topic."""
    counts: dict[str, list[int]] = {}
    for round_id in parts.store.grades.corrected_rounds():
        reports = [each.report for each in parts.store.grades.of_round(round_id)]
        person = next((each for each in reversed(reports) if each.provenance.by), None)
        others = {each.provenance.grader: each for each in reports if not each.provenance.by}
        if person is None:
            continue
        for grader, report in others.items():
            found = _agreed(person, report, topic)
            if found[1]:
                total = counts.setdefault(grader, [0, 0, 0])
                total[0] += 1
                total[1] += found[1]
                total[2] += found[0]
    return tuple(WithPeople(grader, *counts[grader]) for grader in sorted(counts))


def _agreed(person: GradeReport, report: GradeReport, topic: TopicKey) -> tuple[int, int]:
    """Return how many verdicts on the topic are the same, of how many."""
    theirs = _verdicts(person, topic)
    same = [theirs[each] is verdict for each, verdict in _verdicts(report, topic).items() if each in theirs]
    return sum(same), len(same)


def _verdicts(report: GradeReport, topic: TopicKey) -> dict[str, Verdict]:
    return {
        each.criterion: each.verdict
        for unit in report.units
        if unit.topic == topic
        for each in unit.criteria
        if each.verdict in _COUNTED
    }
