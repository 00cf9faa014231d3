"""A round is broken off at, or meets trouble in, each system call that takes it to the disk: what was acknowledged
is there, once and in order, and the round goes on to the same end."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.forks import CALLS, Forks, Left, forks
from tests.support.promises import Tally
from tests.support.scripted_round import hold, shortfalls, whole_log
from tests.support.tracing import skip_without_strace

skip_without_strace()

KILLED, NO_SPACE, BROKEN = "signal=KILL", "error=ENOSPC", "error=EIO"


@dataclass(frozen=True, slots=True)
class Point:
    """The `k`-th call of its kind."""

    call: str
    k: int


@pytest.fixture(scope="module")
def forked() -> Iterator[Forks]:
    with forks() as made:
        yield made


@pytest.fixture(scope="module")
def undisturbed(forked: Forks, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a round that met no trouble."""
    folder = tmp_path_factory.mktemp("undisturbed") / "data"
    left = forked.hold(folder, "-e", f"trace={CALLS}")
    assert left.status == 0
    assert shortfalls(folder, left.acks) == []
    return folder


@pytest.fixture(scope="module")
def points(undisturbed: Path) -> tuple[Point, ...]:
    """Every call that writes, in no order that follows the round."""
    counted: Counter[str] = Counter()
    found = []
    for line in (undisturbed / "calls").read_text(encoding="utf-8").splitlines():
        if (called := re.match(r"\w+(?=\()", line)) is not None:
            counted[called[0]] += 1
            found.append(Point(called[0], counted[called[0]]))
    assert {"pwrite64", "fdatasync", "rename", "unlink"} <= set(counted)
    random.Random(7).shuffle(found)
    return tuple(found)


def chosen(points: Sequence[Point], tally: Tally, *, quick: int) -> Sequence[Point]:
    """The first few in the quick form, all in a whole soak. Rare calls come first: there are few of them."""
    rare_first = sorted(points, key=lambda point: sum(point.call == other.call for other in points))
    spread = [*rare_first[: quick // 3], *points]
    return list(dict.fromkeys(spread))[: tally.times(quick=quick, night=len(points))]


def broken(
    forked: Forks, folder: Path, point: Point, how: str, whose: str = "tests.support.scripted_round:hold"
) -> Left:
    return forked.hold(folder, "-e", f"trace={CALLS}", "-e", f"inject={point.call}:{how}:when={point.k}", how=whose)


def fell_short(folder: Path, left: Left, undisturbed: Path) -> list[str]:
    """What was lost; then the round is gone on with, and must end as one that met no trouble."""
    found = shortfalls(folder, left.acks)
    hold(folder, lambda _: None)
    return found if whole_log(folder) == whole_log(undisturbed) else [*found, "the round ends otherwise"]


def test_a_kill_at_any_call_loses_nothing_that_was_acknowledged(
    forked: Forks, undisturbed: Path, points: Sequence[Point], tmp_path: Path, tally: Tally
) -> None:
    short = {}
    tried = chosen(points, tally, quick=45)
    for number, point in enumerate(tried):
        folder = tmp_path / str(number)
        left = broken(forked, folder, point, KILLED)
        assert left.status == -9
        if found := fell_short(folder, left, undisturbed):
            short[point] = found
    tally.held("P1 P2 P13", "killed at a system call that writes, a new database's own included", tried=len(tried),
               short=short)  # fmt: skip


@pytest.mark.parametrize(("how", "what"), [(NO_SPACE, "a full disk"), (BROKEN, "an I/O error")])
def test_trouble_at_any_call_is_said_and_the_round_goes_on_without_a_restart(
    forked: Forks, undisturbed: Path, points: Sequence[Point], tmp_path: Path, tally: Tally, *, how: str, what: str
) -> None:
    short = {}
    tried = chosen(points, tally, quick=20)
    for number, point in enumerate(tried):
        folder = tmp_path / str(number)
        left = broken(forked, folder, point, how)
        said = (folder / "error").read_text(encoding="utf-8") if left.status else ""
        if found := [*([said] if said else []), *fell_short(folder, left, undisturbed)]:
            short[point] = found
    tally.held("P1 P2", f"{what} at a system call that writes, and once more without it", tried=len(tried),
               short=short)  # fmt: skip


def caught(whose: str, how: str, forked: Forks, tried: Sequence[Point], tmp_path: Path) -> int:
    """Count at how many points the checks see through a known-bad product."""
    count = 0
    for number, point in enumerate(tried):
        left = broken(forked, tmp_path / str(number), point, how, f"tests.faults.known_bad:{whose}")
        count += bool(shortfalls(tmp_path / str(number), left.acks))
    return count


def test_acknowledging_before_the_commit_is_caught(
    forked: Forks, points: Sequence[Point], tmp_path: Path, tally: Tally
) -> None:
    tried = [point for point in points if point.call == "pwrite64"][:24]
    seen = caught("told_before_it_is_kept", KILLED, forked, tried, tmp_path)
    tally.control("P1 P2", "acknowledges before the commit", tried=len(tried), caught=seen)


def test_calling_every_error_a_success_is_caught(
    forked: Forks, points: Sequence[Point], tmp_path: Path, tally: Tally
) -> None:
    tried = [point for point in points if point.call == "pwrite64"][:24]
    seen = caught("every_error_is_fine", NO_SPACE, forked, tried, tmp_path)
    tally.control("P1 P2", "catches every error and answers that all is well", tried=len(tried), caught=seen)


def test_writing_keys_in_place_is_caught(forked: Forks, tmp_path: Path, tally: Tally) -> None:
    tried = [Point("write", 1), Point("write", 2)]
    seen = caught("keys_written_in_place", KILLED, forked, tried, tmp_path)
    tally.control("P2 P13", "writes the file of keys in place", tried=len(tried), caught=seen)
