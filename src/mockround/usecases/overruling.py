"""A person overrules a verdict: a new grade that stands beside the one it corrects, with a name and a reason."""

import hashlib
import json
from dataclasses import astuple, dataclass

from mockround.content.models import CriterionId
from mockround.errors import conflict, invalid, not_found
from mockround.grading.assembly import assembled
from mockround.grading.from_round import scope_of
from mockround.grading.port import Identity
from mockround.grading.report import CriterionResult, GradeReport
from mockround.grading.scoping import topics_in
from mockround.grading.verdicts import Evidence, Finding, Verdict
from mockround.rounds.events import Graded, GradeId, GradeStarted, RoundId
from mockround.usecases import grades
from mockround.usecases.parts import Parts

LONGEST_REASON = 2000
LONGEST_NAME = 80
_ALLOWED = frozenset({Verdict.MET, Verdict.PARTIAL, Verdict.MISSING, Verdict.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Overruling:
    """One verdict of one grade, as a person sees it."""

    grade: GradeId
    criterion: CriterionId
    verdict: str
    reason: str
    by: str


def overrule(parts: Parts, round_id: RoundId, wanted: Overruling) -> GradeId:
    """Store a new grade in which one verdict is a person's; scores and levels are computed anew. Return its id.

    The same words on the same verdict are the same grade: a form that is sent twice makes one.
    """
    verdict = _checked(wanted)
    stored = next((each for each in grades.of_round(parts, round_id) if each.id == wanted.grade), None)
    if stored is None:
        raise not_found("There is no such grade of this round.", "Open the round's newest grade.")
    state = parts.store.log.state(round_id)
    rubric = parts.library.rubric_hash(topics_in(scope_of(state, parts.library)))
    if stored.report.provenance.rubric_hash != rubric:
        raise conflict("The rubric has changed since that grade.", "Grade the round again, then overrule that grade.")
    findings = _corrected(stored.report, wanted, verdict)
    report = assembled(parts.library, state, findings, by=Identity("person"))
    provenance = report.provenance.model_copy(
        update={"by": wanted.by.strip(), "corrects": stored.report.provenance.by or stored.report.provenance.grader}
    )
    grade_id = GradeId(f"{round_id}-person-{_digest(wanted)}")
    with parts.store.log.change(round_id) as change:
        if grade_id in change.state.grades:
            return grade_id
        if change.state.grading is not None:
            raise conflict("This round is being graded.", "Wait until that has finished, or stop it.")
        now = parts.clock.now()
        parts.store.grades.save(change, grade_id, report.model_copy(update={"provenance": provenance}), now)
        change.append(GradeStarted(grade=grade_id, grader="person", criteria=len(findings)), now)
        change.append(Graded(grade=grade_id), now)
    return grade_id


def _digest(wanted: Overruling) -> str:
    return hashlib.sha256(json.dumps(astuple(wanted)).encode()).hexdigest()[:12]


def _checked(wanted: Overruling) -> Verdict:
    if not wanted.by.strip() or len(wanted.by) > LONGEST_NAME:
        raise invalid("Nobody's name is given.", f"Say who overrules it, in at most {LONGEST_NAME} characters.")
    if not wanted.reason.strip() or len(wanted.reason) > LONGEST_REASON:
        raise invalid("No reason is given.", f"Say why, in at most {LONGEST_REASON:,} characters.")
    if wanted.verdict not in _ALLOWED:
        raise invalid(f"{wanted.verdict!r} is no verdict.", "Choose met, partial, missing or not applicable.")
    return Verdict(wanted.verdict)


def _corrected(report: GradeReport, wanted: Overruling, verdict: Verdict) -> list[Finding]:
    results = {each.criterion: each for unit in report.units for each in unit.criteria}
    if wanted.criterion not in results:
        raise not_found("That criterion is not part of this grade.", "Open the grade and choose one there.")
    return [
        _by_person(each, wanted, verdict) if each.criterion == wanted.criterion else _as_it_was(each)
        for each in results.values()
    ]


def _by_person(result: CriterionResult, wanted: Overruling, verdict: Verdict) -> Finding:
    kept = _evidence(result) if verdict in (Verdict.MET, Verdict.PARTIAL) else ()
    return Finding(result.criterion, verdict, 1.0, kept, wanted.reason.strip(), verdict, by_person=wanted.by.strip())


def _as_it_was(result: CriterionResult) -> Finding:
    return Finding(
        result.criterion,
        result.verdict,
        result.confidence,
        _evidence(result),
        result.reason,
        result.possible,
        contradicted=result.contradicted,
        by_person=result.by_person,
    )


def _evidence(result: CriterionResult) -> tuple[Evidence, ...]:
    return tuple(Evidence(each.turn, each.start, each.end, each.quote) for each in (*result.quotes, *result.red_flags))
