"""Takes a round out of every table. What is left says that it is gone, and since when."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, text

from mockround.errors import conflict
from mockround.rounds.events import RoundId
from mockround.store.tables import draft, event, grade, idempotency, removal, round_, topic_score

_WORDS = text("DELETE FROM speech WHERE round_id = :of")


def erase(connection: Connection, round_id: RoundId, at: datetime) -> None:
    """Delete all rows of a round. The note of it comes first: without one, the log lets nothing go.

    What it stood on is overwritten as far as that writes no more than the deletion itself: a long round can then be
    deleted where there is little room.
    """
    usual = connection.exec_driver_sql("PRAGMA secure_delete").scalar_one()
    connection.exec_driver_sql("PRAGMA secure_delete = FAST")
    note(connection, round_id, at)
    connection.execute(_WORDS, {"of": round_id})
    for table in (idempotency, draft, topic_score, grade, event):
        connection.execute(delete(table).where(table.c.round_id == round_id))
    connection.execute(delete(round_).where(round_.c.id == round_id))
    connection.exec_driver_sql(f"PRAGMA secure_delete = {usual}")


def note(connection: Connection, round_id: RoundId, at: datetime) -> None:
    """Say that a round is deleted, for good."""
    connection.execute(insert(removal), {"round_id": round_id, "at": at})


def noted(connection: Connection) -> frozenset[RoundId]:
    """Return all rounds that were deleted."""
    return frozenset(RoundId(each) for each in connection.execute(select(removal.c.round_id)).scalars())


def refuse_erased(connection: Connection, round_id: RoundId) -> None:
    """Raise `conflict` where a round of that id was deleted: it does not come back."""
    if connection.execute(select(removal.c.round_id).where(removal.c.round_id == round_id)).first() is not None:
        raise conflict(
            "The round that this made was deleted.", "Send it with a new key; on a page, reload it before you send."
        )
