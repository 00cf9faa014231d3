"""`mockround doctor`: what could go wrong with the content, the rounds and their files."""

from pathlib import Path

import pytest

from tests.content.conftest import OwnFolder
from tests.support.clocks import FakeClock
from tests.support.commands import CommandLine
from tests.support.parts import parts_in


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a database of today in it."""
    folder = tmp_path / "data"
    with parts_in(folder, FakeClock()):
        pass
    return folder


def test_before_the_first_round_there_is_nothing_to_find_and_nothing_is_made(
    mockround: CommandLine, tmp_path: Path
) -> None:
    ran = mockround("doctor")
    assert (ran.code, ran.err) == (0, "")
    content, data = ran.out.splitlines()
    assert content.endswith(" and 0 errors")
    assert data == f"data: {tmp_path}/data (no rounds yet)"
    assert not (tmp_path / "data").exists()


def test_a_sound_database_is_looked_at_and_no_error_found(mockround: CommandLine, data: Path) -> None:
    ran = mockround("doctor", "--data", data)
    assert ran.code == 0
    assert ran.out.endswith(f"data: {data} (looked at)\n")
    assert "error: " not in ran.out


def test_a_file_that_others_may_read_is_a_warning_with_the_remedy(mockround: CommandLine, data: Path) -> None:
    (data / "mockround.db").chmod(0o644)
    ran = mockround("doctor", "--data", data)
    assert ran.code == 0
    assert f"may open '{data}/mockround.db'. Run: chmod 600 '{data}/mockround.db'" in ran.out


def test_a_damaged_database_is_an_error_and_is_left_as_it_is(mockround: CommandLine, data: Path) -> None:
    (data / "mockround.db").write_bytes(b"junk")
    ran = mockround("doctor", "--data", data)
    assert (ran.code, ran.err) == (1, "")
    assert "error: The database is damaged. " in ran.out
    assert (data / "mockround.db").read_bytes() == b"junk"


def test_a_mistake_in_the_authors_content_is_an_error(mockround: CommandLine, tmp_path: Path) -> None:
    own = OwnFolder(tmp_path / "own")
    line = own.amend("problems/url-shortener.yaml", "difficulty: easy", "difficulty: simple")
    ran = mockround("doctor", "--content", own.root)
    assert ran.code == 1
    assert f"{own.root}/problems/url-shortener.yaml:{line} difficulty: " in ran.out
