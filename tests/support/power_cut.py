"""What a disk holds after the power was cut, worked out from the system calls of a run.

Written data may be lost until the file is synced, and a name until its folder is; of what was not synced, any part may
have reached the disk. Each page that SQLite writes arrives whole or not at all.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

TRACED = "openat,write,pwrite64,fdatasync,fsync,rename,unlink,ftruncate,writev"
STRACE = ("-y", "-xx", "-s", "1000000", "-e", f"trace={TRACED}")

_REBUILT = ("-shm", "/go", "/acks", "/calls")
"""SQLite makes its shared memory anew; the rest is the test's own."""
_CALL = re.compile(r"^(?P<call>\w+)\((?P<words>.*)\)\s+= (?P<result>-?\d+)(<(?P<opened>[^>]*)>)?")
_FD = re.compile(r"^\d+<(?P<path>[^>]*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a file's bytes: `data` at `offset`, or a new length where there is no data."""

    offset: int
    data: bytes | None

    def apply(self, content: bytearray) -> None:
        if self.data is None:
            del content[self.offset :]
            return
        content.extend(b"\0" * (self.offset - len(content)))
        content[self.offset : self.offset + len(self.data)] = self.data


@dataclass
class File:
    """A file's synced bytes and the changes since, whatever its name is."""

    synced: bytearray = field(default_factory=bytearray)
    pending: list[Change] = field(default_factory=list)
    length: int = 0

    def change(self, change: Change) -> None:
        self.pending.append(change)
        self.length = change.offset if change.data is None else max(self.length, change.offset + len(change.data))

    def sync(self) -> None:
        for each in self.pending:
            each.apply(self.synced)
        self.pending = []


@dataclass
class Disk:
    """The files below a folder, as programs see them and as a power cut would leave them."""

    folder: str
    live: dict[str, File] = field(default_factory=dict)
    kept: dict[str, File] = field(default_factory=dict)
    acknowledged: int = 0

    def left(self, into: Path, dice: random.Random | None) -> None:
        """Write what is left to the folder `into`: only what was synced, or by `dice` some of the rest, too."""
        lucky = dice is not None and dice.random() < 0.5
        files = self.live if lucky else self.kept
        for path, file in files.items():
            if path.endswith(_REBUILT):
                continue
            content = bytearray(file.synced)
            for change in file.pending:
                if dice is not None and dice.random() < 0.5:
                    change.apply(content)
            to = into / Path(path).relative_to(self.folder)
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(content)

    def see(self, call: str, words: str, opened: str | None) -> None:
        """Take in one system call."""
        if call == "openat":
            self._open(words, opened or "")
        elif call in ("rename", "unlink"):
            self._name(call, [_text(each) for each in _TEXT.findall(words)])
        elif call == "writev":
            self.acknowledged += 1
        elif (path := _path(words)).startswith(self.folder):
            self._bytes(call, words, path)

    def _open(self, words: str, path: str) -> None:
        path = _text(path) if path.startswith("\\x") else path
        if path.startswith(f"{self.folder}/") and "O_CREAT" in words and path not in self.live:
            self.live[path] = File()
        if path in self.live and "O_TRUNC" in words:
            self.live[path].change(Change(0, None))

    def _name(self, call: str, paths: Sequence[str]) -> None:
        file = self.live.pop(paths[0], None)
        if call == "rename" and file is not None:
            self.live[paths[1]] = file

    def _bytes(self, call: str, words: str, path: str) -> None:
        if call in ("fdatasync", "fsync"):
            self._sync(path)
        elif path in self.live:
            file = self.live[path]
            found = _TEXT.search(words)
            if call == "ftruncate":
                file.change(Change(int(words.rsplit(",", 1)[1]), None))
            elif found is not None:
                at = int(words.rsplit(",", 1)[1]) if call == "pwrite64" else file.length
                file.change(Change(at, _bytes(found[1])))

    def _sync(self, path: str) -> None:
        if path in self.live:
            self.live[path].sync()
        else:
            elsewhere = {each: file for each, file in self.kept.items() if str(Path(each).parent) != path}
            self.kept = elsewhere | {each: file for each, file in self.live.items() if str(Path(each).parent) == path}


def states(calls: Path, folder: Path) -> Iterator[Disk]:
    """Yield the disk after each of the calls that strace wrote to `calls`; the same object each time."""
    disk = Disk(str(folder))
    for line in calls.read_text(encoding="ascii").splitlines():
        found = _CALL.match(line)
        if found is not None and int(found["result"]) >= 0:
            disk.see(found["call"], found["words"], found["opened"])
            yield disk


def _path(words: str) -> str:
    found = _FD.match(words)
    path = found["path"] if found is not None else ""
    return _text(path) if path.startswith("\\x") else path


def _text(escaped: str) -> str:
    return _bytes(escaped).decode()


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))
