"""Looks for what is wrong with the stored rounds, or soon may be. Changes nothing."""

import shutil
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mockround.errors import MockroundError
from mockround.store.backup import opened
from mockround.store.files import PRIVATE_DIR, PRIVATE_FILE, beside
from mockround.store.schema import HISTORY

_SOUND_SQLITE = (3, 51, 3)
_LITTLE_SPACE = 200 * 2**20


@dataclass(frozen=True, slots=True)
class Finding:
    """`serious` means that rounds may be lost or unreadable; anything else is a warning."""

    serious: bool
    what: str
    remedy: str


def doctor(path: Path) -> tuple[Finding, ...]:
    """Return what is wrong with the database at `path` and around it; nothing where all is well."""
    if not path.exists():
        return (Finding(False, f"There is no database '{path}' yet.", "Start MockRound once, or check the folder."),)
    return (*_damage(path), *_old_sqlite(), *_open_modes(path), *_little_space(path))


def _damage(path: Path) -> Iterator[Finding]:
    try:
        with opened(path) as connection:
            yield from _broken_pages(connection)
            yield from _broken_references(connection)
            yield from _other_revision(connection)
    except MockroundError as error:
        yield Finding(True, error.message, error.remedy)


def _broken_pages(connection: sqlite3.Connection) -> Iterator[Finding]:
    verdicts = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
    if verdicts != ["ok"]:
        yield Finding(
            True, f"The database is damaged: {'; '.join(verdicts)}.", "Restore the newest file of the folder 'backups'."
        )


def _broken_references(connection: sqlite3.Connection) -> Iterator[Finding]:
    orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    if orphans:
        tables = ", ".join(sorted({row[0] for row in orphans}))
        yield Finding(
            True,
            f"{len(orphans)} rows of {tables} belong to no round.",
            "Restore a backup, or report this with the file.",
        )


def _other_revision(connection: sqlite3.Connection) -> Iterator[Finding]:
    named = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
    if connection.execute(named).fetchone() == (0,):
        yield Finding(True, "This is not a database of MockRound.", "Move it away, or choose another folder.")
        return
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if revision not in HISTORY.revisions:
        yield Finding(True, f"The database is of a newer MockRound ({revision!r}).", "Install that version again.")
    elif revision != HISTORY.head:
        yield Finding(False, f"The database is of an older MockRound ({revision!r}).", "Start MockRound: it migrates.")


def _old_sqlite() -> Iterator[Finding]:
    if sqlite3.sqlite_version_info < _SOUND_SQLITE:
        yield Finding(
            False,
            f"SQLite {sqlite3.sqlite_version} can damage a WAL when two connections write or checkpoint at once.",
            "MockRound writes through one connection, so it is safe; do not write to the file with other programs.",
        )


def _open_modes(path: Path) -> Iterator[Finding]:
    for each in (path.parent, path, beside(path, "-wal"), beside(path, "-shm"), *path.parent.glob("backups/*.db")):
        wanted = PRIVATE_DIR if each.is_dir() else PRIVATE_FILE
        if each.exists() and stat.S_IMODE(each.stat().st_mode) & ~wanted:
            yield Finding(False, f"Other users of this machine may open '{each}'.", f"Run: chmod {wanted:o} '{each}'")


def _little_space(path: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(path.parent).free
    if free < _LITTLE_SPACE:
        yield Finding(True, f"Only {free // 2**20} MiB are free on the disk of '{path.parent}'.", "Free some space.")
