"""What the candidate has shown so far, for the agenda: the embedded findings on the criteria in scope."""

from mockround.content.library import Library
from mockround.content.models import CriterionId
from mockround.grading.applicability import applicable
from mockround.grading.from_round import scope_of, transcript_of
from mockround.grading.port import Grader
from mockround.grading.scoping import criteria_in
from mockround.grading.verdicts import Finding
from mockround.rounds.state import RoundState


def coverage(grader: Grader, library: Library, state: RoundState) -> dict[CriterionId, Finding]:
    """Return a finding for every criterion of the round, in the rubric's order."""
    scope, transcript = scope_of(state, library), transcript_of(state)
    found = grader.findings(transcript, criteria_in(scope, library))
    seen = (applicable(each, library.criterion(each.criterion), transcript, scope) for each in found)
    return {finding.criterion: finding for finding in seen}
