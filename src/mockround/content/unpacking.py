"""A zip or a folder becomes a staged folder, or findings. Writes nowhere but into that folder, and believes no size."""

import errno
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from mockround.content.library import ContentError
from mockround.content.pack_names import (
    MOST_FILES,
    MOST_ZIPPED_BYTES,
    Broken,
    broken_rule,
    clashes,
    is_hidden,
    prefix_of,
    too_large,
)
from mockround.content.source import MAX_BYTES

_TOO_LARGE = Broken(f"the file is larger than {MAX_BYTES:,} bytes", "split it")
_NO_ZIP = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    OverflowError, MemoryError,
)  # fmt: skip
"""What Python raises at a zip that somebody has bent. UnicodeDecodeError is a ValueError."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file to be staged: its name as it was packed, and how to read at most so many bytes of it."""

    name: str
    read: Callable[[int], bytes]


def unpack(source: Path, staging: Path) -> None:
    """Fill the empty folder `staging` with the pack in `source`; raise ContentError naming file and rule.

    Raises OSError where the disk does not take it. Whoever calls takes the folder away in either case.
    """
    label = label_of(source)
    if source.is_dir():
        _stage(_in_folder(source, label), staging, label, None)
        return
    zipped = _size(source, label)
    with _as_zip(label), zipfile.ZipFile(source) as packed:
        _stage(_in_zip(packed, label), staging, label, zipped)


def label_of(source: Path) -> str:
    """Return how findings call the pack in `source`, before the names of its files."""
    return f"{source.resolve().name}/"


def _size(source: Path, label: str) -> int:
    if not source.is_file():
        _refuse(label, "", Broken("there is no such file or folder", "name a zip or a folder with a pack in it"))
    size = source.stat().st_size
    if size > MOST_ZIPPED_BYTES:
        _refuse(label, "", Broken(f"the zip is larger than {MOST_ZIPPED_BYTES:,} bytes", "split the pack"))
    return size


@contextmanager
def _as_zip(label: str) -> Iterator[None]:
    try:
        yield
    except (*_NO_ZIP, OSError) as error:
        # Of the zip: an offset before its beginning. Any other OSError is the disk's.
        if isinstance(error, OSError) and error.errno != errno.EINVAL:
            raise
        broken = Broken("this is no zip that can be read", "pack it anew, without a password")
        raise ContentError((broken.finding(label, ""),)) from error


def _in_zip(packed: zipfile.ZipFile, label: str) -> Iterator[_Entry]:
    infos = packed.infolist()
    if (broken := too_large(0, len(infos), None)) is not None:
        _refuse(label, "", broken)
    for info in infos:
        name = info.orig_filename
        if (broken := _broken_entry(info) or broken_rule(name)) is not None and not _is_junk(name):
            _refuse(label, name, broken)
    names = [info.orig_filename for info in infos if not is_hidden(info.orig_filename)]
    for name, broken in clashes(names):
        _refuse(label, name, broken)
    prefix = prefix_of(names)
    for info in infos:
        if not info.is_dir() and not is_hidden(info.orig_filename):
            yield _Entry(info.orig_filename.removeprefix(prefix), _reader(packed, info))


def _is_junk(name: str) -> bool:
    return is_hidden(name) and ".." not in name.split("/") and not name.startswith("/")


def _broken_entry(info: zipfile.ZipInfo) -> Broken | None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return Broken("a link or a device", "put the file itself there")
    if info.flag_bits & 0x1:
        return Broken("the file has a password", "pack it without one")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Broken("an unusual compression", "pack it with 'deflate'")
    return _TOO_LARGE if info.file_size > MAX_BYTES else None


def _reader(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        with packed.open(info) as file:
            return file.read(most)

    return read


def _in_folder(source: Path, label: str) -> Iterator[_Entry]:
    names: list[str] = []
    for folder, inner, files in os.walk(source, followlinks=False):
        inner[:] = sorted(each for each in inner if not is_hidden(each))
        for path in (Path(folder) / each for each in (*inner, *sorted(files)) if not is_hidden(each)):
            name = path.relative_to(source).as_posix()
            mode = path.lstat().st_mode
            broken = broken_rule(f"{name}/" if stat.S_ISDIR(mode) else name)
            if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
                broken = Broken("a link or a device", "put the file itself there")
            if broken is not None:
                _refuse(label, name, broken)
            names += [] if stat.S_ISDIR(mode) else [name]
            if len(names) > MOST_FILES:
                _refuse(label, "", Broken(f"more than {MOST_FILES:,} files", "split the pack"))
    for name, broken in clashes(names):
        _refuse(label, name, broken)
    for name in names:
        yield _Entry(name, _plain_reader(source / name))


def _plain_reader(path: Path) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            return file.read(most)

    return read


def _stage(entries: Iterator[_Entry], staging: Path, label: str, zipped: int | None) -> None:
    written = 0
    for count, entry in enumerate(entries, 1):
        content = entry.read(MAX_BYTES + 1)
        written += len(content)
        broken = _TOO_LARGE if len(content) > MAX_BYTES else too_large(written, count, zipped)
        if broken is not None:
            _refuse(label, entry.name if broken is _TOO_LARGE else "", broken)
        place = staging / entry.name
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with place.open("xb") as file:
            file.write(content)


def _refuse(label: str, name: str, broken: Broken) -> NoReturn:
    raise ContentError((broken.finding(label, name),))
