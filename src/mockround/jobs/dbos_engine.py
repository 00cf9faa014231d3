"""Grading that survives a crash: DBOS on a SQLite file of its own. Imported only when there is something to grade.

A step is done at least once, so every step may be done twice without harm; the workflow's id is the grade's id, so
asking twice runs it once. Facts about DBOS that shaped this file stand in docs/decisions/0003-durable-jobs.md.
"""

import contextlib
import logging
import sqlite3
import threading
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID, WorkflowStatus

from mockround.content.models import CriterionId
from mockround.errors import ErrorCode, MockroundError
from mockround.grading.verdicts import Finding
from mockround.jobs.plain import as_finding, as_plain, as_row, row_as_plain
from mockround.rounds.events import GradeId, RoundId
from mockround.store.database import takes_two_writers, translated
from mockround.store.files import beside, free_name, make_private_dir
from mockround.usecases import grades
from mockround.usecases.parts import Parts

# A constant: DBOS would otherwise hash the code and strand pending jobs after an upgrade. Raise it when steps change.
_JOB_SCHEMA = "2"
_UNDER_WAY = frozenset({"PENDING", "ENQUEUED", "DELAYED"})
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PATIENCE_S = 5.0
"""A model is hung up on within two."""
_BETWEEN_LOOKS_S = 0.05
log = logging.getLogger(__name__)
_RUNNING: dict[str, Parts] = {}
"""DBOS is global to the process and so are its workflows; they find the parts here."""


