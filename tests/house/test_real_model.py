"""The server for the tests with a real model is built from checked bytes, in bounded time, or missed loudly."""

import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.real_model import NotHadError, ran, unpacked

ROOT = Path(__file__).parents[2]


def told(tmp_path: Path, **environ: str) -> tuple[int, list[str]]:
    """Run the script on a machine without a compiler and without a server; return its exit code and its lines."""
    bare = {"PATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)}
    command = [sys.executable, str(ROOT / "scripts" / "real_model.py")]
    done = subprocess.run(
        command, capture_output=True, text=True, env=bare | environ, cwd=tmp_path, timeout=60, check=False
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_without_a_compiler_one_loud_line_says_so_and_the_run_goes_on(tmp_path: Path) -> None:
    code, lines = told(tmp_path, MOCKROUND_REQUIRE="browser")
    assert code == 0
    (line,) = lines
    assert line.startswith("=====")
    assert "NO LLAMA-SERVER: the tests with a real model are skipped, because there is no C++ compiler" in line


def test_where_it_is_required_the_same_line_is_a_failure(tmp_path: Path) -> None:
    code, lines = told(tmp_path, MOCKROUND_REQUIRE="browser,realmodel")
    assert (code, len(lines)) == (1, 1)


def test_a_source_with_other_bytes_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    archive = tmp_path / "source.tar.gz"
    archive.write_bytes(b"not what was locked")
    with pytest.raises(NotHadError, match="not the source that was locked"):
        unpacked(archive, tmp_path / "source")
    assert list(tmp_path.iterdir()) == []


def test_a_step_that_fails_points_to_its_own_words(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with pytest.raises(NotHadError, match=str(log)):
        ran(["sh", "-c", "echo no such header; exit 3"], log, time.monotonic() + 30)
    assert log.read_text(encoding="utf-8") == "no such header\n"


def test_a_build_that_runs_out_of_time_is_ended_with_all_its_children(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert until_begun(tmp_path, pipe, reading) == b"begun\n"
        nobody_holds_it = select.poll()
        nobody_holds_it.register(reading, select.POLLHUP)
        assert nobody_holds_it.poll(20_000)
    finally:
        os.close(reading)


def until_begun(tmp_path: Path, pipe: Path, reading: int) -> bytes:
    """Let a build run out of time, of more and more time, until its child had begun; return what that said."""
    command = ["sh", "-c", f"(exec >{pipe}; echo begun; sleep 60) & sleep 60"]
    for patience_s in (0.2, 2, 20):
        with pytest.raises(NotHadError, match="ran out of time"):
            ran(command, tmp_path / "log", time.monotonic() + patience_s)
        if said := os.read(reading, 64):
            return said
    return b""
