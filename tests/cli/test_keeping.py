"""`mockround backup`, `restore` and `rescue`: a copy out, a copy back, and what is left of a damaged database."""

from pathlib import Path

import pytest

from mockround.rounds.events import Kind
from mockround.store.files import hold_lock
from mockround.usecases import rounds
from mockround.usecases.creation import NewRound
from tests.support.clocks import FakeClock
from tests.support.commands import CommandLine
from tests.support.parts import parts_in


def hold_round(data: Path) -> str:
    with parts_in(data, FakeClock()) as parts:
        round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy"))
        rounds.start(parts, round_id)
        return round_id


def rounds_in(data: Path) -> set[str]:
    with parts_in(data, FakeClock()) as parts:
        return set(parts.store.rounds.unfinished())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_a_backup_is_put_back_and_what_was_there_lies_beside_the_backups(
    mockround: CommandLine, data: Path, tmp_path: Path
) -> None:
    first = hold_round(data)
    assert mockround("backup", tmp_path / "copy.db", "--data", data).out == f"Backed up to {tmp_path}/copy.db\n"
    second = hold_round(data)
    ran = mockround("restore", tmp_path / "copy.db", "--data", data)
    aside = data / "backups" / "mockround-replaced-1.db"
    assert (ran.code, ran.out) == (0, f"Restored {tmp_path}/copy.db. What was there before is {aside}.\n")
    assert rounds_in(data) == {first}
    mockround("restore", aside, "--data", data)
    assert rounds_in(data) == {first, second}


def test_nothing_is_restored_under_a_server(mockround: CommandLine, data: Path, tmp_path: Path) -> None:
    hold_round(data)
    mockround("backup", tmp_path / "copy.db", "--data", data)
    lock = hold_lock(data)
    ran = mockround("restore", tmp_path / "copy.db", "--data", data)
    lock.release()
    assert ran.code == 3
    assert "already serves the data" in ran.message


@pytest.mark.parametrize(("content", "said"), [(b"junk" * 2000, "damaged"), (b"", "it is empty")])
def test_what_is_no_backup_changes_nothing(
    mockround: CommandLine, data: Path, tmp_path: Path, content: bytes, said: str
) -> None:
    held = hold_round(data)
    (tmp_path / "copy.db").write_bytes(content)
    ran = mockround("restore", tmp_path / "copy.db", "--data", data)
    assert ran.code == 2
    assert said in ran.message
    assert rounds_in(data) == {held}
    assert "no file" in mockround("restore", tmp_path / "missing.db", "--data", data).message


def test_a_backup_never_overwrites(mockround: CommandLine, data: Path, tmp_path: Path) -> None:
    hold_round(data)
    (tmp_path / "copy.db").write_text("precious")
    assert "nothing was overwritten" in mockround("backup", tmp_path / "copy.db", "--data", data).message
    assert "nothing was overwritten" in mockround("rescue", tmp_path / "copy.db", "--data", data).message
    assert (tmp_path / "copy.db").read_text() == "precious"


def test_where_there_are_no_rounds_nothing_is_backed_up_or_made(
    mockround: CommandLine, data: Path, tmp_path: Path
) -> None:
    for word in ("backup", "rescue"):
        assert "no rounds" in mockround(word, tmp_path / "copy.db", "--data", data).message
    assert not (tmp_path / "copy.db").exists()
    assert not data.exists()


def test_a_damaged_database_is_refused_rescued_and_restored(mockround: CommandLine, data: Path, tmp_path: Path) -> None:
    held = hold_round(data)
    database = data / "mockround.db"
    content = bytearray(database.read_bytes())
    # The list of free pages, which holds nothing: SQLite calls the file damaged, and every row can be read.
    content[36:40] = (99).to_bytes(4, "big")
    database.write_bytes(content)
    assert "`mockround rescue`" in mockround("export", tmp_path / "out", "--data", data).message
    ran = mockround("rescue", tmp_path / "rescued.db", "--data", data)
    assert ran.out.splitlines()[0] == f"1 round and 0 grades saved to {tmp_path}/rescued.db"
    assert database.read_bytes() == bytes(content)
    mockround("restore", tmp_path / "rescued.db", "--data", data)
    assert rounds_in(data) == {held}


def test_of_rubbish_nothing_is_rescued(mockround: CommandLine, data: Path, tmp_path: Path) -> None:
    data.mkdir()
    (data / "mockround.db").write_bytes(b"junk" * 2000)
    ran = mockround("rescue", tmp_path / "rescued.db", "--data", data)
    assert ran.code == 2
    assert "can be read" in ran.message
    assert not (tmp_path / "rescued.db").exists()
