"""Takes a round out of every table. What is left says that it is gone, and since when."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, text

from mockround.errors import conflict
from mockround.rounds.events import RoundId
from mockround.store.tables import draft, event, grade, idempotency, removal, round_, topic_score

_WORDS = text("DELETE FROM speech WHERE round_id = :of")


def erase(connection: Connection, round_id: RoundId, at: datetime) -> None:
    """Delete all rows of a round, and overwrite them. The note of it comes first: without one, the log lets nothing go.

    The index of words lets go of single words only when SQLite next puts it in order; no text can be had from it.
    """
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    connection.execute(insert(removal), {"round_id": round_id, "at": at})
    connection.execute(_WORDS, {"of": round_id})
    for table in (idempotency, draft, topic_score, grade, event):
        connection.execute(delete(table).where(table.c.round_id == round_id))
    connection.execute(delete(round_).where(round_.c.id == round_id))
    connection.exec_driver_sql("PRAGMA secure_delete = OFF")


def refuse_erased(connection: Connection, round_id: RoundId) -> None:
    """Raise `conflict` where a round of that id was deleted: it does not come back."""
    if connection.execute(select(removal.c.round_id).where(removal.c.round_id == round_id)).first() is not None:
        raise conflict("The round that this made was deleted.", "Reload the page, and send it again.")
