"""Brings a database to today's tables: makes a new one, migrates an older one after a backup, refuses all others."""

import itertools
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, NullPool, create_engine

from mockround.errors import MockroundError, not_found, unavailable
from mockround.store import tables
from mockround.store.backup import backup, opened
from mockround.store.files import alone, beside, keep_private, make_durable, make_private_dir, make_private_file

APPLICATION_ID = 0x4D6F6B52
"""SQLite keeps it in the file's header: it tells our databases ('MokR') from another program's."""

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


HISTORY = History(Path(__file__).parent / "migrations", ("0001",))


def migrate(path: Path, *, create: bool = True, history: History = HISTORY) -> None:
    """Leave at `path` a database of today; one that is damaged, foreign, newer or cannot be migrated stays as it is."""
    make_private_dir(path.parent)
    lock = beside(path, ".lock")
    if not path.exists():
        if not create:
            raise not_found(f"There is no database '{path}'.", "Check the folder, or start MockRound once.")
        with alone(lock):
            _create(path, history.head)
    keep_private(path)
    if _revision(path) != history.head:
        with alone(lock):
            _upgrade(path, history)


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


def _revision(path: Path) -> str:
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
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                raise _damaged(path, verdict)
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(revision)


def _upgrade(path: Path, history: History) -> None:
    revision = _revision(path)
    if revision == history.head:
        return
    if revision not in history.revisions:
        raise unavailable(
            f"The database '{path}' was written by a newer MockRound (its revision is {revision!r}).",
            "Install that version again, or restore a backup from before it.",
        )
    backup(path, _free_name(path.parent / "backups", f"{path.stem}-{revision}"))
    from mockround.store.migrations.upgrade import upgrade  # noqa: PLC0415 - alembic takes 0.3 s to import

    upgrade(path, history.scripts)


def _free_name(directory: Path, stem: str) -> Path:
    names = (directory / f"{stem}-{number}.db" for number in itertools.count(1))
    return next(name for name in names if not name.exists())


def _damaged(path: Path, how: str) -> MockroundError:
    return unavailable(
        f"The database '{path}' is damaged: {how}.",
        "It was left as it is. Restore the newest file of the folder 'backups'; `mockround doctor` says more.",
    )
