"""What every use case is handed: the concrete rooms, chosen once in wiring. No container, no injector."""

from dataclasses import dataclass
from typing import Protocol

from mockround.clock import Clock
from mockround.content.library import Library
from mockround.grading.port import Grader
from mockround.interviewer.port import Interviewer
from mockround.rounds.events import GradeId, RoundId
from mockround.store.engine import Store


class Jobs(Protocol):
    """Who calls: `usecases/grades.py`. Work that is asked for twice runs once, and survives a crash."""

    def grade(self, round_id: RoundId, grade_id: GradeId) -> None: ...


@dataclass(frozen=True, slots=True)
class Parts:
    library: Library
    store: Store
    clock: Clock
    interviewer: Interviewer
    grader: Grader
    jobs: Jobs
