"""The files of the store: private to their owner, and one program at a time."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from mockround.errors import conflict

PRIVATE_DIR = 0o700
PRIVATE_FILE = 0o600
_LOCK = "mockround.lock"


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
def alone(lock_file: Path) -> Iterator[None]:
    """Wait until no other process is inside the same `lock_file`, and stay alone there."""
    handle = _opened(lock_file)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def make_private_dir(directory: Path) -> None:
    """Create `directory` for its owner alone. One that holds other things keeps its mode: it may be a home or /tmp."""
    if not directory.is_dir():
        directory.mkdir(mode=PRIVATE_DIR, parents=True, exist_ok=True)
    if not any(directory.iterdir()):
        directory.chmod(PRIVATE_DIR)


def make_private_file(path: Path) -> None:
    """Create an empty file that only its owner may read; raise FileExistsError where there is one."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))


def keep_private(database: Path) -> None:
    """Close the database and what SQLite lays beside it to everybody but the owner."""
    for each in (database, beside(database, "-wal"), beside(database, "-shm")):
        with contextlib.suppress(FileNotFoundError):
            each.chmod(PRIVATE_FILE)


def beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


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
