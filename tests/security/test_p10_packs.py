"""Packs that somebody has bent: refused by file and rule, with no byte outside the staging and nothing left of it."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from mockround.content.library import ContentError
from mockround.resources import content_dir
from mockround.usecases import packs
from tests.support.hostile_packs import Hostile, hostile
from tests.support.packs import PROBLEM, as_folder, as_zip, good_pack
from tests.support.promises import Tally

Installer = Callable[[Path, Path], object]
_ROOT = Path(__file__).parents[2]
_MOST_RSS = 64 * 2**20
_MOST_CPU_S = 10
"""A refusal takes a few hundredths of a second, or one reading of the content; this only finds what explodes."""


def install(source: Path, directory: Path) -> object:
    return packs.install(source, directory, content_dir())


def careless(source: Path, directory: Path) -> object:
    """A known-bad product: it unpacks what it gets to where the names say."""
    target = directory / "lending.1"
    with zipfile.ZipFile(source) as packed:
        for info in packed.infolist():
            place = target / info.orig_filename
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(packed.read(info))
    return target


def shortfalls(installer: Installer, each: Hostile, folder: Path) -> list[str]:
    """What went wrong when a hostile zip was installed: no refusal, one that says too little, or bytes elsewhere."""
    directory = folder / "data" / "packs"
    directory.mkdir(parents=True)
    source = folder / "bent.zip"
    source.write_bytes(each.zipped)
    before = _files(folder)
    try:
        installer(source, directory)
        said = "installed it"
    except ContentError as error:
        said = "\n".join(str(finding) for finding in error.findings)
    except Exception as error:  # noqa: BLE001 - whatever else comes out is the shortfall
        return [f"{each.name}: broke with {error!r}"]
    found = []
    if each.rule not in said or each.file not in said or "bent.zip" not in said or " -> " not in said:
        found.append(f"{each.name}: said {said!r}")
    if not said.isprintable() and "\n" not in said:
        found.append(f"{each.name}: its message has characters that cannot be seen")
    if (left := _files(folder) - before - {directory / ".lock"}) != set():
        found.append(f"{each.name}: left {sorted(left)}")
    return found


def _files(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def test_a_hostile_zip_is_refused_by_file_and_rule_and_leaves_nothing(tmp_path: Path, tally: Tally) -> None:
    short = []
    tried = list(hostile())
    for number, each in enumerate(tried):
        short += shortfalls(install, each, tmp_path / str(number))
    tally.held("P10 P2", "hostile packs refused, nothing written outside the staging", tried=len(tried), short=short)


def test_unpacking_to_where_the_names_say_is_caught(tmp_path: Path, tally: Tally) -> None:
    tried = [each for each in hostile() if each.name.startswith(("name", "content", "says"))]
    # Below a folder of its own, deep enough that '..' stays in it; absolute names are not let loose.
    tried = [each for each in tried if "escaped" not in each.name or ".." in each.name]
    caught = sum(bool(shortfalls(careless, each, tmp_path / "deep" / str(number))) for number, each in enumerate(tried))
    assert caught == len(tried)
    tally.control("P10 P2", "unpacks to where the names say", tried=len(tried), caught=caught)


def test_no_refusal_takes_memory_or_time(tmp_path: Path, tally: Tally) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.support.pack_costs", str(tmp_path)],
        cwd=_ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    costs = [json.loads(line) for line in told.stdout.splitlines()]
    short = [cost for cost in costs if cost["grown"] > _MOST_RSS or cost["cpu_s"] > _MOST_CPU_S]
    bombs = [cost for cost in costs if not cost["is_control"]]
    tally.held("P10", "hostile packs: memory grows by 64 MiB at most", tried=len(bombs),
               short=[cost for cost in short if not cost["is_control"]])  # fmt: skip
    tally.control("P10", "a reader that unpacks a file as a whole", tried=1,
                  caught=sum(cost["is_control"] for cost in short))  # fmt: skip


@pytest.mark.parametrize("bad", ["link", "pipe", "hidden"])
def test_a_folder_is_looked_at_as_a_zip_is(bad: str, tmp_path: Path) -> None:
    source = as_folder(good_pack(), tmp_path / "mine")
    if bad == "link":
        (source / "problems/x.yaml").symlink_to(tmp_path / "secret")
    elif bad == "pipe":
        os.mkfifo(source / "problems/x.yaml")
    else:
        as_folder({".git/config": "x", ".git/hooks/a b c": "x", ".DS_Store": "x"}, source)
    if bad == "hidden":
        assert packs.install(source, tmp_path / "packs", content_dir()).name == "lending"
        assert {path.name for path in (tmp_path / "packs/lending.1").iterdir()} == {"pack.yaml", "problems"}
        return
    with pytest.raises(ContentError, match="mine/problems/x.yaml:1: a link or a device"):
        packs.install(source, tmp_path / "packs", content_dir())


def test_a_good_pack_is_installed_byte_for_byte(tmp_path: Path) -> None:
    source = as_zip(good_pack(), tmp_path / "good.zip")
    packs.install(source, tmp_path / "packs", content_dir())
    assert (tmp_path / "packs/lending.1" / PROBLEM).read_text(encoding="utf-8") == good_pack()[PROBLEM]


def test_what_is_said_of_a_name_cannot_be_read_otherwise_than_it_is(tmp_path: Path) -> None:
    bent = as_zip({**good_pack(), "problems/\u202elmay.exe": ""}, tmp_path / "bent.zip")
    with pytest.raises(ContentError) as caught:
        packs.install(bent, tmp_path / "packs", content_dir())
    assert "bent.zip/problems/\\u202elmay.exe:1: a name with control or invisible" in str(caught.value)
