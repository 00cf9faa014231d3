"""Room on the disk that is kept for the moment when there is none: SQLite needs some even to delete."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from mockround.store.files import PRIVATE_FILE

_BYTES = 2**20
"""Some 300 KiB are written to delete a round of two million characters, and as much for what the jobs keep of it."""
_SHARE = 16
"""A disk that has less than so many times that is not made smaller still."""


class Spare:
    """A file of a megabyte, on a disk that has room for it. Where it cannot be had, nothing fails."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self) -> None:
        """Set the room aside on a disk that has plenty, unless it is there: all of it, or none."""
        with contextlib.suppress(OSError):
            if shutil.disk_usage(self._path.parent).free >= _SHARE * _BYTES:
                self._take()

    @contextlib.contextmanager
    def given(self) -> Iterator[None]:
        """Give the room back for what is done inside, and set it aside again after it if it fits."""
        is_kept = self._path.exists()
        self._path.unlink(missing_ok=True)
        try:
            yield
        finally:
            if is_kept:
                with contextlib.suppress(OSError):
                    self._take()

    def _take(self) -> None:
        if self._path.exists():
            return
        handle = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE)
        try:
            _fill(handle)
        except OSError:
            self._path.unlink()
        finally:
            os.close(handle)


def _fill(handle: int) -> None:
    """Write it out: some file systems promise room that they do not have, and keep zeros in none."""
    left = memoryview(os.urandom(_BYTES))
    while left:
        left = left[os.write(handle, left) :]
