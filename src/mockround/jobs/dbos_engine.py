"""Grading that survives a crash: DBOS on a SQLite file of its own. Imported only when there is something to grade.

A step is done at least once, so every step may be done twice without harm; the workflow's id is the grade's id, so
asking twice runs it once. Facts about DBOS that shaped this file stand in docs/decisions/0003-durable-jobs.md.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID

from mockround.grading.verdicts import Evidence, Finding, Verdict
from mockround.rounds.events import GradeId, RoundId
from mockround.usecases import grades
from mockround.usecases.parts import Parts

# A constant: DBOS would otherwise hash the code and strand pending jobs after an upgrade. Raise it when steps change.
_JOB_SCHEMA = "1"
_RUNNING: dict[str, Parts] = {}
"""DBOS is global to the process and so are its workflows; they find the parts here."""


class DbosJobs:
    """The engine of one server. `start` recovers what a crash left unfinished."""

    def __init__(self, database: Path) -> None:
        self._database = database

    def start(self, parts: Parts) -> None:
        _use_wal(self._database)
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

    def stop(self) -> None:
        DBOS.destroy(workflow_completion_timeout_sec=2)
        _RUNNING.clear()

    def grade(self, round_id: RoundId, grade_id: GradeId) -> None:
        with SetWorkflowID(grade_id):
            DBOS.start_workflow(_grade, round_id, grade_id)


@DBOS.workflow(name="grade")
def _grade(round_id: str, grade_id: str) -> None:
    findings: list[dict[str, Any]] = []
    for topic in _begin(round_id, grade_id):
        findings += _grade_topic(round_id, grade_id, topic)
    _finish(round_id, grade_id, findings)


@DBOS.step(name="begin")
def _begin(round_id: str, grade_id: str) -> list[str]:
    return list(grades.begin(_RUNNING["parts"], RoundId(round_id), GradeId(grade_id)))


@DBOS.step(name="grade_topic")
def _grade_topic(round_id: str, grade_id: str, topic: str) -> list[dict[str, Any]]:
    key = _RUNNING["parts"].library.topic_named(topic).key
    return [
        _as_plain(each) for each in grades.grade_topic(_RUNNING["parts"], RoundId(round_id), GradeId(grade_id), key)
    ]


@DBOS.step(name="finish")
def _finish(round_id: str, grade_id: str, findings: Sequence[dict[str, Any]]) -> None:
    made = tuple(_as_finding(each) for each in findings)
    grades.finish(_RUNNING["parts"], RoundId(round_id), GradeId(grade_id), made)


def _as_plain(finding: Finding) -> dict[str, Any]:
    return {
        "criterion": finding.criterion,
        "verdict": finding.verdict.value,
        "possible": finding.possible.value,
        "confidence": finding.confidence,
        "reason": finding.reason,
        "contradicted": finding.contradicted,
        "evidence": [[each.turn, each.start, each.end, each.quote] for each in finding.evidence],
    }


def _as_finding(plain: dict[str, Any]) -> Finding:
    return Finding(
        criterion=plain["criterion"],
        verdict=Verdict(plain["verdict"]),
        possible=Verdict(plain["possible"]),
        confidence=plain["confidence"],
        reason=plain["reason"],
        contradicted=plain["contradicted"],
        evidence=tuple(Evidence(*each) for each in plain["evidence"]),
    )


def _use_wal(database: Path) -> None:
    """DBOS leaves its file in 'delete' mode; a reader would then block the writer."""
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
