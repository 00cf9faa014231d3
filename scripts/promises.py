"""Collects what the checks of the promises counted into docs/promises.md and docs/promises.json, or compares them.

`check` fails where the page and the results of the last run differ; `write` renews the page; `soak` keeps a soak's.
"""

import os
import platform
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "promise-results"
FIGURES = ROOT / "docs" / "promises.json"
PAGE = ROOT / "docs" / "promises.md"

PROMISES = {
    "P1": "A 2xx for your text means that it is on disk, and survives a crash and a power cut.",
    "P2": "Nothing is stored, shown or graded as complete unless it is.",
    "P3": "One submission is one turn and at most one billed reply.",
    "P4": "Every wait has an end, and every end has a button.",
    "P5": "The clock is fair: no jump gives or takes time.",
    "P6": "What you paste is what comes back, and no content can make a round unopenable.",
    "P7": "Pages that you visit cannot reach MockRound.",
    "P8": "Keys go only to the host that they were entered for, and appear nowhere else.",
    "P9": "You see only what you may see, from the moment that changes.",
    "P10": "Content is never executed and never phones home.",
    "P11": "Offline means that not one packet leaves.",
    "P12": "Scores rest on quotes from the answer; steering the grader does not raise them, honest talk of attacks "
    "does not lower them.",
    "P13": "Upgrades are all or nothing.",
}

_INTRO = """# What we promise, and how often it was tried

`scripts/promises.py` writes this page from what the tests counted; do not edit it. *Quick* is what every `make test`
tries, the same each time. *Soak* is the longest run of `make soak` so far, check by check. *Fell short* counts both. A
known-bad control is a product that breaks the promise on purpose: a check that does not catch it fails.
"""


class Counted(BaseModel):
    """A line of the page: a check with how often it fell short, or a control with how often it was caught."""

    model_config = ConfigDict(frozen=True)

    promises: tuple[str, ...]
    what: str
    kind: str
    """'check' or 'control'."""
    tried: int
    hits: int
    """For a check: how often it fell short. For a control: how often it was caught."""
    file: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells a line from all others."""
        return (self.file, self.kind, self.what)


_LINES = TypeAdapter(list[Counted])


class Soaked(BaseModel):
    """The longest soak of one line."""

    model_config = ConfigDict(frozen=True)

    counted: Counted
    on: str
    setup: str


class Figures(BaseModel):
    """All that the page says, in docs/promises.json."""

    quick: tuple[Counted, ...] = ()
    soak: tuple[Soaked, ...] = ()


def collected(folder: Path) -> tuple[Counted, ...]:
    """Return what all tests of a run counted, tests of the same check added up."""
    found: dict[tuple[str, str, str], Counted] = {}
    for path in sorted(folder.glob("*.json")):
        for line in _LINES.validate_json(path.read_bytes()):
            before = found.get(line.key)
            found[line.key] = line if before is None else _added(before, line)
    return _sorted(found.values())


def differences(page: Figures, run: Sequence[Counted], *, all_required: bool) -> list[str]:
    """Return in words where a run and the page's quick figures differ; a check that did not run here may be excused."""
    listed = {line.key: line for line in page.quick}
    seen = {line.key: line for line in run}
    found = [f"not on the page: {line.what} ({line.file})" for key, line in seen.items() if key not in listed]
    found += [
        f"on the page, tried {listed[key].tried} with {listed[key].hits}; in this run {line.tried} with {line.hits}:"
        f" {line.what} ({line.file})"
        for key, line in seen.items()
        if key in listed and not _same(listed[key], line)
    ]
    if all_required:
        found += [f"did not run: {line.what} ({line.file})" for key, line in listed.items() if key not in seen]
    return found + [f"no known-bad control: {file}" for file in _without_control(run)]


def merged(before: Sequence[Counted], run: Sequence[Counted]) -> tuple[Counted, ...]:
    """Return the run's lines and those of test files that did not run this time, but are still there."""
    ran = {line.file for line in run}
    others = (line for line in before if line.file not in ran and (ROOT / line.file).exists())
    return _sorted((*run, *others))


def kept(before: Sequence[Soaked], run: Sequence[Counted], on: str, setup: str) -> tuple[Soaked, ...]:
    """Return the longest soak of each line. One that fell short is kept whatever its length."""
    best = {each.counted.key: each for each in before}
    for line in run:
        fell_short = line.kind == "check" and line.hits > 0
        if line.key not in best or fell_short or line.tried >= best[line.key].counted.tried:
            best[line.key] = Soaked(counted=line, on=on, setup=setup)
    return tuple(best[key] for key in sorted(best))


