"""The rubric's grading rules (catalog/grading-rules.yaml), applied to any grader's findings in one place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from mockround.content.library import Library
from mockround.content.models import Criterion, CriterionId
from mockround.grading.applicability import applicable
from mockround.grading.transcript import Scope, Transcript
from mockround.grading.verdicts import POINTS_TWICE, CriterionState, Finding, Verdict

LEADING_RUNG = 3
"""The rung of a hint that all but says the answer: from there on the best verdict is partial."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A finding after the rules, with the rules that changed it and how the criterion ended."""

    finding: Finding
    state: CriterionState
    rules: tuple[str, ...]


def ruled(
    findings: Sequence[Finding], transcript: Transcript, scope: Scope, library: Library
) -> dict[CriterionId, Ruled]:
    """Return every finding with the rules applied: quotes, what does not apply, hints, self-initiated, overlaps."""
    changed: dict[CriterionId, tuple[Finding, tuple[str, ...]]] = {}
    for finding in findings:
        criterion = library.criterion(finding.criterion)
        found = applicable(_quoted(finding, transcript), criterion, transcript, scope)
        changed[finding.criterion] = _limited(found, criterion, transcript, scope)
    for pair in library.overlaps:
        _share(changed, pair)
    return {
        criterion: Ruled(finding, _state(finding, transcript, scope), rules)
        for criterion, (finding, rules) in changed.items()
    }


def better(one: Verdict, other: Verdict) -> Verdict:
    """Return the verdict with more points; a verdict without points gives way."""
    return max(one, other, key=lambda verdict: POINTS_TWICE.get(verdict, -1))


def _quoted(finding: Finding, transcript: Transcript) -> Finding:
    """quote-or-missing and candidate-words-only: keep the quotes that stand verbatim in a candidate's turn."""
    if finding.by_person:
        return finding
    said = {each.turn: each.text for each in transcript.utterances if each.speaker == "candidate"}
    kept = tuple(
        each for each in finding.evidence if each.quote and said.get(each.turn, "")[each.start : each.end] == each.quote
    )
    if finding.verdict in (Verdict.MET, Verdict.PARTIAL) and not kept:
        reason = "No verbatim quote of yours carries it."
        return replace(finding, verdict=Verdict.MISSING, possible=Verdict.MISSING, evidence=(), reason=reason)
    return replace(finding, evidence=kept)


def _limited(
    finding: Finding, criterion: Criterion, transcript: Transcript, scope: Scope
) -> tuple[Finding, tuple[str, ...]]:
    """leading-hint-cap and self-initiated: the best verdict is partial."""
    is_credited = finding.verdict is Verdict.MET or finding.possible is Verdict.MET
    if not is_credited or finding.by_person:
        return finding, ()
    rules = []
    if scope.hints.get(finding.criterion, 0) >= LEADING_RUNG:
        rules.append("leading-hint-cap")
    if criterion.prompting == "self" and _was_raised_by_interviewer(finding, transcript, scope):
        rules.append("self-initiated")
    return (_at_most_partial(finding), tuple(rules)) if rules else (finding, ())


def _at_most_partial(finding: Finding) -> Finding:
    verdict = Verdict.PARTIAL if finding.verdict is Verdict.MET else finding.verdict
    possible = Verdict.PARTIAL if finding.possible is Verdict.MET else finding.possible
    return replace(finding, verdict=verdict, possible=possible)


def _was_raised_by_interviewer(finding: Finding, transcript: Transcript, scope: Scope) -> bool:
    first = min((each.turn for each in finding.evidence), default=0)
    aimed = any(each.aim == finding.criterion and each.turn < first for each in transcript.utterances)
    return aimed or finding.criterion in scope.hints


def _share(changed: dict[CriterionId, tuple[Finding, tuple[str, ...]]], pair: Iterable[str]) -> None:
    """reuse: criteria that overlap across units take the better verdict of the two, with its quotes."""
    both = [CriterionId(each) for each in pair if CriterionId(each) in changed]
    if len(both) < 2:
        return
    best = max(both, key=lambda each: POINTS_TWICE.get(changed[each][0].verdict, -1))
    for each in both:
        finding, rules = changed[each]
        if POINTS_TWICE.get(finding.verdict, 9) < POINTS_TWICE.get(changed[best][0].verdict, -1):
            source = changed[best][0]
            shared = replace(
                source, criterion=each, possible=better(source.possible, finding.possible), contradicted=False
            )
            changed[each] = (shared, (*rules, "reuse"))


def _state(finding: Finding, transcript: Transcript, scope: Scope) -> CriterionState:
    match finding.verdict:
        case Verdict.MET:
            return _met_state(finding, transcript, scope.hints)
        case Verdict.PARTIAL:
            return CriterionState.PARTIAL
        case Verdict.NOT_APPLICABLE:
            return CriterionState.NOT_APPLICABLE
        case Verdict.UNGRADED:
            return CriterionState.UNGRADED
        case Verdict.MISSING:
            not_reached = scope.reached is not None and finding.criterion not in scope.reached
            return CriterionState.NOT_REACHED if not_reached else CriterionState.MISSING


def _met_state(finding: Finding, transcript: Transcript, hints: Mapping[CriterionId, int]) -> CriterionState:
    if finding.criterion in hints:
        return CriterionState.MET_AFTER_HINT
    last = max((each.turn for each in finding.evidence), default=0)
    probed = any(each.is_probe and each.aim == finding.criterion and each.turn < last for each in transcript.utterances)
    return CriterionState.MET_AFTER_PROBE if probed else CriterionState.MET_UNAIDED
