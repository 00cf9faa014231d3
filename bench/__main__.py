"""`make bench`: prints every figure with its setup."""

import os
import platform
import sqlite3
import sys

from bench import cold_start, engine, pacelc, streams


def main() -> int:
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    print(f"MockRound benchmarks: {os.cpu_count()} cores, {versions}")
    for part in (cold_start, engine, pacelc, streams):
        print()
        part.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
