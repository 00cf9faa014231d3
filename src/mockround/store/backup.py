"""A consistent copy of a database that may be in use."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from mockround.errors import conflict
from mockround.store.database import PATIENCE_S, translated
from mockround.store.files import beside, make_durable, make_private_dir, make_private_file


def backup(source: Path, to: Path) -> None:
    """Write all that is committed in `source` to the new file `to`; raise `conflict` where there is a file already."""
    if to.exists():
        raise conflict(f"There is a file '{to}' already.", "Choose another name; nothing was overwritten.")
    with translated():
        if not to.parent.exists():
            make_private_dir(to.parent)
        partial = beside(to, ".part")
        partial.unlink(missing_ok=True)
        make_private_file(partial)
        try:
            with opened(source) as connection:
                # It reads every page, so a damaged database fails here instead of becoming a damaged backup.
                connection.execute("VACUUM INTO ?", (str(partial),))
            make_durable(partial)
            partial.rename(to)
        finally:
            # On a full disk what is left of it would keep the room that the server needs.
            partial.unlink(missing_ok=True)
        make_durable(to)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection that changes nothing, to a file that must exist: SQLite would make an empty one in its place.

    A connection that may write would fold the journal into the file as it goes, damaged or not. Only a change that was
    broken off has to be taken back first, and that is writing.
    """
    mode = "rw" if beside(path, "-journal").exists() else "ro"
    with translated():
        address = f"{path.absolute().as_uri()}?mode={mode}"
        with contextlib.closing(sqlite3.connect(address, uri=True, timeout=PATIENCE_S)) as connection:
            yield connection
