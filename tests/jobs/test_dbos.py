"""Grading is durable: killed in the middle it resumes, asked twice it runs once."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mockround.config import Config
from mockround.rounds.events import CriterionGraded, Graded, GradeStarted, RoundId
from mockround.usecases import grades, rounds
from mockround.wiring import serving
from tests.support.servers import wait_for


def killed(folder: Path, die_after: int) -> RoundId:
    command = [sys.executable, "-m", "tests.jobs.killed_while_grading", str(folder), str(die_after)]
    process = subprocess.run(command, check=False, timeout=120, cwd=Path(__file__).parents[2])
    assert process.returncode == -signal.SIGKILL
    return RoundId((folder / "round.txt").read_text(encoding="ascii"))


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("die_after", [1, 20])
def test_a_grade_that_was_killed_in_the_middle_is_finished_by_the_next_start(tmp_path: Path, die_after: int) -> None:
    round_id = killed(tmp_path, die_after)
    with serving(Config(data_dir=tmp_path, pace_s=0.0)) as (parts, jobs):
        assert not grades.of_round(parts, round_id)
        jobs.recover()
        wait_for(lambda: grades.of_round(parts, round_id))
        events = [logged.event for logged in parts.store.log.events(round_id)]
        told = [event.criterion for event in events if isinstance(event, CriterionGraded)]
        assert len(told) == len(set(told)) == next(e.criteria for e in events if isinstance(e, GradeStarted))
        assert sum(isinstance(event, Graded) for event in events) == 1
        assert grades.request(parts, round_id) == rounds.state(parts, round_id).grades[0]
        assert len(grades.of_round(parts, round_id)) == 1
