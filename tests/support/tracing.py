"""Breaks system calls of a program that runs. Tests that do are skipped where nobody may, unless strace is required."""

import contextlib
import signal
import subprocess
from collections.abc import Iterator
from functools import lru_cache

import pytest

from scripts.packages import is_required
from scripts.strace import may_trace


@lru_cache(maxsize=1)
def _may_trace() -> bool:
    return may_trace()


def skip_without_strace() -> None:
    """Skip the module that calls it; fail where MOCKROUND_REQUIRE names strace."""
    if not _may_trace():
        assert not is_required("strace"), "strace is required, and there is none that may trace"
        pytest.skip("NO STRACE: faults are not injected into system calls", allow_module_level=True)


@contextlib.contextmanager
def failing(pid: int, calls: str, error: str) -> Iterator[None]:
    """Let every one of `calls` in all threads of a process fail with `error` ('ENOSPC'), until the block is left."""
    command = ["strace", "-f", "-p", str(pid), "-o", "/dev/null", "-e", f"trace={calls}"]
    with subprocess.Popen(
        [*command, "-e", f"inject={calls}:error={error}"], stderr=subprocess.PIPE, text=True
    ) as tracer:
        assert tracer.stderr is not None
        assert "attached" in (said := tracer.stderr.readline()), said
        try:
            yield
        finally:
            tracer.send_signal(signal.SIGINT)
            tracer.communicate()
