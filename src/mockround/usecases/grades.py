"""Grading as a durable job, in steps that can be done twice without harm. A grade is never overwritten."""

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mockround.content.models import CriterionId
from mockround.errors import MockroundError, conflict
from mockround.grading.assembly import assembled
from mockround.grading.from_round import scope_of, transcript_of
from mockround.grading.model_cells import RowGraded, key_of
from mockround.grading.report import FailureRow, GradeReport
from mockround.grading.scoping import criteria_in, topics_in
from mockround.grading.verdicts import Finding, Verdict
from mockround.llm.blocking import UnwantedError
from mockround.rounds.events import CriterionGraded, Graded, GradeId, GradeStarted, GradeStopped, RoundId
from mockround.rounds.missing import missing_content, refuse_missing
from mockround.rounds.state import RoundState
from mockround.rounds.voices import EMBEDDED
from mockround.store.change import Change
from mockround.usecases import graders, profiles
from mockround.usecases.parts import Parts

_HOPELESS = 3
"""Batches in a row of which a model could grade nothing: the rest would only make the candidate wait."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A finished grade."""

    id: GradeId
    created_at: datetime
    report: GradeReport


@dataclass(frozen=True, slots=True)
class Made:
    """What the steps of a job brought."""

    findings: Sequence[Finding]
    rows: Sequence[RowGraded] = ()


def request(parts: Parts, round_id: RoundId, grader: str = EMBEDDED) -> GradeId:
    """Ask for a grade of an ended round; asked twice, it is made once. Raises where a cap or another grade forbids."""
    state = parts.store.log.state(round_id)
    _refuse_unless_over(state)
    refuse_missing(state.created, parts.library)
    grade_id = grade_id_for(parts, state, grader)
    if grade_id in state.grades:
        return grade_id
    if state.grading is not None and state.grading.grade != grade_id:
        raise conflict(
            f"{state.grading.grader} is grading this round already.", "Wait until it has finished, or stop it."
        )
    graders.refuse_above_cap(parts, state, grader)
    parts.jobs.grade(round_id, grade_id, grader)
    return grade_id


def request_due(parts: Parts, state: RoundState) -> None:
    """Ask for the grades that an ended round gets on its own: the embedded one, then that of its model.

    While another grade is being made, nothing is asked for: when it ends, the round is looked at again. Where content
    is missing, the round is looked at again when the server starts with it.
    """
    if missing_content(state.created, parts.library):
        return
    wanted = state.created.grader
    if state.grading is not None and state.grading.grader != parts.grader.name:
        return
    if not _has_embedded(parts, state):
        request(parts, state.id)
    elif wanted != EMBEDDED and wanted not in state.tried and state.grading is None:
        try:
            request(parts, state.id, wanted)
        except MockroundError as error:
            _refuse(parts, state, wanted, error)


def grade_id_for(parts: Parts, state: RoundState, grader: str = EMBEDDED) -> GradeId:
    """The same round, grader and rubric give the same grade: its id says so, and makes the job idempotent.

    A grade that was stopped may be made again, under another id.
    """
    rubric = parts.library.rubric_hash(topics_in(scope_of(state, parts.library)))
    base = f"{state.id}-{_grader_key(parts, grader)}-{rubric[:12]}"
    stops = sum(each.grade.startswith(base) for each in state.stopped)
    return GradeId(f"{base}-{stops + 1}" if stops else base)


def newest(parts: Parts, round_id: RoundId) -> Stored | None:
    found = of_round(parts, round_id)
    return found[-1] if found else None


def of_round(parts: Parts, round_id: RoundId) -> tuple[Stored, ...]:
    """Every grade of the round, oldest first."""
    return tuple(Stored(each.id, each.created_at, each.report) for each in parts.store.grades.of_round(round_id))


def stop(parts: Parts, round_id: RoundId, grade_id: GradeId) -> None:
    """Stop a grade that is being made and hang up on its model. One that is finished stays."""
    with parts.store.log.change(round_id) as change:
        _stop(parts, change, grade_id, "candidate", "")


def begin(parts: Parts, round_id: RoundId, grade_id: GradeId, grader: str) -> list[list[CriterionId]]:
    """Step one of the job: say that grading starts, and return the batches of criteria to grade, in order.

    None where another job began meanwhile, or where the content went away: the log then says that this grade will not
    come.
    """
    name = parts.grader.name if grader == EMBEDDED else grader
    with parts.store.log.change(round_id) as change:
        _refuse_unless_over(change.state)
        if message := _obstacle(parts, change.state, grade_id):
            told = GradeStopped(grade=grade_id, grader=name, because="unavailable", message=message)
            change.append(told, parts.clock.now())
            return []
        if change.state.grading is None and grade_id not in change.state.grades:
            count = len(criteria_in(scope_of(change.state, parts.library), parts.library))
            change.append(GradeStarted(grade=grade_id, grader=name, criteria=count), parts.clock.now())
        return graders.batches(parts, change.state, grader)


def grade_batch(
    parts: Parts, round_id: RoundId, grade_id: GradeId, grader: str, batch: Sequence[CriterionId]
) -> tuple[Finding, ...]:
    """One step of the job: return the findings on a batch, and tell the log which criteria are done.

    Of a grade that was stopped, nothing is graded and nobody is asked.
    """
    state = parts.store.log.state(round_id)
    if not _is_going(state, grade_id):
        return ()
    try:
        judge, _ = graders.grader_named(parts, grader, lambda: _is_wanted(parts, round_id, grade_id))
        findings = judge.findings(transcript_of(state), [parts.library.criterion(each) for each in batch])
    except UnwantedError:
        return ()
    except MockroundError as error:
        with parts.store.log.change(round_id) as change:
            _stop(parts, change, grade_id, "unavailable", str(error))
        return ()
    with parts.store.log.change(round_id) as change:
        for finding in findings:
            if _is_going(change.state, grade_id) and finding.criterion not in change.state.graded_criteria:
                told = CriterionGraded(grade=grade_id, criterion=finding.criterion, verdict=finding.verdict.value)
                change.append(told, parts.clock.now())
    return findings


