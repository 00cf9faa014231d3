"""`mockround serve` in a process of its own: started, refused, stopped by a signal."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Start = Callable[..., "Served"]


class Served:
    """A server in a process of its own, and the address that it says it is on."""

    def __init__(self, data: Path, *words: str, module: str = "mockround") -> None:
        self.process = subprocess.Popen(
            command(data, *words, module=module),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        assert said.startswith("MockRound is on http://"), said or self.process.communicate()[1]
        self.url = said.split()[-1]

    def stopped(self, how: signal.Signals) -> tuple[int, float]:
        """Send the signal; return the exit code and the seconds that it took to leave."""
        began = time.monotonic()
        self.process.send_signal(how)
        code = self.process.wait(60)
        return code, time.monotonic() - began

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


def command(data: Path, *words: str, module: str = "mockround") -> list[str]:
    return [sys.executable, "-m", module, "serve", "--data", str(data), "--port", "0", *words]


def environment() -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if not name.startswith("MOCKROUND_")}
    return mine | {"MOCKROUND_PACE": "0"}


def refused(data: Path, *words: str) -> tuple[int, str]:
    """Start a server that must not come up; return its exit code and the one message that it leaves."""
    done = subprocess.run(
        command(data, *words), capture_output=True, text=True, env=environment(), timeout=60, check=False
    )
    assert done.stdout == ""
    sentence, remedy = done.stderr.removeprefix("mockround: ").rstrip("\n").split("\n  ")
    return done.returncode, f"{sentence} {remedy}"


@pytest.fixture
def start() -> Iterator[Start]:
    with contextlib.ExitStack() as stack:

        def started(data: Path, *words: str, module: str = "mockround") -> Served:
            served = Served(data, *words, module=module)
            stack.callback(served.close)
            return served

        yield started
