"""A round can be deleted as a whole: its rows go, once it is noted that their owner wants that."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "removal",
        sa.Column("round_id", sa.String, primary_key=True),
        sa.Column("at", sa.String(32), nullable=False),
    )
    for table in ("event", "grade"):
        op.execute(f"DROP TRIGGER {table}_is_never_deleted")
        op.execute(
            f"CREATE TRIGGER {table}_is_deleted_with_its_round BEFORE DELETE ON {table} "
            "WHEN NOT EXISTS (SELECT 1 FROM removal WHERE removal.round_id = OLD.round_id) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