class DbosJobs:
    """The engine of one server. `start` recovers what a crash left unfinished."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._asking = threading.Lock()

    def start(self, parts: Parts) -> None:
        _set_aside_if_damaged(self._database)
        _choose_journal(self._database)
        config = DBOSConfig(
            name="mockround",
            system_database_url=f"sqlite:///{self._database}",
            application_version=_JOB_SCHEMA,
            executor_id="local",
            log_level="WARNING",
            notification_listener_polling_interval_sec=1.0,
            serializer=DBOSPortableJSONSerializer(),
        )
        _RUNNING["parts"] = parts
        DBOS(config=config)
        DBOS.launch()
        self._database.chmod(0o600)
        _forget_all(parts.store.log.removed())

    def stop(self) -> None:
        DBOS.destroy(workflow_completion_timeout_sec=2)
        _RUNNING.clear()

    def grade(self, round_id: RoundId, grade_id: GradeId, grader: str) -> None:
        """Make a grade that the log does not have.

        A job of that id that is over did not make it: it failed, or the rounds are from a backup that is older.
        """
        with self._asking:
            known = DBOS.get_workflow_status(grade_id)
            if known is not None and known.status not in _UNDER_WAY:
                DBOS.delete_workflow(grade_id)
            with SetWorkflowID(grade_id):
                DBOS.start_workflow(_grade, round_id, grade_id, grader)

    def forget(self, round_id: RoundId) -> None:
        """Drop the jobs of a round that was deleted, and what their steps have brought.

        A job that runs ends at its next step; one that does not in time loses its place to write to, and fails.
        """
        with self._asking, translated():
            until = time.monotonic() + _PATIENCE_S
            while time.monotonic() < until and any(each.status in _UNDER_WAY for each in _jobs_of(round_id)):
                time.sleep(_BETWEEN_LOOKS_S)
            DBOS.delete_workflows([each.workflow_id for each in _jobs_of(round_id)])


def _jobs_of(round_id: RoundId) -> Sequence[WorkflowStatus]:
    return DBOS.list_workflows(workflow_id_prefix=f"{round_id}-", load_input=False, load_output=False)


def _forget_all(removed: Collection[RoundId]) -> None:
    """Drop what an earlier process could not. The id of a job is its grade's, which begins with its round's."""
    if removed:
        known = DBOS.list_workflows(load_input=False, load_output=False)
        over = (each.workflow_id for each in known if each.status not in _UNDER_WAY)
        DBOS.delete_workflows([each for each in over if each.split("-")[0] in removed])


@DBOS.workflow(name="grade")
def _grade(round_id: str, grade_id: str, grader: str) -> None:
    try:
        _graded(round_id, grade_id, grader)
    except MockroundError as error:
        # Deleted meanwhile: nobody waits for its grade.
        if error.code is not ErrorCode.NOT_FOUND:
            raise


def _graded(round_id: str, grade_id: str, grader: str) -> None:
    made: list[list[Finding]] = []
    for batch in _begin(round_id, grade_id, grader):
        made.append([as_finding(each) for each in _grade_batch(round_id, grade_id, grader, batch)])
        if grades.is_hopeless(made):
            _give_up(round_id, grade_id, made[-1][0].reason)
            return
    rows = [_grade_row(round_id, grade_id, grader, key) for key in _rows_of(round_id, grade_id, grader)]
    findings = [as_plain(each) for batch in made for each in batch]
    _finish(round_id, grade_id, grader, findings, [row for row in rows if row is not None])


@DBOS.step(name="begin")
def _begin(round_id: str, grade_id: str, grader: str) -> list[list[str]]:
    found = grades.begin(_RUNNING["parts"], RoundId(round_id), GradeId(grade_id), grader)
    return [[str(each) for each in batch] for batch in found]


@DBOS.step(name="grade_batch")
def _grade_batch(round_id: str, grade_id: str, grader: str, batch: Sequence[str]) -> list[dict[str, Any]]:
    wanted = [CriterionId(each) for each in batch]
    found = grades.grade_batch(_RUNNING["parts"], RoundId(round_id), GradeId(grade_id), grader, wanted)
    return [as_plain(each) for each in found]


@DBOS.step(name="rows_of")
def _rows_of(round_id: str, grade_id: str, grader: str) -> list[str]:
    return grades.rows_of(_RUNNING["parts"], RoundId(round_id), GradeId(grade_id), grader)


@DBOS.step(name="grade_row")
def _grade_row(round_id: str, grade_id: str, grader: str, key: str) -> dict[str, Any] | None:
    found = grades.grade_row(_RUNNING["parts"], RoundId(round_id), GradeId(grade_id), grader, key)
    return None if found is None else row_as_plain(found)


@DBOS.step(name="give_up")
def _give_up(round_id: str, grade_id: str, reason: str) -> None:
    grades.give_up(_RUNNING["parts"], RoundId(round_id), GradeId(grade_id), reason)


@DBOS.step(name="finish")
def _finish(
    round_id: str, grade_id: str, grader: str, findings: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]]
) -> None:
    made = grades.Made([as_finding(each) for each in findings], [as_row(each) for each in rows])
    grades.finish(_RUNNING["parts"], RoundId(round_id), GradeId(grade_id), grader, made)


def _set_aside_if_damaged(database: Path) -> None:
    """Begin anew where the file cannot be read: what is due stands in the rounds' own log and is asked for again."""
    if not database.exists() or not _is_damaged(database):
        return
    make_private_dir(database.parent / "backups")
    aside = free_name(database.parent / "backups", f"{database.stem}-damaged")
    for suffix in ("-journal", "-wal", "-shm", ""):
        with contextlib.suppress(FileNotFoundError):
            beside(database, suffix).rename(beside(aside, suffix))
    log.warning("the database of the jobs is damaged and was set aside", extra={"file": aside.name})


def _is_damaged(database: Path) -> bool:
    try:
        with contextlib.closing(sqlite3.connect(database)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in _DAMAGE:
            raise
        return True


def _choose_journal(database: Path) -> None:
    """DBOS leaves its file in 'delete' mode, where a reader blocks the writer; but it writes from several connections,
    and an old SQLite may damage a WAL then. Slower is better than damaged."""
    mode = "WAL" if takes_two_writers() else "DELETE"
    with sqlite3.connect(database) as connection:
        connection.execute(f"PRAGMA journal_mode={mode}")
    connection.close()
