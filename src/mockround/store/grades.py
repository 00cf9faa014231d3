"""Finished grades. A grade is never changed; a later one stands beside it, and without a model speaks for the round."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, delete, func, insert, select, text, update

from mockround.content.models import TopicKey
from mockround.grading.report import GradeReport
from mockround.rounds.events import GradeId, RoundId
from mockround.store.change import Change
from mockround.store.database import Database
from mockround.store.tables import grade, round_, topic_score

_KEPT = 256
_OLDEST_FIRST = text("grade.rowid")


@dataclass(frozen=True, slots=True)
class Grade:
    id: GradeId
    round: RoundId
    created_at: datetime
    report: GradeReport


@dataclass(frozen=True, slots=True)
class TopicScore:
    """A round's low score on a topic, as a share of 1, and when it was graded."""

    topic: TopicKey
    low: float
    at: datetime


class Grades:
    def __init__(self, database: Database) -> None:
        self._database = database
        # A grade never changes, and reading one takes milliseconds; pages that look at all of them read each once.
        self._report = lru_cache(maxsize=_KEPT)(GradeReport.model_validate_json)

    def save(self, change: Change, grade_id: GradeId, report: GradeReport, at: datetime) -> None:
        """Store a grade in the transaction that tells of it; one that is there already stays as it is."""
        connection, round_id = change.connection, change.state.id
        if connection.execute(select(grade.c.id).where(grade.c.id == grade_id)).first() is not None:
            return
        row = {
            "id": grade_id,
            "round_id": round_id,
            "grader": report.provenance.grader,
            "rubric_hash": report.provenance.rubric_hash,
            "version": report.version,
            "report": report.model_dump_json(),
            "created_at": at,
        }
        connection.execute(insert(grade), row)
        # Lists and trends show one grader's scores: a model's grade or a person's stands beside, never among them.
        if report.provenance.model is None and report.provenance.by is None:
            connection.execute(update(round_).where(round_.c.id == round_id), _headline(report))
            _replace_scores(connection, round_id, report, at)

    def of_round(self, round_id: RoundId) -> tuple[Grade, ...]:
        """Return every grade of the round, oldest first."""
        wanted = select(grade.c.id, grade.c.created_at, grade.c.report).where(grade.c.round_id == round_id)
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(_OLDEST_FIRST)).all()
        return tuple(Grade(id, round_id, at, self._report(report)) for id, at, report in rows)

    def newest_by(self, grader: str, *, limit: int) -> tuple[Grade, ...]:
        """Return a grader's newest grade of each of the `limit` rounds that it graded last, the oldest first."""
        wanted = select(grade.c.id, grade.c.round_id, grade.c.created_at, grade.c.report)
        rows = wanted.where(grade.c.grader == grader).order_by(grade.c.created_at.desc(), grade.c.id)
        with self._database.read() as connection:
            found = connection.execute(rows.limit(2 * limit)).all()
        by_round: dict[str, Grade] = {}
        for id, round_id, at, report in found:
            if round_id not in by_round and len(by_round) < limit:
                by_round[round_id] = Grade(id, round_id, at, self._report(report))
        return tuple(reversed(by_round.values()))

    def corrected_rounds(self) -> tuple[RoundId, ...]:
        """Return the rounds of which a person has overruled a verdict."""
        wanted = select(grade.c.round_id).where(grade.c.grader == "person").distinct().order_by(grade.c.round_id)
        with self._database.read() as connection:
            return tuple(RoundId(each) for each in connection.execute(wanted).scalars())

    def scores(self) -> tuple[TopicScore, ...]:
        """Return every round's score on each of its topics, oldest first."""
        wanted = select(topic_score.c.topic, topic_score.c.low, topic_score.c.at).order_by(topic_score.c.at)
        with self._database.read() as connection:
            return tuple(TopicScore(TopicKey(topic), low, at) for topic, low, at in connection.execute(wanted))

    def best_by_topic(self) -> dict[TopicKey, float]:
        """Return the best low score of each topic, as a share of 1; the newest grade of each round counts."""
        best = select(topic_score.c.topic, func.max(topic_score.c.low)).group_by(topic_score.c.topic)
        with self._database.read() as connection:
            return {TopicKey(topic): low for topic, low in connection.execute(best.order_by(topic_score.c.topic))}


def _headline(report: GradeReport) -> dict[str, object]:
    return {
        "score_low": report.score_low,
        "score_high": report.score_high,
        "reads_as": _reads_as(report),
        "passed": None if report.checkpoint is None else report.checkpoint.passed,
    }


def _reads_as(report: GradeReport) -> str | None:
    low, high = report.reads_as_low, report.reads_as_high
    if low is None or high is None:
        return None
    shown = ["below mid" if level == "below" else level for level in (low, high)]
    return " to ".join(dict.fromkeys(shown))


def _replace_scores(connection: Connection, round_id: RoundId, report: GradeReport, at: datetime) -> None:
    rows = [
        {"round_id": round_id, "topic": unit.topic, "low": unit.score_low, "high": unit.score_high, "at": at}
        for unit in report.units
        if unit.score_low is not None and unit.score_high is not None
    ]
    connection.execute(delete(topic_score).where(topic_score.c.round_id == round_id))
    if rows:
        connection.execute(insert(topic_score), rows)
