"""`make bench`: prints every figure with its setup. `python -m bench models` prints one part, `quick` less of it."""

import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Mapping
from functools import partial

from bench import cold_start, engine, models, pacelc, pages, streams


def main() -> int:
    wanted = sys.argv[1:]
    parts: Mapping[str, Callable[[], None]] = {
        "cold-start": cold_start.main,
        "engine": engine.main,
        "pacelc": pacelc.main,
        "streams": streams.main,
        "pages": pages.main,
        "models": partial(models.main, quick="quick" in wanted),
    }
    chosen = [each for each in wanted if each != "quick"]
    if unknown := [each for each in chosen if each not in parts]:
        print(f"There is no benchmark {unknown[0]!r}; choose from {', '.join(parts)}.", file=sys.stderr)
        return 2
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    print(f"MockRound benchmarks: {os.cpu_count()} cores, {versions}")
    for name in chosen or parts:
        print(flush=True)
        parts[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
