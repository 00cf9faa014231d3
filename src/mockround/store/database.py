"""One SQLite file, written through a single connection and read through many; its troubles become ours."""

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from mockround.errors import MockroundError, no_room, unavailable
from mockround.store.files import alone, beside

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
_SOUND_SQLITE = (3, 51, 3)
"""From here on no journal is damaged when two connections write or checkpoint it at the same moment."""
_READERS = 8
_MOST_READERS = 48
_BUSY = unavailable(
    "The database is busy.", "Try again in a few seconds. If it stays so, close other programs that use the file."
)
WAY_OUT = (
    "Nothing was changed. Stop MockRound; `mockround doctor` says what is wrong, `mockround restore` takes a backup"
    " back, and `mockround rescue` saves what can still be read."
)
_DAMAGED = unavailable("The database is damaged.", WAY_OUT)
_FULL = no_room("The disk is full; nothing was saved.", "Free some space and try again; keep the page open.")
_FAILING = unavailable(
    "The disk did not take the data; nothing was saved.", "Check the disk and try again; keep the page open."
)
_CLOSED = unavailable("The database cannot be written to.", "Give your user the right to write its folder.")
_TROUBLES = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: _FAILING,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_READONLY: _CLOSED,
    sqlite3.SQLITE_CANTOPEN: unavailable(
        "The database cannot be opened.", "Check that its folder exists and may be written to."
    ),
}
_TROUBLES_OF_FILES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EIO: _FAILING,
    errno.EROFS: _CLOSED,
    errno.EACCES: _CLOSED,
}


def takes_two_writers(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Tell whether this SQLite lets several connections write to one journal without damage."""
    return version >= _SOUND_SQLITE


class Database:
    """A deferred transaction that reads and then writes loses updates on SQLite; so writers are a kind of their own.

    Programs whose SQLite does not take two writers write one after the other, checkpoint included.
    """

    def __init__(self, path: Path, *, take_turns: bool = not takes_two_writers()) -> None:
        self.path = path
        self._turn = beside(path, ".writing") if take_turns else None
        self._writer = _engine(path, pool_size=1, most=1, begin="BEGIN IMMEDIATE")
        self._readers = _engine(path, pool_size=_READERS, most=_MOST_READERS, begin="BEGIN")
        event.listen(self._readers, "connect", _forbid_writing)

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield the only writing transaction there is; it is committed at the end, or leaves no trace."""
        with translated(), self._writer.connect() as connection, self._alone(), connection.begin():
            yield connection

    def fold_journal(self) -> None:
        """Write the journal back into the file and empty it, unless somebody reads or the disk is in the way.

        SQLite does so by itself, sooner or later; what was deleted stands in the journal until then.
        """
        with contextlib.suppress(MockroundError), translated(), self._alone():
            connection = self._writer.raw_connection()
            try:
                _execute(connection, "PRAGMA busy_timeout = 200", "PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                _execute(connection, f"PRAGMA busy_timeout = {PATIENCE_S * 1000}")
                connection.close()

    def _alone(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext() if self._turn is None else alone(self._turn, patience_s=PATIENCE_S)

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield one consistent view of what is committed; what in it makes no sense is damage."""
        with translated(), sensible(), self._readers.begin() as connection:
            yield connection

    def close(self) -> None:
        # The writer last: SQLite folds the WAL into the file as the last connection goes, and readers may not write.
        self._readers.dispose()
        self._writer.dispose()


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Turn the expected troubles of SQLite and of files into ours, with a remedy; let the others fly."""
    try:
        yield
    except (PoolTimeoutError, DatabaseError, sqlite3.DatabaseError, OSError, UnicodeDecodeError) as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        # A fresh one each time: an exception that is raised twice keeps what the first raise hung on it.
        raise MockroundError(trouble.code, trouble.message, trouble.remedy) from error


@contextlib.contextmanager
def sensible() -> Iterator[None]:
    """Take what was stored and cannot be understood for damage: bytes may change without SQLite's noticing."""
    try:
        yield
    except (ValueError, TypeError) as error:
        raise MockroundError(_DAMAGED.code, _DAMAGED.message, _DAMAGED.remedy) from error


def trouble_of(error: BaseException | None) -> MockroundError | None:
    """Return what a person is told of an error, or None where it is our own mistake."""
    if isinstance(error, PoolTimeoutError | TimeoutError):
        return _BUSY
    if isinstance(error, UnicodeDecodeError):
        # Python cannot read SQLite's own message: it names a table or a column whose bytes were changed.
        return _DAMAGED
    if isinstance(error, DatabaseError):
        error = error.orig
    if isinstance(error, OSError):
        return _TROUBLES_OF_FILES.get(error.errno or 0)
    code = getattr(error, "sqlite_errorcode", None)
    # Python itself says this, without a code, of a text whose bytes were changed.
    if code is None and isinstance(error, sqlite3.OperationalError) and "decode to UTF-8" in str(error):
        return _DAMAGED
    # The low byte is the kind; the rest says which of its variants.
    return None if code is None else _TROUBLES.get(code & 0xFF)


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
