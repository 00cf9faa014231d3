"""Puts a grade together: findings, rules, scores, matrices, dimensions, time, and what to practise next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from mockround.content.library import Library
from mockround.content.models import Criterion, CriterionId, Level, TopicKey
from mockround.grading.checkpoints import checkpoint_result, recognition_result
from mockround.grading.dimensions import Standing, dimension_results, signal_of
from mockround.grading.from_round import scope_of, transcript_of
from mockround.grading.matrices import failure_rows, pacelc_rows
from mockround.grading.model_cells import RowGraded
from mockround.grading.pacelc.matrix import whole_system_label
from mockround.grading.port import Identity
from mockround.grading.practice import practice_after
from mockround.grading.provenance import flags_of, provenance_of
from mockround.grading.recital import recital_of
from mockround.grading.report import (
    CriterionResult,
    GradeReport,
    HintUse,
    Quote,
    Signal,
    UnitResult,
)
from mockround.grading.rules import Ruled, ruled
from mockround.grading.scoping import criteria_in, topics_in
from mockround.grading.scores import LEVELS, Verdicts, band_of, is_expected, mean, reads_as, unit_score
from mockround.grading.sentence import verdict_line
from mockround.grading.steering import steers
from mockround.grading.time_use import time_use
from mockround.grading.transcript import Scope, Transcript
from mockround.grading.verdicts import FLAGS, CriterionState, Evidence, Finding, Verdict
from mockround.rounds.events import Kind
from mockround.rounds.state import RoundState

_PRIMARY_WEIGHT = 2
Role = Literal["primary", "secondary", "skill"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What every grade needs, of a round or of a plain file."""

    transcript: Transcript
    scope: Scope
    rulings: Mapping[CriterionId, Ruled]
    units: tuple[UnitResult, ...]
    score_low: float | None
    score_high: float | None


def judged(library: Library, transcript: Transcript, scope: Scope, findings: Sequence[Finding]) -> Judged:
    """Apply the rules and the scoring to any grader's findings."""
    rulings = ruled(findings, transcript, scope, library)
    units = tuple(_unit(library, scope, topic, rulings) for topic in topics_in(scope))
    weights = [_PRIMARY_WEIGHT if unit.role == "primary" else 1 for unit in units]
    low = mean((_exact(unit.score_low), weight) for unit, weight in zip(units, weights, strict=True))
    high = mean((_exact(unit.score_high), weight) for unit, weight in zip(units, weights, strict=True))
    return Judged(transcript, scope, rulings, units, _share(low), _share(high))


def assembled(
    library: Library,
    state: RoundState,
    findings: Sequence[Finding],
    *,
    by: Identity,
    rows: Sequence[RowGraded] = (),
) -> GradeReport:
    """Return the whole report on an ended round; `rows` are those of the matrices that a model filled."""
    transcript, scope = transcript_of(state), scope_of(state, library)
    done = judged(library, transcript, scope, findings)
    level_low, level_high = _levels(library, scope, done.rulings)
    chosen = state.created
    is_full = chosen.kind is Kind.FULL
    standing = _standing(library, scope, done.rulings)
    dimensions = dimension_results(library.dimensions.dimensions, transcript, scope.level, standing) if is_full else ()
    trade_offs = next((each for each in dimensions if each.dimension == "trade-off-reasoning"), None)
    signal_low, signal_high = (
        _signal([each.low for each in dimensions], scope.level, trade_offs.low if trade_offs else None),
        _signal([each.high for each in dimensions], scope.level, trade_offs.high if trade_offs else None),
    )
    recognition = recognition_result(library, state) if chosen.problems else None
    checkpoint = recognition or checkpoint_result(library, state, done.rulings)
    return GradeReport(
        level=scope.level,
        units=() if recognition else done.units,
        score_low=None if recognition else done.score_low,
        score_high=None if recognition else done.score_high,
        reads_as_low=None if recognition else level_low,
        reads_as_high=None if recognition else level_high,
        deciding=() if recognition else _deciding(library, scope, done.rulings),
        signal_low=signal_low,
        signal_high=signal_high,
        verdict_line=verdict_line(scope.level, (done.score_low, done.score_high), (level_low, level_high), checkpoint),
        dimensions=dimensions,
        failure_modes=failure_rows(library, state, rows),
        pacelc=pacelc_rows(library, state, rows),
        whole_system_label=whole_system_label(transcript),
        time_use=time_use(state),
        hints=tuple(
            HintUse(criterion=each, title=library.criterion(each).title, rung=rung)
            for each, rung in scope.hints.items()
        ),
        practice=practice_after(library, scope, done.units),
        checkpoint=checkpoint,
        flags=flags_of(
            done.rulings.values(),
            rows,
            is_steered=steers(transcript),
            is_recited=recital_of(library).is_in(transcript),
        ),
        provenance=provenance_of(by, findings, rows, library.rubric_hash(topics_in(scope))),
    )


def _unit(library: Library, scope: Scope, topic: TopicKey, rulings: Mapping[CriterionId, Ruled]) -> UnitResult:
    criteria = [each for each in criteria_in(scope, library) if library.topic_of(CriterionId(each.id)).key == topic]
    low, high = _low(criteria, rulings), _high(criteria, rulings)
    unit_low, unit_high = unit_score(criteria, low, scope.level), unit_score(criteria, high, scope.level)
    role: Role = "primary" if topic in scope.primary else "secondary" if topic in scope.secondary else "skill"
    is_primary = role == "primary"
    bands = library.scoring.bands
    results = tuple(_result(each, topic, rulings[CriterionId(each.id)]) for each in criteria)
    return UnitResult(
        topic=topic,
        title=library.topic(topic).title,
        role=role,
        score_low=_share(unit_low.score),
        score_high=_share(unit_high.score),
        band_low=band_of(unit_low.score, bands, is_capped=is_primary and bool(unit_low.capped_by)),
        band_high=band_of(unit_high.score, bands, is_capped=is_primary and bool(unit_high.capped_by)),
        capped_by=unit_low.capped_by if is_primary else (),
        reached=any(each.state is not CriterionState.NOT_REACHED for each in results),
        criteria=results,
    )


