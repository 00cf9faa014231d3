"""Brings a database to today's tables: makes a new one, migrates an older one after a backup, refuses all others."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, NullPool, create_engine

from mockround.errors import MockroundError, not_found, unavailable
from mockround.store import tables, wal
from mockround.store.backup import backup, opened
from mockround.store.database import WAY_OUT, translated
from mockround.store.files import (
    alone,
    beside,
    free_name,
    keep_private,
    make_durable,
    make_private_dir,
    make_private_file,
)

APPLICATION_ID = 0x4D6F6B52
"""SQLite keeps it in the file's header: it tells our databases ('MokR') from another program's."""

RESTORED = ".restored"
"""What a backup is called beside the database until it has taken its place."""
_CHECKED_BYTES = 32 * 2**20
"""Up to this size a database is checked as a whole at each start, which takes well under 100 ms."""
_ALEMBIC_VERSION = """CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)"""


@dataclass(frozen=True, slots=True)
class History:
    """Where the migrations lie and in which order they came. Alembic is slow to import, so it is not asked for this."""

    scripts: Path
    revisions: tuple[str, ...]

    @property
    def head(self) -> str:
        return self.revisions[-1]


HISTORY = History(Path(__file__).parent / "migrations", ("0001", "0002"))


def migrate(path: Path, *, create: bool = True, history: History = HISTORY) -> None:
    """Leave at `path` a database of today; one that is damaged, foreign, newer or cannot be migrated stays as it is."""
    with translated():
        _migrate(path, create, history)


def _migrate(path: Path, create: bool, history: History) -> None:
    make_private_dir(path.parent)
    if beside(path, RESTORED).exists():
        raise unavailable("A restore was broken off.", "Run `mockround restore` again; nothing is lost.")
    lock = beside(path, ".lock")
    if not path.exists():
        if not create:
            raise not_found(f"There is no database '{path}'.", "Check the folder, or start MockRound once.")
        with alone(lock):
            _create(path, history.head)
    keep_private(path)
    if revision_of(path) != history.head:
        with alone(lock):
            _upgrade(path, history)
    _check_tables(path)


def _create(path: Path, head: str) -> None:
    """Make the database beside its place and move it there when it is complete, so that there never is half of one."""
    if path.exists():
        return
    if beside(path, "-wal").exists():
        raise unavailable(
            f"The database '{path}' is missing, yet its journal is there.",
            "Restore the newest file of the folder 'backups', or move the journal away to begin anew.",
        )
    fresh = beside(path, ".new")
    fresh.unlink(missing_ok=True)
    make_private_file(fresh)
    engine = create_engine(URL.create("sqlite", database=str(fresh)), poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        tables.METADATA.create_all(connection)
        for statement in (tables.SPEECH, *tables.APPEND_ONLY, _ALEMBIC_VERSION):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (head,))
    make_durable(fresh)
    fresh.rename(path)
    make_durable(path)


def revision_of(path: Path) -> str:
    """Return the revision of a sound database of ours; raise `unavailable` for any other file."""
    if path.stat().st_size == 0:
        raise _damaged(path, "it is empty")
    with opened(path) as connection:
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
        if application_id != APPLICATION_ID:
            raise unavailable(
                f"'{path}' is not a database of MockRound.", "Move it away, or choose another folder for the data."
            )
        if path.stat().st_size <= _CHECKED_BYTES:
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if verdict != "ok":
                raise _damaged(path, verdict)
        if wal.is_damaged(path):
            raise _damaged(path, "its journal has commits that cannot be read")
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(revision)


def _check_tables(path: Path) -> None:
    """Raise `unavailable` where a table has lost a column: the text that describes it is data like any other."""
    with opened(path) as connection:
        for table in tables.METADATA.sorted_tables:
            columns = {row[1] for row in connection.execute(f"PRAGMA table_info('{table.name}')")}
            if not columns >= set(table.columns.keys()):
                raise _damaged(path, f"its table {table.name!r} is not as it was made")
        try:
            connection.execute("SELECT rowid FROM speech LIMIT 1").fetchone()
        except sqlite3.OperationalError as error:
            raise _damaged(path, "its index of words is not as it was made") from error


def _upgrade(path: Path, history: History) -> None:
    revision = revision_of(path)
    if revision == history.head:
        return
    if revision not in history.revisions:
        raise unavailable(
            f"The database '{path}' was written by a newer MockRound (its revision is {revision!r}).",
            "Install that version again, or restore a backup from before it.",
        )
    backup(path, free_name(path.parent / "backups", f"{path.stem}-{revision}"))
    from mockround.store.migrations.upgrade import upgrade  # noqa: PLC0415 - alembic takes 0.3 s to import

    upgrade(path, history.scripts)


def _damaged(path: Path, how: str) -> MockroundError:
    return unavailable(f"The database '{path}' is damaged: {how}.", WAY_OUT)
