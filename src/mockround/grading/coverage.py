"""What the candidate has shown so far, for the agenda: the embedded findings on the criteria in scope."""

from mockround.content.library import Library
from mockround.content.models import CriterionId
from mockround.grading.from_round import scope_of, transcript_of
from mockround.grading.port import Grader
from mockround.grading.scoping import criteria_in
from mockround.grading.verdicts import Finding
from mockround.rounds.state import RoundState


def coverage(grader: Grader, library: Library, state: RoundState) -> dict[CriterionId, Finding]:
    """Return a finding for every criterion of the round, in the rubric's order."""
    wanted = criteria_in(scope_of(state, library), library)
    return {finding.criterion: finding for finding in grader.findings(transcript_of(state), wanted)}
