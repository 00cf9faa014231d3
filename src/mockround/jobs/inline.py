"""Grading at once, in the calling thread: for the command line and for tests."""

from collections.abc import Sequence

from mockround.grading.verdicts import Finding
from mockround.rounds.events import GradeId, RoundId
from mockround.usecases import grades
from mockround.usecases.parts import Parts


class InlineJobs:
    """Needs its parts after it is made, because the parts hold the jobs."""

    def __init__(self) -> None:
        self._parts: Parts | None = None

    def bind(self, parts: Parts) -> None:
        self._parts = parts

    def grade(self, round_id: RoundId, grade_id: GradeId, grader: str) -> None:
        if self._parts is None:
            raise RuntimeError("jobs were asked for work before they were bound")
        made: list[Sequence[Finding]] = []
        for batch in grades.begin(self._parts, round_id, grade_id, grader):
            made.append(grades.grade_batch(self._parts, round_id, grade_id, grader, batch))
            if grades.is_hopeless(made):
                grades.give_up(self._parts, round_id, grade_id, made[-1][0].reason)
                return
        keys = grades.rows_of(self._parts, round_id, grade_id, grader)
        rows = [grades.grade_row(self._parts, round_id, grade_id, grader, key) for key in keys]
        findings = [each for batch in made for each in batch]
        whole = grades.Made(findings, [row for row in rows if row is not None])
        grades.finish(self._parts, round_id, grade_id, grader, whole)

    def forget(self, round_id: RoundId) -> None:
        """Nothing is kept beyond the call."""
