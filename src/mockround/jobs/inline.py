"""Grading at once, in the calling thread: for the command line and for tests."""

from mockround.rounds.events import GradeId, RoundId
from mockround.usecases import grades
from mockround.usecases.parts import Parts


class InlineJobs:
    """Needs its parts after it is made, because the parts hold the jobs."""

    def __init__(self) -> None:
        self._parts: Parts | None = None

    def bind(self, parts: Parts) -> None:
        self._parts = parts

    def grade(self, round_id: RoundId, grade_id: GradeId) -> None:
        if self._parts is None:
            raise RuntimeError("jobs were asked for work before they were bound")
        topics = grades.begin(self._parts, round_id, grade_id)
        findings = [each for topic in topics for each in grades.grade_topic(self._parts, round_id, grade_id, topic)]
        grades.finish(self._parts, round_id, grade_id, tuple(findings))
