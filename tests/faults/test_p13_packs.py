"""An installation of a pack is broken off anywhere: the old state or the new one is there, and the next tidies up."""

import contextlib
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from mockround.content.packs import installed
from mockround.errors import MockroundError
from mockround.resources import content_dir
from mockround.usecases import packs
from tests.support.forks import Forks, forks
from tests.support.packs import PROBLEM, as_zip, good_pack
from tests.support.promises import Tally
from tests.support.scripted_round import Tell
from tests.support.tracing import skip_without_strace

skip_without_strace()

_CALLS = "mkdir,write,fsync,rename,unlink,unlinkat,rmdir"
OLD, NEW = "1", "2"


def install_newer(folder: Path, tell: Tell) -> None:
    """What is broken off: a newer pack takes the place of an older one."""
    packs.install(folder / "newer.zip", folder / "packs", content_dir())


def install_in_place(folder: Path, tell: Tell) -> None:
    """A known-bad product: it unpacks to where the old pack lies, file by file."""
    target = folder / "packs/lending.1"
    for path in sorted(target.rglob("*.yaml")):
        path.unlink()
    for name, text in good_pack(version=NEW).items():
        (target / name).write_text(text, encoding="utf-8")


def remove_it(folder: Path, tell: Tell) -> None:
    packs.remove("lending", folder / "packs")


@pytest.fixture(scope="module")
def forked() -> Iterator[Forks]:
    with forks() as made:
        yield made


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the older pack is installed, and the newer one waits."""
    folder = tmp_path_factory.mktemp("before") / "data"
    folder.mkdir()
    packs.install(as_zip(good_pack(version=OLD), folder / "older.zip"), folder / "packs", content_dir())
    as_zip(good_pack(version=NEW), folder / "newer.zip")
    return folder


def state_in(folder: Path) -> str:
    """The version of the pack that a server would load, 'none' or 'broken'."""
    sound, left_out = installed(folder / "packs")
    whole = all((pack.folder / PROBLEM).read_text(encoding="utf-8") == good_pack()[PROBLEM] for pack in sound
                if (pack.folder / PROBLEM).exists())  # fmt: skip
    if left_out or not whole or any(not (pack.folder / PROBLEM).exists() for pack in sound):
        return "broken"
    return sound[0].manifest.version if sound else "none"


def broken_off(forked: Forks, before: Path, folder: Path, how: str, point: tuple[str, int] | None) -> int:
    """Let a child do it in a copy of `before`, killed at a system call; return its exit code."""
    shutil.copytree(before, folder)
    inject = [] if point is None else ["-e", f"inject={point[0]}:signal=KILL:when={point[1]}"]
    return forked.hold(folder, "-e", f"trace={_CALLS}", *inject, how=f"tests.faults.test_p13_packs:{how}").status


def points_of(forked: Forks, before: Path, folder: Path, how: str) -> list[tuple[str, int]]:
    """Every call that changes something on the disk, as it was made when nothing was broken off."""
    assert broken_off(forked, before, folder, how, None) == 0
    counted: Counter[str] = Counter()
    found = []
    for line in (folder / "calls").read_text(encoding="utf-8").splitlines():
        if (called := re.match(r"\w+(?=\()", line)) is not None:
            counted[called[0]] += 1
            found.append((called[0], counted[called[0]]))
    return found


def chosen(points: list[tuple[str, int]], tally: Tally, quick: int) -> list[tuple[str, int]]:
    """Some of them, spread over the whole; the renames are always among them."""
    most = tally.times(quick=quick, night=len(points))
    spread = [*(point for point in points if point[0] == "rename"), *points[:: max(1, len(points) // most)]]
    return list(dict.fromkeys(spread))


@pytest.mark.parametrize(
    ("how", "ends", "what"),
    [
        ("install_newer", {OLD, NEW}, "killed while a newer pack is installed: the old one or the new one is there"),
        ("remove_it", {OLD, "none"}, "killed while a pack is removed: it is there or not"),
    ],
)
def test_a_kill_leaves_the_old_state_or_the_new(
    how: str, ends: set[str], what: str, *, forked: Forks, before: Path, tmp_path: Path, tally: Tally
) -> None:
    tried = chosen(points_of(forked, before, tmp_path / "whole", how), tally, quick=6)
    short, seen = [], set()
    for number, point in enumerate(tried):
        folder = tmp_path / str(number)
        assert broken_off(forked, before, folder, how, point) == -9
        state = state_in(folder)
        seen.add(state)
        if state not in ends:
            short.append(f"{point}: {state}")
        with contextlib.suppress(MockroundError):
            packs.remove("lending", folder / "packs")
        if [path.name for path in (folder / "packs").iterdir()] != [".lock"]:
            short.append(f"{point}: not tidied up")
    assert seen == ends
    tally.held("P13 P2", what, tried=len(tried), short=short)


def test_unpacking_in_place_is_caught(forked: Forks, before: Path, tmp_path: Path, tally: Tally) -> None:
    points = points_of(forked, before, tmp_path / "whole", "install_in_place")
    caught = 0
    for number, point in enumerate(points):
        broken_off(forked, before, tmp_path / str(number), "install_in_place", point)
        caught += state_in(tmp_path / str(number)) not in {OLD, NEW}
    tally.control("P13 P2", "unpacks to where the old pack lies", tried=len(points), caught=caught)
