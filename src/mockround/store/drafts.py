"""Text that is typed and not yet sent. A save over text that is newer than what it was typed over changes nothing."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from mockround.errors import not_found
from mockround.rounds.events import RoundId
from mockround.store.database import Database
from mockround.store.tables import draft, round_


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept; an empty text of version 0 before the first save."""

    text: str
    version: int
    at: datetime | None = field(default=None, compare=False)
    """When it was saved."""


class Drafts:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, round_id: RoundId, field: str) -> Kept:
        with self._database.read() as connection:
            return kept(connection, round_id, field)

    def save(self, round_id: RoundId, field: str, text: str, *, version: int, at: datetime) -> Kept:
        """Keep `text`, typed over `version`, and return what is kept now: another text where that was newer."""
        with self._database.write() as connection:
            if connection.execute(select(round_.c.id).where(round_.c.id == round_id)).first() is None:
                raise not_found(f"There is no round {round_id!r}.", "Copy the text, and open a round that exists.")
            return keep(connection, round_id, field, Kept(text, version, at))

    def last_saved_at(self, round_id: RoundId) -> datetime | None:
        """Return when anything was last typed in the round, as far as it was saved."""
        with self._database.read() as connection:
            newest = select(func.max(draft.c.updated_at)).where(draft.c.round_id == round_id)
            saved_at: datetime | None = connection.execute(newest).scalar_one()
            return saved_at


def kept(connection: Connection, round_id: RoundId, field: str) -> Kept:
    columns = draft.c
    wanted = select(columns.text, columns.version, columns.updated_at)
    row = connection.execute(wanted.where(columns.round_id == round_id, columns.field == field)).one_or_none()
    return Kept("", 0) if row is None else Kept(row.text, row.version, row.updated_at)


def keep(connection: Connection, round_id: RoundId, field: str, typed: Kept) -> Kept:
    """Keep what was typed over version `typed.version`; return what is kept now."""
    before = kept(connection, round_id, field)
    if before.version > typed.version or (before.text, before.version) == (typed.text, typed.version):
        return before
    fresh = Kept(typed.text, typed.version + 1, typed.at)
    row = {"text": fresh.text, "version": fresh.version, "updated_at": fresh.at}
    upsert = insert(draft).on_conflict_do_update(index_elements=["round_id", "field"], set_=row)
    connection.execute(upsert, row | {"round_id": round_id, "field": field})
    return fresh
