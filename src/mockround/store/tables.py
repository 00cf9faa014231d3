"""The tables as they are today. `event` is the truth; what stands beside it is derived from it, or is a setting.

How an older database gets here is told in migrations/, which never imports this file.
"""

from datetime import UTC, datetime

from pydantic import JsonValue
from sqlalchemy import JSON, Dialect, MetaData, String, Table, Text, TypeDecorator
from sqlmodel import Field, SQLModel


class UtcTime(TypeDecorator[datetime]):
    """An aware time, kept as text whose order is the order of time."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else datetime.fromisoformat(value)


class _Row(SQLModel):
    metadata = MetaData()


class EventRow(_Row, table=True):
    """One event of a round's log. Triggers refuse to change it, and to delete it unless its round goes."""

    __tablename__ = "event"

    round_id: str = Field(primary_key=True, foreign_key="round.id")
    seq: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcTime)
    type: str
    version: int
    payload: str = Field(sa_type=Text)


class RoundRow(_Row, table=True):
    """What lists and filters need to know of a round, kept in step with its log by the same transaction."""

    __tablename__ = "round"

    id: str = Field(primary_key=True)
    kind: str
    title: str
    problem: str | None
    path: str | None
    checkpoint: str | None
    level: str
    persona: str
    topics: list[str] = Field(sa_type=JSON)
    status: str = Field(index=True)
    last_seq: int
    created_at: datetime = Field(sa_type=UtcTime, index=True)
    started_at: datetime | None = Field(sa_type=UtcTime)
    ends_at: datetime | None = Field(sa_type=UtcTime)
    ended_at: datetime | None = Field(sa_type=UtcTime)
    score_low: float | None
    score_high: float | None
    reads_as: str | None
    passed: bool | None


class GradeRow(_Row, table=True):
    """A finished grade. Triggers refuse to change it, and to delete it unless its round goes."""

    __tablename__ = "grade"

    id: str = Field(primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    grader: str
    rubric_hash: str
    version: int
    report: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=UtcTime)


class TopicScoreRow(_Row, table=True):
    """A round's newest score on a topic, as a share of 1."""

    __tablename__ = "topic_score"

    round_id: str = Field(primary_key=True, foreign_key="round.id")
    topic: str = Field(primary_key=True, index=True)
    low: float
    high: float
    at: datetime = Field(sa_type=UtcTime)


class DraftRow(_Row, table=True):
    """Text that is typed and not yet sent."""

    __tablename__ = "draft"

    round_id: str = Field(primary_key=True, foreign_key="round.id")
    field: str = Field(primary_key=True)
    text: str = Field(sa_type=Text)
    version: int
    updated_at: datetime = Field(sa_type=UtcTime)


class IdempotencyRow(_Row, table=True):
    """What a request that may come twice was answered the first time."""

    __tablename__ = "idempotency"

    round_id: str = Field(primary_key=True, foreign_key="round.id")
    key: str = Field(primary_key=True)
    body_hash: str
    response: dict[str, JsonValue] = Field(sa_type=JSON)
    at: datetime = Field(sa_type=UtcTime)


class PreferenceRow(_Row, table=True):
    __tablename__ = "preference"

    key: str = Field(primary_key=True)
    value: JsonValue = Field(sa_type=JSON)


class RemovalRow(_Row, table=True):
    """A round that its owner has deleted: all that is left of it. Only of such a round may rows of the log go."""

    __tablename__ = "removal"

    round_id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcTime)


METADATA = _Row.metadata

SPEECH = """CREATE VIRTUAL TABLE speech
USING fts5(text, round_id UNINDEXED, seq UNINDEXED, tokenize = 'unicode61 remove_diacritics 2')"""
"""The words of every turn, for search. Written by the log in the transaction that appends the turn."""

_NEVER_CHANGED = """CREATE TRIGGER {table}_is_never_changed BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
_DELETED_WITH_ROUND = """CREATE TRIGGER {table}_is_deleted_with_its_round BEFORE DELETE ON {table}
WHEN NOT EXISTS (SELECT 1 FROM removal WHERE removal.round_id = OLD.round_id)
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
APPEND_ONLY = tuple(
    trigger.format(table=table) for table in ("event", "grade") for trigger in (_NEVER_CHANGED, _DELETED_WITH_ROUND)
)


def _table(name: str) -> Table:
    return METADATA.tables[name]


event = _table("event")
round_ = _table("round")
grade = _table("grade")
topic_score = _table("topic_score")
draft = _table("draft")
idempotency = _table("idempotency")
preference = _table("preference")
removal = _table("removal")
