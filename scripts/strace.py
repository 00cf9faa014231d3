"""Finds strace for the fault tests, or installs it, and tries whether it may look into other processes here."""

import subprocess
import sys

from scripts.packages import found_or_installed, told


def may_trace() -> bool:
    """Tell whether a process can be traced: containers may forbid it though strace is there."""
    path = found_or_installed(("strace",), "strace")
    return path is not None and subprocess.run([path, "-qqq", "-e", "trace=none", "true"], check=False).returncode == 0


def main() -> int:
    return told("strace", may_trace(), "faults are not injected into system calls. Install strace, and allow ptrace.")


if __name__ == "__main__":
    sys.exit(main())
