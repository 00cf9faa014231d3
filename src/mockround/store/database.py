"""One SQLite file, written through a single connection and read through many; its troubles become ours."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from mockround.errors import MockroundError, unavailable

PATIENCE_S = 10
"""How long a writer waits for its turn before the person is told that the database is busy."""

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # FULL, not NORMAL: what was acknowledged survives a power cut.
    "PRAGMA synchronous = FULL",
    f"PRAGMA busy_timeout = {PATIENCE_S * 1000}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_size_limit = 67108864",
    "PRAGMA temp_store = MEMORY",
)
_READERS = 8
_MOST_READERS = 48
_BUSY = ("The database is busy.", "Try again in a few seconds. If it stays so, close other programs that use the file.")
_DAMAGED = (
    "The database is damaged.",
    "Stop MockRound, run `mockround doctor`, then restore a file of the folder 'backups'. Nothing was replaced.",
)
_TROUBLES = {
    sqlite3.SQLITE_FULL: ("The disk is full; nothing was saved.", "Free some space and try again; keep the page open."),
    sqlite3.SQLITE_IOERR: ("The disk did not take the data; nothing was saved.", "Check the disk and try again."),
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_READONLY: ("The database cannot be written to.", "Give your user the right to write its folder."),
    sqlite3.SQLITE_CANTOPEN: ("The database cannot be opened.", "Check that its folder exists and may be written to."),
}


class Database:
    """A deferred transaction that reads and then writes loses updates on SQLite; so writers are a kind of their own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writer = _engine(path, pool_size=1, most=1, begin="BEGIN IMMEDIATE")
        self._readers = _engine(path, pool_size=_READERS, most=_MOST_READERS, begin="BEGIN")
        event.listen(self._readers, "connect", _forbid_writing)

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield the only writing transaction there is; it is committed at the end, or leaves no trace."""
        with translated(), self._writer.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield one consistent view of what is committed."""
        with translated(), self._readers.begin() as connection:
            yield connection

    def close(self) -> None:
        # The writer last: SQLite folds the WAL into the file as the last connection goes, and readers may not write.
        self._readers.dispose()
        self._writer.dispose()


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Turn SQLite's expected troubles into `unavailable` with a remedy; let the others fly."""
    try:
        yield
    except PoolTimeoutError as error:
        raise unavailable(*_BUSY) from error
    except (DatabaseError, sqlite3.DatabaseError) as error:
        trouble = trouble_of(error.orig if isinstance(error, DatabaseError) else error)
        if trouble is None:
            raise
        raise trouble from error


def trouble_of(error: BaseException | None) -> MockroundError | None:
    """Return what a person is told of an SQLite error, or None where it is our own mistake."""
    code = getattr(error, "sqlite_errorcode", None)
    # The low byte is the kind; the rest says which of its variants.
    found = None if code is None else _TROUBLES.get(code & 0xFF)
    return None if found is None else unavailable(*found)


def _engine(path: Path, *, pool_size: int, most: int, begin: str) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        pool_size=pool_size,
        max_overflow=most - pool_size,
        pool_timeout=PATIENCE_S,
        # What a candidate said is a parameter, and an error's text reaches the log.
        hide_parameters=True,
        # Python must not open transactions of its own: `begin` says which kind is meant.
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": PATIENCE_S},
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _configure(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    _execute(connection, *_PRAGMAS)


def _forbid_writing(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    _execute(connection, "PRAGMA query_only = ON")


def _execute(connection: DBAPIConnection, *statements: str) -> None:
    cursor = connection.cursor()
    for each in statements:
        cursor.execute(each)
    cursor.close()
