"""Brings llama.cpp's `llama-server` onto this machine for the tests with a real model: kept from before, or built.

What is built is the source that llama-cpp-python brings along, as PyPI has it. Where it cannot be built, one loud line
says why and the tests are skipped, unless MOCKROUND_REQUIRE names `realmodel`.
"""

import fcntl
import hashlib
import os
import platform
import shutil
import signal
import subprocess
import sys
import sysconfig
import tarfile
import time
import urllib.request
from collections.abc import Sequence
from http.client import HTTPException
from pathlib import Path

import platformdirs

LONGEST_S = 12 * 60
"""For download and build together; half of that is usual on two idle cores."""
VERSION = "0.3.36"
SHA256 = "832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e"
URL = (
    "https://files.pythonhosted.org/packages/ec/e9/e7de2b0463ea3ffbf0ede6cb21b58c1258a8f6521aae45ca773a59fe7cf3/"
    f"llama_cpp_python-{VERSION}.tar.gz"
)
FLAGS = (
    "-DCMAKE_BUILD_TYPE=Release",
    # The model is tiny: what counts is how soon the server is built, not how fast it multiplies.
    "-DCMAKE_C_FLAGS_RELEASE=-O1 -DNDEBUG",
    "-DCMAKE_CXX_FLAGS_RELEASE=-O1 -DNDEBUG",
    # What is built here may be kept for another machine.
    "-DGGML_NATIVE=OFF",
    "-DGGML_CCACHE=OFF",
    "-DBUILD_SHARED_LIBS=OFF",
    "-DLLAMA_OPENSSL=OFF",
    "-DLLAMA_BUILD_TESTS=OFF",
    "-DLLAMA_BUILD_EXAMPLES=OFF",
    # Its own pages would be fetched from somewhere else, unverified.
    "-DLLAMA_USE_PREBUILT_UI=OFF",
)
COMPILERS = ("c++", "g++", "clang++")
_PIECE = 1 << 20
_PATIENCE_S = 30


class NotHadError(Exception):
    """There is no llama-server; the text says why."""


def place() -> Path:
    """Return the folder that a build with these sources and flags is kept in."""
    made_of = "\0".join((SHA256, *FLAGS, platform.system(), platform.machine()))
    key = hashlib.sha256(made_of.encode()).hexdigest()[:12]
    return platformdirs.user_cache_path("mockround") / f"llama-server-{VERSION}-{key}"


def kept() -> Path | None:
    """Return the llama-server that was built before; None where there is none that runs on this machine."""
    path = place() / "llama-server"
    return path if path.is_file() and _runs(path) else None


def had(ends_at: float) -> Path:
    """Return a llama-server, built if need be until `ends_at` of the monotonic clock; raise NotHadError."""
    folder = place()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        # Whoever comes second finds what the first one has built.
        fcntl.flock(lock, fcntl.LOCK_EX)
        return kept() or _built(folder, ends_at)


def unpacked(archive: Path, folder: Path) -> None:
    """Put llama.cpp's source, and nothing else of the archive, into `folder`; raise NotHadError for other bytes."""
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != SHA256:
        archive.unlink()
        raise NotHadError(f"what PyPI sent is not the source that was locked (sha256 {found})")
    inside = f"llama_cpp_python-{VERSION}/vendor/llama.cpp/"
    half = folder.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    with tarfile.open(archive) as opened:
        opened.extraction_filter = getattr(tarfile, "data_filter", None)  # Python has it since 3.11.4
        opened.extractall(half, [each for each in opened if each.name.startswith(inside)])
    (half / inside).rename(folder)
    shutil.rmtree(half)


def ran(words: Sequence[str | Path], log: Path, ends_at: float) -> None:
    """Run a command with low priority; where it fails, or is not done in time, end all of it and raise NotHadError."""
    with log.open("ab") as told:
        process = subprocess.Popen(
            ["nice", "-n", "10", *words], stdout=told, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            code = process.wait(max(0.0, ends_at - time.monotonic()))
        except subprocess.TimeoutExpired as late:
            raise NotHadError("the build ran out of time; the next one goes on from there") from late
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    if code:
        raise NotHadError(f"the build failed; {log} has the compiler's words")


def main() -> int:
    try:
        found = had(time.monotonic() + LONGEST_S)
    except (NotHadError, OSError, HTTPException) as reason:
        print(f"{'=' * 20} NO LLAMA-SERVER: the tests with a real model are skipped, because {reason}. {'=' * 20}")
        return 1 if "realmodel" in os.environ.get("MOCKROUND_REQUIRE", "").split(",") else 0
    print(f"tests with a real model run on {found}")
    return 0


def _runs(path: Path) -> bool:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=_PATIENCE_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _built(folder: Path, ends_at: float) -> Path:
    if not any(shutil.which(name) for name in (os.environ.get("CXX", ""), *COMPILERS)):
        raise NotHadError(f"there is no C++ compiler (looked for {', '.join(COMPILERS)})")
    cmake, ninja = (_tool(name) for name in ("cmake", "ninja"))
    source, build, log = folder / "source", folder / "build", folder / "build.log"
    if not source.is_dir():
        archive = folder / URL.rpartition("/")[2]
        print(f"fetching and building llama-server once, {LONGEST_S // 60} minutes at most", flush=True)
        _fetched(archive, ends_at)
        unpacked(archive, source)
        archive.unlink()
    ran([cmake, "-G", "Ninja", f"-DCMAKE_MAKE_PROGRAM={ninja}", "-S", source, "-B", build, *FLAGS], log, ends_at)
    ran([cmake, "--build", build, "--target", "llama-server"], log, ends_at)
    built = build / "bin" / "llama-server"
    if not _runs(built):
        raise NotHadError("what was built does not run")
    built.rename(folder / "llama-server")
    for each in (source, build):
        shutil.rmtree(each)
    return folder / "llama-server"


def _tool(name: str) -> Path:
    path = Path(sysconfig.get_path("scripts")) / name
    if not path.is_file():
        raise NotHadError(f"{name} is not installed here; `make test-realmodel` brings it")
    return path


def _fetched(archive: Path, ends_at: float) -> None:
    with urllib.request.urlopen(URL, timeout=_PATIENCE_S) as answer, archive.open("wb") as file:
        while piece := answer.read(_PIECE):
            if time.monotonic() > ends_at:
                raise NotHadError("the download ran out of time")
            file.write(piece)


if __name__ == "__main__":
    sys.exit(main())
