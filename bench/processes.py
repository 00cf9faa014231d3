"""Servers under measurement, each in a process of its own: how to start one, what it has used, how much it holds."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")
# Compiled modules are kept, as on a user's machine; containers often forbid it, and then one would time the compiler.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Served:
    """A server on this machine."""

    pid: int
    port: int

    @property
    def cpu_s(self) -> float:
        """Seconds of processor time that it has used, the system's on its behalf included."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * _TICK_S

    @property
    def waited_s(self) -> float:
        """Seconds that its main thread was ready to run while the processors did something else."""
        return int(Path(f"/proc/{self.pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9

    @property
    def rss_kib(self) -> int:
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


@contextmanager
def served(*words: str, **environment: str) -> Iterator[Served]:
    """Run `python -m words...`, which prints a line that ends in its port once it listens, and stop it at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**ENVIRONMENT, **environment},
    )
    try:
        first = process.stdout.readline() if process.stdout else ""
        if not first:
            raise RuntimeError(f"{words[0]} ended before it listened")
        yield Served(process.pid, int(first.rsplit(":", 1)[1]))
    finally:
        process.terminate()
        process.communicate()
