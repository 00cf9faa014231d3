"""Tells a damaged journal from the torn end that a power cut leaves: SQLite takes both for the end, without a word.

Each frame of the journal (https://www.sqlite.org/fileformat2.html#the_write_ahead_log) carries a checksum over itself
and all before it. SQLite reads up to the first that does not fit. What it would drop then is at most one commit after a
power cut, because each is synced before the next begins. If whole commits follow, the frame was changed later.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mockround.store.files import beside

_HEADER, _FRAME_HEADER = 32, 24
_LITTLE, _BIG = 0x377F0682, 0x377F0683
_READ_FRAMES_AT = 16
"""Where the index of the journal keeps how many frames SQLite takes for valid."""
_TORN = 1
"""Commits that a power cut may leave behind the end."""

_Sum = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Frame:
    is_commit: bool
    checksum: _Sum
    summed: bytes
    """What the checksum is made of, beside the one before it."""


def is_damaged(database: Path) -> bool:
    """Tell whether commits follow a place where SQLite stops reading. Some connection must have read the database."""
    wal, index = beside(database, "-wal"), beside(database, "-shm")
    if not wal.exists() or wal.stat().st_size <= _HEADER or not index.exists():
        return False
    content = wal.read_bytes()
    magic, _, page_size = struct.unpack_from(">III", content)
    if magic not in (_LITTLE, _BIG) or page_size < 512:
        # The header is written and synced before any frame: without a sound one, whatever follows cannot be read.
        return True
    order = "<" if magic == _LITTLE else ">"
    if _sum(content[:24], (0, 0), order) != struct.unpack_from(">II", content, 24):
        return True
    read = struct.unpack_from("=I", index.read_bytes()[:64], _READ_FRAMES_AT)[0]
    return _has_commits(_frames_after(content, read, page_size), order)


def _frames_after(content: bytes, read: int, page_size: int) -> Iterator[_Frame]:
    """Yield the frames of this journal that SQLite does not read. Those of an earlier one have other salts."""
    size = _FRAME_HEADER + page_size
    for at in range(_HEADER + read * size, len(content) - size + 1, size):
        if content[at + 8 : at + 16] == content[16:24]:
            (pages,) = struct.unpack_from(">I", content, at + 4)
            summed = content[at : at + 8] + content[at + _FRAME_HEADER : at + size]
            yield _Frame(pages > 0, struct.unpack_from(">II", content, at + 16), summed)


def _has_commits(frames: Iterator[_Frame], order: str) -> bool:
    """Tell whether more commits than a power cut leaves are in a row of frames of which each fits the one before it.

    Frames that a failed commit left behind, and a shorter one has partly overwritten since, do not fit each other.
    """
    run, before = 0, None
    for frame in frames:
        fits = before is not None and _sum(frame.summed, before, order) == frame.checksum
        run = (run if fits else 0) + frame.is_commit
        if run > _TORN:
            return True
        before = frame.checksum
    return False


def _sum(data: bytes, before: _Sum, order: str) -> _Sum:
    """SQLite's checksum over pairs of 32-bit words."""
    first, second = before
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for each in range(0, len(words), 2):
        first = (first + words[each] + second) & 0xFFFFFFFF
        second = (second + words[each + 1] + first) & 0xFFFFFFFF
    return first, second
