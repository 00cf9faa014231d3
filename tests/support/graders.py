"""A grader for tests of what surrounds grading: it knows a phrase for each criterion, and hears nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mockround.content.models import Criterion, CriterionId
from mockround.grading.transcript import Transcript
from mockround.grading.verdicts import Evidence, Finding, Verdict


@dataclass
class PhraseGrader:
    """A criterion is met once a candidate says its phrase, and contradicted once a candidate says its wrong phrase."""

    met: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    name: str = "phrases"

    def warm(self) -> None:
        """It is warm."""

    def findings(self, transcript: Transcript, criteria: Iterable[Criterion]) -> tuple[Finding, ...]:
        return tuple(self._finding(transcript, CriterionId(each.id)) for each in criteria)

    def _finding(self, transcript: Transcript, criterion: CriterionId) -> Finding:
        right = _said(transcript, self.met.get(criterion))
        wrong = _said(transcript, self.wrong.get(criterion))
        verdict = Verdict.MET if right else Verdict.MISSING
        return Finding(criterion, verdict, 1.0, right or wrong, "", verdict, contradicted=bool(wrong) and not right)


def _said(transcript: Transcript, phrase: str | None) -> tuple[Evidence, ...]:
    for each in transcript.utterances:
        if phrase is not None and each.speaker == "candidate" and (at := each.text.find(phrase)) >= 0:
            return (Evidence(each.turn, at, at + len(phrase), phrase),)
    return ()
