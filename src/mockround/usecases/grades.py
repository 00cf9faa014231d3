"""Grading as a durable job, in steps that can be done twice without harm. A grade is never overwritten."""

from dataclasses import dataclass
from datetime import datetime

from mockround.content.models import CriterionId, TopicKey
from mockround.errors import conflict
from mockround.grading.assembly import assembled
from mockround.grading.from_round import scope_of, transcript_of
from mockround.grading.report import GradeReport
from mockround.grading.scoping import criteria_in
from mockround.grading.verdicts import Finding
from mockround.rounds.events import CriterionGraded, Graded, GradeId, GradeStarted, RoundId
from mockround.rounds.state import RoundState
from mockround.usecases.parts import Parts


@dataclass(frozen=True, slots=True)
class Stored:
    """A finished grade."""

    id: GradeId
    created_at: datetime
    report: GradeReport


def request(parts: Parts, round_id: RoundId) -> GradeId:
    """Ask for a grade of an ended round by the configured grader; asked twice, it is made once."""
    state = parts.store.log.state(round_id)
    _refuse_unless_over(state)
    grade_id = grade_id_for(parts, state)
    if grade_id not in state.grades:
        parts.jobs.grade(round_id, grade_id)
    return grade_id


def grade_id_for(parts: Parts, state: RoundState) -> GradeId:
    """The same round, grader and rubric give the same grade: its id says so, and makes the job idempotent."""
    scope = scope_of(state, parts.library)
    rubric = parts.library.rubric_hash((*scope.primary, *scope.secondary, *scope.skills))
    return GradeId(f"{state.id}-{parts.grader.name}-{rubric[:12]}")


def newest(parts: Parts, round_id: RoundId) -> Stored | None:
    found = of_round(parts, round_id)
    return found[-1] if found else None


def of_round(parts: Parts, round_id: RoundId) -> tuple[Stored, ...]:
    """Every grade of the round, oldest first."""
    return tuple(Stored(each.id, each.created_at, each.report) for each in parts.store.grades.of_round(round_id))


def begin(parts: Parts, round_id: RoundId, grade_id: GradeId) -> tuple[TopicKey, ...]:
    """Step one of the job: say that grading starts, and return the topics to grade, in order."""
    with parts.store.log.change(round_id) as change:
        _refuse_unless_over(change.state)
        scope = scope_of(change.state, parts.library)
        going = change.state.grading is not None and change.state.grading.grade == grade_id
        if not going and grade_id not in change.state.grades:
            count = len(criteria_in(scope, parts.library))
            change.append(GradeStarted(grade=grade_id, grader=parts.grader.name, criteria=count), parts.clock.now())
    return (*scope.primary, *scope.secondary, *scope.skills)


def grade_topic(parts: Parts, round_id: RoundId, grade_id: GradeId, topic: TopicKey) -> tuple[Finding, ...]:
    """One step of the job: return the findings on one topic, and tell the log which criteria are done."""
    state = parts.store.log.state(round_id)
    scope = scope_of(state, parts.library)
    wanted = [
        each for each in criteria_in(scope, parts.library) if parts.library.topic_of(CriterionId(each.id)).key == topic
    ]
    findings = parts.grader.findings(transcript_of(state), wanted)
    with parts.store.log.change(round_id) as change:
        for finding in findings:
            if change.state.grading is not None and finding.criterion not in change.state.graded_criteria:
                told = CriterionGraded(grade=grade_id, criterion=finding.criterion, verdict=finding.verdict.value)
                change.append(told, parts.clock.now())
    return findings


def finish(parts: Parts, round_id: RoundId, grade_id: GradeId, findings: tuple[Finding, ...]) -> None:
    """Last step of the job: apply the rules of the rubric, store the report, and say that it is there."""
    state = parts.store.log.state(round_id)
    report = assembled(parts.library, state, findings, grader=parts.grader.name)
    with parts.store.log.change(round_id) as change:
        if grade_id in change.state.grades:
            return
        now = parts.clock.now()
        parts.store.grades.save(change, grade_id, report, now)
        change.append(Graded(grade=grade_id), now)


def _refuse_unless_over(state: RoundState) -> None:
    if not state.is_over:
        raise conflict("This round is not over yet.", "End it first; then it is graded at once.")