def rendered(figures: Figures) -> str:
    """Return the page."""
    by_promise: dict[str, list[Counted]] = defaultdict(list)
    for line in figures.quick:
        for promise in line.promises:
            by_promise[promise].append(line)
    soaks = {each.counted.key: each for each in figures.soak}
    summary = [_summary(promise, by_promise[promise], soaks) for promise in PROMISES]
    parts = [_INTRO, "| promise | | tried, quick | tried, soak | fell short |", "| --- | --- | ---: | ---: | ---: |"]
    parts += summary
    for promise, words in PROMISES.items():
        if by_promise[promise]:
            parts += ["", f"## {promise} {words}", "", *_table(by_promise[promise], soaks)]
    setups = sorted({f"{each.on}: {each.setup}" for each in figures.soak})
    if setups:
        parts += ["", "## The soaks", "", *(f"- {each}" for each in setups)]
    return "\n".join(parts) + "\n"


def main() -> int:
    word = sys.argv[1] if len(sys.argv) == 2 else ""
    commands = {"check": _check, "write": _write, "soak": _soak}
    if word not in commands:
        print("usage: scripts/promises.py check | write | soak")
        return 2
    return commands[word](known())


def _check(figures: Figures) -> int:
    run = collected(RESULTS / "quick")
    found = differences(figures, run, all_required=bool(os.environ.get("MOCKROUND_REQUIRE")))
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != rendered(figures):
        found.append("docs/promises.md is not what docs/promises.json says")
    for each in found:
        print(each)
    print(
        "The page and the run differ: look why, then `make promises`."
        if found
        else f"docs/promises.md holds: {sum(line.tried for line in run)} trials in this run."
    )
    return 1 if found else 0


def _write(figures: Figures) -> int:
    run = collected(RESULTS / "quick")
    if not run:
        print("There are no results of a run: `make test` first.")
        return 1
    return _save(Figures(quick=merged(figures.quick, run), soak=figures.soak))


def _soak(figures: Figures) -> int:
    setup = f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    run = collected(RESULTS / "soak")
    today = datetime.now(UTC).date().isoformat()
    _save(Figures(quick=figures.quick, soak=kept(figures.soak, run, today, setup)))
    return 1 if any(line.hits for line in run if line.kind == "check") else 0


def _save(figures: Figures) -> int:
    tried = {line.key for line in figures.quick}
    soaks = (each for each in figures.soak if each.counted.key in tried)
    figures = Figures(quick=figures.quick, soak=tuple(soaks))
    FIGURES.write_text(figures.model_dump_json(indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(rendered(figures), encoding="utf-8")
    return 0


def known() -> Figures:
    return Figures.model_validate_json(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else Figures()


def _same(one: Counted, other: Counted) -> bool:
    """How often a control is caught may hang on SQLite's version; that it is caught, its own test asserts."""
    return one == other or (one.kind == "control" and one.model_copy(update={"hits": other.hits}) == other)


def _added(one: Counted, other: Counted) -> Counted:
    promises = tuple(sorted({*one.promises, *other.promises}, key=_number))
    return one.model_copy(
        update={"promises": promises, "tried": one.tried + other.tried, "hits": one.hits + other.hits}
    )


def _without_control(run: Sequence[Counted]) -> list[str]:
    checks = {line.file for line in run if line.kind == "check"}
    return sorted(checks - {line.file for line in run if line.kind == "control"})


def _summary(promise: str, lines: Sequence[Counted], soaks: Mapping[tuple[str, str, str], Soaked]) -> str:
    checks = [line for line in lines if line.kind == "check"]
    if not checks:
        return f"| {promise} | {PROMISES[promise]} | not checked yet | | |"
    soaked = [soaks[line.key].counted for line in checks if line.key in soaks]
    short = sum(line.hits for line in (*checks, *soaked))
    tried = f"{sum(line.tried for line in checks):,}"
    return f"| {promise} | {PROMISES[promise]} | {tried} | {sum(line.tried for line in soaked):,} | {short} |"


def _table(lines: Sequence[Counted], soaks: Mapping[tuple[str, str, str], Soaked]) -> list[str]:
    rows = ["| what was tried | quick | soak | fell short |", "| --- | ---: | ---: | ---: |"]
    for line in lines:
        soak = soaks.get(line.key)
        after = "" if soak is None else f"{soak.counted.tried:,} ({soak.on})"
        if line.kind == "check":
            short = line.hits + (0 if soak is None else soak.counted.hits)
            rows.append(f"| {line.what} | {line.tried:,} | {after} | {short} |")
    controls = "; ".join(_caught(line) for line in lines if line.kind == "control")
    return [*rows, "", f"Known-bad controls: {controls}."] if controls else rows


def _caught(line: Counted) -> str:
    return f"{line.what} (caught {line.hits:,} of {line.tried:,})"


def _sorted(lines: Iterable[Counted]) -> tuple[Counted, ...]:
    return tuple(sorted(lines, key=lambda line: (_number(line.promises[0]), line.key)))


def _number(promise: str) -> int:
    return int(promise[1:])


if __name__ == "__main__":
    sys.exit(main())
