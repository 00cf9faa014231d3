"""Puts a backup in the place of the database. What was there is moved aside, never deleted."""

from pathlib import Path

from mockround.errors import unavailable
from mockround.store.backup import backup
from mockround.store.database import translated
from mockround.store.files import beside, free_name, make_durable, make_private_dir
from mockround.store.schema import HISTORY, RESTORED, revision_of


def restore(source: Path, to: Path) -> Path | None:
    """Put `source` in the place of `to`; return where what was there lies now, None where there was nothing.

    The caller holds the lock of the folder. A `source` that is damaged, foreign or newer changes nothing. While it lies
    beside `to` and is not in its place yet, the program does not start: a restore that is broken off is done again.
    """
    with translated():
        if (revision := revision_of(source)) not in HISTORY.revisions:
            raise unavailable(f"'{source}' was written by a newer MockRound ({revision!r}).", "Install that version.")
        restored = beside(to, RESTORED)
        restored.unlink(missing_ok=True)
        backup(source, restored)
        aside = _moved_aside(to)
        restored.rename(to)
        make_durable(to)
    return aside


def _moved_aside(database: Path) -> Path | None:
    """Move a database with its journal to the folder 'backups': it may hold what the restored one does not."""
    present = [suffix for suffix in ("", "-wal", "-shm") if beside(database, suffix).exists()]
    if not present:
        return None
    make_private_dir(database.parent / "backups")
    aside = free_name(database.parent / "backups", f"{database.stem}-replaced")
    for suffix in present:
        beside(database, suffix).rename(beside(aside, suffix))
    for folder in (aside.parent, database.parent):
        make_durable(folder)
    return aside
