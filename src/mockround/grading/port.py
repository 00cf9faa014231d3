"""What a grader must do. The embedded grader and a model's grader both stand behind this."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from mockround.content.models import Criterion
from mockround.grading.transcript import Transcript
from mockround.grading.verdicts import Finding


@dataclass(frozen=True, slots=True)
class Identity:
    """Who made a grade, as it is stored with it. None is 'not applicable'."""

    name: str
    model: str | None = None
    prompt: str | None = None
    """Hash of the prompt's template."""
    temperature: float | None = None


class Grader(Protocol):
    """Who calls: `usecases/grades.py`, one criterion after another, so that a killed job resumes.

    A finding's evidence is verbatim. A grader that fails returns a finding with the verdict `ungraded`, its reason
    saying why; it raises nothing.
    """

    @property
    def name(self) -> str:
        """Its provenance: 'embedded', or the profile's name."""

    def warm(self) -> None:
        """Do now what the first answer would have to wait for."""

    def findings(self, transcript: Transcript, criteria: Iterable[Criterion]) -> tuple[Finding, ...]: ...
