"""What every use case is handed: the concrete rooms, chosen once in wiring. No container, no injector."""

from dataclasses import dataclass
from typing import Protocol

from mockround.clock import Clock
from mockround.content.library import Library
from mockround.content.prompts import Prompts
from mockround.grading.port import Grader
from mockround.interviewer.port import Interviewer
from mockround.llm.port import ChatModel
from mockround.llm.profiles import Profile
from mockround.llm.speech import Transcriber
from mockround.rounds.events import GradeId, RoundId
from mockround.store.engine import Store
from mockround.store.keys import Keys


class Jobs(Protocol):
    """Who calls: `usecases/grades.py`. Work that is asked for twice runs once, and survives a crash."""

    def grade(self, round_id: RoundId, grade_id: GradeId, grader: str) -> None:
        """Make a grade; `grader` is 'embedded' or the name of a profile."""

    def forget(self, round_id: RoundId) -> None:
        """Drop every job of a round, and what its steps have brought."""


class Providers(Protocol):
    """Who calls: `usecases/phrasing.py`, `usecases/grades.py`, `usecases/models.py`. Keys are never handed out."""

    def chat(self, profile: Profile) -> ChatModel:
        """Return the model of a profile; the same one each time, because it learns its endpoint's dialect."""

    def transcriber(self, profile: Profile) -> Transcriber:
        """Return who turns speech into text by a profile's model."""

    def last_four(self, profile: Profile) -> str | None:
        """Return the end of the profile's key, '' where it is too short to show; None where there is none."""

    def secrets(self, profile: Profile) -> tuple[str, ...]:
        """Return the forms of the profile's key, in lower case, that no text may contain."""


@dataclass(frozen=True, slots=True)
class Parts:
    library: Library
    store: Store
    clock: Clock
    interviewer: Interviewer
    """The embedded one; a model's is made from its profile."""
    grader: Grader
    """The embedded one."""
    prompts: Prompts
    keys: Keys
    providers: Providers
    jobs: Jobs
