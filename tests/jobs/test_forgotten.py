"""Of a round that is deleted the jobs keep nothing, also where its grade is being made at that moment."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from dbos import DBOS
from sqlalchemy.exc import OperationalError

from mockround.content.models import Criterion
from mockround.errors import ErrorCode, MockroundError
from mockround.grading.port import Grader
from mockround.grading.transcript import Transcript
from mockround.grading.verdicts import Finding
from mockround.jobs.dbos_engine import DbosJobs
from mockround.jobs.lazy import LazyJobs
from mockround.rounds.events import Kind, RoundId
from mockround.usecases import grades, removal, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock
from tests.support.parts import parts_in
from tests.support.servers import wait_for

pytestmark = pytest.mark.filterwarnings("default")
_FULL = sqlite3.OperationalError("database or disk is full")
_FULL.sqlite_errorcode = sqlite3.SQLITE_FULL
SAID = "Reads outnumber writes 100 to 1, so I put a cache in front and delete the key on write."


@dataclass
class Held:
    """The embedded grader, held up in its first batch until it is let go."""

    grader: Grader
    name: str = "embedded"
    asked: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def warm(self) -> None:
        self.grader.warm()

    def findings(self, transcript: Transcript, criteria: Iterable[Criterion]) -> tuple[Finding, ...]:
        self.asked.set()
        assert self.let_go.wait(20)
        return self.grader.findings(transcript, criteria)


@pytest.fixture
def held(tmp_path: Path) -> Iterator[tuple[Parts, Held]]:
    with parts_in(tmp_path, FakeClock()) as plain:
        jobs, grader = DbosJobs(tmp_path / "jobs.db"), Held(plain.grader)
        parts = replace(plain, jobs=jobs, grader=grader)
        jobs.start(parts)
        try:
            yield parts, grader
        finally:
            grader.let_go.set()
            jobs.stop()


def ended(parts: Parts) -> RoundId:
    round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy"))
    rounds.start(parts, round_id)
    rounds.take_turn(parts, round_id, SAID, key="1")
    rounds.end(parts, round_id)
    return round_id


def jobs_of(round_id: RoundId) -> int:
    return len(DBOS.list_workflows(workflow_id_prefix=f"{round_id}-"))


def test_what_the_steps_of_a_finished_grade_brought_is_dropped(held: tuple[Parts, Held]) -> None:
    parts, grader = held
    grader.let_go.set()
    round_id, other = ended(parts), ended(parts)
    for each in (round_id, other):
        grades.request(parts, each)
    wait_for(lambda: all(grades.of_round(parts, each) for each in (round_id, other)))
    assert (jobs_of(round_id), jobs_of(other)) == (1, 1)
    removal.remove(parts, round_id)
    assert (jobs_of(round_id), jobs_of(other)) == (0, 1)


def test_a_grade_that_is_being_made_ends_and_brings_nothing_back(
    held: tuple[Parts, Held], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    parts, grader = held
    round_id, other = ended(parts), ended(parts)
    grades.request(parts, round_id)
    assert grader.asked.wait(20)
    with ThreadPoolExecutor(1) as thread:
        removed = thread.submit(removal.remove, parts, round_id)
        wait_for(lambda: parts.store.log.is_removed(round_id))
        assert not removed.done()
        grader.let_go.set()
        removed.result(20)
    grades.request(parts, other)
    wait_for(lambda: grades.of_round(parts, other))
    with pytest.raises(MockroundError) as refused:
        rounds.state(parts, round_id)
    assert refused.value.code is ErrorCode.NOT_FOUND
    assert grades.of_round(parts, round_id) == ()
    assert jobs_of(round_id) == 0
    assert [each for each in caplog.records if each.levelname in ("ERROR", "CRITICAL")] == []


def test_a_grade_that_does_not_stop_in_time_keeps_nothing_back(
    held: tuple[Parts, Held], monkeypatch: pytest.MonkeyPatch
) -> None:
    parts, grader = held
    monkeypatch.setattr("mockround.jobs.dbos_engine._PATIENCE_S", 0.2)
    round_id = ended(parts)
    grades.request(parts, round_id)
    assert grader.asked.wait(20)
    removal.remove(parts, round_id)
    grader.let_go.set()
    with pytest.raises(MockroundError):
        rounds.state(parts, round_id)
    assert jobs_of(round_id) == 0


def test_what_could_not_be_dropped_is_dropped_by_the_next_start(
    held: tuple[Parts, Held], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    parts, grader = held
    grader.let_go.set()
    round_id, other = ended(parts), ended(parts)
    for each in (round_id, other):
        grades.request(parts, each)
    wait_for(lambda: all(grades.of_round(parts, each) for each in (round_id, other)))
    wait_for(lambda: DBOS.list_workflows(status="PENDING") == [])

    def full(_: list[str]) -> None:
        raise OperationalError("DELETE", None, _FULL)

    with monkeypatch.context() as patched:
        patched.setattr(DBOS, "delete_workflows", full)
        removal.remove(parts, round_id)
    assert "stays until the next start" in caplog.text
    assert (jobs_of(round_id), parts.store.log.is_removed(round_id)) == (1, True)
    assert isinstance(parts.jobs, DbosJobs)
    parts.jobs.stop()
    parts.jobs.start(parts)
    assert (jobs_of(round_id), jobs_of(other)) == (0, 1)


def test_an_engine_that_was_never_needed_is_not_started_for_it(tmp_path: Path) -> None:
    jobs = LazyJobs(tmp_path / "jobs.db")
    jobs.forget(RoundId("0" * 16))
    assert not (tmp_path / "jobs.db").exists()
