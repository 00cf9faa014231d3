"""Whether a criterion applies to a round at all: one whose condition (`na_when`) holds leaves the score alone.

The condition is prose. What can be decided from words is decided by `applies_if_named`: nobody in the round, nor the
problem, has voiced one of its phrases, and it was not asked about.
"""

from dataclasses import replace
from functools import lru_cache

from mockround.content.models import Criterion, CriterionId, Problem
from mockround.grading.phrases import PhraseIndex, phrase_index
from mockround.grading.text import stems
from mockround.grading.transcript import Scope, Transcript
from mockround.grading.verdicts import Finding, Verdict


def applies(criterion: Criterion, transcript: Transcript, scope: Scope) -> bool:
    """Tell whether `criterion` applies. What is graded on its own (a probe, a checkpoint) and what was asked does."""
    if not criterion.applies_if_named or CriterionId(criterion.id) in scope.only:
        return True
    if any(each.aim == criterion.id for each in transcript.utterances):
        return True
    index = _index(criterion.applies_if_named)
    texts = [each.text for each in transcript.utterances]
    return any(index.found(_stems(text)) for text in (*texts, *_problem_texts(scope.problem)))


def applicable(finding: Finding, criterion: Criterion, transcript: Transcript, scope: Scope) -> Finding:
    """Return the finding, or 'not applicable' in its place where nothing was shown of what does not apply."""
    if finding.verdict is not Verdict.MISSING or finding.contradicted or applies(criterion, transcript, scope):
        return finding
    nothing = Verdict.NOT_APPLICABLE
    return replace(finding, verdict=nothing, possible=nothing, evidence=(), reason=criterion.na_when or "")


def _problem_texts(problem: Problem | None) -> tuple[str, ...]:
    return () if problem is None else (problem.prompt, problem.hard_part)


@lru_cache(maxsize=256)
def _index(phrases: tuple[str, ...]) -> PhraseIndex:
    return phrase_index([(0, phrases)])


@lru_cache(maxsize=1024)
def _stems(text: str) -> tuple[str, ...]:
    return stems(text)
