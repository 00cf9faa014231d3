"""How often a promise was tried and how often it fell short, told by each check; `scripts/promises.py` collects it.

Every check has a known-bad control beside it: a product that breaks the promise on purpose, and must be caught.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sized
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

import pytest

RESULTS = Path("promise-results")
"""Not below test-results, which pytest-playwright empties."""
PROMISES = tuple(f"P{number}" for number in range(1, 14))


@dataclass(frozen=True, slots=True)
class Counted:
    """A check and how often it fell short, or a known-bad control and how often it was caught."""

    promises: tuple[str, ...]
    what: str
    kind: Literal["check", "control"]
    tried: int
    hits: int


@dataclass
class Tally:
    """What one test counted. It is written down even where the test then fails."""

    factor: float | None = None
    """None for the quick form; else the share of a night's trials that is run."""
    lines: list[Counted] = field(default_factory=list)

    @property
    def is_soak(self) -> bool:
        return self.factor is not None

    def times(self, *, quick: int, night: int) -> int:
        """Return how often to try: `quick` in `make test`, a share of `night` in `make soak`."""
        return quick if self.factor is None else max(quick, round(night * self.factor))

    def held(self, promises: str, check: str, *, tried: int, short: int | Sized = 0) -> None:
        """Record a check of `promises` ('P1' or 'P1 P2'); fail where nothing was tried or something fell short.

        `short` is how many fell short, or what did: then the failure names it.
        """
        count = short if isinstance(short, int) else len(short)
        self.lines.append(Counted(_named(promises), check, "check", tried, count))
        assert tried > 0, f"nothing was tried: {check}"
        assert count == 0, f"{count} of {tried} fell short: {check}: {short}"

    def control(self, promises: str, name: str, *, tried: int, caught: int) -> None:
        """Record a known-bad control; fail where it was never caught, for then the check can see nothing."""
        self.lines.append(Counted(_named(promises), name, "control", tried, caught))
        assert caught > 0, f"the known-bad control was not caught in {tried} trials: {name}"

    def write(self, folder: Path, node: str) -> None:
        """Leave one file for the test `node`, and none where it counted nothing."""
        if not self.lines:
            return
        folder.mkdir(parents=True, exist_ok=True)
        file = node.partition("::")[0]
        told = json.dumps([asdict(each) | {"file": file} for each in self.lines], indent=1)
        (folder / f"{_slug(node)}.json").write_text(told, encoding="utf-8")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--soak", type=float, default=None, help="Run this share of a night's trials instead of the quick form."
    )


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Iterator[Tally]:
    """What a check reports to: see docs/promises.md."""
    counted = Tally(request.config.getoption("soak", default=None))
    yield counted
    depth = "soak" if counted.is_soak else "quick"
    counted.write(request.config.rootpath / RESULTS / depth, request.node.nodeid)


def _named(promises: str) -> tuple[str, ...]:
    named = tuple(promises.replace(",", " ").split())
    assert named, "a check belongs to a promise"
    assert set(named) <= set(PROMISES), f"there is no such promise: {promises}"
    return named


def _slug(node: str) -> str:
    """A file name that no other test has: its words, and what tells parametrised ones apart."""
    words = re.sub(r"[^a-z0-9]+", "-", node.lower()).strip("-")[-80:]
    return f"{words}-{hashlib.sha256(node.encode()).hexdigest()[:8]}"