def _result(criterion: Criterion, topic: TopicKey, ruling: Ruled) -> CriterionResult:
    finding = ruling.finding
    quotes = tuple(_quote(each) for each in finding.evidence)
    return CriterionResult(
        criterion=CriterionId(criterion.id),
        title=criterion.title,
        topic=topic,
        level=criterion.level,
        weight=criterion.weight,
        verdict=finding.verdict,
        possible=finding.possible,
        state=ruling.state,
        confidence=finding.confidence,
        contradicted=finding.contradicted,
        quotes=() if finding.contradicted else quotes,
        reason=finding.reason,
        would_have_met="" if finding.verdict is Verdict.MET else criterion.ladder.teach,
        red_flags=quotes if finding.contradicted else (),
        rules=ruling.rules,
        by_person=finding.by_person,
        embedded=finding.by_model.embedded if finding.by_model else None,
        votes=finding.by_model.votes if finding.by_model else None,
        agreeing=finding.by_model.agreeing if finding.by_model else None,
        flags=tuple(FLAGS[each] for each in finding.by_model.flags) if finding.by_model else (),
    )


def _quote(evidence: Evidence) -> Quote:
    return Quote(turn=evidence.turn, start=evidence.start, end=evidence.end, quote=evidence.quote)


def _low(criteria: Sequence[Criterion], rulings: Mapping[CriterionId, Ruled]) -> Verdicts:
    """The verdicts that are sure: where the grader doubts, the worse one counts."""
    found = {CriterionId(each.id): rulings[CriterionId(each.id)] for each in criteria}
    return {each: _worse(ruling.finding.verdict, ruling.finding.possible) for each, ruling in found.items()}


def _high(criteria: Sequence[Criterion], rulings: Mapping[CriterionId, Ruled]) -> Verdicts:
    """The verdicts that may be deserved: doubts count as the better one; what time did not reach is left out."""
    found = {CriterionId(each.id): rulings[CriterionId(each.id)] for each in criteria}
    return {
        each: Verdict.NOT_APPLICABLE
        if ruling.state is CriterionState.NOT_REACHED
        else _better(ruling.finding.verdict, ruling.finding.possible)
        for each, ruling in found.items()
    }


_ORDER = (Verdict.MISSING, Verdict.PARTIAL, Verdict.MET)


def _worse(one: Verdict, other: Verdict) -> Verdict:
    return min(one, other, key=_ORDER.index) if one in _ORDER and other in _ORDER else one


def _better(one: Verdict, other: Verdict) -> Verdict:
    return max(one, other, key=_ORDER.index) if one in _ORDER and other in _ORDER else one


def _levels(
    library: Library, scope: Scope, rulings: Mapping[CriterionId, Ruled]
) -> tuple[Level | Literal["below"] | None, Level | Literal["below"] | None]:
    primary = _primary_criteria(library, scope)
    bands = library.scoring.bands
    return reads_as(primary, _low(primary, rulings), bands), reads_as(primary, _high(primary, rulings), bands)


def _primary_criteria(library: Library, scope: Scope) -> list[Criterion]:
    topics = set(scope.primary)
    return [each for each in criteria_in(scope, library) if library.topic_of(CriterionId(each.id)).key in topics]


def _deciding(library: Library, scope: Scope, rulings: Mapping[CriterionId, Ruled]) -> tuple[CriterionId, ...]:
    """The criteria that weigh most between this grade and the next better one: unmet, heaviest and lowest first."""
    unmet = [
        each
        for each in _primary_criteria(library, scope)
        if rulings[CriterionId(each.id)].finding.verdict in (Verdict.MISSING, Verdict.PARTIAL)
    ]
    unmet.sort(key=lambda each: (not is_expected(each, scope.level), -each.weight, LEVELS.index(each.level)))
    return tuple(CriterionId(each.id) for each in unmet[:3])


def _standing(library: Library, scope: Scope, rulings: Mapping[CriterionId, Ruled]) -> Standing:
    primary = _primary_criteria(library, scope)
    skills = [each for each in criteria_in(scope, library) if each not in primary]
    readings = (_low([*primary, *skills], rulings), _high([*primary, *skills], rulings))
    return Standing(
        breadth=_shares([each for each in primary if each.level is Level.MID], readings),
        depth=_shares([e for e in primary if e.level is not Level.MID and is_expected(e, scope.level)], readings),
        trade_offs=_shares([each for each in skills if each.id.startswith("cs-")], readings),
        red_flags=sum(rulings[CriterionId(each.id)].finding.contradicted for each in primary),
    )


def _shares(criteria: Sequence[Criterion], readings: tuple[Verdicts, Verdicts]) -> tuple[float, float] | None:
    low, high = (unit_score(criteria, verdicts, Level.STAFF).score for verdicts in readings)
    return None if low is None or high is None else (float(low), float(high))


def _signal(points: Sequence[int | None], level: Level, trade_offs: int | None) -> Signal | None:
    return signal_of(points, level, trade_offs) if points else None


def _share(score: Fraction | None) -> float | None:
    return None if score is None else round(float(score), 4)


def _exact(score: float | None) -> Fraction | None:
    return None if score is None else Fraction(str(score))
