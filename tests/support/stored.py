"""Everything that a data folder holds, as one value: two that are equal mean that nothing was changed."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

_OF_SQLITE = (".db", ".db-wal", ".db-shm")


def stored_in(folder: Path) -> dict[str, str]:
    """Return a hash for every table's rows and for every other file, by name."""
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(_OF_SQLITE)
    }
    with closing(sqlite3.connect(folder / "mockround.db")) as connection:
        connection.text_factory = bytes
        tables = [row[0].decode() for row in connection.execute("select name from sqlite_master where type = 'table'")]
        for table in sorted(tables):
            rows = sorted(repr(row) for row in connection.execute(f'select * from "{table}"'))  # noqa: S608 - our own names
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    assert "event" in found, f"no log was found among {sorted(found)}"
    return found
