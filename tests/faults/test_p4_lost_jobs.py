"""P4: a grade that is asked for comes, whatever the database of the jobs thinks of it: the rounds' log is the truth."""

import errno
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from dbos import DBOS, SetWorkflowID

from mockround.content.models import Criterion
from mockround.errors import MockroundError
from mockround.grading.port import Grader
from mockround.grading.transcript import Transcript
from mockround.grading.verdicts import Finding
from mockround.jobs import dbos_engine
from mockround.jobs.dbos_engine import DbosJobs
from mockround.rounds.events import GradeId, Kind, RoundId
from mockround.store.backup import backup
from mockround.store.restore import restore
from mockround.usecases import grades, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock
from tests.support.parts import parts_in
from tests.support.promises import Tally
from tests.support.servers import wait_for

pytestmark = pytest.mark.filterwarnings("default")
SAID = "Reads outnumber writes 100 to 1, so I put a cache in front and delete the key on write."


@dataclass
class FailsOnce:
    """The embedded grader on a disk that is full the first time."""

    grader: Grader
    name: str = "embedded"
    failed: bool = False

    def warm(self) -> None:
        self.grader.warm()

    def findings(self, transcript: Transcript, criteria: Iterable[Criterion]) -> tuple[Finding, ...]:
        if not self.failed:
            self.failed = True
            raise OSError(errno.ENOSPC, "No space left on device")
        return self.grader.findings(transcript, criteria)


class TrustsItsFile(DbosJobs):
    """Bad on purpose: what its file calls over is over, and what it cannot read stays where it is."""

    def start(self, parts: Parts) -> None:
        dbos_engine._choose_journal(self._database)
        super().start(parts)

    def grade(self, round_id: RoundId, grade_id: GradeId, grader: str) -> None:
        with SetWorkflowID(grade_id):
            DBOS.start_workflow(dbos_engine._grade, round_id, grade_id, grader)


Engine = type[DbosJobs]
Trouble = Callable[[Path, Engine], bool]
"""Tells whether a grade that is asked for after it is made."""


@contextmanager
def grading(folder: Path, engine: Engine, *, fails_once: bool = False) -> Iterator[Parts]:
    with parts_in(folder, FakeClock()) as plain:
        jobs = engine(folder / "jobs.db")
        grader = FailsOnce(plain.grader) if fails_once else plain.grader
        parts = replace(plain, jobs=jobs, grader=grader)
        jobs.start(parts)
        try:
            yield parts
        finally:
            jobs.stop()


def ended(parts: Parts) -> RoundId:
    round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy"))
    rounds.start(parts, round_id)
    rounds.take_turn(parts, round_id, SAID, key="1")
    rounds.end(parts, round_id)
    return round_id


def comes(parts: Parts, round_id: RoundId) -> bool:
    grades.request(parts, round_id)
    try:
        wait_for(lambda: grades.of_round(parts, round_id), patience_s=5)
    except AssertionError:
        return False
    return True


def after_a_failure(folder: Path, engine: Engine) -> bool:
    """The job died of a full disk, which has room again."""
    with grading(folder, engine, fails_once=True) as parts:
        round_id = ended(parts)
        grade_id = grades.request(parts, round_id)
        wait_for(lambda: (known := DBOS.get_workflow_status(grade_id)) is not None and known.status == "ERROR")
        return comes(parts, round_id)


def from_a_backup(folder: Path, engine: Engine) -> bool:
    """The round was graded, then a backup from before that was put back."""
    with grading(folder, engine) as parts:
        round_id = ended(parts)
        backup(folder / "mockround.db", folder / "before.db")
        assert comes(parts, round_id)
    restore(folder / "before.db", folder / "mockround.db")
    with grading(folder, engine) as parts:
        return comes(parts, round_id)


def with_another_file(folder: Path, engine: Engine) -> bool:
    """What lies in the place of the jobs' database is none."""
    (folder / "jobs.db").write_bytes(GARBAGE)
    with grading(folder, engine) as parts:
        return comes(parts, ended(parts))


def damaged(damage: Callable[[bytes], bytes]) -> Trouble:
    def happen(folder: Path, engine: Engine) -> bool:
        with grading(folder, engine) as parts:
            assert comes(parts, ended(parts))
            round_id = ended(parts)
        file = folder / "jobs.db"
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
        file.write_bytes(damage(file.read_bytes()))
        with grading(folder, engine) as parts:
            return comes(parts, round_id)

    return happen


GARBAGE = b"no database " * 1000
TROUBLES: tuple[Trouble, ...] = (
    after_a_failure,
    with_another_file,
    from_a_backup,
    damaged(lambda whole: whole[: len(whole) // 2]),
    damaged(lambda whole: whole[:4096] + bytes(4096) + whole[8192:]),
)


def survived(folder: Path, trouble: Trouble, engine: Engine) -> bool:
    folder.mkdir()
    try:
        return trouble(folder, engine)
    except (sqlite3.DatabaseError, MockroundError):
        return False


def test_a_grade_comes_whatever_happened_to_the_file_of_the_jobs(tmp_path: Path, tally: Tally) -> None:
    tried = TROUBLES[: tally.times(quick=3, night=len(TROUBLES))]
    short = [n for n, each in enumerate(tried) if not survived(tmp_path / str(n), each, DbosJobs)]
    what = "grades asked for after the jobs' file was lost, damaged, or newer than the rounds"
    tally.held("P4", what, tried=len(tried), short=short)
    aside = tmp_path / "1" / "backups" / "jobs-damaged-1.db"
    assert aside.read_bytes() == GARBAGE, "what was set aside was not kept"


def test_the_check_sees_an_engine_that_trusts_its_file(tmp_path: Path, tally: Tally) -> None:
    found = [survived(tmp_path / str(n), each, TrustsItsFile) for n, each in enumerate(TROUBLES[:2])]
    tally.control("P4", "an engine that trusts its own file more than the log", tried=2, caught=found.count(False))
