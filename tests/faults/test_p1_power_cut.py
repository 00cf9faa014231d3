"""The power is cut while a round is held: what was acknowledged was on the disk by then, not only on its way there."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.forks import Forks, acks_in, forks
from tests.support.power_cut import STRACE, Disk, states
from tests.support.promises import Tally
from tests.support.scripted_round import shortfalls
from tests.support.tracing import skip_without_strace

skip_without_strace()


@pytest.fixture(scope="module")
def forked() -> Iterator[Forks]:
    with forks() as made:
        yield made


@pytest.fixture(scope="module")
def held(forked: Forks, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a round with every call that reached the disk."""
    folder = tmp_path_factory.mktemp("held") / "data"
    assert forked.hold(folder, *STRACE).status == 0
    return folder


def short_after(disk: Disk, held: Path, into: Path, dice: random.Random | None) -> list[str]:
    """Cut the power now; return what was acknowledged by now and is not on the disk."""
    into.mkdir(parents=True)
    disk.left(into, dice)
    return shortfalls(into, acks_in(held)[: disk.acknowledged])


def cut_at_each_acknowledgement(held: Path, tmp_path: Path) -> Iterator[list[str]]:
    told = 0
    for disk in states(held / "calls", held):
        if disk.acknowledged > told:
            told = disk.acknowledged
            yield short_after(disk, held, tmp_path / f"told{told}", None)


def test_what_was_not_synced_is_lost_and_nothing_acknowledged_is_among_it(
    held: Path, tmp_path: Path, tally: Tally
) -> None:
    found = list(cut_at_each_acknowledgement(held, tmp_path))
    assert len(found) == len(acks_in(held))
    tally.held("P1", "power cut the moment a step was acknowledged, all that was not synced lost", tried=len(found),
               short=[each for each in found if each])  # fmt: skip


def test_any_part_of_what_was_not_synced_may_have_reached_the_disk(held: Path, tmp_path: Path, tally: Tally) -> None:
    dice = random.Random(11)
    count = sum(1 for _ in states(held / "calls", held))
    cuts = Counter(dice.randrange(count) for _ in range(tally.times(quick=40, night=4000)))
    short = []
    for at, disk in enumerate(states(held / "calls", held)):
        for number in range(cuts[at]):
            short += short_after(disk, held, tmp_path / f"{at}-{number}", dice)
    tally.held("P1 P2", "power cut after a random call, any part of what was not synced lost", tried=cuts.total(),
               short=short)  # fmt: skip


def test_a_commit_that_does_not_wait_for_the_disk_is_caught(forked: Forks, tmp_path: Path, tally: Tally) -> None:
    folder = tmp_path / "data"
    assert forked.hold(folder, *STRACE, how="tests.faults.known_bad:not_synced_at_commit").status == 0
    found = list(cut_at_each_acknowledgement(folder, tmp_path))
    tally.control(
        "P1", "has SQLite commit without waiting for the disk", tried=len(found), caught=sum(map(bool, found))
    )
