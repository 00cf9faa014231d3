"""The files of the store: private to their owner, and one program at a time."""

import contextlib
import fcntl
import itertools
import math
import os
import time
from collections.abc import Iterator
from pathlib import Path

from mockround.errors import conflict

PRIVATE_DIR = 0o700
PRIVATE_FILE = 0o600
_LOCK = "mockround.lock"
_BETWEEN_TRIES_S = 0.002


class HeldLock:
    """The right to serve a data directory; ends with `release`, or with the process."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def release(self) -> None:
        os.close(self._handle)


def hold_lock(directory: Path) -> HeldLock:
    """Take the data directory for this process; raise `conflict` naming the process that serves it already."""
    make_private_dir(directory)
    handle = _opened(directory / _LOCK)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip() or "unknown"
        os.close(handle)
        raise conflict(
            f"Another MockRound (process {holder}) already serves the data in '{directory}'.",
            "Use that one, stop it first, or give this one another folder with MOCKROUND_DATA.",
        ) from error
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()}\n".encode("ascii"), 0)
    return HeldLock(handle)


@contextlib.contextmanager
def alone(lock_file: Path, *, patience_s: float = math.inf) -> Iterator[None]:
    """Wait until nobody else is inside the same `lock_file`, and stay alone there; raise TimeoutError after a while."""
    handle = _opened(lock_file)
    try:
        _lock(handle, patience_s)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, patience_s: float) -> None:
    until = time.monotonic() + patience_s
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise TimeoutError("another program holds the lock") from error
            time.sleep(_BETWEEN_TRIES_S)


def make_private_dir(directory: Path) -> None:
    """Create `directory` for its owner alone. One that holds other things keeps its mode: it may be a home or /tmp."""
    if not directory.is_dir():
        directory.mkdir(mode=PRIVATE_DIR, parents=True, exist_ok=True)
    if not any(directory.iterdir()):
        directory.chmod(PRIVATE_DIR)


def make_private_file(path: Path) -> None:
    """Create an empty file that only its owner may read; raise FileExistsError where there is one."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read: whole, or not at all. What was there stays until it is replaced."""
    partial = beside(path, ".part")
    partial.unlink(missing_ok=True)
    try:
        make_private_file(partial)
        partial.write_text(text, encoding="utf-8", newline="")
        make_durable(partial)
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)


def keep_private(database: Path) -> None:
    """Close the database and what SQLite lays beside it to everybody but the owner."""
    for each in (database, beside(database, "-wal"), beside(database, "-shm")):
        with contextlib.suppress(FileNotFoundError):
            each.chmod(PRIVATE_FILE)


def beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def free_name(directory: Path, stem: str) -> Path:
    """Return the first of `stem`-1.db, `stem`-2.db and so on in `directory` that is not taken."""
    names = (directory / f"{stem}-{number}.db" for number in itertools.count(1))
    return next(name for name in names if not name.exists())


def make_durable(path: Path) -> None:
    """Return once the file and its name are on disk."""
    for each in (path, path.parent):
        handle = os.open(each, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _opened(lock_file: Path) -> int:
    return os.open(lock_file, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
