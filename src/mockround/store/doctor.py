"""Looks for what is wrong with the stored rounds, or soon may be. Changes nothing."""

import itertools
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mockround.errors import MockroundError
from mockround.rounds.events import Logged, RoundId, Seq
from mockround.rounds.log import read
from mockround.rounds.state import fold
from mockround.store import wal
from mockround.store.backup import opened
from mockround.store.database import WAY_OUT, takes_two_writers
from mockround.store.files import PRIVATE_DIR, PRIVATE_FILE, beside
from mockround.store.schema import HISTORY

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
            yield from _broken_journal(path)
            yield from _broken_references(connection)
            if (other := _other_revision(connection)) is not None:
                yield other
            if other is None or not other.serious:
                yield from _broken_rounds(connection)
    except MockroundError as error:
        yield Finding(True, error.message, error.remedy)


def _broken_pages(connection: sqlite3.Connection) -> Iterator[Finding]:
    verdicts = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
    if verdicts != ["ok"]:
        yield Finding(True, f"The database is damaged: {'; '.join(verdicts)}.", WAY_OUT)


def _broken_journal(path: Path) -> Iterator[Finding]:
    if wal.is_damaged(path):
        yield Finding(True, "The database's journal is damaged: commits at its end cannot be read.", WAY_OUT)


def _broken_references(connection: sqlite3.Connection) -> Iterator[Finding]:
    orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    if orphans:
        tables = ", ".join(sorted({row[0] for row in orphans}))
        yield Finding(
            True,
            f"{len(orphans)} rows of {tables} belong to no round.",
            "Restore a backup, or report this with the file.",
        )


def _broken_rounds(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Fold every log: bytes of a text may change without SQLite's noticing."""
    columns = "round_id, seq, at, version, payload"
    rows = connection.execute(f"SELECT {columns} FROM event ORDER BY round_id, seq")
    broken = []
    for round_id, events in itertools.groupby(rows, key=lambda row: RoundId(row[0])):
        try:
            fold(
                Logged(round=round_id, seq=Seq(seq), at=datetime.fromisoformat(at), event=read(payload, version))
                for _, seq, at, version, payload in events
            )
        except (ValueError, TypeError, MockroundError):
            broken.append(round_id)
    if broken:
        yield Finding(True, f"{len(broken)} rounds cannot be read: {', '.join(broken[:5])}.", WAY_OUT)


def _other_revision(connection: sqlite3.Connection) -> Finding | None:
    named = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
    if connection.execute(named).fetchone() == (0,):
        return Finding(True, "This is not a database of MockRound.", "Move it away, or choose another folder.")
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if revision not in HISTORY.revisions:
        what = f"The database is of a newer MockRound ({revision!r})."
        return Finding(True, what, "Install that version again.")
    if revision != HISTORY.head:
        what = f"The database is of an older MockRound ({revision!r})."
        return Finding(False, what, "Start MockRound: it migrates.")
    return None


def _old_sqlite() -> Iterator[Finding]:
    if not takes_two_writers():
        yield Finding(
            False,
            f"SQLite {sqlite3.sqlite_version} can damage a WAL when two connections write or checkpoint at once.",
            "MockRound lets one connection write at a time, so it is safe; let no other program write to the file.",
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
