"""Room on the disk that is kept for the moment when there is none: SQLite needs some even to delete."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from mockround.store.files import PRIVATE_FILE

_BYTES = 2**20
"""More than it takes to delete a long round: some 300 KiB."""
_SHARE = 16
"""A disk that has less than so many times that is not made smaller still."""


class Spare:
    """A file of a megabyte, on a disk that has room for it. Where it cannot be had, nothing fails."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self) -> None:
        """Set the room aside, unless it is there: all of it, or none."""
        with contextlib.suppress(OSError):
            if self._path.exists() or shutil.disk_usage(self._path.parent).free < _SHARE * _BYTES:
                return
            handle = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE)
            try:
                _fill(handle)
            except OSError:
                self._path.unlink()
            finally:
                os.close(handle)

    @contextlib.contextmanager
    def given(self) -> Iterator[None]:
        """Give the room back for what is done inside, and set it aside again after it if the disk has any."""
        self._path.unlink(missing_ok=True)
        try:
            yield
        finally:
            self.keep()


def _fill(handle: int) -> None:
    """Write it out: some file systems promise room that they do not have, and keep zeros in none."""
    left = memoryview(os.urandom(_BYTES))
    while left:
        left = left[os.write(handle, left) :]
