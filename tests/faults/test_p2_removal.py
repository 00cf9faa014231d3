"""A round that is deleted is gone as a whole or not at all: killed or in trouble at each system call that writes; also
on a disk that is full."""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from dbos import DBOS

from mockround.errors import ErrorCode, MockroundError
from mockround.jobs.dbos_engine import DbosJobs
from mockround.rounds.events import Kind, RoundId
from mockround.usecases import grades, removal, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.parts import Parts
from tests.support.clocks import FakeClock
from tests.support.forks import CALLS, Forks, forks
from tests.support.parts import parts_in
from tests.support.promises import Tally
from tests.support.removing import half_gone, two_rounds
from tests.support.servers import wait_for
from tests.support.tracing import skip_without_strace

skip_without_strace()

LONG = "Reads outnumber writes a hundred to one, so lookups go to a cache in front of one primary. " * 1000
HOW = "tests.support.removing:remove"
BAD = "tests.support.removing:remove_table_by_table"
Point = tuple[str, int]
"""The k-th call of its kind."""


@dataclass(frozen=True)
class Removals:
    """Removals of one round of two, each in a folder of its own."""

    forked: Forks
    before: Path
    folder: Path

    def points(self, how: str) -> tuple[Point, ...]:
        """Return every call that writes, in order, of one that meets no trouble."""
        folder = self.folder / "undisturbed"
        shutil.copytree(self.before, folder)
        left = self.forked.hold(folder, "-e", f"trace={CALLS}", how=how)
        assert (left.status, len(left.acks), half_gone(folder, left.acks)) == (0, 1, [])
        counted: Counter[str] = Counter()
        found = []
        for line in (folder / "calls").read_text(encoding="utf-8").splitlines():
            if (called := re.match(r"\w+(?=\()", line)) is not None:
                counted[called[0]] += 1
                found.append((called[0], counted[called[0]]))
        assert {"pwrite64", "fdatasync"} <= set(counted)
        return tuple(found)

    def broken(self, point: Point, trouble: str, how: str) -> list[str]:
        """Let one meet the trouble at that call; return what is half gone."""
        call, k = point
        folder = self.folder / f"{call}-{k}"
        shutil.copytree(self.before, folder)
        left = self.forked.hold(folder, "-e", f"trace={CALLS}", "-e", f"inject={call}:{trouble}:when={k}", how=how)
        return half_gone(folder, left.acks)


@pytest.fixture(scope="module")
def forked() -> Iterator[Forks]:
    with forks() as made:
        yield made


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both rounds."""
    folder = tmp_path_factory.mktemp("before") / "data"
    folder.mkdir()
    two_rounds(folder)
    return folder


@pytest.fixture
def removals(forked: Forks, before: Path, tmp_path: Path) -> Removals:
    return Removals(forked, before, tmp_path)


@pytest.mark.parametrize(
    ("trouble", "what"),
    [("signal=KILL", "a kill"), ("error=ENOSPC", "a full disk"), ("error=EIO", "an I/O error")],
)
def test_a_round_is_gone_as_a_whole_or_not_at_all(removals: Removals, tally: Tally, trouble: str, what: str) -> None:
    every = removals.points(HOW)
    tried = every if tally.is_soak else _spread(every, 12)
    short = {point: found for point in tried if (found := removals.broken(point, trouble, HOW))}
    tally.held("P2", f"{what} at a system call that deletes a round", tried=len(tried), short=short)


def test_deleting_table_by_table_is_caught(removals: Removals, tally: Tally) -> None:
    tried = _spread(removals.points(BAD), 12)
    caught = [point for point in tried if removals.broken(point, "signal=KILL", BAD)]
    tally.control("P2", "deletes a round table by table", tried=len(tried), caught=len(caught))


def _spread(every: Sequence[Point], count: int) -> Sequence[Point]:
    step = max(1, len(every) // count)
    return every[::step][:count]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 MiB, where this user may have one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(disk)], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip(f"NO SMALL DISK: {made.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(disk: Path) -> None:
    """Leave no byte free."""
    with (disk / "filler").open("ab", buffering=0) as file:
        for size in (2**20, 4096, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue


@contextmanager
def grading_durably(folder: Path) -> Iterator[Parts]:
    """The parts as the server has them: with jobs that keep a file of their own."""
    with parts_in(folder, FakeClock()) as plain:
        jobs = DbosJobs(folder / "jobs.db")
        parts = replace(plain, jobs=jobs)
        jobs.start(parts)
        try:
            yield parts
        finally:
            jobs.stop()


def a_long_round(parts: Parts) -> RoundId:
    round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3))
    rounds.start(parts, round_id)
    for number in range(4):
        rounds.take_turn(parts, round_id, f"{number}: {LONG}", key=str(number))
    rounds.end(parts, round_id)
    grades.request(parts, round_id)
    wait_for(lambda: grades.of_round(parts, round_id))
    wait_for(lambda: DBOS.list_workflows(status="PENDING") == [])
    return round_id


@pytest.mark.filterwarnings("default")
def test_on_a_full_disk_a_long_round_can_be_deleted_and_then_others_go_on(small_disk: Path) -> None:
    folder = small_disk / "data"
    folder.mkdir()
    with grading_durably(folder) as parts:
        unwanted = a_long_round(parts)
        parts.store.spare.keep()
        assert parts.store.spare._path.exists()
        fill(small_disk)
        assert shutil.disk_usage(small_disk).free == 0
        with pytest.raises(MockroundError) as refused:
            for _ in range(1000):
                rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy"))
        assert refused.value.code is ErrorCode.NO_ROOM
        removal.remove(parts, unwanted)
        assert DBOS.list_workflows(workflow_id_prefix=unwanted) == []
        assert rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy"))
