"""`mockround content install`, `list` and `remove`, and what start and `doctor` say of a damaged pack."""

from pathlib import Path

import pytest

from tests.support.commands import CommandLine
from tests.support.packs import PROBLEM, as_folder, as_zip, good_pack


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return as_zip(good_pack(), tmp_path / "lending.zip")


def test_a_pack_is_installed_listed_and_removed(mockround: CommandLine, pack: Path) -> None:
    installed = mockround("content", "install", pack)
    assert (installed.code, installed.err) == (0, "")
    assert installed.out == "Installed lending 1.0: Lending things. A server shows it after its next start.\n"
    assert mockround("content", "list").out == "lending 1.0: Lending things\n"
    assert mockround("content", "remove", "lending").code == 0
    assert mockround("content", "list").out == "No pack is installed.\n"


def test_a_mistake_is_named_by_file_line_rule_and_remedy(mockround: CommandLine, tmp_path: Path) -> None:
    files = good_pack()
    files[PROBLEM] = files[PROBLEM].replace("difficulty: easy", "difficulty: simple")
    ran = mockround("content", "install", as_folder(files, tmp_path / "mine"))
    line = files[PROBLEM].splitlines().index("difficulty: simple") + 1
    assert (ran.code, ran.out) == (2, "")
    assert f"mine/{PROBLEM}:{line} difficulty: 'simple' is not one of the values -> use 'easy'" in ran.err
    assert list((tmp_path / "data/packs").iterdir()) == [tmp_path / "data/packs/.lock"]


def test_what_is_not_there_cannot_be_installed(mockround: CommandLine, tmp_path: Path) -> None:
    ran = mockround("content", "install", tmp_path / "nowhere.zip")
    assert ran.code == 2
    assert "nowhere.zip:1: there is no such file or folder -> name a zip or a folder" in ran.err


def test_a_pack_that_is_not_there_cannot_be_removed(mockround: CommandLine, pack: Path) -> None:
    assert mockround("content", "remove", "lending").message == "There is no pack 'lending'. No pack is installed."
    mockround("content", "install", pack)
    assert mockround("content", "remove", "x").message == "There is no pack 'x'. Installed are: lending."


def test_a_damaged_pack_is_said_by_the_list_and_by_doctor(mockround: CommandLine, pack: Path, tmp_path: Path) -> None:
    mockround("content", "install", pack)
    broken = tmp_path / "data/packs/lending.1" / PROBLEM
    broken.write_text("id: x\nid: y\n", encoding="utf-8")
    # A mistake of one's own ends doctor's look at the content early; without one it tries every exemplar.
    own = as_folder({"problems/mine.yaml": "id: mine\n"}, tmp_path / "own")
    for ran in (mockround("content", "list"), mockround("doctor", "--content", own)):
        assert ran.code == 1
        assert f"error: The pack 'lending' is damaged and left out: {broken}:2: the key 'id' stands twice" in ran.out
        assert "Install it anew, or run: mockround content remove lending\n" in ran.out


def test_commands_go_on_without_a_damaged_pack(mockround: CommandLine, pack: Path, tmp_path: Path) -> None:
    mockround("content", "install", pack)
    (tmp_path / "data/packs/lending.1" / PROBLEM).write_text("id: [", encoding="utf-8")
    assert mockround("grade", "-", "--topic", "read-heavy", stdin=b"I add a cache.").code == 0
