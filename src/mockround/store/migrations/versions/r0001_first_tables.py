"""The first tables: the log of a round, and what is derived from it."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TIME = sa.String(32)


def upgrade() -> None:
    _create_round()
    _create_event()
    _create_grades()
    _create_writing()
    op.execute(
        "CREATE VIRTUAL TABLE speech USING fts5("
        "text, round_id UNINDEXED, seq UNINDEXED, tokenize = 'unicode61 remove_diacritics 2')"
    )
    for table in ("event", "grade"):
        for verb, past in (("UPDATE", "changed"), ("DELETE", "deleted")):
            op.execute(
                f"CREATE TRIGGER {table}_is_never_{past} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def _create_round() -> None:
    op.create_table(
        "round",
        sa.Column("id", sa.String, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("kind", "title")),
        *(sa.Column(name, sa.String) for name in ("problem", "path", "checkpoint")),
        *(sa.Column(name, sa.String, nullable=False) for name in ("level", "persona")),
        sa.Column("topics", sa.JSON, nullable=False),
        sa.Column("status", sa.String, nullable=False, index=True),
        sa.Column("last_seq", sa.Integer, nullable=False),
        sa.Column("created_at", _TIME, nullable=False, index=True),
        *(sa.Column(name, _TIME) for name in ("started_at", "ends_at", "ended_at")),
        *(sa.Column(name, sa.Float) for name in ("score_low", "score_high")),
        sa.Column("reads_as", sa.String),
        sa.Column("passed", sa.Boolean),
    )


def _create_event() -> None:
    op.create_table(
        "event",
        _round_id(primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
    )


def _create_grades() -> None:
    op.create_table(
        "grade",
        sa.Column("id", sa.String, primary_key=True),
        _round_id(index=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("grader", "rubric_hash")),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("report", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
    )
    op.create_table(
        "topic_score",
        _round_id(primary_key=True),
        sa.Column("topic", sa.String, primary_key=True, index=True),
        *(sa.Column(name, sa.Float, nullable=False) for name in ("low", "high")),
        sa.Column("at", _TIME, nullable=False),
    )


def _create_writing() -> None:
    op.create_table(
        "draft",
        _round_id(primary_key=True),
        sa.Column("field", sa.String, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
    )
    op.create_table(
        "idempotency",
        _round_id(primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("body_hash", sa.String, nullable=False),
        sa.Column("response", sa.JSON, nullable=False),
        sa.Column("at", _TIME, nullable=False),
    )
    op.create_table(
        "preference", sa.Column("key", sa.String, primary_key=True), sa.Column("value", sa.JSON, nullable=False)
    )


def _round_id(*, primary_key: bool = False, index: bool = False) -> sa.Column[str]:
    key = sa.ForeignKey("round.id")
    return sa.Column("round_id", sa.String, key, primary_key=primary_key, index=index, nullable=False)
