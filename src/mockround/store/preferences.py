"""Settings that a person chose, each a JSON value under its key."""

from pydantic import JsonValue
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from mockround.store.database import Database
from mockround.store.tables import preference


class Preferences:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> JsonValue:
        """Return the value; None where none was set."""
        with self._database.read() as connection:
            value: JsonValue = connection.execute(select(preference.c.value).filter_by(key=key)).scalar_one_or_none()
            return value

    def set(self, key: str, value: JsonValue) -> None:
        upsert = insert(preference).on_conflict_do_update(index_elements=["key"], set_={"value": value})
        with self._database.write() as connection:
            connection.execute(upsert, {"key": key, "value": value})
