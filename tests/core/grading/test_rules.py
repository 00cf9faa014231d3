"""The rubric's grading rules, whoever the grader is."""

from dataclasses import replace

from mockround.content.models import CriterionId, Level, TopicKey
from mockround.grading.rules import ruled
from mockround.grading.transcript import Scope, Transcript, Utterance
from mockround.grading.verdicts import CriterionState, Evidence, Finding, Verdict
from tests.support.parts import library

INVALIDATION = CriterionId("rh-invalidation")
SELF = CriterionId("rh-stage-triggers")
SCOPE = Scope(Level.SENIOR, (TopicKey("pattern/read-heavy"),))
SAID = "We delete the key after the commit."
TALK = Transcript(
    (
        Utterance(1, "interviewer", "A row changed. What then?", aim=INVALIDATION, is_probe=True),
        Utterance(2, "candidate", SAID),
    )
)


def met(criterion: CriterionId = INVALIDATION, turn: int = 2, quote: str = SAID) -> Finding:
    return Finding(criterion, Verdict.MET, 0.9, (Evidence(turn, 0, len(quote), quote),), "said", Verdict.MET)


def verdict(finding: Finding, scope: Scope = SCOPE, talk: Transcript = TALK) -> tuple[Verdict, CriterionState]:
    ruling = ruled([finding], talk, scope, library())[finding.criterion]
    return ruling.finding.verdict, ruling.state


def test_met_after_a_probe_is_told_apart_from_met_unaided() -> None:
    assert verdict(met()) == (Verdict.MET, CriterionState.MET_AFTER_PROBE)
    unasked = Transcript((Utterance(2, "candidate", SAID),))
    assert verdict(met(), talk=unasked) == (Verdict.MET, CriterionState.MET_UNAIDED)


def test_a_quote_that_is_not_in_the_turn_carries_nothing() -> None:
    assert verdict(met(quote="We delete the keys after the commit."))[0] is Verdict.MISSING


def test_a_quote_from_the_interviewer_is_not_evidence() -> None:
    assert verdict(met(turn=1, quote="A row changed."))[0] is Verdict.MISSING


def test_met_without_a_quote_is_missing() -> None:
    assert verdict(replace(met(), evidence=()))[0] is Verdict.MISSING


def test_a_hint_is_named_and_its_last_rung_caps_at_partial() -> None:
    first, last = (replace(SCOPE, hints={INVALIDATION: rung}) for rung in (1, 3))
    assert verdict(met(), first) == (Verdict.MET, CriterionState.MET_AFTER_HINT)
    assert verdict(met(), last)[0] is Verdict.PARTIAL


def test_what_must_be_self_initiated_is_partial_when_the_interviewer_raised_it() -> None:
    raised = Transcript((Utterance(1, "interviewer", "When do you leave v1?", aim=SELF), *TALK.utterances[1:]))
    assert verdict(met(SELF), talk=raised)[0] is Verdict.PARTIAL
    assert verdict(met(SELF))[0] is Verdict.MET


def test_what_time_did_not_reach_is_not_called_missing() -> None:
    nothing = Finding(INVALIDATION, Verdict.MISSING, 0.9, (), "", Verdict.MISSING)
    assert verdict(nothing, replace(SCOPE, reached=frozenset()))[1] is CriterionState.NOT_REACHED
    assert verdict(nothing, replace(SCOPE, reached=frozenset({INVALIDATION})))[1] is CriterionState.MISSING


def test_overlapping_criteria_take_the_better_verdict_of_the_two() -> None:
    ours, theirs = CriterionId("rh-replica-lag"), CriterionId("cs-session-guarantees")
    nothing = Finding(theirs, Verdict.MISSING, 0.9, (), "", Verdict.MISSING)
    rulings = ruled([met(ours), nothing], TALK, SCOPE, library())
    assert rulings[theirs].finding.verdict is Verdict.MET
    assert rulings[theirs].rules == ("reuse",)
    assert rulings[theirs].finding.evidence == rulings[ours].finding.evidence


def test_ungraded_stays_ungraded() -> None:
    failed = Finding(INVALIDATION, Verdict.UNGRADED, 0.0, (), "The model failed.", Verdict.UNGRADED)
    assert verdict(failed) == (Verdict.UNGRADED, CriterionState.UNGRADED)
