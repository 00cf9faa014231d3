"""Children that hold the scripted round, forked from one process that has read the content: a trial costs no start.

A child waits until it is told to go, so that strace can take hold of it first.
"""

import contextlib
import ctypes
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.support.parts import grader, library
from tests.support.scripted_round import Ack
from tests.support.servers import wait_for

_ROOT = Path(__file__).parents[2]
_SET_PTRACER, _ANYBODY = 0x59616D61, ctypes.c_ulong(2**64 - 1)
CALLS = "write,pwrite64,fdatasync,fsync,rename,unlink,ftruncate"
"""Every system call by which the round reaches the disk. What is acknowledged is told by another one: writev."""


@dataclass(frozen=True, slots=True)
class Left:
    """What a child left behind: how it ended, and what it had acknowledged by then."""

    status: int
    acks: tuple[Ack, ...]


class Forks:
    """Use `forks()`."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._child = 0

    def hold(self, folder: Path, *strace: str, how: str = "tests.support.scripted_round:hold") -> Left:
        """Let a child hold the round in `folder`, traced with strace's words, and return what it left.

        `how` names the function that holds it: `module:function`, called with the folder and what is told.
        """
        pid = self.begin(folder, how)
        command = ["strace", "-p", str(pid), "-o", str(folder / "calls"), *strace]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
            assert tracer.stderr is not None
            assert "attached" in (said := tracer.stderr.readline()), said
            self.go(folder)
            status = self.ended()
            tracer.communicate()
        return Left(status, acks_in(folder))

    def begin(self, folder: Path, how: str) -> int:
        """Fork a child for `how` and return its process id; it waits for `go`."""
        folder.mkdir(parents=True, exist_ok=True)
        os.mkfifo(folder / "go")
        assert self._process.stdin is not None
        self._process.stdin.write(f"{how} {folder}\n")
        self._process.stdin.flush()
        self._child = self._told()
        return self._child

    def go(self, folder: Path) -> None:
        (folder / "go").write_text("go", encoding="ascii")
        (folder / "go").unlink()

    def serve(self, folder: Path, how: str = "serve") -> tuple[int, str]:
        """Let a child serve `folder`; return its process id and its address once it answers."""
        said = folder / "said"
        pid = self.begin(folder, f"tests.faults.forked_server:{how}")
        said.unlink(missing_ok=True)
        self.go(folder)
        wait_for(lambda: said.exists() and said.read_text(encoding="ascii").endswith("\n"))
        return pid, said.read_text(encoding="ascii").split()[-1]

    def ended(self) -> int:
        """Wait for the child's end and return its exit code, negative for a signal."""
        code = self._told()
        self._child = 0
        return code

    def ended_within(self, seconds: float) -> int | None:
        """Return the child's exit code as `ended`; None, and the child is killed, where it stays for longer."""
        late = threading.Event()

        def kill() -> None:
            late.set()
            os.kill(self._child, signal.SIGKILL)

        last = threading.Timer(seconds, kill)
        last.start()
        code = self.ended()
        last.cancel()
        return None if late.is_set() else code

    def close(self) -> None:
        """End the child that a test left behind when it failed, and the process that children are forked from."""
        if self._child:
            os.kill(self._child, signal.SIGKILL)
            self.ended()
        assert self._process.stdin is not None
        self._process.stdin.close()

    def _told(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


@contextlib.contextmanager
def forks() -> Iterator[Forks]:
    """Yield the process that children are forked from."""
    command = [sys.executable, "-m", "tests.support.forks"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ROOT) as process:
        made = Forks(process)
        try:
            yield made
        finally:
            made.close()


def acks_in(folder: Path) -> tuple[Ack, ...]:
    """Return what was acknowledged; a line that is not complete was never told."""
    complete, _, _ = (folder / "acks").read_text(encoding="utf-8").rpartition("\n")
    return tuple(Ack(**json.loads(line)) for line in complete.splitlines())


def _serve() -> None:
    """Read orders, fork a child for each, print its number and then how it ended."""
    library()
    grader().warm()
    for line in sys.stdin:
        how, folder = line.strip().split(" ", 1)
        pid = os.fork()
        if pid == 0:
            _live(how, Path(folder))
        _tell(pid)
        _tell(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _live(how: str, folder: Path) -> None:
    """Be the child: it ends here, whatever happens, and leaves nothing to its parent."""
    ctypes.CDLL(None).prctl(_SET_PTRACER, _ANYBODY)
    out = os.open(folder / "acks", os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    module, _, function = how.partition(":")
    holds = getattr(importlib.import_module(module), function)

    def tell(ack: Ack) -> None:
        os.writev(out, [f"{json.dumps(asdict(ack))}\n".encode()])

    (folder / "go").read_text(encoding="ascii")
    try:
        holds(folder, tell)
    except SystemExit as left:
        os._exit(int(left.code or 0))
    except BaseException as error:  # noqa: BLE001 - a forked child must never run on in its parent's code
        (folder / "error").write_text(repr(error), encoding="utf-8")
        os._exit(1)
    os._exit(0)


def _tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _serve()
