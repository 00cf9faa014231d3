"""Opens the store: one SQLite file, brought to today's tables, and the rooms that read and write it."""

from dataclasses import dataclass
from pathlib import Path

from mockround.store.database import Database
from mockround.store.drafts import Drafts
from mockround.store.files import beside
from mockround.store.grades import Grades
from mockround.store.log import Log
from mockround.store.preferences import Preferences
from mockround.store.rounds import Rounds
from mockround.store.schema import migrate
from mockround.store.spare import Spare


@dataclass(frozen=True, slots=True)
class Store:
    """May be used from any thread."""

    database: Database
    log: Log
    rounds: Rounds
    grades: Grades
    drafts: Drafts
    preferences: Preferences
    spare: Spare

    def close(self) -> None:
        self.database.close()


def open_store(path: Path, *, create: bool = True) -> Store:
    """Return the store at `path`; raise `unavailable` for a file that is damaged, foreign or newer.

    Without `create`, a missing file is `not_found`. A server takes `hold_lock` of the folder first.
    """
    migrate(path, create=create)
    database = Database(path)
    return Store(
        database,
        Log(database),
        Rounds(database),
        Grades(database),
        Drafts(database),
        Preferences(database),
        Spare(beside(path, ".spare")),
    )