def rows_of(parts: Parts, round_id: RoundId, grade_id: GradeId, grader: str) -> list[str]:
    """Return the names of the matrices' rows that a model fills, in order; none for the embedded grader."""
    state = parts.store.log.state(round_id)
    if grader == EMBEDDED or not _is_going(state, grade_id):
        return []
    return [key_of(each) for each in graders.rows(parts, state)]


def grade_row(parts: Parts, round_id: RoundId, grade_id: GradeId, grader: str, key: str) -> RowGraded | None:
    """One step of the job: return one row of a matrix by the model; None where the grade was stopped meanwhile."""
    state = parts.store.log.state(round_id)
    profile = profiles.find(parts, grader)
    if not _is_going(state, grade_id) or profile is None:
        return None
    row = next(each for each in graders.rows(parts, state) if key_of(each) == key)
    judge = graders.row_grader(parts, profile, lambda: _is_wanted(parts, round_id, grade_id))
    with contextlib.suppress(UnwantedError):
        if isinstance(row, FailureRow):
            return judge.failure_row(transcript_of(state), row, parts.library.components[row.component])
        return judge.pacelc_row(transcript_of(state), row, parts.library.data_classes[row.data_class])
    return None


def is_hopeless(batches: Sequence[Sequence[Finding]]) -> bool:
    """Tell whether a model could grade nothing of the last batches."""
    last = batches[-_HOPELESS:]
    return len(last) == _HOPELESS and all(
        batch and all(each.verdict is Verdict.UNGRADED for each in batch) for batch in last
    )


def give_up(parts: Parts, round_id: RoundId, grade_id: GradeId, reason: str) -> None:
    """End a grade that will not come, and say why."""
    with parts.store.log.change(round_id) as change:
        _stop(parts, change, grade_id, "unavailable", reason)


def finish(parts: Parts, round_id: RoundId, grade_id: GradeId, grader: str, made: Made) -> None:
    """Last step of the job: apply the rules of the rubric, store the report, and say that it is there."""
    state = parts.store.log.state(round_id)
    if not _is_going(state, grade_id):
        return
    _, identity = graders.grader_named(parts, grader)
    report = assembled(parts.library, state, made.findings, by=identity, rows=made.rows)
    with parts.store.log.change(round_id) as change:
        if not _is_going(change.state, grade_id):
            return
        now = parts.clock.now()
        parts.store.grades.save(change, grade_id, report, now)
        change.append(Graded(grade=grade_id), now)


def _grader_key(parts: Parts, grader: str) -> str:
    """The grader's name, and for a model what would make its verdicts another's: model, endpoint and prompt."""
    if grader == EMBEDDED:
        return parts.grader.name
    profile = profiles.named(parts, grader)
    made_of = "\0".join((profile.via, profile.model, profile.endpoint, graders.prompt_hash(parts)))
    return f"{grader}-{hashlib.sha256(made_of.encode()).hexdigest()[:8]}"


def _has_embedded(parts: Parts, state: RoundState) -> bool:
    own = (each.report.provenance for each in of_round(parts, state.id))
    return bool(state.grades) and any(each.grader == parts.grader.name and each.by is None for each in own)


def _is_going(state: RoundState, grade_id: GradeId) -> bool:
    return state.grading is not None and state.grading.grade == grade_id


def _obstacle(parts: Parts, state: RoundState, grade_id: GradeId) -> str:
    """Return why a job cannot begin; '' where it can."""
    if lacks := missing_content(state.created, parts.library):
        return f"The round is about {lacks[0]}, which is not installed any more."
    if state.grading is None or _is_going(state, grade_id):
        return ""
    return f"{state.grading.grader} was grading this round already. Ask again when it has finished."


def _is_wanted(parts: Parts, round_id: RoundId, grade_id: GradeId) -> bool:
    """Tell whether nobody has stopped the grade, without reading the disk: this is asked while a model speaks."""
    state = parts.store.log.recent_state(round_id)
    return not parts.store.log.is_removed(round_id) if state is None else _is_going(state, grade_id)


def _stop(parts: Parts, change: Change, grade_id: GradeId, because: str, message: str) -> None:
    grading = change.state.grading
    if grading is None or grading.grade != grade_id:
        return
    stopped = GradeStopped.model_validate(
        {"grade": grade_id, "grader": grading.grader, "because": because, "message": message}
    )
    change.append(stopped, parts.clock.now())


def _refuse(parts: Parts, state: RoundState, grader: str, error: MockroundError) -> None:
    """Note that a grade which was due on its own will not be made, so that it is not tried for ever."""
    with parts.store.log.change(state.id) as change:
        if grader not in change.state.tried:
            told = GradeStopped(
                grade=GradeId(f"{state.id}-{grader}"), grader=grader, because="unavailable", message=str(error)
            )
            change.append(told, parts.clock.now())


def _refuse_unless_over(state: RoundState) -> None:
    if not state.is_over:
        raise conflict("This round is not over yet.", "End it first; then it is graded at once.")
